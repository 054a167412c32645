"""Rules for the way to the service where it is open, and yet not as it should be: large packets that are lost, time."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

from wssdiag.catalogue.rows import is_of_the_organisation
from wssdiag.checks.paths import SLOW_MS, connects_to, stalled
from wssdiag.diagnosis.case import Case, Conclusion, check, spoke_tls
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.finding import Certainty, Severity, Subject
from wssdiag.model.observation import ConnectDetail, Observation, Step, TlsDetail, Transport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.location import Location

#: What is slow, how bad that is, and the connects that show it.
_Slow: TypeAlias = "tuple[Severity, Subject, tuple[tuple[str, float], ...]]"

#: Connects by which a round trip is judged: with fewer, lost packets could make up all of them.
_ROUND_TRIPS = 4


def mtu_blackhole(case: Case) -> Iterator[Conclusion]:
    """A connect works and the handshake stalls, and so does another: certain where it passes in small packets, which needs no control.

    Where small packets could not be tried, what came before the stall tells it from a silent server, and a control from a dead network.
    """
    found = [row for location in case.locations.values() if (row := _lost_large(case, location))]
    if not found:
        return
    first = min(found, key=lambda row: (row.certainty.rank, case.judged(row.location, Severity.MAJOR).rank))
    location, seen = first.location, first.seen
    host = location.host or seen.target.address or ""
    evidence = dict.fromkeys(check_id for row in found for check_id in (f"tls.{row.location.id}", *row.proofs))
    yield Conclusion(
        "mtu-blackhole",
        case.judged(location, Severity.MAJOR),
        first.certainty,
        tuple(check(check_id) for check_id in evidence),
        (*(f"tls.{row.location.id}" for row in found), *_not_tried_in_small(case)),
        _subject(location, seen),
        {"host": host, "address": seen.target.address or host, "purpose": location.purpose},
    )


def path_slow(case: Case) -> Iterator[Conclusion]:
    """The fastest of several round trips to the service is over the threshold, and the controls' are not."""
    slow = _slow_proxies(case) if case.by_proxy else _slow_locations(case)
    witness = _fast_control(case)
    if not slow or witness is None:
        return
    severity, subject, times = min(slow, key=lambda row: row[0].rank)
    control, control_ms = witness
    checks = dict.fromkeys(check_id for _, _, rows in slow for check_id, _ in rows)
    yield Conclusion(
        "path-slow",
        severity,
        Certainty.CERTAIN,
        (*(check(check_id) for check_id in checks), check(control)),
        (),  # what fails has causes of its own: a slow way hides none of them
        subject,
        {
            "host": subject.host or subject.address or "",
            "time": _milliseconds(min(ms for _, ms in times)),
            "usual": _milliseconds(control_ms),
            "limit": _milliseconds(SLOW_MS),
            "from": case.own_address(),
        },
    )


@dataclass(frozen=True, slots=True)
class _LostLarge:
    """A location whose handshake stalls, and the checks that show why."""

    location: Location
    seen: Observation
    proofs: tuple[str, ...]
    certainty: Certainty


def _lost_large(case: Case, location: Location) -> _LostLarge | None:
    result, repeat, small = (case.results.get(f"{family}.{location.id}") for family in ("tls", "again", "segments"))
    first = stalled(result)
    second = next((row for row in (repeat, *case.family("control.tls")) if stalled(row)), None)
    if first is None or second is None:
        return None
    if small and small.status is Status.PASS and _was_lowered(small):
        return _LostLarge(location, first, (second.id, small.id), Certainty.CERTAIN)
    control = next((row for row in case.family("control.tls") if spoke_tls(row)), None)
    began = second is repeat and _began_to_arrive(first) and _began_to_arrive(second.observations[-1])
    if control is None or (small and _was_lowered(small)) or not began:
        return None
    return _LostLarge(location, first, (second.id, control.id), Certainty.LIKELY)


def _not_tried_in_small(case: Case) -> Iterator[str]:
    """Handshakes that stalled as well, beyond those that were tried in small packets."""
    for result in case.family("tls"):
        if stalled(result) and f"segments.{result.endpoint}" not in case.results:
            yield result.id


def _was_lowered(result: CheckResult) -> bool:
    return any(isinstance(seen.detail, ConnectDetail) and seen.ok and seen.detail.max_segment for seen in result.observations)


def _began_to_arrive(seen: Observation) -> bool:
    return isinstance(seen.detail, TlsDetail) and bool(seen.detail.received_bytes)


def _slow_locations(case: Case) -> list[_Slow]:
    """The locations to which there are enough connects, every one of them slow."""
    found: list[_Slow] = []
    for row in case.locations.values():
        address = next(iter(row.addresses), None)
        times = connects_to(row.host or address or "", case.results)
        if f"round-trip.{row.id}" in case.results and _all_slow(times) and not is_of_the_organisation(row):
            subject = Subject(endpoint=row.id, host=row.host, address=address, port=row.port, transport=row.transport)
            found.append((case.judged(row, Severity.MINOR), subject, times))
    return found


def _slow_proxies(case: Case) -> list[_Slow]:
    """The service's own proxy, out in the internet: for that one alone are known-good addresses asked without it as well."""
    found: list[_Slow] = []
    for result in case.family("proxy.tcp"):
        target = result.observations[-1].target if result.observations else None
        times = connects_to(target.host or "", case.results) if target else ()
        if target and _all_slow(times):
            subject = Subject(endpoint=result.endpoint, host=target.host, port=target.port, transport=Transport.TCP)
            found.append((Severity.MINOR, subject, times))
    return found


def _all_slow(times: tuple[tuple[str, float], ...]) -> bool:
    return len(times) >= _ROUND_TRIPS and min(ms for _, ms in times) > SLOW_MS


def _fast_control(case: Case) -> tuple[str, float] | None:
    """A control that answers in time, where most of them do. An agent opens connections by itself: there the handshake counts."""
    family, step = ("direct" if case.by_proxy else "control.tcp"), Step.CONNECT
    if case.mode.agent_captures and not case.by_proxy:
        family, step = "control.tls", Step.TLS
    times = {
        result.id: min(good)
        for result in case.family(family)
        if (good := [seen.elapsed_ms for seen in result.observations if seen.step is step and seen.ok])
    }
    if not times or median(times.values()) > SLOW_MS:
        return None
    return min(times.items(), key=lambda row: row[1])


def _milliseconds(value: float) -> str:
    return f"{value:.0f} ms"


def _subject(location: Location, seen: Observation) -> Subject:
    return Subject(endpoint=location.id, host=location.host, address=seen.target.address, port=location.port, transport=location.transport)
