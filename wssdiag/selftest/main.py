"""The tests of ``--self-test``: a table read from top to bottom; each raises what it finds wrong."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag import __version__
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.catalogue.loader import load_builtin
from wssdiag.catalogue.shipped import load_footprint, load_other_clients, load_signatures
from wssdiag.diagnosis.causes import CAUSES
from wssdiag.model.codec import decode, encode
from wssdiag.model.facts import Facts
from wssdiag.model.failure import Failure
from wssdiag.model.observation import HttpDetail, Observation, ProxyDetail, ResolveDetail, TlsDetail
from wssdiag.probes.network import Datagram, HttpAsk, Journey, ProxyHop, Question, TlsAsk
from wssdiag.probes.wire import Wire
from wssdiag.report.texts import gettext as _
from wssdiag.selftest import servers
from wssdiag.system.clock import SystemClock
from wssdiag.system.parse.facts import facts_of
from wssdiag.system.this_computer import this_system

if TYPE_CHECKING:
    from collections.abc import Callable


class SelfTestError(AssertionError):
    """A part of the program does not work; the text says which and how."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the program, and the test of it: it raises what it finds wrong."""

    name: str
    run: Callable[[Wire], None]


def _expect(truth: object, what: object) -> None:
    if not truth:
        raise SelfTestError(str(what))


def _resources(_wire: Wire) -> None:
    _expect(load_builtin().location and load_footprint() and load_signatures() and load_other_clients(), "the catalogue is empty")
    missing = {cause.code for cause in CAUSES} - set(load_knowledge("en"))
    _expect(not missing, f"no guide for {', '.join(sorted(missing))}")


def _facts(_wire: Wire) -> None:
    facts = facts_of(this_system(SystemClock()).capture())
    _expect(decode(encode(facts), Facts) == facts, "the facts of this computer do not survive JSON")


def _resolve(wire: Wire) -> None:
    seen = wire.resolve("localhost")
    _expect(isinstance(seen.detail, ResolveDetail) and seen.detail.addresses, seen)


def _dns(wire: Wire) -> None:
    with servers.udp_server(servers.dns_answer) as port:
        seen = wire.query(Question(server=servers.LOOPBACK, port=port, name=servers.NAME))
    _expect(isinstance(seen.detail, ResolveDetail) and seen.detail.addresses == (servers.LOOPBACK,), seen)


def _tcp(wire: Wire) -> None:
    with servers.tcp_server(servers.http_page) as port:
        _expect(_travel(wire, port).ok, "a connect to loopback failed")
    with servers.closed_port() as port:
        seen = _travel(wire, port)
    _expect(seen.failure is Failure.REFUSED, seen)


def _http(wire: Wire) -> None:
    with servers.tcp_server(servers.http_page) as port:
        seen = _travel(wire, port, http=HttpAsk(url=f"http://{servers.NAME}:{port}/"))
    _expect(isinstance(seen.detail, HttpDetail) and seen.detail.body_start == "self-test", seen)


def _tls(wire: Wire) -> None:
    with servers.tcp_server(servers.over_tls(servers.http_page)) as port:
        seen = _travel(wire, port, tls=TlsAsk(server_name=servers.NAME))
    _expect(seen.failure is Failure.CERT_UNTRUSTED and isinstance(seen.detail, TlsDetail) and len(seen.detail.chain) == 1, seen)


def _connect(wire: Wire) -> None:
    with servers.tcp_server(servers.proxy_refusal) as port:
        hop = ProxyHop(host=servers.LOOPBACK, port=port)
        seen = wire.travel(Journey(host=servers.NAME, port=443, proxy=hop))[-1]
    _expect(seen.failure is Failure.PROXY_AUTH and isinstance(seen.detail, ProxyDetail) and seen.detail.schemes == ("basic",), seen)


def _quic(wire: Wire) -> None:
    with servers.udp_server(servers.quic_answer) as port:
        seen = wire.exchange(Datagram(address=servers.LOOPBACK, port=port, protocol="quic"))
    _expect(seen.ok, seen)


def _travel(wire: Wire, port: int, tls: TlsAsk | None = None, http: HttpAsk | None = None) -> Observation:
    return wire.travel(Journey(host=servers.NAME, addresses=(servers.LOOPBACK,), port=port, tls=tls, http=http))[-1]


PARTS = (
    Part("resources", _resources),
    Part("facts", _facts),
    Part("resolve", _resolve),
    Part("dns", _dns),
    Part("tcp", _tcp),
    Part("http", _http),
    Part("tls", _tls),
    Part("connect", _connect),
    Part("quic", _quic),
)


def self_test(parts: tuple[Part, ...] = PARTS) -> int:
    """Run every test, one line each on standard output. Returns 0, or 3 when one failed."""
    wire = Wire(SystemClock(), lambda: False, SystemClock().monotonic())
    failed = 0
    print(f"wssdiag {__version__}, Python {sys.version.split()[0]}, {sys.platform}")  # noqa: T201 - the result of the command
    for part in parts:
        try:
            part.run(wire)
            outcome = "ok"
        except Exception as error:  # noqa: BLE001 - whatever is broken is the finding here
            failed += 1
            outcome = f"FAILED: {type(error).__name__}: {error}"
        print(f"{part.name:<12} {outcome}")  # noqa: T201 - the result of the command
    outcome = _("{count} parts do not work").format(count=failed) if failed else _("All {count} parts work").format(count=len(parts))
    print(outcome)  # noqa: T201 - the result of the command
    return 3 if failed else 0
