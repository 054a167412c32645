"""The certificates of the bundles that CA variables name: programs with a store of their own look there. Must not judge them.

A bundle that is too large, holds too much or cannot be read gives no rows at all: half of it would look like a bundle that lacks the rest.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import TYPE_CHECKING

from cryptography import x509

from wssdiag.model.facts import AgentCertificate
from wssdiag.system.environment import CA_FILES, clean
from wssdiag.system.files import read_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Different files; most computers have one.
_FILES = 8

#: Mozilla's roots are some 150 certificates in 0.3 MiB; with the comments that some tools add, 1 MiB.
_BYTES = 2 * 1024 * 1024
_CERTIFICATES = 500

#: OpenSSL's "TRUSTED CERTIFICATE" holds more than the certificate: its fingerprint would be another, so such a file is not read.
_PEM = re.compile(rb"-----BEGIN (?:X509 )?CERTIFICATE-----\s([A-Za-z0-9+/=\s]{1,65536}?)-----END ")

_BEGIN = re.compile(rb"-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----")


def bundle_certificates(environment: Mapping[str, str]) -> tuple[AgentCertificate, ...]:
    """One row a certificate, marked with the variable that names its file; a file that several name is read once."""
    named: dict[str, str] = {}
    for name, path in environment.items():
        if name.lower() in CA_FILES and path:
            named.setdefault(path, name)
    return tuple(row for path, name in list(named.items())[:_FILES] for row in _rows(path, name))


def _rows(path: str, variable: str) -> tuple[AgentCertificate, ...]:
    data = read_start(path, _BYTES + 1)
    if data is None or len(data) > _BYTES:
        return ()
    begun = sum(1 for _ in _BEGIN.finditer(data))
    ders = tuple(_ders(data))
    if len(ders) != begun or begun > _CERTIFICATES:
        return ()
    return tuple(dict.fromkeys(_row(der, clean(path), clean(variable)) for der in ders))


def _ders(data: bytes) -> Iterator[bytes]:
    """The certificates of a PEM file (RFC 7468), as far as their text is base64."""
    for found in _PEM.finditer(data):
        try:
            yield base64.b64decode(b"".join(found[1].split()), validate=True)
        except binascii.Error:
            continue


def _row(der: bytes, path: str, variable: str) -> AgentCertificate:
    """The fingerprint is of the bytes, whatever they are; the names are a help to the reader, and may be missing."""
    subject, not_after = _names(der)
    return AgentCertificate(
        path=path, sha256=hashlib.sha256(der).hexdigest(), subject=clean(subject), not_after=not_after, variable=variable
    )


def _names(der: bytes) -> tuple[str, str]:
    try:
        certificate = x509.load_der_x509_certificate(der)
        return certificate.subject.rfc4514_string(), certificate.not_valid_after_utc.isoformat()
    except Exception:  # noqa: BLE001 - a parser over bytes of anybody: what it raises is not documented, and all of it means "unreadable"
        return "", ""
