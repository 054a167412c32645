"""Small servers on loopback for one answer each. They live as long as their ``with`` block; every wait is bounded."""

from __future__ import annotations

import contextlib
import socket
import ssl
import tempfile
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOOPBACK = "127.0.0.1"

#: The name that the self-test's servers answer for. Reserved (RFC 6761): no resolver outside can be meant.
NAME = "wssdiag-self-test.invalid"

#: A computer reaches itself at once, or not at all.
_REACH_S = 3.0

#: Longer than any exchange on loopback; a server that nobody asks ends by itself.
_LIMIT_S = 10.0

_READ_BYTES = 65536


@contextlib.contextmanager
def tcp_server(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A TCP server that gives each connection to ``answer``; yields its port."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        listener.settimeout(_LIMIT_S)
        threading.Thread(target=_accept, args=(listener, answer), daemon=True).start()
        yield listener.getsockname()[1]


def reach_loopback() -> None:
    """Connect to a server on loopback; ``OSError`` where this computer does not reach itself."""
    with tcp_server(lambda _connection: None) as port, socket.create_connection((LOOPBACK, port), _REACH_S):
        pass


@contextlib.contextmanager
def closed_port() -> Iterator[int]:
    """A port at which nobody listens, and which nobody else can take meanwhile."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as holder:
        holder.bind((LOOPBACK, 0))
        yield holder.getsockname()[1]


@contextlib.contextmanager
def udp_server(answer: Callable[[bytes], bytes]) -> Iterator[int]:
    """A UDP server that answers each datagram, or says nothing where the answer is empty; yields its port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind((LOOPBACK, 0))
        listener.settimeout(_LIMIT_S)
        threading.Thread(target=_receive, args=(listener, answer), daemon=True).start()
        yield listener.getsockname()[1]


def http_page(connection: socket.socket) -> None:
    """Read a request, answer 200 with a short page."""
    connection.recv(_READ_BYTES)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nself-test")


def proxy_refusal(connection: socket.socket) -> None:
    """Read a CONNECT, ask for credentials."""
    connection.recv(_READ_BYTES)
    head = b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="self-test"\r\n'
    connection.sendall(head + b"Content-Length: 0\r\n\r\n")


def over_tls(answer: Callable[[socket.socket], None]) -> Callable[[socket.socket], None]:
    """The same answer behind a certificate made on the spot, which nobody trusts."""
    context = _context()

    def secured(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as inner:
            answer(inner)

    return secured


def _context() -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - timedelta(days=1), now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:  # ssl reads certificates from files alone
        file = Path(folder, "self-test.pem")
        file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
        context.load_cert_chain(file)
    return context


def _accept(listener: socket.socket, answer: Callable[[socket.socket], None]) -> None:
    with contextlib.suppress(OSError):  # the end of the with block closes the listener
        while True:
            connection, _address = listener.accept()
            threading.Thread(target=_serve, args=(connection, answer), daemon=True).start()


def _serve(connection: socket.socket, answer: Callable[[socket.socket], None]) -> None:
    connection.settimeout(_LIMIT_S)
    with contextlib.suppress(OSError), connection:
        answer(connection)


def _receive(listener: socket.socket, answer: Callable[[bytes], bytes]) -> None:
    with contextlib.suppress(OSError):
        while True:
            data, sender = listener.recvfrom(_READ_BYTES)
            if said := answer(data):
                listener.sendto(said, sender)
