"""How the way to a place behaves once it is open: large packets that stall, answers that may pass.

Planned after the first wave, where what it saw leaves the question; what follows the rules say.
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.ipv6 import ipv6_doubts
from wssdiag.checks.reach import again, second_answer
from wssdiag.checks.round_trips import slow_doubts
from wssdiag.checks.situation import Situation, proxy_in_use
from wssdiag.checks.wording import failed_at, milliseconds
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import Failure
from wssdiag.model.observation import HttpDetail, Observation, Step, Transport
from wssdiag.probes.network import Journey, Network, ProxyHop, TlsAsk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wssdiag.model.location import Location

#: The largest segment that every path carries: a packet of 576 bytes (RFC 9293 section 3.7.1).
SMALL_SEGMENT = 536

#: Stalled locations that are asked again; what stalls for three stalls for the rest.
_MOST_STALLED = 3


#: 5xx (RFC 9110 section 15.6), without that of a sign-in page in between (RFC 6585 section 6).
_LAST_SERVER_ERROR = 599
_SIGN_IN_FIRST = 511


def path_doubts(situation: Situation, locations: tuple[Location, ...], results: Mapping[str, CheckResult]) -> tuple[Check, ...]:
    """The checks that settle how the open ways behave."""
    checks = _stalls(situation, locations, results) + _server_errors(situation, locations, results)
    if not situation.by_proxy:
        checks += slow_doubts(locations, results)
        checks += ipv6_doubts(situation, locations, results)
    return tuple(checks)


def server_error(result: CheckResult | None) -> Observation | None:
    """The last answer of a check, where it is a server error (RFC 9110 section 15.6). 511 is not the server's (RFC 6585 section 6)."""
    last = result.observations[-1] if result and result.observations else None
    if last is None or not last.answered or not isinstance(last.detail, HttpDetail):
        return None
    status = last.detail.status or 0
    return last if HTTPStatus.INTERNAL_SERVER_ERROR <= status <= _LAST_SERVER_ERROR and status != _SIGN_IN_FIRST else None


def stalled(result: CheckResult | None) -> Observation | None:
    """The handshake of a check that opened its connection and then got nothing more in time."""
    last = result.observations[-1] if result and result.observations else None
    return last if last and last.step is Step.TLS and last.failure is Failure.TIMED_OUT else None


def _stalls(situation: Situation, locations: tuple[Location, ...], results: Mapping[str, CheckResult]) -> list[Check]:
    """In small packets; and in large ones once more, unless handshakes with controls stall too: then one stall is no accident."""
    rows = [row for row in locations if row.transport is Transport.TCP and stalled(results.get(f"tls.{row.id}"))][:_MOST_STALLED]
    alone = not any(check_id.startswith("control.tls.") and stalled(result) for check_id, result in results.items())
    proxy = proxy_in_use(situation)
    return [_small_segments(row, proxy) for row in rows] + [again(row, proxy) for row in rows if alone]


def _server_errors(situation: Situation, locations: tuple[Location, ...], results: Mapping[str, CheckResult]) -> list[Check]:
    """Only documented pages; and by a proxy only inside TLS, where the proxy itself cannot be who answers."""
    rows = [row for row in locations if row.path and (row.protocol != "http" or not situation.by_proxy)]
    proxy = proxy_in_use(situation)
    return [second_answer(row, proxy) for row in rows for family in ("tls", "http") if server_error(results.get(f"{family}.{row.id}"))]


def _small_segments(location: Location, proxy: ProxyHop | None) -> Check:
    return Check(
        id=f"segments.{location.id}",
        title=f"Handshake with {location.host} in small packets",
        run=partial(_handshake_in_small, location=location, proxy=proxy),
        endpoint=location.id,
    )


def _handshake_in_small(network: Network, results: Results, *, location: Location, proxy: ProxyHop | None) -> Outcome:
    host = location.host or location.addresses[0]
    first = stalled(results.get(f"tls.{location.id}"))
    addresses = (first.target.address,) if first and first.target.address else location.addresses
    seen = network.travel(
        Journey(
            host=host,
            port=location.port or 0,
            addresses=() if proxy else addresses,
            proxy=proxy,
            tls=TlsAsk(server_name=location.host, judged=False),
            max_segment=SMALL_SEGMENT,
        )
    )
    last = seen[-1]
    if last.ok:
        return Outcome(Status.PASS, f"completes in {milliseconds(seen)}", seen)
    return Outcome(Status.UNKNOWN, failed_at(last), seen)
