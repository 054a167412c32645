"""Rules for this computer and its network: the first table of the causes."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING

from wssdiag.detection.sign_in import SAYS_CAPTIVE
from wssdiag.diagnosis.case import Case, Conclusion, answered, check, fact, failed
from wssdiag.model.check import Status
from wssdiag.model.facts import Interface, InterfaceType
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity, Subject
from wssdiag.model.observation import HttpDetail
from wssdiag.model.report import SignIn
from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.check import CheckResult

#: A clock that is off by less harms nothing: certificates and SAML allow for minutes.
_CLOCK_TOLERANCE = timedelta(minutes=5)

#: What goes around the proxy of a proxy method: information only, whatever becomes of it.
_BESIDE_A_PROXY = ("dns.", "control.dns.", "sign-in.", "direct.")

#: What tells of the network, and is nothing that the service needs.
_FOR_COMPARISON = ("control.", "sign-in.", "clock.", "direct.", "second-opinion.")

#: Nothing is accused for its own sake there: filters of a computer may tell an ordinary program's echo from the agent's.
_NO_MATTER = ("echo.", "control.echo.")

#: What lies beyond the first hop, and is asked for by the routes in force. A PAC file's host may stand in this very network.
_BEYOND = (
    *("tcp", "tls", "http", "udp", "connect", "round-trip", "again", "other-name", "segments", "second-answer", "address"),
    *("control", "direct", "sign-in", "clock", "proxy", "web", "egress"),
)

#: This computer's own refusals.
_NEVER_LEFT = frozenset({Failure.BLOCKED_LOCALLY, Failure.NO_LOCAL_PORT})

#: A certificate that fails by its dates may do so by this clock alone.
_BY_THE_CLOCK = frozenset({Failure.CERT_EXPIRED, Failure.CERT_NOT_YET_VALID})

#: Two operators whose clocks differ by more than this do not agree, and prove nothing.
_CLOCK_AGREEMENT = timedelta(seconds=60)


def no_network(case: Case) -> Iterator[Conclusion]:
    """No interface other than loopback and tunnels is up, and nothing answers: what looks like a tunnel may be the line itself (PPP)."""
    if isinstance(case.facts.interfaces, Unknown) or any(row.up for row in _outward(case)) or case.first_hop_answers():
        return
    names = ", ".join(row.name for row in case.facts.interfaces) or "none"
    yield Conclusion("no-network", Severity.BLOCKER, Certainty.CERTAIN, (fact("interfaces", names),))


def no_address(case: Case) -> Iterator[Conclusion]:
    """An interface is up but holds only link-local addresses: DHCP gave nothing."""
    up = [row for row in _outward(case) if row.up]
    if not up or any(_has_usable_address(row) for row in up) or case.first_hop_answers():
        return
    row = up[0]
    addresses = ", ".join(entry.address for entry in row.addresses)
    yield Conclusion(
        "no-address",
        Severity.BLOCKER,
        Certainty.CERTAIN,
        (fact(f"interfaces[{row.name}].addresses", addresses),),
        values={"interface": row.name, "address": addresses or "no address"},
    )


def wifi_sign_in(case: Case) -> Iterator[Conclusion]:
    """Probe sites of two unrelated operators get a wrong answer, one gets 511, or the network or the system says so itself.

    4xx, other 5xx and the service's own pages never count: a filter that refuses probe sites is no sign-in page.
    """
    if case.network.sign_in is not SignIn.REQUIRED:
        return
    seen = tuple(check(result) for result in case.family("sign-in") if result.status is Status.WARN)
    said = tuple(
        fact(path, value)
        for path, value in (("networkmanager", case.facts.networkmanager), ("windows_nlm", case.facts.windows_nlm))
        if isinstance(value, str) and value.casefold() in SAYS_CAPTIVE
    )
    if not (seen or said):
        return
    yield Conclusion(
        "wifi-sign-in",
        Severity.BLOCKER,
        Certainty.CERTAIN,
        (*seen, *said) or (fact("network.sign_in", str(case.network.sign_in)),),
        steps=tuple(row.check for row in seen),
        values={"url": case.network.sign_in_url or _any_plain_page(case)},
    )


def _any_plain_page(case: Case) -> str:
    """An address in plain HTTP, in place of which a sign-in page can answer."""
    return next((result.endpoint for result in case.family("sign-in") if result.endpoint), "http://captive.apple.com/")


def no_default_route(case: Case) -> Iterator[Conclusion]:
    """No route to the first hop that the method needs: the default route, or a proxy method's route to its proxy."""
    if case.by_proxy:
        for result in case.family("proxy.tcp"):
            last = result.observations[-1] if result.observations else None
            if result.status is Status.FAIL and last and last.failure is Failure.NO_ROUTE:
                if case.silent_gateway() or case.silent_neighbour(last.target.address):
                    continue  # there is a route, and nobody at its end
                target = last.target.address or last.target.host or ""
                yield Conclusion(
                    "no-default-route", Severity.BLOCKER, Certainty.CERTAIN, (check(result),), (result.id,), values={"target": target}
                )
        return
    routes = case.default_routes()
    if routes is None or routes or _is_heard_from(case):
        return
    yield Conclusion(
        "no-default-route", Severity.BLOCKER, Certainty.CERTAIN, (fact("routes", "no default route"),), values={"target": "the internet"}
    )


