"""Made-up certificate authorities and TLS peers on loopback."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.servers.tcp import silent
from wssdiag.probes.judge import Judge, Judges, openssl_context, openssl_judge

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    import trustme

#: Begin and end of a certificate's validity.
Period = tuple[datetime, datetime]

NOW = datetime.now(UTC)
EXPIRED = (NOW - timedelta(days=20), NOW - timedelta(days=10))
NOT_YET_VALID = (NOW + timedelta(days=10), NOW + timedelta(days=20))
CURRENT = (NOW - timedelta(days=1), NOW + timedelta(days=30))


def server_context(leaf: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    return context


def leaf(authority: trustme.CA, *names: str, period: Period = CURRENT) -> trustme.LeafCert:
    return authority.issue_cert(*names, not_before=period[0], not_after=period[1])


def chain_of(certificate: trustme.LeafCert) -> tuple[bytes, ...]:
    return tuple(ssl.PEM_cert_to_DER_cert(blob.bytes().decode("ascii")) for blob in certificate.cert_chain_pems)


def trusting(authority: trustme.CA) -> Judge:
    context = openssl_context()
    authority.configure_trust(context)
    return openssl_judge(context)


def trusting_nobody() -> Judge:
    return openssl_judge(openssl_context())


def judges_of(authority: trustme.CA) -> Judges:
    """This computer trusts the authority, Mozilla does not."""
    return Judges(system=trusting(authority), mozilla=trusting_nobody())


def over_tls(context: ssl.SSLContext, handle: Callable[[socket.socket], None] = silent) -> Callable[[socket.socket], None]:
    """A handler that speaks TLS first. What fails in the handshake ends the connection."""

    def secured(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as tls:
            handle(tls)

    return secured
