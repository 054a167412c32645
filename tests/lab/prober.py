"""A second pair of eyes: what the laptop sees, by the standard library alone, so that a fault is proven without the program under test.

Run on the laptop as ``python tests/lab/prober.py STEP...``; prints one word a step. Steps: ``name:HOST``, ``tcp:HOST:PORT``,
``tls:HOST:PORT[:SERVER_NAME]`` (by the system's store), ``mozilla:HOST:PORT``, ``get:URL``, ``connect:PROXY:PORT:HOST:PORT``,
``links``, ``route``, ``ldap:HOST:PORT``, ``openvpn:HOST:PORT:udp|tcp``, ``page:URL`` (status, type, size or how it ended),
``ask:SERVER:NAME:A|AAAA``, ``udp:HOST:PORT``, ``clock:HOST`` (minutes that this clock is ahead), ``timers``, ``names:HOST`` (both
families), ``name6:HOST``, ``tcp6:HOST:PORT``, ``trip:HOST:PORT`` (how long it takes to connect), ``big:HOST`` (a long request by HTTP),
``mss:HOST:PORT:BYTES`` (TLS with a lowered segment size), ``echo:ADDRESS``, ``out:ADDRESS`` (the interface of the route).
"""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

_LIMIT_S = 2.0

#: No answer of the lab takes so long unless it was told to.
_LATE_S = 0.35

#: A wait that is long enough to see.
_WAIT_S = 0.1

#: The monotonic clock stands while the machine sleeps and its uptime goes on: far less than any shift of a clock in the lab.
_SLEPT_S = 120.0
_MOST_BYTES = 4 * 1024 * 1024

#: Three packets at least, whatever the MTU.
_BIG_BYTES = 4000


def _name(host: str, family: int = socket.AF_INET) -> str:
    try:
        return ",".join(sorted({str(row[4][0]) for row in socket.getaddrinfo(host, None, family, socket.SOCK_STREAM)}))
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
            return _handshake(context, plain, name or host)
    except OSError as error:
        return _number(error)


def _handshake(context: ssl.SSLContext, plain: socket.socket, name: str) -> str:
    plain.settimeout(_LIMIT_S)
    with context.wrap_socket(plain, server_hostname=name) as secured:
        return secured.version() or "none"


def _with_mss(host: str, port: str, size: str) -> str:
    """A handshake with a lowered maximum segment size (tcp(7)), which both sides keep to."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
    try:
        with socket.socket(family, kind, protocol) as plain:
            plain.settimeout(_LIMIT_S)
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, int(size))
            plain.connect(address)
            return _handshake(ssl.create_default_context(), plain, host)
    except OSError as error:
        return _number(error)


def _big(host: str) -> str:
    """A page that is asked for with a request that no single packet holds."""
    connection = http.client.HTTPConnection(host, timeout=_LIMIT_S)
    try:
        connection.request("GET", "/", headers={"X-Padding": "x" * _BIG_BYTES})
        return str(connection.getresponse().status)
    except OSError as error:
        return _number(error)


def _trip(host: str, port: str) -> str:
    """How long a connection takes to open: what a round trip takes, to the next 100 ms."""
    address = str(socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0][4][0])
    began = time.monotonic()
    try:
        socket.create_connection((address, int(port)), _LIMIT_S).close()
    except OSError as error:
        return _number(error)
    return f"{round((time.monotonic() - began) * 10) * 100} ms"


def _echo(host: str, size: str = "32") -> str:
    """Whether an echo request of a whole packet of that size comes back (RFC 792), by IPv4."""
    body = b"lab!" * ((int(size) - 24) // 4)  # the first of them in the place of identifier and sequence
    total = 0x0800 + sum(int.from_bytes(body[at : at + 2], "big") for at in range(0, len(body), 2))
    checksum = ~(total % 0xFFFF) & 0xFFFF
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as raw:
        raw.settimeout(_LATE_S)
        try:
            raw.sendto(b"\x08\0" + checksum.to_bytes(2, "big") + body, (host, 0))
            return "answered" if raw.recv(2048)[20:21] == b"\0" else "error"
        except OSError as error:
            return _number(error)


def _out(address: str) -> str:
    """The interface that the kernel sends by, without sending."""
    done = subprocess.run(["ip", "route", "get", address], capture_output=True, text=True, check=False)
    return done.stdout.partition(" dev ")[2].partition(" ")[0] or "none"


def _by(interface: str, host: str) -> str:
    """The first line of the answer to a plain request that goes by one interface, whatever the routes say (socket(7), SO_BINDTODEVICE)."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as plain:
            plain.settimeout(_LIMIT_S)
            plain.setsockopt(socket.SOL_SOCKET, 25, interface.encode() + b"\0")
            plain.connect((socket.gethostbyname(host), 80))
            plain.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            return plain.recv(200).partition(b"\r\n")[0].decode()
    except OSError as error:
        return _number(error)


def _get(url: str) -> str:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_LIMIT_S)
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


#: RFC 4511 by hand: an anonymous bind (id 1), and a search for the root entry (id 2).
_LDAP_BIND = bytes.fromhex("300c020101600702010304008000")
_LDAP_SEARCH = bytes.fromhex("3025020102632004000a01000a0100020100020100010100870b") + b"objectClass\x30\x00"


def _ldap(host: str, port: str) -> str:
    try:
        with socket.create_connection((host, int(port)), _LIMIT_S) as plain:
            plain.settimeout(_LIMIT_S)
            plain.sendall(_LDAP_BIND)
            bound = plain.recv(4096)
            plain.sendall(_LDAP_SEARCH)
            found = plain.recv(4096)
    except OSError as error:
        return _number(error)
    values = [found.partition(name)[2] for name in (b"dnsHostName", b"defaultNamingContext")]
    return f"bind{bound[9]} {' '.join(value[4 : 4 + value[3]].decode() for value in values)}"


