"""The rule for time and loss on the way to the service. Packets are lost everywhere: only what the service alone suffers counts."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import is_of_the_organisation
from wssdiag.checks.round_trips import LOSS_LIMIT, SLOW_MS, Trips, connects_to, trips_of
from wssdiag.diagnosis.case import Case, Conclusion, check, failed
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity, Subject
from wssdiag.model.observation import Observation, Step, Transport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.check import CheckResult
    from wssdiag.model.location import Location

#: Connects by which a round trip is judged: with fewer, lost packets could make up all of them.
_ROUND_TRIPS = 4

#: Of the controls' round trips, at most: one packet of twenty lost each way is no reason to call the line itself lossy.
_LOST_ANYHOW = 0.15

#: In an open connection a lost packet is sent again after 200 ms at the earliest on the systems that we know (RFC 6298 asks for a second).
_RESENT_MS = 180.0

#: What a lossy way brings about by itself.
_BY_LOSS = frozenset({Failure.TIMED_OUT})


@dataclass(frozen=True, slots=True)
class _Slow:
    """A place that is slow or lossy, and what shows it."""

    severity: Severity
    subject: Subject
    fastest_ms: float
    trips: Trips
    checks: tuple[str, ...]
    steps: tuple[str, ...] = ()  # of what the loss brings about


def path_slow(case: Case) -> Iterator[Conclusion]:
    """The fastest of several round trips to the service is over the threshold, or too many of them are lost; the controls' are not."""
    found = [*_slow_proxies(case)] if case.by_proxy else [*_slow_locations(case)]
    witness = _fast_control(case)
    slow = [row for row in found if not row.trips.lossy or _loses_little(case)]
    if not slow or witness is None:
        return
    worst = min(slow, key=lambda row: row.severity.rank)
    control, control_ms = witness
    checks = dict.fromkeys(check_id for row in slow for check_id in row.checks)
    yield Conclusion(
        "path-slow",
        worst.severity,
        Certainty.CERTAIN,
        (*(check(check_id) for check_id in checks), check(control)),
        tuple(dict.fromkeys(step for row in slow for step in row.steps)),
        worst.subject,
        {
            "host": worst.subject.host or worst.subject.address or "",
            "time": _milliseconds(worst.fastest_ms),
            "usual": _milliseconds(control_ms),
            "limit": _milliseconds(SLOW_MS),
            "lost": str(worst.trips.lost),
            "tries": str(worst.trips.tries),
            "loss_limit": f"{LOSS_LIMIT:.0%}",
        },
    )


def loses_packets(case: Case, location: Location) -> bool:
    """Whether so many packets to a location are lost that what stalls there, or does not open, tells of nothing else."""
    host = location.host
    return any(
        trips_of(result.observations).lossy
        for result in case.family("round-trip")
        if any(seen.target.host == host for seen in result.observations)
    )


def opens_at_times(case: Case, location: Location) -> bool:
    """Whether one of several connects to a location opened: then its port is not closed, whatever became of another one."""
    return any(
        seen.ok and (seen.target.host, seen.target.port) == (location.host, location.port)
        for result in case.family("round-trip")
        for seen in result.observations
    )


def _slow_locations(case: Case) -> Iterator[_Slow]:
    """The locations to which there are enough connects, every one of them slow; or too many lost."""
    for row in case.locations.values():
        address = next(iter(row.addresses), None)
        times = connects_to(row.host or address or "", case.results)
        result = case.results.get(f"round-trip.{row.id}")
        if result is None or is_of_the_organisation(row):
            continue
        subject = Subject(endpoint=row.id, host=row.host, address=address, port=row.port, transport=row.transport)
        yield from _judged(case.judged(row, Severity.MINOR), subject, result, times, _stalled_by_loss(case, row))


def _slow_proxies(case: Case) -> Iterator[_Slow]:
    """The service's own proxy, out in the internet: for that one alone are known-good addresses asked without it as well."""
    for result in case.family("proxy.tcp"):
        target = result.observations[-1].target if result.observations else None
        if target is None:
            continue
        subject = Subject(endpoint=result.endpoint, host=target.host, port=target.port, transport=Transport.TCP)
        trips = case.results.get(f"proxy.round-trip.{target.host}-{target.port}", result)
        yield from _judged(Severity.MINOR, subject, trips, connects_to(target.host or "", case.results), ())


def _judged(
    severity: Severity, subject: Subject, result: CheckResult, times: tuple[tuple[str, float], ...], stalled: tuple[str, ...]
) -> Iterator[_Slow]:
    trips = trips_of(result.observations)
    fastest = min((ms for _, ms in times), default=0.0)
    if trips.lossy:
        yield _Slow(severity, subject, fastest, trips, (result.id,), stalled)
    elif len(times) >= _ROUND_TRIPS and fastest > SLOW_MS:
        # What fails has causes of its own: a slow way hides none of them.
        yield _Slow(severity, subject, fastest, trips, tuple(check_id for check_id, _ in times))


def _stalled_by_loss(case: Case, location: Location) -> tuple[str, ...]:
    """The checks of a host that ended in silence."""
    hosts = {row.id for row in case.locations.values() if row.host == location.host}
    return tuple(result.id for result in case.results.values() if result.endpoint in hosts and failed(result, _BY_LOSS))


def _fast_control(case: Case) -> tuple[str, float] | None:
    """A control that answers in time, where most of them do."""
    times = {result.id: min(seen.elapsed_ms for seen in rows if seen.ok) for result, rows in _controls(case)}
    if not times or median(times.values()) > SLOW_MS:
        return None
    return min(times.items(), key=lambda row: row[1])


def _loses_little(case: Case) -> bool:
    """Whether next to none of the controls' round trips are lost, all taken together; behind an agent of their handshakes too."""
    connects = trips_of(seen for _, rows in _rows(case, _families(case), Step.CONNECT) for seen in rows)
    handshakes = trips_of((seen for _, rows in _controls(case) for seen in rows), _RESENT_MS) if _is_captured(case) else connects
    return all(trips.tries >= _ROUND_TRIPS and trips.lost <= trips.tries * _LOST_ANYHOW for trips in (connects, handshakes))


def _controls(case: Case) -> Iterator[tuple[CheckResult, list[Observation]]]:
    """The round trips of each control that answers at all. An agent opens connections by itself: there the handshake is one."""
    return _rows(case, ("control.tls",), Step.TLS) if _is_captured(case) else _rows(case, _families(case), Step.CONNECT)


def _is_captured(case: Case) -> bool:
    return case.mode.agent_captures and not case.by_proxy


def _families(case: Case) -> tuple[str, ...]:
    return ("direct" if case.by_proxy else "control.tcp"), "control.round-trip"


def _rows(case: Case, families: tuple[str, ...], step: Step) -> Iterator[tuple[CheckResult, list[Observation]]]:
    for result in (row for family in families for row in case.family(family)):
        seen = [row for row in result.observations if row.step is step]
        if any(row.ok for row in seen):
            yield result, seen


def _milliseconds(value: float) -> str:
    return f"{value:.0f} ms"
