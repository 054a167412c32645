"""The sources of proxy settings side by side: who follows which, what is in force, where they lead apart.

Owns the words, and the layout for a terminal. What leads apart, ``detection.settings_compared`` says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.detection.settings_compared import compared, way_of
from wssdiag.model.facts import ProxyKind
from wssdiag.model.unknown import Unknown
from wssdiag.report.layout import Ink
from wssdiag.report.retold.retell import retold
from wssdiag.report.settings_names import source_name, who_words
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.detection.settings_compared import Compared
    from wssdiag.model.facts import Facts, ProxySetting
    from wssdiag.report.layout import Style

#: Exceptions of one source that are shown; organisations list hundreds.
_EXCEPTIONS = 4


def settings_lines(facts: Facts, style: Style) -> list[str]:
    """A heading, then a source in two or three lines each, in the order in which traffic asks them."""
    head = [style.ink(line, Ink.STRONG) for line in style.wrap(_("Proxy settings side by side"))]
    if isinstance(facts.proxy_settings, Unknown):
        return [*head, *style.wrap(_("They could not be read: {reason}").format(reason=retold(facts.proxy_settings.unknown)), "  ")]
    rows = compared(facts.proxy_settings)
    if not rows:
        return [*head, *style.wrap(_("No source sets a proxy or a PAC file."), "  ")]
    return head + [line for row in rows for line in _row(row, style)]


def _row(row: Compared, style: Style) -> list[str]:
    setting = row.setting
    line = _("{source}, followed by {who}: {says}").format(
        source=source_words(setting), who=who_words(setting.applies_to), says=says_words(setting)
    )
    lines = style.wrap(line, "  - ")
    if setting.bypass:
        lines += style.wrap(_not_for(setting), "    ")
    if standing := standing_words(row):
        more = style.wrap(standing, "    ")
        lines += [style.ink(text, Ink.ATTENTION) for text in more] if row.differs else more
    return lines


def standing_words(row: Compared) -> str:
    """How a source stands beside what the system says; empty where it is in force and leads to the same place."""
    if row.differs:
        return _("It leads elsewhere than what the system says.")
    if row.differs is None:
        return _("Whether it leads elsewhere than what the system says, only the PAC file tells.")
    return "" if row.in_force else _("Not in force: it found nothing, or another source comes first.")


def _not_for(setting: ProxySetting) -> str:
    hosts = ", ".join(setting.bypass[:_EXCEPTIONS])
    more = len(setting.bypass) - _EXCEPTIONS
    if more > 0:
        return _("Not for {hosts} and {count} more.").format(hosts=hosts, count=more)
    return _("Not for {hosts}.").format(hosts=hosts)


def says_words(setting: ProxySetting) -> str:
    """What a source says, as the end of a sentence."""
    if setting.kind is ProxyKind.DIRECT:
        return _("no proxy")
    if setting.kind is ProxyKind.AUTO_DETECT:
        found = _("automatic detection, which found {url}").format(url=setting.pac_url)
        return found if setting.pac_url else _("automatic detection, which found nothing that is known")
    if setting.kind is ProxyKind.PAC:
        return _("PAC file {url}").format(url=way_of(setting))
    return _("proxy {way}").format(way=way_of(setting))


def source_words(setting: ProxySetting) -> str:
    """Where a setting stands, and whether the organisation has set it there."""
    name = source_name(setting.source)
    return _("{source} (set by the organisation)").format(source=name) if setting.policy else name
