"""One verb: a TLS handshake over a connection that is open. The chain is captured unverified, then judged; the connection stays usable.

Never sends a client certificate, and never lets a chain that does not hold end the handshake: what the peer presents is the evidence.
"""

from __future__ import annotations

import functools
import ssl
import sys
from typing import TYPE_CHECKING

from wssdiag.model.failure import Failure
from wssdiag.model.observation import TlsDetail
from wssdiag.probes.background import run_within
from wssdiag.probes.certificates import read_certificate
from wssdiag.probes.deadline import LimitReachedError
from wssdiag.probes.errors import name_number, number_of, socket_failure
from wssdiag.probes.judge import COMPUTING, leaf_code
from wssdiag.probes.stream import RECEIVE_BYTES
from wssdiag.probes.tls_errors import handshake_failure
from wssdiag.probes.verify_codes import GOOD, failure_of_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.probes.deadline import Deadline
    from wssdiag.probes.judge import Judge, Judges
    from wssdiag.probes.network import TlsAsk
    from wssdiag.probes.stream import Stream

#: Public chains have two to four; a longer one is shown in part.
MOST_CERTIFICATES = 10

#: Enough of what came first to see alerts and what it is, if it is not TLS.
_HEAD_BYTES = 1024


@functools.cache
def _capturing_context() -> ssl.SSLContext:
    """Accepts any chain. One for all: to make one takes as long as a handshake, and it never changes."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class TlsStream:
    """TLS over a :class:`~wssdiag.probes.stream.Stream`, which may be TLS itself; with the same sends and receives."""

    def __init__(self, under: Stream, server_name: str | None) -> None:
        """Prepare a client that accepts any chain. Raises ``ValueError`` or ``TypeError`` for a name that no certificate can hold."""
        self._under = under
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = _capturing_context().wrap_bio(self._incoming, self._outgoing, server_hostname=server_name)
        self.head = b""
        self.received_bytes = 0
        self._unread = b""

    def handshake(self, deadline: Deadline) -> None:
        """Do it. Raises ``ssl.SSLError`` (``SSLEOFError`` at an end), ``OSError`` of the socket, and as the deadline does."""
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                self._flush(deadline)
                self._fill(deadline)
            else:
                self._flush(deadline)
                return

    def chain(self) -> tuple[bytes, ...]:
        """The certificates that the peer sent, DER, leaf first. To be read right after the handshake."""
        if sys.version_info >= (3, 13):
            return tuple(self._tls.get_unverified_chain())
        certificates = self._tls._sslobj.get_unverified_chain()  # type: ignore[attr-defined]  # noqa: SLF001 - no public door before 3.13
        return tuple(ssl.PEM_cert_to_DER_cert(certificate.public_bytes()) for certificate in certificates or ())

    def version(self) -> str | None:
        """The version that was agreed on: ``"TLSv1.3"``."""
        return self._tls.version()

    def send(self, data: bytes, deadline: Deadline) -> None:
        """Send all of it. Raises ``OSError`` (``ssl.SSLError`` is one), and as the deadline does."""
        self._tls.write(data)
        self._flush(deadline)

    def receive(self, deadline: Deadline) -> bytes:
        """The next bytes, ``b""`` at the end (with or without a close_notify, as browsers take it). Raises as :meth:`send` does."""
        if self._unread:
            data, self._unread = self._unread, b""
            return data
        while True:
            try:
                return self._tls.read(RECEIVE_BYTES)
            except ssl.SSLWantReadError:
                self._flush(deadline)
                self._fill(deadline)
            except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
                return b""

    def unread(self, data: bytes) -> None:
        """Put back what was received too early, in front of the rest."""
        self._unread = data + self._unread

    def _flush(self, deadline: Deadline) -> None:
        if self._outgoing.pending:
            self._under.send(self._outgoing.read(), deadline)

    def _fill(self, deadline: Deadline) -> None:
        data = self._under.receive(deadline)
        self.received_bytes += len(data)
        self.head = (self.head + data)[:_HEAD_BYTES]
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()


def handshake(under: Stream, ask: TlsAsk, judges: Judges, deadline: Deadline) -> tuple[Failure | None, TlsDetail, TlsStream | None]:
    """The failure, what was seen, and the stream where the handshake was done, whatever its chain is. Raises ``CancelledError`` alone."""
    try:
        stream = TlsStream(under, ask.server_name)
    except (ValueError, TypeError) as error:  # TypeError for a null character
        return Failure.UNKNOWN, TlsDetail(server_name=ask.server_name, error=name_number(error)), None
    try:
        stream.handshake(deadline)
    except LimitReachedError as error:
        received = stream.received_bytes
        return Failure.TIMED_OUT, TlsDetail(server_name=ask.server_name, received_bytes=received, error=_with_size(error, stream)), None
    except OSError as error:
        failure, alert = _broken(error, stream)
        return failure, TlsDetail(server_name=ask.server_name, alert=alert, error=_with_size(error, stream)), None
    return *_judged(stream, ask, judges, deadline), stream


def _broken(error: OSError, stream: TlsStream) -> tuple[Failure, int | None]:
    if isinstance(error, ssl.SSLEOFError):
        return Failure.TLS_EOF, None
    if isinstance(error, ssl.SSLError):
        return handshake_failure(error, stream.head)
    return socket_failure(number_of(error)), None


def _with_size(error: Exception, stream: TlsStream) -> str:
    """The error, and how much had come: none at all, or a part after which a path lost the large packets."""
    return f"{name_number(error)}, {stream.received_bytes} bytes received"


def _judged(stream: TlsStream, ask: TlsAsk, judges: Judges, deadline: Deadline) -> tuple[Failure | None, TlsDetail]:
    chain = stream.chain()
    system = _opinion(judges.system, chain, ask.server_name, deadline)
    mozilla = judges.mozilla(chain, ask.server_name)
    holds = system == GOOD
    with COMPUTING:
        certificates = tuple(read_certificate(der) for der in chain[:MOST_CERTIFICATES])
    detail = TlsDetail(
        server_name=ask.server_name,
        version=stream.version(),
        chain=certificates,
        system_code=system,
        mozilla_code=mozilla,
        leaf_code=None if holds else leaf_code(chain, ask.server_name),
    )
    if not ask.judged:
        return None, detail
    if system is None:  # the system's verifier had no opinion in time
        return (None if mozilla == GOOD else Failure.UNKNOWN), detail
    return failure_of_code(system), detail


def _opinion(judge: Judge, chain: Sequence[bytes], name: str | None, deadline: Deadline) -> int | None:
    try:
        return run_within(deadline, lambda: judge(chain, name))
    except LimitReachedError:
        return None
