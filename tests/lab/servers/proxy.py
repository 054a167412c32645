"""An HTTP proxy: CONNECT by name with a relay, and GET in absolute form answered from the lab's own pages."""

from __future__ import annotations

import select
import socket
from typing import TYPE_CHECKING, Any

from tests.lab.servers.web import answer_page, read_request, write_page

if TYPE_CHECKING:
    from tests.lab.servers.config import ServerConfig
    from tests.lab.servers.web import Request

_CONNECT_LIMIT_S = 3.0
_IDLE_LIMIT_S = 30.0
_CHUNK = 65536
_BANNER = b"220 mail.office.example ESMTP ready\r\n"


def serve_proxy(connection: socket.socket, config: ServerConfig) -> None:
    """One connection of a client, in the configured mode."""
    mode = config.proxy["mode"]
    if mode == "not-a-proxy":
        connection.sendall(_BANNER)
        connection.recv(_CHUNK)
        connection.sendall(b"500 5.5.1 Command unrecognized\r\n")
        return
    request = read_request(connection)
    if request is None:
        return
    if mode == "silent":
        connection.recv(1)
    elif mode == "auth":
        headers = {"Proxy-Authenticate": list(config.proxy["schemes"])}
        write_page(connection, {"status": 407, "body": "credentials wanted", "headers": headers})
    elif mode == "status":
        write_page(connection, {"status": config.proxy["status"], "body": config.proxy["body"], "headers": {}})
    elif request.method == "CONNECT":
        _connect(connection, config, request)
    elif "://" in request.target:
        answer_page(connection, config, request)
    else:
        write_page(connection, {"status": 400, "body": "this is a proxy", "headers": {}})


def _error(status: int, body: str) -> dict[str, Any]:
    return {"status": status, "body": body, "headers": {"Content-Type": "text/plain"}}


def _connect(client: socket.socket, config: ServerConfig, request: Request) -> None:
    host, _, port = request.target.rpartition(":")
    host = host.strip("[]").lower()
    addresses = config.zone.get(host, [host] if host.replace(".", "").isdigit() else [])
    if not addresses or not port.isdigit():
        write_page(client, _error(502, "no such host"))
        return
    try:
        server = socket.create_connection((addresses[0], int(port)), _CONNECT_LIMIT_S)
    except TimeoutError:
        write_page(client, _error(504, "no answer"))
        return
    except OSError:
        write_page(client, _error(502, "cannot connect"))
        return
    with server:
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        _relay(client, server)


def _relay(client: socket.socket, server: socket.socket) -> None:
    """Both directions until one side ends. A TLS client may hold decrypted bytes that ``select`` does not see."""
    others = {client: server, server: client}
    while True:
        pending = getattr(client, "pending", int)()
        readable = [client] if pending else select.select([client, server], [], [], _IDLE_LIMIT_S)[0]
        if not readable:
            return
        for side in readable:
            data = side.recv(_CHUNK)
            if not data:
                return
            others[side].sendall(data)
