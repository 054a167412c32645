"""The first table of the list: this computer and its network."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING

from tests.diagnosis.law.told import Told, came, chains, closed, last, steps
from wssdiag.model.facts import known
from wssdiag.model.failure import Failure
from wssdiag.model.observation import ConnectDetail, HttpDetail, Step, TlsDetail
from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wssdiag.model.check import CheckResult
    from wssdiag.model.facts import Interface
    from wssdiag.model.location import SignInProbe
    from wssdiag.model.observation import Observation

#: What carries a computer's own traffic out: anything that is neither itself nor a tunnel.
_INWARD = frozenset({"loopback", "tunnel"})

_DEFAULTS = frozenset({"0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1", "2000::/3"})
_SILENT = frozenset({"incomplete", "failed", "unreachable"})
_SLOW_MS = 400.0
_LATE_MS = 500.0
_LOSSY, _ORDINARY_LOSS = 0.4, 0.15
_ENOUGH_CONNECTS = 4
_BEYOND = ("tcp", "tls", "http", "udp", "control", "sign-in", "direct", "proxy")


def no_network(told: Told) -> bool:
    up = [row for row in known(told.facts.interfaces) if row.up and row.type not in _INWARD]
    return not isinstance(told.facts.interfaces, Unknown) and not up and not told.heard()


def no_address(told: Told) -> bool:
    up = [row for row in known(told.facts.interfaces) if row.up and row.type not in _INWARD]
    return bool(up) and not any(_usable(row) for row in up) and not told.heard()


def _usable(row: Interface) -> bool:
    return any(not ip_address(one.address.partition("%")[0]).is_link_local for one in row.addresses)


def wifi_sign_in(told: Told) -> bool:
    """By the operating system, by the network's own word, by one 511, or by wrong answers in place of two operators'."""
    if {str(value).casefold() for value in told.said.values()} & {"portal", "webhijack"}:
        return True
    asked = [
        (row, page) for row in told.of("sign-in") for page in (seen.detail for seen in row.observations) if isinstance(page, HttpDetail)
    ]
    if any(page.status == 511 or '"captive": true' in page.body_start.replace('":true', '": true') for _, page in asked):
        return True
    owners = {
        probe.owner for row, page in asked for probe in told.catalogue.sign_in_probe if probe.url == row.endpoint and _wrong(probe, page)
    }
    return len(owners) > 1


def _wrong(probe: SignInProbe, page: HttpDetail) -> bool:
    status = page.status or 0
    right = status == probe.status and (probe.body in page.body_start if probe.body else not page.body_size)
    elsewhere = 300 <= status < 400 and "location" in dict(page.headers)
    return (200 <= status < 300 and not right) or elsewhere


def no_default_route(told: Told) -> bool:
    if told.by_proxy:
        return any(
            (seen := last(row)) and seen.failure is Failure.NO_ROUTE and not _is_silent(told, seen.target.address)
            for row in told.of("proxy")
        )
    routes = None if isinstance(told.facts.routes, Unknown) else [row for row in told.facts.routes if row.destination in _DEFAULTS]
    return routes == [] and not any(map(told.answers, told.family("control", "tcp", "tls", "http")))


def _is_silent(told: Told, address: str | None) -> bool:
    return any(row.address == address and row.state in _SILENT for row in known(told.facts.neighbours))


def gateway_silent(told: Told) -> bool:
    hops = {row.gateway for row in known(told.facts.routes) if row.destination in _DEFAULTS}
    states = {row.address: row.state for row in known(told.facts.neighbours) if row.address in hops}
    cited = states.get(told.subject.address or "") in _SILENT
    return cited and not set(states.values()) - _SILENT and not any(map(told.answers, told.report.checks))


def no_internet(told: Told) -> bool:
    """The first hop is reachable, something known-good was tried in vain, and nothing beyond answers."""
    if told.captured or told.report.network.sign_in == "required":
        return False
    hop = any(value in {"reachable", "stale", "delay", "probe", "permanent"} for value in told.said.values())
    hop = hop or any(came(seen) for row in told.cited for seen in row.observations)
    tried = told.of("direct") if told.by_proxy else told.of("control")
    answers = any(map(told.answers, told.family(*_BEYOND)))
    names = told.by_proxy and any(seen.ok for row in told.family("control.dns") for seen in row.observations)
    return hop and any(row.status == "fail" for row in tried) and not answers and not names


def this_computer_refuses(failure: Failure, told: Told) -> bool:
    rows = [
        any(seen.failure is failure for seen in row.observations) for row in told.cited if not row.id.startswith(("echo.", "control.echo."))
    ]
    return bool(rows) and all(rows) and len(rows) == len(told.cited)


def clock_wrong(told: Told) -> bool:
    operators = {f"clock.{row.id}": row.operator for row in told.catalogue.clock_source}
    offsets = [(operators.get(row.id, row.id), offset) for row in told.of("clock") for offset in _offsets(told, row)]
    limit = timedelta(minutes=5)
    pairs = ((one, other) for one in offsets for other in offsets if one[0] != other[0])
    return any(abs(one[1] - other[1]) <= timedelta(seconds=60) and min(abs(one[1]), abs(other[1])) > limit for one, other in pairs)


def _offsets(told: Told, row: CheckResult) -> Iterator[timedelta]:
    for seen in row.observations:
        headers = dict(seen.detail.headers) if isinstance(seen.detail, HttpDetail) else {}
        if "date" in headers:
            here = datetime.fromisoformat(told.report.started) + timedelta(milliseconds=seen.offset_ms + seen.elapsed_ms)
            yield here - parsedate_to_datetime(headers["date"]) - timedelta(seconds=int(headers.get("age", "0")))


def mtu_blackhole(told: Told) -> bool:
    """The handshake stalls, and another does; certain by small packets that pass, likely where it began and a control's completes."""
    name = told.subject.endpoint
    first, again, small = (told.checks.get(f"{family}.{name}") for family in ("tls", "again", "segments"))
    stalls = [row for row in told.cited if _stalls(row)]
    if first not in stalls or len(stalls) < 2:
        return False
    passes = small in told.cited and small is not None and _passes_in_small(small)
    began = again in stalls and all(
        (seen := last(row)) and isinstance(seen.detail, TlsDetail) and seen.detail.received_bytes for row in (first, again)
    )
    likely = began and any([*chains(row)] or any(seen.ok for seen in steps(row, Step.TLS)) for row in told.of("control.tls"))
    return passes if told.finding.confidence == "certain" else likely


