"""The sources of proxy settings as rows: who follows which, what it says, how it stands beside the others. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.detection.settings_compared import compared
from wssdiag.gui.evidence import Note
from wssdiag.gui.rows_model import TableRow
from wssdiag.gui.words import plain
from wssdiag.model.unknown import Unknown
from wssdiag.report.path import StationState
from wssdiag.report.retold.retell import retold
from wssdiag.report.settings import says_words, source_words, standing_words
from wssdiag.report.settings_names import who_words
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.detection.settings_compared import Compared
    from wssdiag.model.facts import Facts

#: Exceptions that are listed; an organisation has hundreds.
_EXCEPTIONS = 40


def settings_rows(facts: Facts) -> tuple[TableRow, ...]:
    """A row a source, in the order in which traffic asks them; none where they could not be read."""
    if isinstance(facts.proxy_settings, Unknown):
        return ()
    return tuple(_row(number, one) for number, one in enumerate(compared(facts.proxy_settings)))


def settings_lead(facts: Facts | None) -> str:
    """What the rows come to, in one sentence; in place of rows, why there are none."""
    if facts is None:
        return _("The settings stand here when the check has ended.")
    if isinstance(facts.proxy_settings, Unknown):
        return _("The proxy settings could not be read: {reason}").format(reason=plain(retold(facts.proxy_settings.unknown)))
    listed = compared(facts.proxy_settings)
    if not listed:
        return _("No source sets a proxy or a PAC file.")
    if any(one.differs for one in listed):
        return _("Some programs are led elsewhere than what the system says.")
    if any(one.differs is None for one in listed):
        return _("Whether all programs are led to the same place, only the PAC file tells.")
    return _("What is in force leads all programs to the same place.")


def _row(number: int, one: Compared) -> TableRow:
    setting = one.setting
    who, source, says = (_begin(plain(text)) for text in (who_words(setting.applies_to), source_words(setting), says_words(setting)))
    state, standing = _standing(one)
    note = Note(
        heading=source,
        rows=(
            (_("Followed by"), who),
            (_("Says"), says),
            (_("Proxies"), "\n".join(f"{server.scheme}: {server.host}:{server.port}" for server in setting.servers)),
            (_("Not for"), _exceptions(setting.bypass)),
            (_("Standing"), standing_words(one) or _("In force.")),
        ),
    )
    return TableRow(id=str(number), cells=(standing, who, source, says), shapes=(state,), tip=f"{source}\n{says}", what=note)


def _standing(one: Compared) -> tuple[StationState, str]:
    """The shape and its word."""
    if not one.in_force:
        return StationState.WAITING, _("Not in force")
    if one.differs:
        return StationState.ATTENTION, _("Leads elsewhere")
    if one.differs is None:
        return StationState.UNKNOWN, _("May differ")
    return StationState.FINE, _("In force")


def _exceptions(hosts: tuple[str, ...]) -> str:
    listed = "\n".join(hosts[:_EXCEPTIONS])
    more = len(hosts) - _EXCEPTIONS
    return "\n".join((listed, _("and {count} more").format(count=more))) if more > 0 else listed


def _begin(text: str) -> str:
    return text[:1].upper() + text[1:]
