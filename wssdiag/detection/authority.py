"""The service's own interception CA, as far as this organisation and this computer tell it, and which web chains lead to it. Pure.

A fingerprint proves; a name does not (anybody can give a CA any name), so it only clears or makes likely. Shipped signatures are not asked.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.catalogue.signatures import Sign, Signature, declared, recognised
from wssdiag.model.facts import AgentCertificate, Facts, known
from wssdiag.model.failure import Failure
from wssdiag.model.observation import Observation, TlsDetail
from wssdiag.probes.verify_codes import failure_of_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wssdiag.model.check import CheckResult
    from wssdiag.model.profile import Profile

#: An agent's CA file holds one authority, or its chain; a bundle of trusted roots holds over a hundred.
_IN_ONE_FILE = 3

#: The parts of a distinguished name (RFC 4514 section 2.1 and 2.2); an escaped separator belongs to its part.
_PART = re.compile(r"(?<!\\)[,+]")


@dataclass(frozen=True, slots=True)
class Authority:
    """What is known of the CA with which the service re-signs web certificates here."""

    fingerprints: frozenset[str]  # SHA-256 of the DER, lower case
    nameless: bool  # a fingerprint is declared, and nobody says what its certificate is called
    subjects: frozenset[frozenset[str]]  # of the agent's own CA files
    issuers: tuple[Signature, ...]  # names that the organisation declares

    @classmethod
    def of(cls, facts: Facts, profile: Profile) -> Authority:
        """By the profile, and by the CA files that an agent installed beside itself."""
        files = _own_files(known(facts.certificates))
        of_files = {row.sha256.casefold(): _parts(row.subject) for row in files if row.sha256}
        given = {value.casefold() for value in profile.expect.root_ca_sha256}
        issuers = tuple(row for row in declared(profile) if row.sign is Sign.SERVICE_CA)
        return cls(
            fingerprints=frozenset({*given, *of_files}),
            nameless=not issuers and any(not of_files.get(value) for value in {*given, *of_files}),
            subjects=frozenset(parts for parts in of_files.values() if parts),
            issuers=issuers,
        )

    def excludes(self, detail: TlsDetail) -> bool:
        """Whether the chain is surely not the service's. A fingerprint tells only where the root was sent, which it need not be."""
        if self.signs(detail) or not (self.fingerprints or self.issuers):
            return False
        root_was_sent = detail.chain[-1].issuer == detail.chain[-1].subject
        return root_was_sent or not self.nameless

    def proven(self, detail: TlsDetail) -> str | None:
        """The subject of a certificate of the chain that is the service's own, by its fingerprint."""
        return next((row.subject for row in detail.chain if row.sha256.casefold() in self.fingerprints), None)

    def named(self, detail: TlsDetail) -> bool:
        """Whether an issuer of the chain has the name of the service's own CA."""
        issuers = [row.issuer for row in detail.chain]
        declares = recognised(Sign.SERVICE_CA, " ".join(issuers), self.issuers)
        return declares is not None or any(_parts(issuer) in self.subjects for issuer in issuers)

    def is_called(self, subject: str) -> bool:
        """Whether a certificate's own name is that of the service's CA, by its files or by what the organisation declares."""
        return recognised(Sign.SERVICE_CA, subject, self.issuers) is not None or _parts(subject) in self.subjects

    def signs(self, detail: TlsDetail) -> bool:
        """Whether the chain is the service's, by fingerprint or by name."""
        return self.proven(detail) is not None or self.named(detail)


def web_chains(results: Mapping[str, CheckResult]) -> Iterator[tuple[CheckResult, Observation, TlsDetail]]:
    """Every chain that ordinary web traffic met: known-good sites, and what a browser would open."""
    for result in results.values():
        if not result.id.startswith("control.tls.") and result.id != "web.method":
            continue
        for seen in result.observations:
            if isinstance(seen.detail, TlsDetail) and seen.detail.chain:
                yield result, seen, seen.detail


def re_signed(detail: TlsDetail) -> bool:
    """Whether somebody here signs in the site's name: the chain ends in no public root, and its leaf is for the site.

    The page of a device that answers in place of every site has a certificate for itself: that is no re-signing.
    """
    return (
        bool(detail.chain) and failure_of_code(detail.mozilla_code) is Failure.CERT_UNTRUSTED and failure_of_code(detail.leaf_code) is None
    )


def _own_files(rows: tuple[AgentCertificate, ...]) -> tuple[AgentCertificate, ...]:
    """An agent's own CA files. A bundle of everybody's roots is none, whether its rows say so or only their number does."""
    own = tuple(row for row in rows if not row.variable)
    count = Counter(row.path for row in own)
    return tuple(row for row in own if count[row.path] <= _IN_ONE_FILE)


def _parts(name: str) -> frozenset[str]:
    """A distinguished name as a set: it is written from either end, and its types in either case."""
    return frozenset(part.strip().casefold() for part in _PART.split(name) if part.strip())