def _passes_in_small(row: CheckResult) -> bool:
    lowered = any(isinstance(seen.detail, ConnectDetail) and seen.detail.max_segment and seen.ok for seen in row.observations)
    return lowered and (any(seen.ok for seen in steps(row, Step.TLS)) or any(chains(row)))


def _stalls(row: CheckResult) -> bool:
    seen = last(row)
    return seen is not None and seen.step is Step.TLS and seen.failure is Failure.TIMED_OUT


def ipv6_broken(told: Told) -> bool:
    if told.by_proxy or told.captured or any(_is_ipv6(seen) and seen.ok for row in told.report.checks for seen in row.observations):
        return False
    broken = [row for row in told.of("ipv6") if closed(row, told.subject)]
    works = any(
        seen.ok and seen.step is Step.CONNECT and seen.target.host == told.subject.host for row in told.cited for seen in row.observations
    )
    own = any(
        row.up and any(one.address in told.said.values() and ":" in one.address for one in row.addresses)
        for row in known(told.facts.interfaces)
    )
    return bool(broken) and works and own


def _is_ipv6(seen: Observation) -> bool:
    return seen.step is Step.CONNECT and ":" in (seen.target.address or "") and seen.target.host is not None


def path_slow(told: Told) -> bool:
    """Every connect to the place is slow, or too many are lost; a control is neither."""
    host = told.subject.host
    control = told.cited[-1]
    quick = control.id.startswith(("control.", "direct.")) and min(_times(control, told), default=_SLOW_MS + 1) <= _SLOW_MS
    times = [seen.elapsed_ms for row in told.report.checks for seen in steps(row, Step.CONNECT) if seen.ok and seen.target.host == host]
    slow = len(times) >= _ENOUGH_CONNECTS and min(times) > _SLOW_MS
    trips = (row for row in told.cited if "round-trip" in row.id and not row.id.startswith("control."))
    controls = [seen for row in told.family("control.round-trip") for seen in row.observations]
    return quick and (slow or (any(_lost(row.observations) >= _LOSSY for row in trips) and _lost(controls) <= _ORDINARY_LOSS))


def _times(row: CheckResult, told: Told) -> list[float]:
    step = Step.TLS if told.captured and not told.by_proxy else Step.CONNECT
    return [seen.elapsed_ms for seen in steps(row, step) if seen.ok]


def _lost(seen: Iterable[Observation]) -> float:
    """The share of round trips that opened late or never."""
    rows = [row for row in seen if row.ok or row.failure is Failure.TIMED_OUT]
    opened = [row.elapsed_ms for row in rows if row.ok]
    late = [row for row in rows if not row.ok or row.elapsed_ms >= min(opened) + _LATE_MS]
    return len(late) / len(rows) if rows else 0.0


def local_firewall(told: Told) -> bool:
    return this_computer_refuses(Failure.BLOCKED_LOCALLY, told)


def no_local_port(told: Told) -> bool:
    return this_computer_refuses(Failure.NO_LOCAL_PORT, told)