def gateway_silent(case: Case) -> Iterator[Conclusion]:
    """The first hop's neighbour entry stays incomplete or failed while checks run, and nothing beyond answers."""
    row = case.silent_gateway()
    if row is None or _is_heard_from(case) or any(map(answered, case.family("dns.server"))):
        return
    yield Conclusion(
        "gateway-silent",
        Severity.BLOCKER,
        Certainty.CERTAIN,
        (fact(f"neighbours[{row.address}].state", row.state),),
        subject=Subject(address=row.address),
        values={"gateway": row.address, "interface": row.interface},
    )


def no_internet(case: Case) -> Iterator[Conclusion]:
    """The first hop lives; no control and no location answers; no sign-in page; no agent that may be failing closed.

    A proxy's own causes say it better, unless it is the service's own, out in the internet: then the direct controls tell the dead line
    from the dead proxy, as long as names fail as well. What this computer itself kept from leaving says nothing of the line.
    """
    families = ("direct",) if case.by_proxy else ("control.tcp", "tcp")
    tried = [
        result
        for name in families
        for result in case.family(name)
        if (result.ran or result.status is Status.SKIPPED) and not failed(result, _NEVER_LEFT)
    ]
    if case.mode.agent_captures or case.network.sign_in is SignIn.REQUIRED or not any(result.status is Status.FAIL for result in tried):
        return
    if all(result.id.startswith("tcp.") for result in tried):
        return  # no control was asked, so the fault may be the location's
    if _is_heard_from(case):
        return
    hop = case.first_hop_answers()
    if hop is None or case.default_routes() == () or (case.by_proxy and case.resolving_control()):
        return
    gateway = next((row.address for row in case.gateways()), "the router")
    evidence = (hop, *(check(result) for result in tried if result.status is Status.FAIL))
    yield Conclusion("no-internet", Severity.BLOCKER, Certainty.CERTAIN, evidence, values={"gateway": gateway, "tried": str(len(tried))})


def local_firewall(case: Case) -> Iterator[Conclusion]:
    """EPERM or EACCES at connect or send."""
    yield from _local(case, "local-firewall", Failure.BLOCKED_LOCALLY)


def no_local_port(case: Case) -> Iterator[Conclusion]:
    """EADDRNOTAVAIL or EADDRINUSE on connect. Where no TCP connection got one, none is left, whatever they were wanted for."""
    none_left = not any(answered(result) for family in ("control.tcp", "tcp", "proxy.tcp") for result in case.family(family))
    for row in _local(case, "no-local-port", Failure.NO_LOCAL_PORT):
        yield replace(row, severity=Severity.BLOCKER) if none_left else row


def clock_wrong(case: Case) -> Iterator[Conclusion]:
    """Date headers of two unrelated operators agree with each other and differ from this clock."""
    if case.network.sign_in is SignIn.REQUIRED:
        return
    offsets = sorted((offset, check_id) for check_id, offset in _clock_offsets(case))
    for (first, first_id), (second, second_id) in itertools.pairwise(offsets):
        if second - first <= _CLOCK_AGREEMENT and min(abs(first), abs(second)) > _CLOCK_TOLERANCE:
            here = datetime.fromisoformat(case.started)
            outdated = (row.id for row in case.results.values() if any(seen.failure in _BY_THE_CLOCK for seen in row.observations))
            yield Conclusion(
                "clock-wrong",
                Severity.MAJOR,
                Certainty.CERTAIN,
                (check(first_id), check(second_id)),
                (first_id, second_id, *outdated),
                values={"offset": _span(first), "here": f"{here:%Y-%m-%d %H:%M} UTC", "there": f"{here - first:%Y-%m-%d %H:%M} UTC"},
            )
            return


