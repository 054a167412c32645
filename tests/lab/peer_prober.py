"""What the laptop sees of the real programs' protocols, in the way of :mod:`tests.lab.prober`: a word a step, nothing of wssdiag.

Run on the laptop as ``python tests/lab/peer_prober.py STEP...``. Steps: ``proxy:PROXY:PORT:HOST:PORT[:USER:PASSWORD]`` (CONNECT),
``dot:SERVER:SERVER_NAME:HOST``, ``ike:HOST:PORT``, ``quic:HOST``.
"""

from __future__ import annotations

import asyncio  # noqa: TID251 - aioquic knows no other way, and this is a process of its own
import base64
import errno
import os
import socket
import ssl
import struct
import sys
from typing import TYPE_CHECKING

from aioquic.asyncio.client import connect
from aioquic.quic.configuration import QuicConfiguration

if TYPE_CHECKING:
    from collections.abc import Callable

_LIMIT_S = 4.0

_IKE_HEADER = 28
_NAT_PORT = 4500  # RFC 3948: IKE begins with four zero bytes there
_NOTIFY = 41
_NOTICES = {14: "NO_PROPOSAL_CHOSEN", 17: "INVALID_KE_PAYLOAD"}


def _word(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"verify{error.verify_code}"
    return errno.errorcode.get(error.errno or 0, repr(error))


def _proxy(proxy: str, port: str, host: str, target_port: str, *who: str) -> str:
    """The status of the answer to CONNECT and the scheme that it offers."""
    token = base64.b64encode(":".join(who).encode()).decode()
    more = f"Proxy-Authorization: Basic {token}\r\n" if who else ""
    with socket.create_connection((proxy, int(port)), _LIMIT_S) as plain:
        plain.sendall(f"CONNECT {host}:{target_port} HTTP/1.1\r\nHost: {host}:{target_port}\r\n{more}\r\n".encode())
        lines = plain.recv(8192).decode(errors="replace").split("\r\n")
    offers = [line.split()[1] for line in lines if line.lower().startswith("proxy-authenticate:")]
    return " ".join([lines[0].split()[1], *offers])


def _dot(server: str, server_name: str, host: str) -> str:
    """The last address of the answer (RFC 7858; RFC 1035 section 4), the server judged by the system's store."""
    name = b"".join(bytes([len(label)]) + label.encode() for label in host.split(".")) + b"\0"
    question = os.urandom(2) + b"\x01\0\0\x01\0\0\0\0\0\0" + name + b"\0\x01\0\x01"
    with (
        socket.create_connection((server, 853), _LIMIT_S) as plain,
        ssl.create_default_context().wrap_socket(plain, server_hostname=server_name) as secured,
    ):
        secured.sendall(len(question).to_bytes(2, "big") + question)
        answer = secured.recv(4096)
    return socket.inet_ntoa(answer[-4:]) if int.from_bytes(answer[8:10], "big") else f"code{answer[5] & 15}"


def _initial() -> bytes:
    """IKE_SA_INIT (RFC 7296): AES-CBC-256, HMAC-SHA256 twice, group 14."""
    transforms = [(3, 1, 12, b"\x80\x0e\x01\x00"), (3, 2, 5, b""), (3, 3, 12, b""), (0, 4, 14, b"")]
    rows = b"".join(struct.pack("!BBHBBH", more, 0, 8 + len(key), kind, 0, number) + key for more, kind, number, key in transforms)
    proposal = struct.pack("!BBHBBBB", 0, 0, 8 + len(rows), 1, 1, 0, len(transforms)) + rows
    payloads = [(34, proposal), (40, struct.pack("!HH", 14, 0) + os.urandom(256)), (0, os.urandom(32))]
    body = b"".join(struct.pack("!BBH", after, 0, 4 + len(content)) + content for after, content in payloads)
    return os.urandom(8) + bytes(8) + struct.pack("!BBBBII", 33, 0x20, 34, 0x08, 0, _IKE_HEADER + len(body)) + body


def _ike(host: str, port: str) -> str:
    marker = bytes(4) if int(port) == _NAT_PORT else b""
    packet = _initial()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain:
        plain.settimeout(_LIMIT_S / 4)
        plain.connect((host, int(port)))
        plain.send(marker + packet)
        answer = plain.recv(4096)
    if not answer.startswith(marker + packet[:8]):
        return "another answer"
    message = answer[len(marker) :]
    if message[16] != _NOTIFY:
        return f"payload {message[16]}"
    number = int.from_bytes(message[_IKE_HEADER + 6 : _IKE_HEADER + 8], "big")
    return _NOTICES.get(number, f"notify {number}")


def _quic(host: str) -> str:
    async def ask() -> str:
        bundle = ssl.get_default_verify_paths().capath or ""
        configuration = QuicConfiguration(alpn_protocols=["h3"], cafile=f"{bundle}/ca-certificates.crt", idle_timeout=_LIMIT_S / 4)
        async with connect(host, 443, configuration=configuration) as connection:
            await connection.ping()
        return "h3"

    try:
        return asyncio.run(ask())
    except ConnectionError:
        return "no handshake"


def step(text: str) -> str:
    """What one step sees."""
    kind, *rest = text.split(":")
    steps: dict[str, Callable[..., str]] = {"proxy": _proxy, "dot": _dot, "ike": _ike, "quic": _quic}
    try:
        return steps[kind](*rest)
    except OSError as error:
        return _word(error)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(step(argument), flush=True)
