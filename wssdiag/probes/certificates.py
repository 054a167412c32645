"""Owns the reading of one certificate's DER into text. The bytes are hostile: whatever they are, a value comes back."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from wssdiag.model.observation import Certificate
from wssdiag.model.shown import shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

#: A name longer than this is no name that a person could compare.
_NAME_CHARACTERS = 512

#: Large multi-site certificates hold about a hundred names.
_MOST_NAMES = 100

T = TypeVar("T")


def read_certificate(der: bytes) -> Certificate:
    """The certificate as text; parts that cannot be read are empty, the fingerprint is always there."""
    fingerprint = hashlib.sha256(der).hexdigest()
    certificate = _tolerant(lambda: x509.load_der_x509_certificate(der), None)
    if certificate is None:
        return Certificate(subject="", issuer="", not_before="", not_after="", sha256=fingerprint)
    return Certificate(
        subject=_tolerant(lambda: shown(certificate.subject.rfc4514_string(), _NAME_CHARACTERS), ""),
        issuer=_tolerant(lambda: shown(certificate.issuer.rfc4514_string(), _NAME_CHARACTERS), ""),
        names=_tolerant(lambda: _names(certificate), ()),
        not_before=_tolerant(lambda: _utc(certificate.not_valid_before_utc), ""),
        not_after=_tolerant(lambda: _utc(certificate.not_valid_after_utc), ""),
        sha256=fingerprint,
    )


def has_rsa_key(der: bytes) -> bool:
    """Whether the certificate's key is RSA; anything that cannot be read is taken for it, the commonest kind."""
    return _tolerant(lambda: isinstance(x509.load_der_x509_certificate(der).public_key(), RSAPublicKey), fallback=True)


def _utc(moment: datetime) -> str:
    return moment.isoformat()


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    names = [str(name.value) for name in extension if isinstance(name, x509.DNSName | x509.IPAddress)]
    return tuple(shown(name, _NAME_CHARACTERS) for name in names[:_MOST_NAMES])


def _tolerant(read: Callable[[], T], fallback: T) -> T:
    try:
        return read()
    except Exception:  # noqa: BLE001 - a parser over hostile bytes: what it raises is not documented, and all of it means "unreadable"
        return fallback
