"""How long a round trip takes, how much that changes, and how many are lost: to the service, to a proxy, and to a control beside them.

A connect is one round trip (RFC 9293 section 3.5). A lost packet is sent again after a second, not before (RFC 6298 section 2): a connect
that is not open half a second after the fastest one would have been has lost one, or is later than any slow path. Owns the thresholds of
"slow"; what follows from them the rules say.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from statistics import fmean, median
from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import DIRECTORY, goes_direct, is_row
from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.names import host_check, resolved
from wssdiag.checks.situation import Situation, is_of_the_service
from wssdiag.checks.wording import failed_at
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import Failure
from wssdiag.model.location import Need, Sureness, Trust
from wssdiag.model.observation import Observation, Step, Transport
from wssdiag.model.web_address import is_literal
from wssdiag.probes.network import Journey, Network, ProxyHop

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wssdiag.model.location import Control, Location

#: A round trip that takes longer is slow. Half way round the earth by cable is under 350 ms; only satellites and detours take more.
SLOW_MS = 400.0

#: Round trips lost of all that were tried, from which on a path is lossy. One packet of twenty lost each way loses one of ten.
LOSS_LIMIT = 0.4

#: Connects go on until one of two answers is sure (Wald's sequential test): each lost one weighs twice what one that opens does against it.
#: Six that open at once end it, as good as always. A path that loses one packet of twenty each way is taken for a lossy one once in
#: 10,000 runs (simulated). One that loses two of five each way is missed in one run of six, most often because nothing opens at all; one
#: that loses just as many round trips as the limit says, in every second run.
_WEIGHT_OF_A_LOSS = 2
_SURELY_LOSSY = 11
_SURELY_NOT = -6

#: Where neither is sure by then, the share decides: ten of 24 are lost on a line of 5 % as seldom as the test is wrong.
MOST_TRIPS = 24

#: Beside the fastest: what has not opened by then counts as lost, and is not waited for.
LATE_MS = 500.0

#: Where none has opened yet: before a lost packet is sent again, so that the first that opens tells a true time; the last try waits for
#: what is sent again. What never opened is not asked further: all of it takes hardly longer than one connect in vain, for which a run
#: waits anyhow.
_AT_ONCE_S = 0.9
_IN_VAIN = 3
_LAST_S = 1.9

#: A long way without a loss: four connects tell its time, and more would only be waited for.
_LONG_WAY_MS = 1500.0
_FEWEST = 4

#: After this no further connect begins, so that the check ends inside a run however lossy the path is.
PATIENCE_MS = 8000.0

#: Of the service: the agent's controller and its first data centre.
_PLACES = 2

_HTTPS = 443


@dataclass(frozen=True, slots=True)
class Trips:
    """Several round trips to one place."""

    times_ms: tuple[float, ...] = ()  # of those that opened at once, in their order
    lost: int = 0  # those that opened late, or never

    @property
    def tries(self) -> int:
        """All of them."""
        return len(self.times_ms) + self.lost

    @property
    def share_lost(self) -> float:
        """0 to 1."""
        return self.lost / self.tries if self.tries else 0.0

    @property
    def jitter_ms(self) -> float:
        """The mean difference between one and the next."""
        return fmean([abs(one - other) for one, other in pairwise(self.times_ms)] or [0.0])

    @property
    def weight(self) -> int:
        """How much speaks for a path that loses packets; below zero: against it."""
        return self.lost * _WEIGHT_OF_A_LOSS - len(self.times_ms)

    @property
    def lossy(self) -> bool:
        """Whether the share is over the limit, and that is sure."""
        sure = self.weight >= _SURELY_LOSSY or self.tries >= MOST_TRIPS
        return self.share_lost >= LOSS_LIMIT and sure and bool(self.times_ms)


def trips_of(observations: Iterable[Observation], late_ms: float = LATE_MS) -> Trips:
    """All of them are taken for round trips; what was refused, or never left this computer, is none, and no loss."""
    rows = tuple(observations)
    opened = [seen.elapsed_ms for seen in rows if seen.ok]
    late = min(opened, default=0.0) + late_ms
    at_once = tuple(ms for ms in opened if ms < late)
    return Trips(at_once, len(opened) - len(at_once) + sum(seen.failure is Failure.TIMED_OUT for seen in rows))


def connects_to(host: str, results: Mapping[str, CheckResult]) -> tuple[tuple[str, float], ...]:
    """Check and milliseconds of every direct connect to a host that opened: each is one round trip, and more where a packet was lost."""
    return tuple(
        (result.id, seen.elapsed_ms)
        for result in results.values()
        for seen in result.observations
        if seen.step is Step.CONNECT and seen.ok and seen.target.host == host
    )


def round_trip_checks(
    situation: Situation, locations: tuple[Location, ...], proxy: ProxyHop | None, proxy_check: str | None
) -> tuple[Check, ...]:
    """To the proxy where one is the path, else to what the method needs most; and to a control, where a direct path is to be judged.

    The first end of a tunnel is such a place whatever its need: one of several that serve as well, or the one that the agent stands in.
    """
    control = next((row for row in situation.catalogue.control if row.addresses and row.port == _HTTPS and _by_tcp(row)), None)
    controls = (_to_control(control),) if control else ()
    if proxy:
        return (_to_proxy(proxy, proxy_check), *(controls if is_of_the_service(proxy, situation.catalogue) else ()))
    wanted = [row for row in locations if row.need is Need.REQUIRED or row.trust is Trust.PRIVATE]
    needed = [row for row in wanted if _by_tcp(row) and (not situation.by_proxy or goes_direct(row))]
    proven = [row for row in needed if row.provenance.certainty is not Sureness.UNVERIFIED and row.host and not is_row(row, DIRECTORY)]
    places = {row.host: row for row in reversed(proven)}
    return (*(round_trip(row) for row in [*reversed(places.values())][:_PLACES]), *controls)


def slow_doubts(locations: tuple[Location, ...], results: Mapping[str, CheckResult]) -> list[Check]:
    """Every other location whose first connect was slow; a directory is asked no more than its row says."""
    return [round_trip(row) for row in locations if _is_slow(row, results) and not is_row(row, DIRECTORY)]


def round_trip(location: Location) -> Check:
    """Several connects to a location. It does not wait for the location's own connect: on a lossy path that one may fail."""
    host = location.host or location.addresses[0]
    return Check(
        id=f"round-trip.{location.id}",
        title=f"Round trips to {host}",
        run=partial(_several, host=host, port=location.port or 0, known=location.addresses),
        needs=() if is_literal(host) else (host_check(host),),
        endpoint=location.id,
    )