def _openvpn(host: str, port: str, transport: str) -> str:
    """P_CONTROL_HARD_RESET_CLIENT_V2, and whether a server's reset that names this session comes back."""
    kind = socket.SOCK_DGRAM if transport == "udp" else socket.SOCK_STREAM
    packet = b"\x38SESSION8\x00\x00\x00\x00\x00"
    try:
        with socket.socket(socket.getaddrinfo(host, int(port))[0][0], kind) as plain:
            plain.settimeout(_LIMIT_S)
            plain.connect((host, int(port)))
            plain.sendall(packet if transport == "udp" else len(packet).to_bytes(2, "big") + packet)
            answer = plain.recv(200)
    except OSError as error:
        return _number(error)
    reset = answer if transport == "udp" else answer[2:]
    return "answers" if reset[:1] == b"\x40" and b"SESSION8" in reset else answer.hex()


def _page(url: str) -> str:
    """Status, type and size of one page, redirects not followed; how it ended where it did not end well. Reads no more than 4 MiB."""
    opener = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))
    start = time.monotonic()
    try:
        with opener.open(url, timeout=_LIMIT_S) as response:
            size = 0
            while (chunk := response.read1(65536)) and size <= _MOST_BYTES:
                size += len(chunk)
            took = int(time.monotonic() - start)
            slow = f"after {took} s: " if took > _LIMIT_S else ""
            return f"{slow}{response.status} {response.headers['Content-Type']} {'endless' if size > _MOST_BYTES else size}"
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.headers['Location'] or error.headers['Content-Type']}"
    except urllib.error.URLError as error:
        return _number(error.reason) if isinstance(error.reason, OSError) else str(error.reason)
    except OSError as error:
        return _number(error)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _ask(server: str, name: str, kind: str) -> str:
    """One DNS question by UDP (RFC 1035 section 4.1): the code of the answer, how many records it has, and what is odd about it."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    question = b"ab\x01\0\0\x01\0\0\0\0\0\0" + labels + b"\0" + bytes([0, {"A": 1, "AAAA": 28}[kind], 0, 1])
    began = time.monotonic()
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain:
            plain.settimeout(_LIMIT_S)
            plain.connect((server, 53))
            plain.send(question)
            answer = plain.recv(2048)
    except OSError as error:
        return _number(error)
    odd = (" truncated" if answer[2] & 2 else "") + (" late" if time.monotonic() - began > _LATE_S else "")
    return f"{answer[3] & 15} {int.from_bytes(answer[6:8], 'big')}{odd}"


def _udp(host: str, port: str) -> str:
    """A QUIC packet of a version that nobody speaks: whoever speaks QUIC answers with those that it does (RFC 9000 section 6)."""
    hello = b"\xc0\x1a\x2a\x3a\x4a" + b"\x08DESTCID8" + b"\x08SOURCE08"
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain:
            plain.settimeout(_LIMIT_S)
            plain.connect((host, int(port)))
            plain.send(hello.ljust(1200, b"\0"))
            return "answered" if plain.recv(2048) else "empty"
    except OSError as error:
        return _number(error)


def _clock(host: str) -> str:
    """By how many minutes this clock is ahead of a host's."""
    connection = http.client.HTTPConnection(host, timeout=_LIMIT_S)
    connection.request("GET", "/")
    there = parsedate_to_datetime(connection.getresponse().getheader("Date") or "")
    return f"{round((datetime.now(UTC) - there).total_seconds() / 60):+d}"


def _timers() -> str:
    """Whether a wait by the monotonic clock takes as long as it should, and that clock agrees with the kernel's own."""
    began = time.monotonic()
    threading.Event().wait(_WAIT_S / 2)
    time.sleep(_WAIT_S / 2)
    waited = time.monotonic() - began
    up = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    return "steady" if _WAIT_S <= waited < _LIMIT_S and abs(time.monotonic() - up) < _SLEPT_S else f"{waited} {time.monotonic()} {up}"


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
        "timers": _timers,
        "ask": lambda: _ask(*rest.split(":")),
        "udp": lambda: _udp(*rest.split(":")),
        "clock": lambda: _clock(rest),
        "route": _route,
        "name": lambda: _name(rest),
        "tcp": lambda: _tcp(*rest.split(":")),
        "tcp6": lambda: _tcp(_name(rest.partition(":")[0], socket.AF_INET6), rest.partition(":")[2]),
        "trip": lambda: _trip(*rest.split(":")),
        "echo": lambda: _echo(*rest.split(":")),
        "by": lambda: _by(*rest.split(":")),
        "out": lambda: _out(rest),
        "names": lambda: _name(rest, socket.AF_UNSPEC),
        "name6": lambda: _name(rest, socket.AF_INET6),
        "big": lambda: _big(rest),
        "mss": lambda: _with_mss(*rest.split(":")),
        "tls": lambda: _tls(ssl.create_default_context(), *rest.split(":")),
        "mozilla": lambda: _tls(_mozilla(), *rest.split(":")),
        "get": lambda: _get(rest),
        "connect": lambda: _connect(*rest.split(":")),
        "ldap": lambda: _ldap(*rest.split(":")),
        "openvpn": lambda: _openvpn(*rest.split(":")),
        "page": lambda: _page(rest),
    }
    return steps[kind]()


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(step(argument), flush=True)
