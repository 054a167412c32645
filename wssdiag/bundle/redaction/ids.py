"""Ids of checks and locations that hold a host: the host becomes what it becomes elsewhere, the rest stays. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wssdiag.model.facts import Facts
from wssdiag.model.web_address import is_literal

if TYPE_CHECKING:
    from wssdiag.bundle.redaction.pseudonyms import Pseudonyms
    from wssdiag.bundle.redaction.public import Public
    from wssdiag.model.report import Report

#: Families whose ids go on with a host, and with a port where one is named.
_BY_HOST: Final = re.compile(
    r"(?P<family>control\.dns|dns\.server|dns\.srv|dns|ipv6|egress|proxy\.(?:connect|tcp|dns|pac|round-trip))\.(?P<host>.+?)(?P<port>-[0-9]{1,5})?"
)

#: Two hosts, or a host and a resolver of the catalogue.
_BY_TWO: Final = re.compile(r"(?P<family>second-opinion|name-policy)\.(?P<rest>.+)")

#: Families whose ids go on with the id of a location, a control or a probe.
_BY_ROW: Final = re.compile(
    r"(?P<family>(?:control\.(?:tcp|udp|tls|echo|round-trip)|tcp|udp|tls|http|ldap|rpc|connect|direct|echo|round-trip|again|other-name|second-answer|address"
    r"|segments|clock|web\.ipv6|web\.quic))\.(?P<row>.+?)(?P<suffix>\.second-opinion)?"
)

#: A sign-in probe, by the routes or by one interface.
_BY_PROBE: Final = re.compile(r"(?P<family>sign-in)\.(?P<row>.+)")

#: A template of the catalogue that was filled with a host; a control or a clock that the profile names.
_FILLED: Final = re.compile(r"(?P<stem>[a-z][a-z0-9-]{0,40}?)(?P<port>-[0-9]{1,5})?\.(?P<host>.+)")
_NAMED: Final = re.compile(r"(?P<front>(?:name|address|url)-)(?P<host>.+?)(?P<back>-(?:(?:tcp|udp)-)?[0-9]{1,5})")

_NUMBER: Final = re.compile(r"-[0-9]{1,5}$")

_SEVERAL: Final = re.compile(r"[.-]")

#: The ids of checks that stand alone, and the parts of a report that evidence names.
_ALONE: Final = frozenset(
    {
        *("web.method", "pac.file", "path.auth-connector", "auth.list", "ep.answers", "directory.controllers", "sign-in.portal-api"),
        *("method", "mode.method", "network.protected"),
        *Facts.__struct_fields__,
    }
)


def is_public(text: str, public: Public) -> bool:
    """Whether a text is a host of the catalogue or of the service, the id of a row, or of a check that goes on with one.

    So is an address: what stands for one it has by then, and a part of it is no word.
    """
    if _is_public_host(text, public):
        return True
    if text in public.ids or text in _ALONE:
        return _SEVERAL.search(text) is not None  # "debian" alone is a word, and may be what a computer is called
    if found := _BY_PROBE.fullmatch(text) or _BY_ROW.fullmatch(text):
        return found["row"] in public.ids
    if found := _BY_HOST.fullmatch(text):
        return _is_public_host(found["host"], public)
    if found := _BY_TWO.fullmatch(text):
        host, _, resolver = found["rest"].rpartition(".")
        return _is_public_host(host, public) and resolver in public.ids
    return False


def _is_public_host(text: str, public: Public) -> bool:
    return public.name(text) or is_literal(text)


class Ids:
    """Makes ids private."""

    def __init__(self, pseudonyms: Pseudonyms) -> None:
        self._to = pseudonyms
        self._stems = frozenset(_NUMBER.sub("", row) for row in pseudonyms.public.ids)
        self._own: dict[str, str] = {}  # ids of the organisation's own making

    def learn(self, report: Report) -> None:
        """The ids that the organisation's profile gave: they may say anything."""
        if report.profile is None:
            return
        for extra in report.profile.endpoints.extra:
            if extra.id not in self._to.public.ids:
                self._own[extra.id] = self._to.tag("place", extra.id)
        for probe in report.profile.controls.sign_in_probes:
            operator = self.operator(probe.operator) if probe.operator else ""
            self._own[probe.id] = "-".join((operator or self._to.name(probe.owner)).lower().split())

    def operator(self, text: str) -> str:
        """Who runs a site: the catalogue's stay."""
        return text if text in self._to.public.texts else self._to.tag("organisation", text)

    def check(self, text: str) -> str:
        """The id of a check, of a location, or of a part of the report."""
        if text in _ALONE or text in self._to.public.ids or text in self._own:
            return self._own.get(text, text)
        if found := _BY_PROBE.fullmatch(text):
            return f"{found['family']}.{self._probe(found['row'])}"
        if found := _BY_ROW.fullmatch(text):
            return f"{found['family']}.{self._row(found['row'])}{found['suffix'] or ''}"
        if found := _BY_HOST.fullmatch(text):
            return f"{found['family']}.{self._to.name(found['host'])}{found['port'] or ''}"
        if found := _BY_TWO.fullmatch(text):
            return f"{found['family']}.{self._two(found['rest'])}"
        return self._row(text)

    def _two(self, rest: str) -> str:
        """The host goes as far as what stands behind it is a resolver's id or an address."""
        for place in (place for place, sign in enumerate(rest) if sign == "."):
            host, behind = rest[:place], rest[place + 1 :]
            if behind in self._to.public.ids or is_literal(behind):
                return f"{self._to.name(host)}.{self._to.address(behind)}"
        return self._to.name(rest)

    def _row(self, text: str) -> str:
        if text in self._to.public.ids or text in self._own:
            return self._own.get(text, text)
        if found := _NAMED.fullmatch(text):
            return found["front"] + self._slug(found["host"]) + found["back"]
        if (found := _FILLED.fullmatch(text)) and found["stem"] in self._stems:
            return f"{found['stem']}{found['port'] or ''}.{self._slug(found['host'])}"
        return self._to.tag("place", text)

    def _probe(self, text: str) -> str:
        ids = {*self._own, *self._to.public.ids}
        probe = next((row for row in sorted(ids, key=len, reverse=True) if text == row or text.startswith(f"{row}.")), None)
        if probe is None:
            return self._to.tag("place", text)
        interface = text[len(probe) + 1 :]
        behind = ["-".join(self._to.interface(interface).lower().split())] if interface else []
        return ".".join([self._own.get(probe, probe), *behind])

    def _slug(self, host: str) -> str:
        """IPv6 stands with hyphens in the place of its colons."""
        colons = host.replace("-", ":")
        if host.count("-") > 1 and is_literal(colons):
            return self._to.address(colons).replace(":", "-")
        return self._to.name(host)
