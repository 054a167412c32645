"""Owns the meaning of a failed handshake: alert, no common version, not TLS. Told by OpenSSL's symbols and the bytes, never by text."""

from __future__ import annotations

import ssl

from wssdiag.model.failure import Failure
from wssdiag.probes.errors import tls_reason

#: What OpenSSL puts before the name of an alert that it received (sslerr.h).
_ALERT_PREFIXES = ("SSLV3_ALERT_", "TLSV1_ALERT_", "TLSV13_ALERT_", "TLSV1_", "TLSV13_")

#: Alerts by which a peer says that it speaks no version that we offer: protocol_version, inappropriate_fallback (RFC 8446 section 6).
_VERSION_ALERTS = frozenset({70, 86})

#: OpenSSL's own verdict that the peer chose a version that we do not speak.
_VERSION_REASONS = frozenset(
    {"UNSUPPORTED_PROTOCOL", "VERSION_TOO_LOW", "WRONG_SSL_VERSION", "NO_PROTOCOLS_AVAILABLE", "BAD_PROTOCOL_VERSION_NUMBER"}
)

#: Refusals of ours: the peer spoke TLS, with parameters too weak to accept. Nothing in the closed list says so.
_WEAK_REASONS = frozenset(
    {"DH_KEY_TOO_SMALL", "EE_KEY_TOO_SMALL", "CA_KEY_TOO_SMALL", "CA_MD_TOO_WEAK", "UNSAFE_LEGACY_RENEGOTIATION_DISABLED"}
)

_ALERT_RECORD = 21
_RECORD_TYPES = frozenset({20, 21, 22, 23})
_MAJOR_VERSION = 3
_RECORD_HEADER = 5


def looks_like_tls(data: bytes) -> bool:
    """Whether the first bytes of an answer can begin a TLS record (RFC 8446 section 5.1)."""
    return not data or (data[0] in _RECORD_TYPES and (len(data) == 1 or data[1] == _MAJOR_VERSION))


def alert_of(error: ssl.SSLError, received: bytes) -> int | None:
    """The number of the alert that ended the handshake: from OpenSSL's symbol, else from a clear-text record. None: there was none."""
    reason = tls_reason(error)
    for prefix in _ALERT_PREFIXES:
        name = "ALERT_DESCRIPTION_" + reason.removeprefix(prefix)
        if reason.startswith(prefix) and name in ssl.AlertDescription.__members__:
            return int(ssl.AlertDescription[name])
    return alert_in(received)


def alert_in(received: bytes) -> int | None:
    """The number of the last clear-text alert among the records; None where there is none."""
    alert, start = None, 0
    while start + _RECORD_HEADER <= len(received):
        length = int.from_bytes(received[start + 3 : start + 5], "big")
        body = received[start + _RECORD_HEADER : start + _RECORD_HEADER + length]
        if received[start] == _ALERT_RECORD and len(body) == 2:  # noqa: PLR2004 - level and description
            alert = body[1]
        start += _RECORD_HEADER + length
    return alert


def handshake_failure(error: ssl.SSLError, received: bytes) -> tuple[Failure, int | None]:
    """The failure and the alert, if there was one. ``received``: the first bytes that the peer sent."""
    if not looks_like_tls(received):
        return Failure.TLS_MALFORMED, None
    alert = alert_of(error, received)
    if alert is not None:
        return (Failure.TLS_VERSION if alert in _VERSION_ALERTS else Failure.TLS_ALERT), alert
    if tls_reason(error) in _VERSION_REASONS:
        return Failure.TLS_VERSION, None
    return (Failure.UNKNOWN if tls_reason(error) in _WEAK_REASONS else Failure.TLS_MALFORMED), None
