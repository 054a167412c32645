"""Rules for what the service says once it is reached: handshakes that it ends, server errors, its own block page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import is_of_the_organisation
from wssdiag.catalogue.signatures import Sign, Signature, recognised
from wssdiag.checks.paths import server_error
from wssdiag.checks.reach import SECOND_ANSWER_S
from wssdiag.diagnosis.case import Case, Conclusion, check, failed, spoke_tls
from wssdiag.model.check import deepest
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity, Subject
from wssdiag.model.location import Location, Need, Sureness, Trust
from wssdiag.model.observation import HttpDetail, Observation, ProxyDetail, Step, TlsDetail

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENDED = frozenset({Failure.TLS_ALERT, Failure.TLS_VERSION})

#: Asked for around the proxy of a proxy method: what answers there does not come by the method's path.
_AROUND_THE_PROXY = ("sign-in.", "direct.")


def tls_handshake_failed(case: Case) -> Iterator[Conclusion]:
    """The handshake ends with an alert or in no common version, while controls complete theirs, and none of them ends so."""
    control = next((row for row in case.family("control.tls") if spoke_tls(row)), None)
    if control is None or any(seen.failure in _ENDED for row in case.family("control.tls") for seen in row.observations):
        return
    for location in case.locations.values():
        result = case.results.get(f"tls.{location.id}")
        seen = failed(result, _ENDED, Step.TLS)
        if result is None or seen is None or not isinstance(seen.detail, TlsDetail) or is_of_the_organisation(location):
            continue
        yield Conclusion(
            "tls-handshake-failed",
            case.judged(location, Severity.NOTICE if _stands(location) else Severity.MAJOR),
            # A tunnel's end may turn away whoever is not its agent.
            Certainty.LIKELY if location.trust is Trust.PRIVATE else Certainty.CERTAIN,
            (check(result), check(control)),
            (result.id,),
            _subject(location, seen),
            {
                "purpose": location.purpose,
                "host": location.host or seen.target.address or "",
                "address": seen.target.address or "",
                "reason": str(seen.failure),
                "alert": "none" if seen.detail.alert is None else str(seen.detail.alert),
            },
        )


def _stands(location: Location) -> bool:
    """Whether it is the end of a tunnel that the agent itself stands in: whatever a stranger is told there stops nothing."""
    return location.trust is Trust.PRIVATE and location.need is Need.OPTIONAL


def service_error(case: Case) -> Iterator[Conclusion]:
    """A documented page answers with a server error twice, with the pause between, and a control answers."""
    control = case.answering_control()
    if control is None:
        return
    for location in case.locations.values():
        result = deepest(case.results, location.id)
        second = case.results.get(f"second-answer.{location.id}")
        first_seen, second_seen = server_error(result), server_error(second)
        if not location.path or result is None or second is None or first_seen is None or second_seen is None:
            continue
        if _ended(first_seen) + SECOND_ANSWER_S * 1000 > _ended(second_seen):
            continue
        page = _page(first_seen)
        if page is None or _block_page(case, page) or is_of_the_organisation(location):
            continue
        yield Conclusion(
            "service-error",
            case.judged(location, Severity.MAJOR),
            Certainty.CERTAIN,
            (check(result), check(second), check(control)),
            (),  # it did answer: nothing that follows fails for that
            _subject(location, first_seen),
            {
                "purpose": location.purpose,
                "host": location.host or "",
                "path": location.path,
                "status": str(page.status),
            },
        )


def blocked_by_policy(case: Case) -> Iterator[Conclusion]:
    """The service's own block page answers, for whatever was asked by the method's path."""
    for result in case.results.values():
        if case.by_proxy and result.id.startswith(_AROUND_THE_PROXY):
            continue
        for seen in result.observations:
            page = _page(seen)
            signature = _block_page(case, page) if page else None
            if page and signature:
                sure = signature.certainty is not Sureness.UNVERIFIED
                yield Conclusion(
                    "blocked-by-policy",
                    Severity.NOTICE,
                    Certainty.CERTAIN if sure else Certainty.POSSIBLE,
                    (check(result),),
                    (result.id,),
                    Subject(host=seen.target.host),
                    {"host": seen.target.host or "", "status": str(page.status)},
                )


def _block_page(case: Case, page: HttpDetail | ProxyDetail) -> Signature | None:
    return recognised(Sign.BLOCK_PAGE, page.body_start, case.signatures)


def _page(seen: Observation) -> HttpDetail | ProxyDetail | None:
    return seen.detail if isinstance(seen.detail, HttpDetail | ProxyDetail) and seen.detail.status is not None else None


def _ended(seen: Observation) -> float:
    """When the answer was there, in milliseconds of the run."""
    return seen.offset_ms + seen.elapsed_ms


def _subject(location: Location, seen: Observation) -> Subject:
    return Subject(endpoint=location.id, host=location.host, address=seen.target.address, port=location.port, transport=location.transport)
