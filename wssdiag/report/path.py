"""The path from this computer to the protected web, as six stations: pure, tested without Qt.

Owns which checks and causes belong to which station, and what a method calls a station. It concludes nothing: what is broken is what
the findings say, what is fine is what a check passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from wssdiag.model.check import CheckResult, Status
from wssdiag.model.finding import Finding, Severity
from wssdiag.model.mode import PROXY_METHODS, Method
from wssdiag.model.report import Protected, Report, SignIn, VerdictStatus
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Station(StrEnum):
    """The stations, in the order of the way."""

    COMPUTER = "computer"
    NETWORK = "network"
    NAMES = "names"
    INTERNET = "internet"
    SERVICE = "service"
    WEB = "web"


class StationState(StrEnum):
    """How a station stands; each has a shape, a colour and a word."""

    WAITING = "waiting"
    WORKING = "working"
    FINE = "fine"
    ATTENTION = "attention"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Stop:
    """One station as it is shown."""

    station: Station
    state: StationState
    name: str
    word: str
    reached: bool  # the line that leads to it is solid


#: Check id prefix -> station; the first that fits. What fits none speaks to the service.
FAMILIES = (
    ("clock.", Station.COMPUTER),
    ("sign-in.", Station.NETWORK),
    ("control.dns.", Station.NAMES),
    ("dns.", Station.NAMES),
    ("second-opinion.", Station.NAMES),
    ("name-policy.", Station.NAMES),
    ("proxy.dns.", Station.NAMES),
    ("proxy.", Station.INTERNET),
    ("pac.", Station.INTERNET),
    ("control.", Station.INTERNET),
    ("direct.", Station.INTERNET),  # the same sites around the proxy
    ("egress.", Station.WEB),
    ("ipv6.", Station.INTERNET),
    ("web.", Station.WEB),
    ("", Station.SERVICE),
)

#: Cause prefix -> station; the first that fits. What fits none stands where its evidence was seen.
CAUSES = (
    ("no-local-port", Station.COMPUTER),
    ("local-firewall", Station.COMPUTER),
    ("clock-", Station.COMPUTER),
    ("hosts-file-", Station.COMPUTER),
    ("agent-control-", Station.SERVICE),
    ("agent-tunnel-", Station.SERVICE),
    ("agent", Station.COMPUTER),
    ("fail-", Station.COMPUTER),
    ("sep-local-", Station.COMPUTER),
    ("other-gateway-", Station.COMPUTER),
    ("app-trust-", Station.COMPUTER),
    ("service-root-", Station.COMPUTER),
    ("no-network", Station.NETWORK),
    ("no-address", Station.NETWORK),
    ("wifi-", Station.NETWORK),
    ("no-default-", Station.NETWORK),
    ("gateway-", Station.NETWORK),
    ("dns-", Station.NAMES),
    ("no-internet", Station.INTERNET),
    ("proxy-", Station.INTERNET),
    ("pac-", Station.INTERNET),
    ("wpad-", Station.INTERNET),
    ("mtu-", Station.INTERNET),
    ("ike-", Station.INTERNET),  # which an office's tunnel is called there
    ("ipv6-broken", Station.INTERNET),
    ("port-blocked", Station.SERVICE),
    ("udp-443-", Station.SERVICE),
    ("service-", Station.SERVICE),
    ("tls-", Station.SERVICE),
    ("certificate-", Station.SERVICE),
    ("not-protected", Station.WEB),
    ("double-", Station.WEB),
    ("ipv6-leak", Station.WEB),
    ("quic-", Station.WEB),
    ("doh-", Station.WEB),
    ("blocked-by-", Station.WEB),
)


#: The path is drawn anew with every batch of events, of all checks that there are by then. No run has more.
_IDS = 4096

#: The cause that says that web traffic leaves around the service.
_OPEN_WEB = "not-protected"


@lru_cache(maxsize=_IDS)
def station_of_check(check_id: str) -> Station:
    """Where a check belongs, by its id."""
    return next(station for prefix, station in FAMILIES if check_id.startswith(prefix))


def station_of_finding(finding: Finding) -> Station:
    """Where a finding belongs: by its cause, else by the first check of its evidence."""
    for prefix, station in CAUSES:
        if finding.code.startswith(prefix):
            return station
    return next((station_of_check(evidence.check) for evidence in finding.evidence if evidence.check), Station.SERVICE)


def station_name(station: Station, method: Method | None, protected: Protected | None = None) -> str:
    """The name of a station in the words of the method; the web is called protected only while nothing says otherwise."""
    if station is Station.INTERNET and method is Method.PROXY_FORWARDING:
        return _("Office proxy")  # forwards by itself: there is no tunnel
    if station is Station.INTERNET and method in PROXY_METHODS:
        return _("Proxy")
    if station is Station.INTERNET and method is Method.IPSEC:
        return _("Office tunnel")
    if station is Station.WEB and protected is Protected.UNKNOWN:
        return _("The web")
    return {
        Station.COMPUTER: _("This computer"),
        Station.NETWORK: _("Local network"),
        Station.NAMES: _("Names"),
        Station.INTERNET: _("Internet"),
        Station.SERVICE: _("The service"),
        Station.WEB: _("Protected web"),
    }[station]


def path_before(method: Method | None = None) -> tuple[Stop, ...]:
    """Nothing was checked yet."""
    return tuple(_stop(station, StationState.WAITING, station_name(station, method), reached=True) for station in Station)


def path_while(method: Method | None, under_way: Iterable[str], results: Sequence[CheckResult]) -> tuple[Stop, ...]:
    """A run goes on: no station is blamed before the findings are drawn."""
    busy = {station_of_check(check_id) for check_id in under_way}
    passed = {station_of_check(result.id) for result in results if result.status is Status.PASS}
    ran = {station_of_check(result.id) for result in results if result.ran}
    stops = []
    for station in Station:
        name = station_name(station, method)
        if station in busy:
            stops.append(_stop(station, StationState.WORKING, name, reached=True))
        elif station in passed or (station is Station.COMPUTER and method is not None):
            stops.append(_stop(station, StationState.FINE, name, reached=True))
        elif station in ran:
            stops.append(_stop(station, StationState.WORKING, name, reached=True, word=_("Looking closer")))
        else:
            stops.append(_stop(station, StationState.WAITING, name, reached=False))
    return tuple(stops)


def path_of(report: Report) -> tuple[Stop, ...]:
    """A run is over: findings say what is broken, passed checks what is fine, and what lies behind a broken station was not reached."""
    states = {station: _settled(station, report) for station in Station}
    for station in (Station.COMPUTER, Station.NETWORK, Station.NAMES, Station.INTERNET):
        if states[station] is StationState.UNKNOWN and _passed_later(station, report) and not _names_open(station, report):
            states[station] = StationState.FINE
    stops: list[Stop] = []
    broken = False
    for station in Station:
        state = states[station]
        name = station_name(station, report.mode.method, report.network.protected)
        # A sign-in page answers for everybody behind it: no pass of theirs counts.
        imitated = report.network.sign_in is SignIn.REQUIRED and state is StationState.FINE
        if broken and (imitated or state is StationState.UNKNOWN):
            stops.append(_stop(station, StationState.WAITING, name, reached=False, word=_("Not reached")))
        else:
            stops.append(_stop(station, state, name, reached=not broken))
        broken = broken or state is StationState.BROKEN
    return tuple(stops)


def _settled(station: Station, report: Report) -> StationState:
    findings = [one for one in report.findings if one.masked_by is None and station_of_finding(one) is station]
    if any(one.severity is Severity.BLOCKER or one.code == report.verdict.cause for one in findings):
        return StationState.BROKEN if report.verdict.status is VerdictStatus.BROKEN else StationState.ATTENTION
    if any(one.severity is not Severity.NOTICE for one in findings):
        return StationState.ATTENTION
    if station is Station.COMPUTER:
        return StationState.FINE  # it answered what it was asked, and no finding blames it
    if station is Station.WEB and report.verdict.status is VerdictStatus.DEGRADED and any(one.code == _OPEN_WEB for one in report.findings):
        return StationState.ATTENTION  # also where another finding explains it: that it is so is known
    if station is Station.WEB and report.network.protected is not Protected.UNKNOWN:
        return StationState.FINE if report.network.protected is Protected.YES and not _failed(station, report) else StationState.UNKNOWN
    return StationState.FINE if _passed(station, report) and not _failed(station, report) else StationState.UNKNOWN


def _passed(station: Station, report: Report) -> bool:
    return any(check.status is Status.PASS for check in report.checks if station_of_check(check.id) is station)


def _failed(station: Station, report: Report) -> bool:
    return any(check.required and check.status is Status.FAIL for check in report.checks if station_of_check(check.id) is station)


def _passed_later(station: Station, report: Report) -> bool:
    """Whoever got further came through here: no sign-in probe may have been possible where only a proxy leads out."""
    order = list(Station)
    return any(_passed(later, report) for later in order[order.index(station) + 1 :])


def _names_open(station: Station, report: Report) -> bool:
    """Names that were still being looked up when the run was stopped: what answers by a known address says nothing about them."""
    stopped = (check.id for check in report.checks if check.status is Status.CANCELLED)
    return station is Station.NAMES and any(station_of_check(check_id) is station for check_id in stopped)


def _stop(station: Station, state: StationState, name: str, *, reached: bool, word: str = "") -> Stop:
    return Stop(station=station, state=state, name=name, word=word or state_word(state), reached=reached)


def state_word(state: StationState) -> str:
    """The word beside the shape."""
    return {
        StationState.WAITING: _("Not checked yet"),
        StationState.WORKING: _("Checking"),
        StationState.FINE: _("Fine"),
        StationState.ATTENTION: _("Needs attention"),
        StationState.BROKEN: _("Stops here"),
        StationState.UNKNOWN: _("Not known"),
    }[state]
