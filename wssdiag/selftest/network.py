"""The tests of the probes: each verb and protocol once, against a server on loopback that answers as it should."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from wssdiag.model.failure import Failure
from wssdiag.model.observation import EchoDetail, HttpDetail, ProxyDetail, ResolveDetail, TlsDetail
from wssdiag.probes.network import Datagram, Echo, HttpAsk, Journey, LdapAsk, ProxyHop, Question, RpcAsk, TlsAsk
from wssdiag.selftest import answers, servers
from wssdiag.selftest.part import Part, expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.model.observation import Observation
    from wssdiag.probes.wire import Wire

#: The smallest packet that every way carries.
_ECHO_BYTES = 576


def _resolve(wire: Wire) -> None:
    seen = wire.resolve("localhost")
    expect(isinstance(seen.detail, ResolveDetail) and seen.detail.addresses, seen)


def _dns(wire: Wire) -> None:
    with servers.udp_server(partial(answers.dns_answer, servers.LOOPBACK)) as port:
        seen = wire.query(Question(server=servers.LOOPBACK, port=port, name=servers.NAME))
    expect(isinstance(seen.detail, ResolveDetail) and seen.detail.addresses == (servers.LOOPBACK,), seen)


def _tcp(wire: Wire) -> None:
    with servers.tcp_server(servers.http_page) as port:
        expect(_travel(wire, Journey(host=servers.NAME, port=port)).ok, "a connect to loopback failed")
    with servers.closed_port() as port:
        seen = _travel(wire, Journey(host=servers.NAME, port=port))
    expect(seen.failure is Failure.REFUSED, seen)


def _http(wire: Wire) -> None:
    with servers.tcp_server(servers.http_page) as port:
        seen = _travel(wire, Journey(host=servers.NAME, port=port, http=HttpAsk(url=f"http://{servers.NAME}:{port}/")))
    expect(isinstance(seen.detail, HttpDetail) and seen.detail.body_start == "self-test", seen)


def _tls(wire: Wire) -> None:
    with servers.tcp_server(servers.over_tls(servers.http_page)) as port:
        seen = _travel(wire, Journey(host=servers.NAME, port=port, tls=TlsAsk(server_name=servers.NAME)))
    expect(seen.failure is Failure.CERT_UNTRUSTED and isinstance(seen.detail, TlsDetail) and len(seen.detail.chain) == 1, seen)


def _connect(wire: Wire) -> None:
    with servers.tcp_server(servers.proxy_refusal) as port:
        hop = ProxyHop(host=servers.LOOPBACK, port=port)
        seen = wire.travel(Journey(host=servers.NAME, port=443, proxy=hop))[-1]
    expect(seen.failure is Failure.PROXY_AUTH and isinstance(seen.detail, ProxyDetail) and seen.detail.schemes == ("basic",), seen)


def _ldap(wire: Wire) -> None:
    with servers.tcp_server(answers.ldap_root) as port:
        seen = _travel(wire, Journey(host=servers.NAME, port=port, ask=LdapAsk()))
    expect(seen.ok, seen)


def _rpc(wire: Wire) -> None:
    with servers.tcp_server(answers.rpc_refusal) as port:
        seen = _travel(wire, Journey(host=servers.NAME, port=port, ask=RpcAsk()))
    expect("bind refused" in str(seen.detail), seen)


def _echo(wire: Wire) -> None:
    """A system may forbid it to programs like this one: then that must be what is said."""
    seen = wire.echo(Echo(address=servers.LOOPBACK, size=_ECHO_BYTES))
    expect(seen.ok or (seen.failure is Failure.UNKNOWN and isinstance(seen.detail, EchoDetail) and seen.detail.error), seen)


def _exchange(protocol: str, answer: Callable[[bytes], bytes], wire: Wire) -> None:
    with servers.udp_server(answer) as port:
        seen = wire.exchange(Datagram(address=servers.LOOPBACK, port=port, protocol=protocol))
    expect(seen.ok, seen)


def _travel(wire: Wire, journey: Journey) -> Observation:
    """The last step of a journey to loopback."""
    return wire.travel(msgspec.structs.replace(journey, addresses=(servers.LOOPBACK,)))[-1]


_TESTS: tuple[tuple[str, Callable[[Wire], None]], ...] = (
    ("resolve", _resolve),
    ("dns", _dns),
    ("tcp", _tcp),
    ("http", _http),
    ("tls", _tls),
    ("connect", _connect),
    ("ldap", _ldap),
    ("rpc", _rpc),
    ("echo", _echo),
    ("quic", partial(_exchange, "quic", answers.quic_answer)),
    ("ike", partial(_exchange, "ike", answers.ike_answer)),
    ("openvpn", partial(_exchange, "openvpn", answers.openvpn_answer)),
)

#: The one needs no packet, the other is content with a system that forbids it.
_WITHOUT_LOOPBACK = frozenset({"resolve", "echo"})


def parts(wire: Wire) -> tuple[Part, ...]:
    """The tests, on this wire."""
    return tuple(Part(name, partial(test, wire), needs_loopback=name not in _WITHOUT_LOOPBACK) for name, test in _TESTS)
