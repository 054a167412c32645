"""A second pair of eyes: what the laptop sees, by the standard library alone, so that a fault is proven without the program under test.

Run on the laptop as ``python tests/lab/prober.py STEP...``; prints one word a step. Steps: ``name:HOST``, ``tcp:HOST:PORT``,
``tls:HOST:PORT[:SERVER_NAME]`` (by the system's store), ``mozilla:HOST:PORT``, ``get:URL``, ``connect:PROXY:PORT:HOST:PORT``,
``links``, ``route``.
"""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

_LIMIT_S = 2.0


def _name(host: str) -> str:
    try:
        return ",".join(sorted({str(row[4][0]) for row in socket.getaddrinfo(host, None, socket.AF_INET, socket.SOCK_STREAM)}))
    except socket.gaierror as error:
        names = {
            socket.EAI_NONAME: "EAI_NONAME",
            socket.EAI_AGAIN: "EAI_AGAIN",
            socket.EAI_FAIL: "EAI_FAIL",
            socket.EAI_NODATA: "EAI_NODATA",
        }
        return names.get(error.errno or 0, str(error.errno))


def _number(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"verify{error.verify_code}"
    if isinstance(error, ssl.SSLError):
        return f"ssl:{error.reason}"
    return errno.errorcode.get(error.errno or 0, repr(error))


def _tcp(host: str, port: str) -> str:
    try:
        with socket.create_connection((host, int(port)), _LIMIT_S):
            return "open"
    except OSError as error:
        return _number(error)


def _tls(context: ssl.SSLContext, host: str, port: str, name: str = "") -> str:
    try:
        with socket.create_connection((host, int(port)), _LIMIT_S) as plain:
            plain.settimeout(_LIMIT_S)
            with context.wrap_socket(plain, server_hostname=name or host) as secured:
                return secured.version() or "none"
    except OSError as error:
        return _number(error)


def _get(url: str) -> str:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=_LIMIT_S)
    try:
        connection.request("GET", parts.path or "/")
        response = connection.getresponse()
        body = response.read()
    except OSError as error:
        return _number(error)
    except http.client.HTTPException as error:
        return type(error).__name__
    return f"{response.status} {response.getheader('Location') or ''} {response.getheader('Date')} {body[:40].decode(errors='replace')}"


def _connect(proxy: str, port: str, host: str, target_port: str) -> str:
    try:
        with socket.create_connection((proxy, int(port)), _LIMIT_S) as plain:
            plain.settimeout(_LIMIT_S)
            plain.sendall(f"CONNECT {host}:{target_port} HTTP/1.1\r\nHost: {host}:{target_port}\r\n\r\n".encode())
            return plain.recv(200).split(b"\r\n")[0].decode(errors="replace")
    except OSError as error:
        return _number(error)


def _links() -> str:
    rows = [f"{path.name}={(path / 'operstate').read_text().strip()}" for path in sorted(Path("/sys/class/net").iterdir())]
    return " ".join(row for row in rows if not row.startswith("lo="))


def _mozilla() -> ssl.SSLContext:
    import certifi  # noqa: PLC0415 - the other steps need nothing beside the standard library

    return ssl.create_default_context(cafile=certifi.where())


def _route() -> str:
    rows = Path("/proc/net/route").read_text(encoding="ascii").splitlines()[1:]
    return "default" if any(row.split()[1] == "00000000" for row in rows) else "none"


def step(text: str) -> str:
    """What one step sees."""
    kind, _, rest = text.partition(":")
    steps: dict[str, Callable[[], str]] = {
        "links": _links,
        "route": _route,
        "name": lambda: _name(rest),
        "tcp": lambda: _tcp(*rest.split(":")),
        "tls": lambda: _tls(ssl.create_default_context(), *rest.split(":")),
        "mozilla": lambda: _tls(_mozilla(), *rest.split(":")),
        "get": lambda: _get(rest),
        "connect": lambda: _connect(*rest.split(":")),
    }
    return steps[kind]()


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(step(argument), flush=True)
