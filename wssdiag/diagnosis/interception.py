"""Rules for re-signed web traffic: by a stranger, or by the service where this computer does not know its CA.

Who is a stranger can be told only where it is known how the service itself signs. Where that is not known, another vendor's documented name
makes it likely, and everything else is a possible notice: an organisation may well use a CA of its own with the service.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wssdiag.catalogue.signatures import Sign, declared, recognised
from wssdiag.detection.authority import Authority, re_signed, web_chains
from wssdiag.diagnosis.case import Case, Conclusion, check
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity, Subject
from wssdiag.model.location import Sureness
from wssdiag.probes.verify_codes import failure_of_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.observation import TlsDetail

#: One site may sign oddly by itself; the same private signer at two unrelated ones stands in between.
_SITES = 2


@dataclass(slots=True)
class _Signer:
    """Who re-signs, and where that was seen."""

    issuer: str  # RFC 4514, of the last certificate that was sent
    detail: TlsDetail
    checks: dict[str, None] = field(default_factory=dict)
    hosts: dict[str, None] = field(default_factory=dict)


def double_interception(case: Case) -> Iterator[Conclusion]:
    """Web traffic is re-signed by an interceptor that is neither the service's nor declared."""
    authority = Authority.of(case.facts, case.profile)
    for signer in _signers(case):
        if authority.signs(signer.detail) or _trusted(case, signer) or len(signer.hosts) < _SITES:
            continue
        if weight := _weight(case, authority, signer):
            yield _conclusion("double-interception", *weight, signer)


def service_root_missing(case: Case) -> Iterator[Conclusion]:
    """Web certificates are re-signed by the service's CA, which this computer's store does not hold."""
    authority = Authority.of(case.facts, case.profile)
    for signer in _signers(case):
        proven = authority.proven(signer.detail) is not None
        named = authority.named(signer.detail) and len(signer.hosts) >= _SITES
        if not (proven or named) or failure_of_code(signer.detail.system_code) is not Failure.CERT_UNTRUSTED:
            continue
        yield _conclusion("service-root-missing", Severity.MAJOR, Certainty.CERTAIN if proven else Certainty.LIKELY, signer)


def web_signers(case: Case) -> frozenset[str]:
    """The issuers that these rules name for sure: what they also sign is no fault of the site that it stands for."""
    rows = (*double_interception(case), *service_root_missing(case))
    return frozenset(row.values["issuer"] for row in rows if row.severity is not Severity.NOTICE)


def _signers(case: Case) -> tuple[_Signer, ...]:
    """Everybody who re-signs web traffic, in the order of the report."""
    found: dict[str, _Signer] = {}
    for result, seen, detail in web_chains(case.results):
        if not re_signed(detail):
            continue
        issuer = detail.chain[-1].issuer
        signer = found.setdefault(issuer, _Signer(issuer, detail))
        signer.checks[result.id] = None
        signer.hosts[seen.target.host or ""] = None
    return tuple(found.values())


def _trusted(case: Case, signer: _Signer) -> bool:
    """Whether the organisation declares the interceptor as one that it trusts."""
    trusted = (row for row in declared(case.profile) if row.sign is Sign.INTERCEPTOR)
    return recognised(Sign.INTERCEPTOR, _names(signer), trusted) is not None


def _names(signer: _Signer) -> str:
    return " ".join(row.issuer for row in signer.detail.chain)


def _weight(case: Case, authority: Authority, signer: _Signer) -> tuple[Severity, Certainty] | None:
    """How much a stranger matters, by what is known of the service's own CA; None where it may be the service by its name."""
    if authority.excludes(signer.detail):
        return Severity.MAJOR, Certainty.CERTAIN
    vendor = recognised(Sign.INTERCEPTOR, _names(signer), case.signatures)
    if vendor and vendor.certainty is not Sureness.UNVERIFIED:
        return Severity.MAJOR, Certainty.LIKELY
    if recognised(Sign.SERVICE_CA, _names(signer), case.signatures):
        return None
    return Severity.NOTICE, Certainty.POSSIBLE


def _conclusion(code: str, severity: Severity, certainty: Certainty, signer: _Signer) -> Conclusion:
    host = next(iter(signer.hosts))
    return Conclusion(
        code,
        severity,
        certainty,
        tuple(check(check_id) for check_id in signer.checks),
        tuple(signer.checks),
        Subject(host=host or None),
        {"issuer": signer.issuer, "host": host},
    )
