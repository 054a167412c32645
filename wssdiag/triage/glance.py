"""A report as far as a row needs it. Only these fields are looked at; the rest is skipped, which is quick. Pure.

The closed lists are read as texts: a report of a newer program, with a word that this one does not know, is a row all the same.
"""

from __future__ import annotations

from ipaddress import ip_interface
from typing import TYPE_CHECKING

import msgspec

from wssdiag.catalogue.footprint import Finder, Kind
from wssdiag.detection.agent_version import older
from wssdiag.model.codec import decode
from wssdiag.model.facts import known
from wssdiag.model.shown import shown
from wssdiag.model.unknown import Unknown
from wssdiag.triage.row import Row
from wssdiag.triage.together import instant

if TYPE_CHECKING:
    from wssdiag.catalogue.footprint import Trace

#: Longest text of one cell. Codes, versions and networks are far shorter.
_CELL_LIMIT = 120

#: Findings that a row names. A network that blocks everything has one for each location, all of a few codes.
_MOST_CODES = 40

_DEFAULTS = ("0.0.0.0/0", "::/0")
_TUNNEL = "tunnel"


class _Verdict(msgspec.Struct, frozen=True):
    status: str
    cause: str | None = None


class _Mode(msgspec.Struct, frozen=True):
    method: str
    confidence: str = ""


class _Network(msgspec.Struct, frozen=True):
    protected: str = ""
    egress_ip: str | None = None


class _Finding(msgspec.Struct, frozen=True):
    code: str
    confidence: str = ""
    masked_by: str | None = None
    who: tuple[str, ...] = ()


class _Address(msgspec.Struct, frozen=True):
    address: str
    prefix: int


class _Interface(msgspec.Struct, frozen=True):
    name: str
    type: str = ""
    addresses: tuple[_Address, ...] = ()
    dns_suffix: str | None = None


class _Route(msgspec.Struct, frozen=True):
    destination: str
    interface: str
    metric: int = 0


class _Product(msgspec.Struct, frozen=True):
    name: str
    version: str = ""


class _Facts(msgspec.Struct, frozen=True):
    os: str
    os_version: str = ""
    interfaces: tuple[_Interface, ...] | Unknown = ()
    routes: tuple[_Route, ...] | Unknown = ()
    products: tuple[_Product, ...] | Unknown = ()
    domain: str | Unknown | None = None


class _Report(msgspec.Struct, frozen=True):
    run_id: str
    tool_version: str
    catalogue_version: str
    started: str
    elapsed_ms: float
    verdict: _Verdict
    mode: _Mode
    network: _Network
    facts: _Facts
    findings: tuple[_Finding, ...] = ()


class Glancer:
    """Makes rows of reports. Keeps the agents' footprint, prepared for each system that it met."""

    def __init__(self, footprint: tuple[Trace, ...]) -> None:
        self._footprint = footprint
        self._finders: dict[str, Finder[Trace]] = {}

    def row(self, data: bytes, judged_by: str | None = None) -> Row:
        """The row of a report, without what only its file tells. ``judged_by`` names the program that gave the verdict, if not the run's.

        :class:`~wssdiag.model.codec.DecodeError` where it is no report.
        """
        report = decode(data, _Report)
        verdict, facts = report.verdict, report.facts
        cause = next((one for one in report.findings if one.code == verdict.cause and one.masked_by is None), None)
        network, domain = _place(facts)
        agent, version = self._agent(facts)
        codes = dict.fromkeys(_cell(one.code) for one in report.findings)
        return Row(
            file="",
            run_id=_cell(report.run_id),
            started=instant(report.started),
            elapsed_ms=report.elapsed_ms,
            tool_version=_cell(report.tool_version),
            catalogue_version=_cell(report.catalogue_version),
            judged_by=judged_by or _cell(report.tool_version),
            os=_cell(facts.os),
            os_version=_cell(facts.os_version),
            method=_cell(report.mode.method),
            method_confidence=_cell(report.mode.confidence),
            status=_cell(verdict.status),
            cause=_cell(verdict.cause) if verdict.cause else None,
            confidence=_cell(cause.confidence) if cause else "",
            who=tuple(_cell(one) for one in cause.who[:_MOST_CODES]) if cause else (),
            findings=tuple(codes)[:_MOST_CODES],
            site=" ".join(part for part in (network, domain) if part),
            network=network,
            domain=domain,
            egress=_cell(report.network.egress_ip or ""),
            agent=agent,
            agent_version=version,
            protected=_cell(report.network.protected),
        )

    def _agent(self, facts: _Facts) -> tuple[str, str]:
        """Method and version of the agent among the installed products; the newest of several."""
        finder = self._finders.get(facts.os)
        if finder is None:
            # Only as many as there are systems in the footprint: what a file calls its system must not fill the memory.
            finder = Finder(self._footprint, facts.os)
            if any(trace.os == facts.os for trace in self._footprint):
                self._finders[facts.os] = finder
        best: tuple[str, str] = ("", "")
        for product in known(facts.products):
            for trace in finder.find(Kind.PRODUCT, product.name):
                if trace.alone and (not best[0] or older(best[1], product.version)):
                    best = (str(trace.method), product.version)
        return best[0], _cell(best[1])


def _place(facts: _Facts) -> tuple[str, str]:
    """Network and domain of the interface that leads out. A tunnel's addresses are those of its other end, so it does not count."""
    interfaces = {one.name: one for one in known(facts.interfaces) if one.type != _TUNNEL}
    routes = [one for one in known(facts.routes) if one.destination in _DEFAULTS and one.interface in interfaces]
    routes.sort(key=lambda one: (_DEFAULTS.index(one.destination), one.metric))
    here = interfaces[routes[0].interface] if routes else None
    own = facts.domain if isinstance(facts.domain, str) else ""
    if here is None:
        return "", _cell(own)
    families = ":" if routes[0].destination == _DEFAULTS[1] else "."
    address = next((one for one in here.addresses if families in one.address), None)
    return _network(address) if address else "", _cell(here.dns_suffix or own)


def _network(address: _Address) -> str:
    try:
        return str(ip_interface(f"{address.address}/{address.prefix}").network)
    except ValueError:
        return ""


def _cell(text: str) -> str:
    return shown(text, _CELL_LIMIT)
