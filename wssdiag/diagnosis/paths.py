"""The rule for the way to the service where it is open, and large packets are lost on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.checks.paths import stalled
from wssdiag.diagnosis.case import Case, Conclusion, check, spoke_tls
from wssdiag.diagnosis.round_trips import loses_packets
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.finding import Certainty, Severity, Subject
from wssdiag.model.observation import ConnectDetail, Observation, TlsDetail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.location import Location


def mtu_blackhole(case: Case) -> Iterator[Conclusion]:
    """A connect works and the handshake stalls, and so does another: certain where it passes in small packets, which needs no control.

    On a path that loses packets of any size a stall says nothing.
    Where small packets could not be tried, what came before the stall tells it from a silent server, and a control from a dead network.
    """
    found = [row for location in case.locations.values() if not loses_packets(case, location) and (row := _lost_large(case, location))]
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
    if small and small.status is Status.PASS and _was_lowered(small) and small.observations[-1].ok:
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


def _subject(location: Location, seen: Observation) -> Subject:
    return Subject(endpoint=location.id, host=location.host, address=seen.target.address, port=location.port, transport=location.transport)
