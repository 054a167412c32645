"""Rules for what belongs to a site and to signing in: trans-proxy, roaming users, SAML, the directory, the logon application.

For their locations they stand in place of ``port-blocked``; :mod:`wssdiag.catalogue.rows` says which those are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import DIRECTORY, LOGON, SAML, goes_direct, is_row
from wssdiag.detection.service_page import asks_who
from wssdiag.diagnosis.case import Case, Conclusion, answered, check, failed, spoke_tls
from wssdiag.diagnosis.proxy import host_of_proxy, not_routed
from wssdiag.diagnosis.reaching import KINDS, control_name, cut_for_every_name
from wssdiag.model.failure import HANDSHAKE_CUT, PORT_CLOSED, Failure
from wssdiag.model.finding import Certainty, Kind, Severity, Subject
from wssdiag.model.location import Sureness
from wssdiag.model.mode import Method
from wssdiag.model.observation import Observation, ProxyDetail, Step, Transport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.check import CheckResult
    from wssdiag.model.location import Location

#: Nothing listens behind the proxy, as far as it can tell (RFC 9110 section 15.6.5): the place itself said nothing.
_GATEWAY_TIMEOUT = 504

#: How a directory port can open and not be spoken with. The asking check itself asks again after a cut.
_MUTE = {Failure.TIMED_OUT: Kind.DROPPED, Failure.RESET: Kind.RESET}
_SPOKEN = frozenset({Step.LDAP, Step.RPC})

_Closed = tuple["CheckResult", "Observation", Kind]


def trans_proxy_not_routed(case: Case) -> Iterator[Conclusion]:
    """The service's own proxy of a site does not answer on its port, the method is trans-proxy, a control answers."""
    for result in case.family("proxy.tcp"):
        control = not_routed(case, result)
        seen = failed(result, PORT_CLOSED, Step.CONNECT)
        if control is None or seen is None:
            continue
        host, kind = host_of_proxy(result), KINDS[seen.failure or Failure.TIMED_OUT]
        yield Conclusion(
            "trans-proxy-not-routed",
            Severity.BLOCKER,
            Certainty.CERTAIN,
            (check(result), check(control)),
            (result.id,),
            Subject(
                endpoint=result.endpoint,
                host=host,
                address=seen.target.address,
                port=seen.target.port,
                transport=Transport.TCP,
                kind=kind,
            ),
            {
                "host": host,
                "address": seen.target.address or "",
                "port": str(seen.target.port or ""),
                "kind": kind,
                "control": control_name(control),
            },
        )


def roaming_sign_in(case: Case) -> Iterator[Conclusion]:
    """The service's own credential page answers on the explicit path."""
    for result in case.results.values() if case.by_proxy and case.mode.method is not Method.TRANS_PROXY else ():
        for seen in result.observations:
            signature = asks_who(seen, case.signatures)
            if signature is None:
                continue
            sure = signature.certainty is not Sureness.UNVERIFIED
            yield Conclusion(
                "roaming-sign-in",
                Severity.NOTICE,
                Certainty.CERTAIN if sure else Certainty.POSSIBLE,
                (check(result),),  # and no step: the refusal is seen by the same check, and is what this explains
                values={"host": seen.target.host or ""},
            )
            return


def saml_unreachable(case: Case) -> Iterator[Conclusion]:
    """SAML port 8443, or the declared identity provider, does not answer by the method's path."""
    yield from _blocked(case, SAML, "saml-unreachable", None)


def directory_port_blocked(case: Case) -> Iterator[Conclusion]:
    """A directory port of a domain controller is blocked, the dynamic one included; one that is only remembered is a notice."""
    yield from _blocked(case, DIRECTORY, "directory-port-blocked", Severity.BLOCKER)


def ac_logon_blocked(case: Case) -> Iterator[Conclusion]:
    """Port 80 of the declared Auth Connector server is blocked from this client."""
    yield from _blocked(case, LOGON, "ac-logon-blocked", Severity.MAJOR)


def _blocked(case: Case, row: str, code: str, severity: Severity | None) -> Iterator[Conclusion]:
    """One conclusion for each location of the row that is closed while something else answers by the same path."""
    for location in case.locations.values():
        closed = _closed(case, location) if is_row(location, row) else None
        control = _control(case, location) if closed else None
        if closed is None or control is None:
            continue
        result, seen, kind = closed
        port = location.port or seen.target.port
        yield Conclusion(
            code,
            case.judged(location, severity) if severity else case.by_need(location),
            Certainty.LIKELY if seen.step in _SPOKEN else Certainty.CERTAIN,
            (check(result), check(control)),
            (result.id,),
            Subject(
                endpoint=location.id,
                host=location.host,
                address=seen.target.address,
                port=port,
                transport=location.transport,
                kind=kind,
            ),
            {
                "purpose": location.purpose,
                "host": location.host or "",
                "address": seen.target.address or "",
                "port": str(port or ""),
                "kind": kind,
                "control": control_name(control),
            },
        )


def _closed(case: Case, location: Location) -> _Closed | None:
    """The check that met the closed port, where it ended, and how."""
    connect = case.results.get(f"tcp.{location.id}")
    if connect and case.by_proxy and not goes_direct(location):
        seen = failed(connect, frozenset({Failure.PROXY_UPSTREAM}), Step.PROXY)
        status = seen.detail.status if seen and isinstance(seen.detail, ProxyDetail) else None
        return (connect, seen, Kind.DROPPED if status == _GATEWAY_TIMEOUT else Kind.UNREACHABLE) if seen else None
    seen = failed(connect, PORT_CLOSED, Step.CONNECT)
    if connect and seen:
        return connect, seen, KINDS[seen.failure or Failure.TIMED_OUT]
    handshake = case.results.get(f"tls.{location.id}")
    cut = failed(handshake, HANDSHAKE_CUT, Step.TLS)
    if handshake and cut and cut_for_every_name(case, location):
        return handshake, cut, Kind.RESET
    silent = failed(handshake, frozenset({Failure.TIMED_OUT}), Step.TLS)
    if handshake and silent and case.mode.agent_captures:
        return handshake, silent, Kind.DROPPED  # the agent took the connection, and nobody came behind it
    return _opens_and_is_mute(case, location)


def _opens_and_is_mute(case: Case, location: Location) -> _Closed | None:
    """A directory port that opens and lets no word through: silence, or twice a cut. What speaks something else is not blocked."""
    for family, step in (("ldap", Step.LDAP), ("rpc", Step.RPC)):
        asked = case.results.get(f"{family}.{location.id}")
        mute = failed(asked, frozenset(_MUTE), step)
        if asked and mute:
            return asked, mute, _MUTE[mute.failure or Failure.TIMED_OUT]
    return None


def _control(case: Case, location: Location) -> CheckResult | None:
    """What shows that the network works otherwise: another port of the same host, or a known-good target by the same path."""
    if case.by_proxy and not goes_direct(location):
        return next((result for result in case.family("proxy.connect") if answered(result)), None)
    same_host = [row for row in case.locations.values() if row.host == location.host and row.id != location.id]
    speaks = spoke_tls if case.mode.agent_captures else answered
    for row in same_host:
        for family in ("tls", "tcp"):
            result = case.results.get(f"{family}.{row.id}")
            if result and speaks(result):
                return result
    if case.by_proxy:
        return next((result for family in ("direct", "proxy.tcp") for result in case.family(family) if answered(result)), None)
    return case.answering_control()
