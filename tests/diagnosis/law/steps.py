"""Other courses of one measured step: how it ended, what came, how long it took, by which way. Details stay those of their step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tests.diagnosis.law.making import BLOCKED, OFFICE_CA, WHO
from tests.fake_chain import shown_chain
from tests.fakes import Peer
from tests.world import CTC, CTC_ADDRESS, EXPIRED, OTHER_NAME, UNTRUSTED
from wssdiag.model.failure import Failure
from wssdiag.model.observation import (
    ConnectDetail,
    EchoDetail,
    HttpDetail,
    PacAnswer,
    PacDetail,
    ProxyDetail,
    ResolveDetail,
    Step,
    TlsDetail,
)
from wssdiag.probes.verify_codes import failure_of_code

if TYPE_CHECKING:
    from random import Random

    from wssdiag.model.observation import AnyDetail, Observation

_REACHING = (
    *(Failure.TIMED_OUT, Failure.REFUSED, Failure.RESET, Failure.NO_ROUTE, Failure.UNREACHABLE),
    *(Failure.BLOCKED_LOCALLY, Failure.NO_LOCAL_PORT),
)
_NAMES = (
    *(Failure.NAME_NOT_FOUND, Failure.NO_ADDRESS, Failure.DNS_TIMEOUT, Failure.DNS_SERVFAIL, Failure.DNS_REFUSED, Failure.DNS_BOGON),
    *(Failure.RESOLVER_MISSING, Failure.TIMED_OUT, Failure.REFUSED),
)
_CUT = (Failure.TIMED_OUT, Failure.RESET, Failure.TLS_EOF, Failure.TLS_ALERT, Failure.TLS_VERSION, Failure.TLS_MALFORMED)
_ASKED = (Failure.TIMED_OUT, Failure.RESET, Failure.UNKNOWN)
_SCRIPT = (Failure.PAC_SYNTAX, Failure.PAC_RUNTIME, Failure.PAC_RUNAWAY)
_MUTE_PROXY = (Failure.PROXY_NOT_A_PROXY, Failure.TIMED_OUT, Failure.RESET)
_MUTE_SERVER = (Failure.TIMED_OUT, Failure.RESET, Failure.HTTP_MALFORMED)
_FILE = (None, Failure.PAC_NOT_SCRIPT, Failure.BODY_TOO_LARGE, Failure.TIMED_OUT)

#: What a proxy says, and what that means.
_SAYS = {200: None, 403: Failure.PROXY_DENIED, 407: Failure.PROXY_AUTH, 502: Failure.PROXY_UPSTREAM, 504: Failure.PROXY_UPSTREAM}

#: How each step can end without an answer that its detail would tell.
_ENDS: dict[Step, tuple[Failure | None, ...]] = {
    Step.CONNECT: (None, *_REACHING),
    Step.UDP: (None, *_REACHING, Failure.QUIC_NO_ANSWER, Failure.IKE_NO_ANSWER),
    Step.ICMP: (None, Failure.TIMED_OUT, Failure.UNREACHABLE, Failure.BLOCKED_LOCALLY, Failure.UNKNOWN),
    Step.LDAP: (None, *_ASKED),
    Step.RPC: (None, *_ASKED),
}

_SINKHOLE = ("0.0.0.0",)
_ADDRESSES = ((), (CTC_ADDRESS,), _SINKHOLE, ("10.1.1.1",), ("45.99.9.9",), ("2a00:1450::1", "45.10.0.3"))
_CODES = ((0, 0), (0, UNTRUSTED), (UNTRUSTED, UNTRUSTED), (EXPIRED, EXPIRED), (OTHER_NAME, OTHER_NAME), (None, None))
_SIGNERS = (OFFICE_CA, "cd" * 32), ("CN=Service CA", "ab" * 32), ("CN=Zscaler Root CA", "ef" * 32), ("CN=Fortinet CA", "01" * 32)
_WAYS = (("DIRECT",), ("PROXY 10.20.0.8:3129",), ("PROXY ep.threatpulse.net:80", "DIRECT"), ("PROXY proxy.threatpulse.net:8080",))
_STATUSES = (200, 204, 302, 403, 404, 500, 503, 511)
_HEADERS = (
    *(("date", f"Wed, 04 Mar 2026 {time} GMT") for time in ("12:00:00", "12:04:50", "20:00:00", "20:02:00")),
    ("date", "Mon, 01 Jan 2024 00:00:00 GMT"),
    ("date", "Tue, 01 Jan 2030 00:00:00 GMT"),
    ("content-type", "text/html"),
    ("location", "http://wifi.hotel.example/"),
)


def another(chance: Random, of: Observation) -> Observation:
    """Another course of the same step."""
    new = msgspec.structs.replace
    match chance.randrange(7):
        case 0:
            return new(of, elapsed_ms=chance.choice((1.0, 600.0, 1500.0, 3900.0)), offset_ms=chance.choice((0.0, 2000.0, 5000.0)))
        case 1:
            address = chance.choice((CTC_ADDRESS, "10.1.1.1", "127.0.0.1", "2a00:1450::1", "45.10.0.3", None))
            return new(of, target=new(of.target, address=address))
        case _:
            failure, detail = outcome(chance, of)
            return new(of, failure=failure, detail=detail)


def outcome(chance: Random, of: Observation) -> tuple[Failure | None, AnyDetail]:
    """How it ended and what came, as they belong together."""
    new, detail = msgspec.structs.replace, of.detail
    if isinstance(detail, ResolveDetail):
        return _look_up(chance, detail)
    if isinstance(detail, TlsDetail):
        return _handshake(chance, detail)
    if isinstance(detail, HttpDetail):
        return _page(chance, detail)
    if isinstance(detail, ProxyDetail):
        status, schemes = chance.choice((*_SAYS, None)), chance.choice(((), ("basic",), ("negotiate", "ntlm")))
        failure = _SAYS[status] if status else chance.choice(_MUTE_PROXY)
        return failure, new(detail, status=status, schemes=schemes, body_start=chance.choice(("", BLOCKED, WHO)) if status else "")
    if isinstance(detail, ConnectDetail):
        return chance.choice(_ENDS[Step.CONNECT]), new(detail, max_segment=chance.choice((None, 536)))
    if isinstance(detail, EchoDetail):
        return chance.choice(_ENDS[Step.ICMP]), new(
            detail, received_bytes=chance.choice((None, 1400, 1500)), path_mtu=chance.choice((None, 1400))
        )
    if isinstance(detail, PacDetail):
        given = (PacAnswer(url="https://x.example/", answer="", proxies=chance.choice(_WAYS)),)
        return chance.choice((None, None, *_SCRIPT)), new(detail, answers=given, slowest_ms=chance.choice((1.0, 600.0, 1500.0)))
    return chance.choice(_ENDS[of.step]), detail


def _look_up(chance: Random, of: ResolveDetail) -> tuple[Failure | None, ResolveDetail]:
    addresses = chance.choice(_ADDRESSES)
    failure = chance.choice(_NAMES) if not addresses else Failure.DNS_BOGON if addresses == _SINKHOLE else None
    spoken = {Failure.NAME_NOT_FOUND: "NXDOMAIN", Failure.DNS_SERVFAIL: "SERVFAIL", Failure.DNS_REFUSED: "REFUSED"}
    silent = failure in {Failure.DNS_TIMEOUT, Failure.TIMED_OUT, Failure.REFUSED, Failure.RESOLVER_MISSING}
    rcode = None if silent else spoken.get(failure or Failure.UNKNOWN, "NOERROR")
    return failure, msgspec.structs.replace(of, addresses=addresses, rcode=rcode)


def _handshake(chance: Random, of: TlsDetail) -> tuple[Failure | None, TlsDetail]:
    if chance.random() < 0.4:
        return chance.choice(_CUT), TlsDetail(server_name=of.server_name, received_bytes=chance.choice((None, 0, 90)))
    (system, mozilla), (issuer, sha256) = chance.choice(_CODES), chance.choice(_SIGNERS)
    name = chance.choice((of.server_name, of.server_name, CTC, None))
    return failure_of_code(system), shown_chain(name, Peer(system=system, mozilla=mozilla, issuer=issuer, sha256=sha256))


def _page(chance: Random, of: HttpDetail) -> tuple[Failure | None, HttpDetail]:
    """Only what fetches a PAC file takes a status for a failure."""
    status, body = chance.choice((*_STATUSES, None)), chance.choice(("", BLOCKED, WHO, "<html>"))
    failure = chance.choice(_MUTE_SERVER) if status is None else chance.choice((None, Failure.BODY_TOO_LARGE))
    if of.url.endswith((".pac", ".dat")) and status is not None:
        failure = {200: chance.choice(_FILE), 302: Failure.REDIRECTED}.get(status, Failure.HTTP_STATUS)
    return failure, msgspec.structs.replace(
        of, status=status, body_start=body if status else "", body_size=len(body), headers=(chance.choice(_HEADERS),)
    )