def agreeing_clocks(case: Case) -> tuple[str, ...]:
    """The checks of two unrelated operators that agree with this clock and with each other; empty where there are no two."""
    offsets = sorted((offset, check_id) for check_id, offset in _clock_offsets(case))
    for (first, first_id), (second, second_id) in itertools.pairwise(offsets):
        if first_id != second_id and second - first <= _CLOCK_AGREEMENT and max(abs(first), abs(second)) <= _CLOCK_TOLERANCE:
            return first_id, second_id
    return ()


def _clock_offsets(case: Case) -> Iterator[tuple[str, timedelta]]:
    """This clock minus the other's, for each answer that carries a date; Age (RFC 9111 section 5.1) is how old the date is."""
    for result in case.family("clock"):
        for seen in result.observations:
            if not isinstance(seen.detail, HttpDetail) or not seen.answered:
                continue
            headers = dict(seen.detail.headers)
            try:
                there = parsedate_to_datetime(headers["date"]) + timedelta(seconds=int(headers.get("age", "0")))
                here = datetime.fromisoformat(case.started) + timedelta(milliseconds=seen.offset_ms + seen.elapsed_ms)
                yield result.id, here - there
            except (KeyError, ValueError, TypeError, OverflowError):
                continue


def _harm(case: Case, result: CheckResult) -> Severity:
    """What it costs that this computer refuses a check: a location by its need; what is asked only for comparison costs nothing."""
    if location := case.location_of(result):
        return case.by_need(location)
    return Severity.NOTICE if result.id.startswith(_FOR_COMPARISON) else Severity.BLOCKER


def _span(offset: timedelta) -> str:
    direction = "ahead" if offset > timedelta() else "behind"
    minutes = round(abs(offset).total_seconds() / 60)
    days, hours = divmod(minutes // 60, 24)[0], minutes // 60 % 24
    parts = [
        f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in ((days, "day"), (hours, "hour"), (minutes % 60, "minute")) if count
    ]
    return f"{' '.join(parts[:2])} {direction}"


def _outward(case: Case) -> tuple[Interface, ...]:
    if isinstance(case.facts.interfaces, Unknown):
        return ()
    return tuple(row for row in case.facts.interfaces if row.type not in {InterfaceType.LOOPBACK, InterfaceType.TUNNEL})


def usable_address(case: Case) -> tuple[str, str] | None:
    """The name of an interface that leads outward and is up, with an address of it that the network gave."""
    rows = ((row.name, entry.address) for row in _outward(case) if row.up for entry in row.addresses)
    return next((row for row in rows if not _is_link_local(row[1])), None)


def _has_usable_address(row: Interface) -> bool:
    return any(not _is_link_local(entry.address) for entry in row.addresses)


def _is_link_local(address: str) -> bool:
    """Whether it is one; a text that is no address (in a report from elsewhere) is not."""
    try:
        return ip_address(address.split("%", maxsplit=1)[0]).is_link_local
    except ValueError:
        return False


def _is_heard_from(case: Case) -> bool:
    """Whether anything beyond the first hop answered: then there is a way out."""
    return any(case.heard(result) for family in _BEYOND for result in case.family(family))


def _local(case: Case, code: str, failure: Failure) -> Iterator[Conclusion]:
    hits = [
        (result, seen)
        for result in case.results.values()
        for seen in result.observations
        if seen.failure is failure and not answered(result) and not result.id.startswith(_NO_MATTER)
        if not (case.by_proxy and result.id.startswith(_BESIDE_A_PROXY))
    ]
    if not hits:
        return
    severities = [_harm(case, result) for result, _ in hits]
    worst = min(severities, key=lambda severity: severity.rank)
    target = hits[severities.index(worst)][1].target
    ids = tuple(dict.fromkeys(result.id for result, _ in hits))
    yield Conclusion(
        code,
        worst,
        Certainty.CERTAIN,
        tuple(check(check_id) for check_id in ids),
        ids,
        Subject(host=target.host, address=target.address, port=target.port, transport=target.transport),
        {"host": target.host or target.address or "", "port": str(target.port or "")},
    )
