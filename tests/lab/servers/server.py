"""The lab's servers: on every address of a namespace, TLS or HTTP or HTTP proxy, as the first bytes and the configuration say.

Run as ``python -m tests.lab.servers.server CONFIG.json``.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.lab.network.ipv6 import ipv4_of
from tests.lab.servers import datagrams
from tests.lab.servers.config import ServerConfig
from tests.lab.servers.hello import Incomplete, alert, is_tls, old_server_hello, server_name
from tests.lab.servers.proxy import serve_proxy
from tests.lab.servers.web import answer_page, read_request

_PATIENCE_S = 30.0
_PEEK = 16384
_BACKLOG = 256
_OPENVPN_FIRST = 0  # the high byte of the length before a short packet; no TLS record and no HTTP request begins with it


class Server:
    """Answers connections; one daemon thread each."""

    def __init__(self, config: ServerConfig) -> None:
        """Load all certificates."""
        self._config = config
        self._hosts_at: dict[str, list[str]] = {}
        for name, addresses in config.zone.items():
            for address in addresses:
                self._hosts_at.setdefault(address, []).append(name)
        self._cut_so_far = [0] * len(config.cuts)
        self._counting = threading.Lock()
        self._contexts = {name: _context(path) for name, path in config.certificates.items()}

    def serve(self, connection: socket.socket) -> None:
        """One connection, from its first byte to its end. What a client does wrong ends it, and no more."""
        with suppress(OSError), connection:
            connection.settimeout(_PATIENCE_S)
            address, port = ipv4_of(connection.getsockname()[0]), connection.getsockname()[1]
            speaks_proxy = [address, port] in self._config.proxies or ["", port] in self._config.proxies
            if speaks_proxy and self._config.proxy["mode"] == "not-a-proxy":
                serve_proxy(connection, self._config)
                return
            first = connection.recv(1, socket.MSG_PEEK)
            if not first:
                return
            name = _peek_name(connection) if is_tls(first) else None
            if self._is_cut(address, port, name):
                _reset(connection)
            elif first[0] == _OPENVPN_FIRST:
                _openvpn(connection)
            elif is_tls(first) and (handshake := self._config.handshakes.get(self._host_for(address, name))):
                _end_handshake(connection, handshake)
            elif is_tls(first):
                with self._context_for(address, name).wrap_socket(connection, server_side=True) as secured:
                    self._speak(secured, proxy=speaks_proxy)
            else:
                self._speak(connection, proxy=speaks_proxy)

    def _speak(self, connection: socket.socket, *, proxy: bool) -> None:
        if proxy:
            serve_proxy(connection, self._config)
            return
        request = read_request(connection)
        if request is not None:
            answer_page(connection, self._config, request)

    def _is_cut(self, address: str, port: int, name: str | None) -> bool:
        for number, cut in enumerate(self._config.cuts):
            hit = (not cut["names"] or name in cut["names"]) and (not cut["addresses"] or address in cut["addresses"])
            if hit and cut["port"] in {None, port}:
                with self._counting:
                    self._cut_so_far[number] += 1
                    if cut["times"] is None or self._cut_so_far[number] <= cut["times"]:
                        return True
        return False

    def _context_for(self, address: str, name: str | None) -> ssl.SSLContext:
        """The certificate of the host that answers."""
        return self._contexts.get(self._host_for(address, name), self._contexts[""])

    def _host_for(self, address: str, name: str | None) -> str:
        """The host of that name where this address serves it, else the first one of the address."""
        served = self._hosts_at.get(address, [])
        return name if name in served else next(iter(served), "")


def _context(path: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def _peek_name(connection: socket.socket) -> str | None:
    """The server name of the ClientHello, without taking it from the socket."""
    size = 0
    try:
        while True:
            data = connection.recv(_PEEK, socket.MSG_PEEK)
            try:
                return server_name(data)
            except Incomplete:
                if len(data) <= size:
                    return None
                size = len(data)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, size + 1)
    finally:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)


def _reset(connection: socket.socket) -> None:
    """Close with RST: linger on, zero seconds (socket(7))."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _end_handshake(connection: socket.socket, handshake: dict[str, Any]) -> None:
    """Read the ClientHello, answer as told, and wait for the client to go away."""
    connection.recv(_PEEK)
    if handshake["how"] == "alert":
        connection.sendall(alert(handshake["alert"]))
        return
    if handshake["how"] == "old-version":
        connection.sendall(old_server_hello())
    while connection.recv(_PEEK):
        pass


def _openvpn(connection: socket.socket) -> None:
    packet = connection.recv(_PEEK)
    answer = datagrams.openvpn_reset(packet[2:]) if len(packet) > 2 else None
    if answer:
        connection.sendall(len(answer).to_bytes(2, "big") + answer)
        connection.recv(1)


def _listen(server: Server, port: int, address: str = "") -> None:
    """At one IPv4 address, or at all of both families."""
    if address:
        listener = socket.create_server((address, port), backlog=_BACKLOG)
    else:
        listener = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=_BACKLOG)

    def accept() -> None:
        while True:
            connection, _peer = listener.accept()
            threading.Thread(target=server.serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()


def main(arguments: list[str]) -> None:
    """Listen, say so, and serve until killed."""
    config = ServerConfig(**json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    server = Server(config)
    for port in config.tcp_ports:
        _listen(server, port)
    for address, port in config.listening:
        _listen(server, port, address)
    for port in config.udp_ports:
        threading.Thread(target=datagrams.serve, args=(port,), daemon=True).start()
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1:])
