"""Owns the codes by which a certificate chain is judged: OpenSSL's numbers, and those of Windows and macOS as the same numbers.

Sources: OpenSSL x509_vfy.h; Windows winerror.h (policy status of CertVerifyCertificateChainPolicy); macOS SecBase.h.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from wssdiag.model.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Mapping

GOOD = 0

#: X509_V_ERR_UNSPECIFIED: the chain does not hold, for a reason that has no number of OpenSSL's.
UNSPECIFIED = 1

NOT_YET_VALID = 9
EXPIRED = 10

#: Everything that is not listed is CERT_UNTRUSTED.
_FAILURE_BY_CODE: Mapping[int, Failure] = MappingProxyType(
    {
        NOT_YET_VALID: Failure.CERT_NOT_YET_VALID,
        EXPIRED: Failure.CERT_EXPIRED,
        23: Failure.CERT_REVOKED,
        62: Failure.CERT_NAME,  # host name mismatch
        64: Failure.CERT_NAME,  # IP address mismatch
    }
)

#: The system's own number -> OpenSSL's. The two number ranges do not overlap.
_SYSTEM_CODES: Mapping[int, int] = MappingProxyType(
    {
        0x800B0101: EXPIRED,  # CERT_E_EXPIRED: out of its period, either end
        0x800B0109: 19,  # CERT_E_UNTRUSTEDROOT
        0x800B010A: 20,  # CERT_E_CHAINING
        0x800B010C: 23,  # CERT_E_REVOKED
        0x80092010: 23,  # CRYPT_E_REVOKED
        0x800B010D: 19,  # CERT_E_UNTRUSTEDTESTROOT
        0x800B010F: 62,  # CERT_E_CN_NO_MATCH
        0x800B0110: 26,  # CERT_E_WRONG_USAGE
        0x80096004: 7,  # TRUST_E_CERT_SIGNATURE
        -67602: 62,  # errSecHostNameMismatch
        -67609: 26,  # errSecInvalidExtendedKeyUsage
        -67818: EXPIRED,  # errSecCertificateExpired
        -67819: NOT_YET_VALID,  # errSecCertificateNotValidYet
        -67820: 23,  # errSecCertificateRevoked
        -67843: 20,  # errSecNotTrusted
        -25318: 20,  # errSecCreateChainFailed
    }
)


def code_of_system(number: int, *, begun: bool = True) -> int:
    """OpenSSL's code for a number of Windows or macOS; UNSPECIFIED where it is not listed.

    ``begun``: whether the certificates' periods have begun by this computer's clock. Windows has one number for both ends.
    """
    code = _SYSTEM_CODES.get(number, UNSPECIFIED)
    return NOT_YET_VALID if code == EXPIRED and not begun else code


def failure_of_code(code: int | None) -> Failure | None:
    """The failure that a code stands for; None for a chain that holds, or that nobody judged."""
    return None if code in {None, GOOD} else _FAILURE_BY_CODE.get(code or 0, Failure.CERT_UNTRUSTED)
