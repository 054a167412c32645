"""How interceptors sign, and how the service's own pages look: patterns as data, and what they match. Pure.

Owns recognition by name. Must not convict: a name proves nothing alone, and an unverified signature gives at most a possible notice.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

import msgspec

from wssdiag.model.location import Sureness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.model.profile import Profile

#: An issuer or a page start is compared up to here; a distinguished name is far shorter.
_TEXT_LIMIT = 4096


class Sign(StrEnum):
    """What a signature recognises."""

    INTERCEPTOR = "interceptor"  # the issuer of another vendor's re-signed certificates
    SERVICE_CA = "service-ca"  # the issuer of the service's own re-signed certificates
    BLOCK_PAGE = "block-page"  # the service refused this site by policy
    CREDENTIAL_PAGE = "credential-page"  # the service asks who is there
    RESPONSE_HEADER = "response-header"  # "name: value" of an answer that came through the service


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that can be recognised. A pattern matches whole words in any case; ``+`` joins words that must all be there."""

    sign: Sign
    name: str  # whose: "Zscaler"
    patterns: tuple[str, ...]
    certainty: Sureness
    source: str


class SignatureList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``signatures.toml``."""

    schema: Literal["wssdiag.signatures/1"]
    signature: tuple[Signature, ...] = ()


def declared(profile: Profile) -> tuple[Signature, ...]:
    """What an organisation declares of the service's pages and CAs, and of the interceptors that it trusts: sure, and first to be asked."""
    own = profile.signatures
    given = (
        (Sign.INTERCEPTOR, profile.expect.trusted_interceptors),
        (Sign.SERVICE_CA, own.interception_issuers),
        (Sign.BLOCK_PAGE, own.block_page),
        (Sign.CREDENTIAL_PAGE, own.credential_page),
        (Sign.RESPONSE_HEADER, own.response_headers),
    )
    source = "the organisation's profile"
    return tuple(
        Signature(sign=sign, name=pattern, patterns=(pattern,), certainty=Sureness.DOCUMENTED, source=source)
        for sign, patterns in given
        for pattern in patterns
    )


def interceptor_named(issuer: str, signatures: Iterable[Signature]) -> Signature | None:
    """Whose interception CA an issuer (RFC 4514 text) names: other vendors first, then the service's own; None where nobody's."""
    known = tuple(signatures)
    return recognised(Sign.INTERCEPTOR, issuer, known) or recognised(Sign.SERVICE_CA, issuer, known)


def recognised(sign: Sign, text: str, signatures: Iterable[Signature]) -> Signature | None:
    """The first signature of that sign with a pattern in the text, or None."""
    start = text[:_TEXT_LIMIT]
    for signature in signatures:
        if signature.sign is sign and any(_holds(pattern, start) for pattern in signature.patterns):
            return signature
    return None


def _holds(pattern: str, text: str) -> bool:
    # A distinguished name is written from either end, so the order of its words says nothing.
    words = (word.strip() for word in pattern.split("+"))
    return all(re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", text, re.IGNORECASE) for word in words)