def _to_control(control: Control) -> Check:
    return Check(
        id=f"control.round-trip.{control.id}",
        title=f"Round trips to the known-good address {control.addresses[0]}",
        run=partial(_several, host=control.host, port=control.port, known=control.addresses),
        endpoint=control.id,
    )


def _to_proxy(proxy: ProxyHop, proxy_check: str | None) -> Check:
    return Check(
        id=f"proxy.round-trip.{proxy.host}-{proxy.port}",
        title=f"Round trips to the proxy {proxy.host}",
        run=partial(_several, host=proxy.host, port=proxy.port, known=()),
        needs=(proxy_check,) if proxy_check else (),
    )


def _by_tcp(row: Location | Control) -> bool:
    return row.transport is Transport.TCP and row.port is not None


def _is_slow(location: Location, results: Mapping[str, CheckResult]) -> bool:
    result = results.get(f"tcp.{location.id}")
    return result is not None and any(seen.ok and seen.elapsed_ms > SLOW_MS for seen in result.observations)


def _several(network: Network, results: Results, *, host: str, port: int, known: tuple[str, ...]) -> Outcome:
    """One after the other, to the address that opened first."""
    addresses = resolved(host, results) or known
    seen: tuple[Observation, ...] = ()
    while not _enough(seen):
        opened = [row for row in seen if row.ok]
        last = _LAST_S if len(seen) >= _IN_VAIN - 1 else _AT_ONCE_S
        limit_s = min((row.elapsed_ms + LATE_MS for row in opened), default=last * 1000) / 1000
        address = opened[0].target.address if opened else None
        more = network.travel(Journey(host=host, port=port, addresses=(address,) if address else addresses, connect_s=limit_s))
        seen += tuple(row for row in more if row.step is Step.CONNECT or not row.ok)  # a look-up on the way is no round trip
        if not seen[-1].ok and any(row.failure not in {None, Failure.TIMED_OUT} for row in seen):
            break  # what says no at once, by whichever of its addresses, will go on to
    return _told(seen)


def _enough(seen: tuple[Observation, ...]) -> bool:
    trips = trips_of(seen)
    took_ms = sum(row.elapsed_ms for row in seen)
    if took_ms > PATIENCE_MS or not trips.times_ms:
        return trips.lost >= _IN_VAIN or took_ms > PATIENCE_MS
    long_way = trips.lost == 0 and trips.tries >= _FEWEST and took_ms > _LONG_WAY_MS
    return long_way or trips.tries >= MOST_TRIPS or not _SURELY_NOT < trips.weight < _SURELY_LOSSY


def _told(seen: tuple[Observation, ...]) -> Outcome:
    trips = trips_of(seen)
    if not trips.times_ms:
        return Outcome(Status.UNKNOWN, failed_at(seen[-1]), seen)
    figures = f"median {median(trips.times_ms):.0f} ms, jitter {trips.jitter_ms:.0f} ms, {trips.lost} of {trips.tries} lost"
    limits = f"slow is over {SLOW_MS:.0f} ms, lossy from {LOSS_LIMIT:.0%}"
    status = Status.WARN if min(trips.times_ms) > SLOW_MS or trips.lossy else Status.PASS
    return Outcome(status, f"{figures} ({limits})", seen)
