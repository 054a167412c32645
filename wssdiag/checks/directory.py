"""The directory of the Auth Connector: what is asked of a domain controller. In that role alone: from a client it looks like an attack.

Every port is connected to. On 389 the root entry is asked for, on 135 the endpoint mapper once, and of the ports that it names one is
connected to, inside the range that the reference opens. Which controllers these are: :mod:`wssdiag.checks.controllers`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from wssdiag.catalogue.rows import DIRECTORY, is_row
from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.names import resolved
from wssdiag.checks.reach import location_checks
from wssdiag.checks.wording import failed_at, milliseconds
from wssdiag.model.check import Status
from wssdiag.model.failure import Failure
from wssdiag.model.observation import ConnectDetail, LdapDetail, Observation, RpcDetail, Step, Via
from wssdiag.probes.network import Journey, LdapAsk, Network, RpcAsk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.checks.situation import Situation
    from wssdiag.model.location import Location

#: Where the root entry is asked for (RFC 4511 section 5.2), and the endpoint mapper (MS-RPCE section 2.1.1.1).
_LDAP_PORT = 389
_MAPPER_PORT = 135


def directory_checks(locations: Sequence[Location], situation: Situation) -> list[Check]:
    """The checks of all rows of the directory among these locations; the deepest of a row is required where the row is."""
    rows = [row for row in locations if is_row(row, DIRECTORY) and row.host]
    mappers = {row.host: row for row in rows if row.port == _MAPPER_PORT}
    checks: list[Check] = []
    for row in rows:
        if row.port is None:
            checks += _dynamic_checks(row, mappers.get(row.host))
            continue
        (connect,) = location_checks(row, situation, None, None)
        deeper = _deeper(row, connect, captured=situation.mode.agent_captures)
        checks += [replace(connect, required=False), deeper] if deeper else [connect]
    return checks


def _deeper(location: Location, connect: Check, *, captured: bool) -> Check | None:
    """The check that asks in the protocol; None where a connect is all."""
    if location.port == _LDAP_PORT:
        family, title, run = "ldap", f"Directory {location.host}: its root entry", _root_entry
    elif location.port == _MAPPER_PORT:
        family, title, run = "rpc", f"Endpoint mapper of {location.host}: one question", _mapped
    else:
        return None
    return Check(
        id=f"{family}.{location.id}",
        title=title,
        run=partial(run, location=location, captured=captured),
        needs=(connect.id,),
        required=connect.required,
        endpoint=location.id,
    )


def _dynamic_checks(location: Location, mapper: Location | None) -> list[Check]:
    """The port that the mapper names; without a mapper among the rows nobody can name one."""
    if mapper is None:
        return []
    asked = f"rpc.{mapper.id}"
    return [
        Check(
            id=f"tcp.{location.id}",
            title=f"Connection to {location.host}, a TCP port of {location.ports} that its endpoint mapper names",
            run=partial(_connect_to_named, location=location, asked=asked),
            needs=(asked,),
            endpoint=location.id,
        )
    ]


def _root_entry(network: Network, results: Results, *, location: Location, captured: bool) -> Outcome:
    seen = _asked(network, results, location, LdapAsk(), captured=captured)
    last = seen[-1]
    if not last.ok or not isinstance(last.detail, LdapDetail):
        return Outcome(Status.FAIL, _why(last, "LDAP"), seen)
    who = last.detail.dns_host_name or last.detail.naming_context
    if who:
        return Outcome(Status.PASS, f"answers as {who} in {milliseconds(seen)}", seen)
    return Outcome(Status.PASS, f"answers in {milliseconds(seen)}, without saying who it is (result {last.detail.result})", seen)


def _mapped(network: Network, results: Results, *, location: Location, captured: bool) -> Outcome:
    seen = _asked(network, results, location, RpcAsk(), captured=captured)
    last = seen[-1]
    if not last.ok or not isinstance(last.detail, RpcDetail):
        return Outcome(Status.FAIL, _why(last, "DCE/RPC"), seen)
    ports = ", ".join(map(str, last.detail.ports))
    says = f"names TCP port {ports} for the logon service" if ports else f"names no port: {last.detail.answer}"
    return Outcome(Status.PASS, f"answers in {milliseconds(seen)} and {says}", seen)


def _connect_to_named(network: Network, results: Results, *, location: Location, asked: str) -> Outcome:
    named = _named_ports(results, asked)
    first, _, last = (location.ports or "").partition("-")
    inside = [port for port in named if int(first) <= port <= int(last)]
    if not named:
        return Outcome(Status.UNKNOWN, "the endpoint mapper names no port")
    if not inside:
        outside = ", ".join(map(str, named))
        return Outcome(Status.UNKNOWN, f"the endpoint mapper names TCP port {outside}, outside of {location.ports}: not tried")
    seen = network.travel(Journey(host=location.host or "", port=inside[0], addresses=_addresses(results, location, asked)))
    if seen[-1].ok:
        return Outcome(Status.PASS, f"connected to TCP port {inside[0]} in {milliseconds(seen)}", seen)
    return Outcome(Status.FAIL, f"TCP port {inside[0]}: {failed_at(seen[-1])}", seen)


def _asked(network: Network, results: Results, location: Location, ask: LdapAsk | RpcAsk, *, captured: bool) -> tuple[Observation, ...]:
    """Once; a second time only where the connection was cut: one cut blames nobody."""
    addresses = _addresses(results, location, f"tcp.{location.id}")
    journey = Journey(host=location.host or "", port=location.port or 0, addresses=addresses, ask=ask)
    seen = network.travel(journey)
    if seen[-1].failure is Failure.RESET:
        seen = (*seen, *network.travel(journey))
    return tuple(msgspec.structs.replace(row, via=Via.AGENT) for row in seen) if captured else seen


def _addresses(results: Results, location: Location, connected: str) -> tuple[str, ...]:
    """The address that opened for an earlier check of the same host, else all that its name gave."""
    result = results.get(connected)
    for seen in result.observations if result else ():
        if seen.ok and isinstance(seen.detail, ConnectDetail) and seen.target.address:
            return (seen.target.address,)
    return resolved(location.host or "", results)


def _named_ports(results: Results, asked: str) -> tuple[int, ...]:
    result = results.get(asked)
    details = [seen.detail for seen in result.observations] if result else []
    return next((row.ports for row in reversed(details) if isinstance(row, RpcDetail)), ())


def _why(seen: Observation, protocol: str) -> str:
    if seen.step in {Step.LDAP, Step.RPC} and seen.failure is Failure.UNKNOWN:
        return f"{seen.target.address or seen.target.host}: what answers does not speak {protocol}"
    return failed_at(seen)
