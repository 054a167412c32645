"""Whether the address behind a service's name is one of the service's own, said beside a check that failed there. Pure; it decides nothing.

An address that is not documented may be new, and proves itself by its certificate. Only where it did not is it worth a word.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wssdiag.model.check import Status
from wssdiag.model.observation import TlsDetail

if TYPE_CHECKING:
    from wssdiag.checks.check import Check, Outcome, Results
    from wssdiag.model.location import Location
    from wssdiag.model.observation import Observation
    from wssdiag.model.service_list import ServiceList
    from wssdiag.probes.network import Network

_NOT_WELL = frozenset({Status.FAIL, Status.WARN})


def saying_whose(check: Check, location: Location, published: ServiceList | None) -> Check:
    """The same check, whose summary also tells that nobody knows the address at which it failed. Not where no address is documented."""
    if not location.addresses:
        return check

    def run(network: Network, results: Results) -> Outcome:
        outcome = check.run(network, results)
        address = _stranger(outcome, location, published)
        if address is None:
            return outcome
        listed = "neither documented for this host nor in the service's own list" if published else "not documented for this host"
        return replace(outcome, summary=f"{outcome.summary} (the address {address} is {listed})")

    return replace(check, run=run)


def _stranger(outcome: Outcome, location: Location, published: ServiceList | None) -> str | None:
    """The address at which a check ended badly, where nothing shows that it is the service's."""
    if outcome.status not in _NOT_WELL or not outcome.observations or any(_proves(seen) for seen in outcome.observations):
        return None
    address = outcome.observations[-1].target.address
    if address is None or address in location.addresses or (published and published.network_of(address)):
        return None
    return address


def _proves(seen: Observation) -> bool:
    """Whether a chain holds by the public roots, not only by this computer's own store."""
    return isinstance(seen.detail, TlsDetail) and seen.ok and not seen.detail.only_here
