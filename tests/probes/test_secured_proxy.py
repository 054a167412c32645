"""A proxy that is spoken to inside TLS, and a service that is itself a proxy."""

from __future__ import annotations

import select
import socket
from typing import TYPE_CHECKING

from tests.probes.test_wire import NAME, PAGE, ROOT, outline, secured, wire
from tests.servers import authority as made
from tests.servers import tcp as peers
from wssdiag.model.failure import Failure
from wssdiag.model.observation import Step, TlsDetail, Via
from wssdiag.probes.network import HttpAsk, Journey, ProxyHop, TlsAsk

if TYPE_CHECKING:
    from collections.abc import Callable

PROXY = "proxy.example"
GRANTED = b"HTTP/1.1 200 OK\r\n\r\n"


def over_tls(name: str, handle: Callable[[socket.socket], None]) -> Callable[[socket.socket], None]:
    return made.over_tls(made.server_context(made.leaf(ROOT, name)), handle)


def relay(client: socket.socket, port: int) -> None:
    """Both directions until one side ends. What TLS has decrypted already ``select`` does not see."""
    with socket.create_connection(("127.0.1.1", port)) as server:
        others = {client: server, server: client}
        while True:
            pending = getattr(client, "pending", int)()
            for side in [client] if pending else select.select([client, server], [], [], peers.PATIENCE_S)[0]:
                data = side.recv(65536)
                if not data:
                    return
                others[side].sendall(data)


def hop(port: int) -> ProxyHop:
    return ProxyHop(host="127.0.1.1", port=port, tls_name=PROXY)


def test_the_proxy_is_secured_first_and_the_tunnel_in_it() -> None:
    heads: list[bytes] = []

    with peers.serve(secured()) as behind:

        def proxy(connection: socket.socket) -> None:
            heads.append(peers.read_head(connection))
            connection.sendall(GRANTED)
            relay(connection, behind)

        with peers.serve(over_tls(PROXY, proxy)) as port:
            journey = Journey(host=NAME, port=443, proxy=hop(port), tls=TlsAsk(server_name=NAME), http=HttpAsk(url=f"https://{NAME}/"))
            seen = wire().travel(journey)
    assert outline(seen) == [
        (Step.CONNECT, None, Via.DIRECT),
        (Step.TLS, None, Via.DIRECT),
        (Step.PROXY, None, Via.PROXY),
        (Step.TLS, None, Via.PROXY),
        (Step.HTTP, None, Via.PROXY),
    ]
    assert heads[0].startswith(f"CONNECT {NAME}:443 ".encode())
    assert [one.detail.server_name for one in seen if isinstance(one.detail, TlsDetail)] == [PROXY, NAME]
    assert (seen[1].target.host, seen[1].target.port) == ("127.0.1.1", port)
    assert (seen[3].target.host, seen[3].target.address) == (NAME, None)


def test_what_comes_together_with_the_grant_belongs_to_the_tunnel() -> None:
    def proxy(connection: socket.socket) -> None:
        peers.read_head(connection)
        connection.sendall(GRANTED + PAGE)

    with peers.serve(over_tls(PROXY, proxy)) as port:
        seen = wire().travel(Journey(host=NAME, port=80, proxy=hop(port), http=HttpAsk(url=f"http://{NAME}/", absolute=True)))
    assert [one.failure for one in seen] == [None, None, None, None]


def test_a_certificate_for_another_name_ends_it_before_a_word_is_said() -> None:
    heads: list[bytes] = []
    with peers.serve(over_tls("other.example", lambda connection: heads.append(peers.read_head(connection)))) as port:
        seen = wire().travel(Journey(host=NAME, port=443, proxy=hop(port)))
    assert [one.failure for one in seen] == [None, Failure.CERT_NAME]
    assert heads in ([], [b""])


def test_a_service_that_is_itself_a_proxy_is_asked_in_absolute_form() -> None:
    heads: list[bytes] = []

    def proxy(connection: socket.socket) -> None:
        heads.append(peers.read_head(connection))
        connection.sendall(PAGE)

    with peers.serve(proxy) as port:
        seen = wire().travel(Journey(host="127.0.1.1", port=port, http=HttpAsk(url=f"https://{NAME}/x", absolute=True)))
    assert outline(seen) == [(Step.CONNECT, None, Via.DIRECT), (Step.HTTP, None, Via.DIRECT)]
    assert heads[0].startswith(f"GET https://{NAME}/x HTTP/1.1\r\n".encode())


def test_behind_a_proxy_it_is_asked_inside_the_tunnel() -> None:
    heads: list[bytes] = []

    def proxy(connection: socket.socket) -> None:
        heads.append(peers.read_head(connection))
        connection.sendall(GRANTED)
        heads.append(peers.read_head(connection))
        connection.sendall(PAGE)

    with peers.serve(proxy) as port:
        way = ProxyHop(host="127.0.1.1", port=port)
        seen = wire().travel(Journey(host="service.example", port=8084, proxy=way, http=HttpAsk(url=f"https://{NAME}/", absolute=True)))
    assert [one.failure for one in seen] == [None, None, None]
    assert heads[0].startswith(b"CONNECT service.example:8084 ")
    assert heads[1].startswith(f"GET https://{NAME}/ ".encode())


def test_the_first_byte_has_a_limit_of_its_own() -> None:
    with peers.serve(peers.silent) as port:
        ask = HttpAsk(url=f"http://{NAME}/", patience_s=2.0, first_byte_s=0.3)
        seen = wire().travel(Journey(host="127.0.1.1", port=port, http=ask))
    assert seen[-1].failure is Failure.TIMED_OUT
    assert seen[-1].elapsed_ms < 1500
