"""Rules for the chains that the service's locations show: interception, and certificates that do not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.catalogue.signatures import interceptor_named
from wssdiag.diagnosis.case import Case, Conclusion, check
from wssdiag.diagnosis.interception import web_signers
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Evidence, Severity, Subject
from wssdiag.model.location import Location, Sureness, Trust
from wssdiag.model.observation import Observation, Step, TlsDetail
from wssdiag.probes.verify_codes import failure_of_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wssdiag.model.check import CheckResult

_CODES: Mapping[Failure, str] = {
    Failure.CERT_EXPIRED: "certificate-expired",
    Failure.CERT_NAME: "certificate-name",
    Failure.CERT_UNTRUSTED: "certificate-untrusted",
}

#: A certificate lists hundreds of names at a hosting provider; a person reads the first few.
_NAMES_SHOWN = 4


def tls_intercepted(case: Case) -> Iterator[Conclusion]:
    """A control-channel location presents a chain that leads to an interceptor."""
    for location, result, seen, detail in _handshakes(case):
        if str(case.mode.method) not in location.methods or not _of_no_public_root(detail):
            continue
        proof = _interceptor(case, location, detail)
        if proof is None:
            continue
        severity, certainty, evidence = proof
        yield Conclusion(
            "tls-intercepted",
            case.judged(location, severity),
            certainty,
            (check(result), *evidence),
            (result.id,),
            _subject(location, seen),
            {"purpose": location.purpose, "host": location.host or "", "issuer": detail.chain[-1].issuer},
        )


def certificate_does_not_hold(case: Case) -> Iterator[Conclusion]:
    """The service's certificate is expired, for another name, or untrusted; clock and interceptors are judged by masking."""
    intercepted = {step for row in tls_intercepted(case) if row.certainty is not Certainty.POSSIBLE for step in row.steps}
    signers = web_signers(case)
    for location, result, seen, detail in _handshakes(case):
        code = _CODES.get(seen.failure) if seen.failure else None
        if code is None or not detail.chain or result.id in intercepted:
            continue
        if code == "certificate-untrusted" and detail.chain[-1].issuer in signers:
            continue  # who re-signs the web here signs this site too, and has a finding of its own
        leaf = detail.chain[0]
        severity = Severity.MAJOR if code != "certificate-untrusted" or location.trust is Trust.PUBLIC else Severity.NOTICE
        yield Conclusion(
            code,
            case.judged(location, severity),
            Certainty.CERTAIN,
            (check(result),),
            (result.id,),
            _subject(location, seen),
            {
                "purpose": location.purpose,
                "host": location.host or "",
                "expires": f"{leaf.not_after[:16].replace('T', ' ')} UTC",
                "names": ", ".join(leaf.names[:_NAMES_SHOWN]) or leaf.subject,
                "issuer": leaf.issuer,
            },
        )


def _handshakes(case: Case) -> Iterator[tuple[Location, CheckResult, Observation, TlsDetail]]:
    for location in case.locations.values():
        result = case.results.get(f"tls.{location.id}")
        for seen in result.observations if result and not case.by_proxy else ():
            if seen.step is Step.TLS and isinstance(seen.detail, TlsDetail) and result:
                yield location, result, seen, seen.detail


def _of_no_public_root(detail: TlsDetail) -> bool:
    """Whether a chain ends in no root of Mozilla's. One that fails by its dates or its name alone ends in one."""
    return bool(detail.chain) and failure_of_code(detail.mozilla_code) is Failure.CERT_UNTRUSTED


def _interceptor(case: Case, location: Location, detail: TlsDetail) -> tuple[Severity, Certainty, tuple[Evidence, ...]] | None:
    """The proof that somebody re-signs, best first: the same private issuer elsewhere, a root that only this computer trusts, a name."""
    issuers = {certificate.issuer for certificate in detail.chain}
    for control in case.family("control.tls"):
        for seen in control.observations:
            if not isinstance(seen.detail, TlsDetail) or not _of_no_public_root(seen.detail):
                continue
            if issuers & {certificate.issuer for certificate in seen.detail.chain}:
                return Severity.BLOCKER, Certainty.CERTAIN, (check(control),)
    if detail.system_code == 0 and location.trust is not Trust.PRIVATE:
        return Severity.BLOCKER, Certainty.CERTAIN, ()
    signature = interceptor_named(" ".join(sorted(issuers)), case.signatures)
    if signature is None:
        return None
    if signature.certainty is Sureness.UNVERIFIED:
        return Severity.NOTICE, Certainty.POSSIBLE, ()
    return Severity.BLOCKER, Certainty.LIKELY, ()


def _subject(location: Location, seen: Observation) -> Subject:
    return Subject(endpoint=location.id, host=location.host, address=seen.target.address, port=location.port, transport=location.transport)
