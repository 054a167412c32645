"""The lab's certificate authorities and the certificates of its servers, written as PEM files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Every certificate of the lab began and ends this far from now, unless its kind says otherwise.
_SPAN = timedelta(days=60)

#: Real servers show a chain of some 3 kB. The lab's own certificates would fit into one packet, and a way that large packets do not
#: pass would never be seen.
_BULK = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.25.1"), bytes(2500))

#: What an expired certificate's end, and a not yet valid one's begin, is away from now.
_OFF = timedelta(days=3)

#: A short-lived certificate is good now, and not for a clock that is a few hours behind or a few days ahead.
_FRESH = timedelta(hours=1)
_SOON = timedelta(days=1)

#: The name that a certificate of the wrong name holds, and the one of addresses that belong to nobody.
PARKED_NAME = "parked.example"


def _name(common_name: str, organisation: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation), x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())


class Authority:
    """A root that signs leaves."""

    def __init__(self, common_name: str, organisation: str) -> None:
        """Make the key and the self-signed root."""
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._subject = _name(common_name, organisation)
        now = datetime.now(UTC)
        usage = x509.KeyUsage(
            digital_signature=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        )
        self._certificate = (
            _builder(self._subject, self._subject, self._key.public_key(), now - _SPAN, now + _SPAN)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(self._key, hashes.SHA256())
        )

    @property
    def pem(self) -> bytes:
        """The root."""
        return self._certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def sha256(self) -> str:
        """The fingerprint of the root."""
        return self._certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def with_key(self) -> bytes:
        """The root with its key, for a program that signs by itself."""
        return self.pem + _key_pem(self._key)

    def leaf(self, host: str, key: ec.EllipticCurvePrivateKey, begin: datetime, end: datetime, more: tuple[str, ...] = ()) -> bytes:
        """A server certificate for one name, and for ``more``."""
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        certificate = (
            _builder(_name(host, "Lab"), self._subject, key.public_key(), begin, end)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in (host, *more)]), critical=False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(identifier, critical=False)
            .add_extension(_BULK, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return certificate.public_bytes(serialization.Encoding.PEM)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, begin: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


class Trust:
    """Who signs what in one scenario."""

    def __init__(self, folder: Path, authorities: Mapping[str, bool] = MappingProxyType({})) -> None:
        """Make the authorities, and the scenario's own (name -> does the laptop trust it); certificates go into ``folder``."""
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._public = Authority("Lab Public Root", "Lab Public Trust")
        self._corporate = Authority("Example Corp Inspection CA", "Example Corp")
        self._interceptor = Authority("Inspecting Gateway CA", "Gateway Example")
        self._stranger = Authority("Nobody's Root", "Nobody")
        self._named = {name: Authority(name, name) for name in authorities}
        self._trusted = tuple(name for name, trusted in authorities.items() if trusted)

    @property
    def mozilla_pem(self) -> bytes:
        """What Mozilla's roots are here."""
        return self._public.pem

    @property
    def system_pem(self) -> bytes:
        """What the laptop's own store is: Mozilla's, the organisation's, and what of the scenario's own it trusts."""
        return self._public.pem + self._corporate.pem + b"".join(self._named[name].pem for name in self._trusted)

    def filled(self, text: str) -> str:
        """A text in which ``{sha256 of NAME}`` stands for the fingerprint of the scenario's authority of that name."""
        for name, authority in self._named.items():
            text = text.replace(f"{{sha256 of {name}}}", authority.sha256)
        return text

    def write(self, host: str, kind: str = "good") -> str:
        """Write the certificate with its key; gives the path."""
        path = self._folder / f"{host}.pem"
        path.write_bytes(self._certificate(host, kind) + _key_pem(self._key))
        return str(path)

    def shared(self, names: tuple[str, ...]) -> bytes:
        """A good certificate for several names with its key, for a program that has one for all."""
        now = datetime.now(UTC)
        return self._public.leaf(names[0], self._key, now - _SPAN, now + _SPAN, names[1:]) + _key_pem(self._key)

    def authority(self, name: str) -> bytes:
        """An authority of the scenario's own with its key."""
        return self._named[name].with_key

    def _certificate(self, host: str, kind: str) -> bytes:
        now = datetime.now(UTC)
        begin, end = now - _SPAN, now + _SPAN
        if kind == "self-signed":
            return self._self_signed(host, begin, end)
        if kind == "expired":
            end = now - _OFF
        elif kind == "not-yet-valid":
            begin = now + _OFF
        elif kind == "short-lived":
            begin, end = now - _FRESH, now + _SOON
        elif kind == "wrong-name":
            host = PARKED_NAME
        if kind in self._named:
            return self._named[kind].leaf(host, self._key, begin, end) + self._named[kind].pem
        signers = {"corporate": self._corporate, "interceptor": self._interceptor, "unknown-issuer": self._stranger}
        return signers.get(kind, self._public).leaf(host, self._key, begin, end)

    def _self_signed(self, host: str, begin: datetime, end: datetime) -> bytes:
        subject = _name(host, "Lab")
        certificate = (
            _builder(subject, subject, self._key.public_key(), begin, end)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return certificate.public_bytes(serialization.Encoding.PEM)
