"""Owns the opinion on a captured chain: would this computer's store trust it, would Mozilla's? Opens no socket.

The chain was captured once, from the measured connection; every opinion is about exactly that chain. A second, verified handshake would
cost connections, and might meet another server. Where the verifier is OpenSSL it is asked offline: a client gets, from memory, the
clear-text flight of a TLS 1.2 server that presents the chain (RFC 5246 section 7.4). OpenSSL verifies the chain when it reads that message,
before it wants any proof that the server holds the key; that proof came in the real handshake. ``system_store`` asks this computer.
"""

from __future__ import annotations

import secrets
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import certifi

from wssdiag.probes.certificates import has_rsa_key
from wssdiag.probes.verify_codes import GOOD

#: The chain (DER, leaf first) and the name that it must hold, or None for any -> the verify code, 0 is good. None: no opinion.
Judge = Callable[[Sequence[bytes], str | None], int | None]

_RECORD_BYTES = 16 * 1024
_TLS_1_2 = b"\x03\x03"
_HANDSHAKE_RECORD = 22
_SERVER_HELLO = 2
_CERTIFICATE = 11
_ECDHE_RSA_AES128_GCM = b"\xc0\x2f"
_ECDHE_ECDSA_AES128_GCM = b"\xc0\x2b"

#: To judge a chain is to compute, not to wait. More threads at it than processors would gain nothing, and would keep the window, which
#: needs the same interpreter's lock, waiting behind all of them.
COMPUTING = threading.BoundedSemaphore(2)

#: An empty renegotiation_info (RFC 5746): OpenSSL 3 does not talk to a server without it.
_RENEGOTIATION_INFO = b"\xff\x01\x00\x01\x00"


def openssl_context() -> ssl.SSLContext:
    """A context for :func:`ask_openssl`, without any root yet.

    Not ``create_default_context``: from Python 3.13 on it refuses sloppy certificates (VERIFY_X509_STRICT) that browsers accept.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


def ask_openssl(context: ssl.SSLContext, chain: Sequence[bytes], name: str | None) -> int | None:
    """The verify code of OpenSSL for the chain with the roots of the context. None: there is no chain, or it got no opinion."""
    if not chain:
        return None
    with COMPUTING:
        return _verify(context, chain, name)


def _verify(context: ssl.SSLContext, chain: Sequence[bytes], name: str | None) -> int | None:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    incoming.write(_server_flight(chain))
    try:
        context.wrap_bio(incoming, outgoing, server_hostname=name).do_handshake()
    except ssl.SSLWantReadError:
        return GOOD  # the chain was accepted: the client waits for the rest of the handshake
    except ssl.SSLCertVerificationError as error:
        return error.verify_code
    except (ssl.SSLError, ValueError, TypeError):
        return None
    return None


def _server_flight(chain: Sequence[bytes]) -> bytes:
    suite = _ECDHE_RSA_AES128_GCM if has_rsa_key(chain[0]) else _ECDHE_ECDSA_AES128_GCM
    extensions = len(_RENEGOTIATION_INFO).to_bytes(2, "big") + _RENEGOTIATION_INFO
    hello = _TLS_1_2 + secrets.token_bytes(32) + b"\x00" + suite + b"\x00" + extensions
    entries = b"".join(len(der).to_bytes(3, "big") + der for der in chain)
    messages = _message(_SERVER_HELLO, hello) + _message(_CERTIFICATE, len(entries).to_bytes(3, "big") + entries)
    pieces = [messages[start : start + _RECORD_BYTES] for start in range(0, len(messages), _RECORD_BYTES)]
    return b"".join(bytes([_HANDSHAKE_RECORD]) + _TLS_1_2 + len(piece).to_bytes(2, "big") + piece for piece in pieces)


def _message(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + len(body).to_bytes(3, "big") + body


def openssl_judge(context: ssl.SSLContext) -> Judge:
    """The opinion of OpenSSL with the roots of a context. Without a name (an object made from memory needs none) none is judged."""

    def judge(chain: Sequence[bytes], name: str | None) -> int | None:
        return ask_openssl(context, chain, name)

    return judge


def leaf_code(chain: Sequence[bytes], name: str | None) -> int | None:
    """The verdict on the leaf's own name and dates, whoever signed it: the leaf is its own anchor."""
    context = openssl_context()
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    try:
        context.load_verify_locations(cadata=chain[0])
    except (ssl.SSLError, IndexError):
        return None
    return ask_openssl(context, chain[:1], name)


def mozilla_judge() -> Judge:
    """The roots that Mozilla trusts, as certifi ships them. They are loaded now."""
    context = openssl_context()
    context.load_verify_locations(certifi.where())
    return openssl_judge(context)


@dataclass(frozen=True, slots=True)
class Judges:
    """The two opinions on every chain."""

    system: Judge  # this computer's store
    mozilla: Judge  # the roots that browsers and operating systems ship for the public web
