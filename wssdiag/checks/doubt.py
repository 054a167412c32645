"""The second and third wave: one uncorroborated answer blames nobody, so what failed is asked again by another path.

Only where some control answers: on a dead network nothing can be corroborated, and waiting for it would help nobody.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from wssdiag.checks.names import addresses_in, host_check, second_opinions
from wssdiag.checks.reach import address_proof, again, other_name
from wssdiag.checks.situation import Situation, web_controls
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import CERTIFICATE, HANDSHAKE_CUT
from wssdiag.model.observation import Observation, Step, TlsDetail, Transport
from wssdiag.model.web_address import is_literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wssdiag.checks.check import Check
    from wssdiag.model.location import Location

#: Protocols in which an address can prove itself by its certificate.
_PROVABLE = frozenset({"tls", "https"})


def doubts(situation: Situation, locations: tuple[Location, ...], results: Mapping[str, CheckResult]) -> tuple[Check, ...]:
    """The checks that settle what the results so far leave open. Only what goes directly is in doubt: a proxy resolves by itself."""
    if situation.by_proxy or not any(
        check_id.startswith("control.tcp.") and row.status is Status.PASS for check_id, row in results.items()
    ):
        return ()
    checks: list[Check] = []
    for location in locations:
        if location.protocol in _PROVABLE and location.transport is Transport.TCP and location.host and not is_literal(location.host):
            checks += _about(location, situation, results)
    return tuple(checks)


def _about(location: Location, situation: Situation, results: Mapping[str, CheckResult]) -> list[Check]:
    checks: list[Check] = []
    name = results.get(host_check(location.host or ""))
    tls = results.get(f"tls.{location.id}")
    if _name_in_doubt(name) or _certificate_in_doubt(tls) or _address_in_doubt(location, results):
        checks += _other_addresses(location, situation, results)
    if tls and _cut(tls):
        sites = tuple(control.host for control in web_controls(situation.catalogue) if not is_literal(control.host))
        checks.append(again(location))
        checks += [other_name(location, site) for site in sites[:1]]
    return checks


def _other_addresses(location: Location, situation: Situation, results: Mapping[str, CheckResult]) -> list[Check]:
    host = location.host or ""
    checks: list[Check] = []
    if location.addresses:
        checks.append(address_proof(location, "", location.addresses))
    opinions = second_opinions(host, situation.catalogue.resolver)
    checks += opinions
    answers = [row for opinion in opinions if (row := results.get(opinion.id))]
    addresses = tuple(dict.fromkeys(address for row in answers for address in addresses_in(row.observations)))
    if set(addresses) - set(location.addresses):
        checks.append(address_proof(location, ".second-opinion", addresses))
    return checks


def _name_in_doubt(result: CheckResult | None) -> bool:
    """No usable address; or one that no public service has."""
    if result is None or not result.observations:
        return False
    return result.status is Status.FAIL or any(is_private(address) for address in addresses_in(result.observations))


def _address_in_doubt(location: Location, results: Mapping[str, CheckResult]) -> bool:
    """The connect failed at an address that is not the documented one: it may be the wrong address."""
    connect = results.get(f"tcp.{location.id}")
    if connect is None or connect.status is not Status.FAIL or not location.addresses:
        return False
    return not {row.target.address for row in connect.observations} & set(location.addresses)


def _certificate_in_doubt(result: CheckResult | None) -> bool:
    """The chain does not hold here, or holds only by this computer's own store."""
    return result is not None and any(row.failure in CERTIFICATE or _only_here(row) for row in result.observations)


def _only_here(row: Observation) -> bool:
    return isinstance(row.detail, TlsDetail) and row.ok and row.detail.only_here


def _cut(result: CheckResult) -> bool:
    return any(row.step is Step.TLS and row.failure in HANDSHAKE_CUT for row in result.observations)


def is_private(address: str) -> bool:
    """Whether an address cannot be one of a public service: private, loopback, link-local, unspecified or otherwise not global.

    A text that is no address (in a report from elsewhere) is not.
    """
    try:
        return not ip_address(address.split("%", maxsplit=1)[0]).is_global
    except ValueError:
        return False
