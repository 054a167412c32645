"""Completes QUIC handshakes (RFC 9001) by aioquic, and says nothing more. Run as ``python -m tests.lab.servers.quic PORT PEM``."""

from __future__ import annotations

import asyncio  # noqa: TID251 - aioquic knows no other way, and this is a process of its own
import sys
from pathlib import Path

from aioquic.asyncio.server import serve
from aioquic.quic.configuration import QuicConfiguration
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate


async def listen(port: int, content: bytes) -> None:
    """Serve on every IPv4 address until the process ends; ``content`` holds certificate and key as PEM."""
    configuration = QuicConfiguration(is_client=False, alpn_protocols=["h3"])
    configuration.certificate = load_pem_x509_certificate(content)
    configuration.private_key = load_pem_private_key(content, None)  # aioquic's own reader wants the two in a form of its own
    await serve("0.0.0.0", port, configuration=configuration)  # type: ignore[no-untyped-call, unused-ignore]
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(listen(int(sys.argv[1]), Path(sys.argv[2]).read_bytes()))
