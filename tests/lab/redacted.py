"""What a bundle's reader would conclude: a report made private is judged once more, and must say what the original says."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tests.fakes import FakeClock, FakeNetwork, FakeSystem
from tests.world import builtin
from wssdiag.bundle.case import Case
from wssdiag.bundle.redaction.public import Public
from wssdiag.bundle.redaction.redaction import Redaction
from wssdiag.catalogue.published import applied
from wssdiag.catalogue.shipped import load_other_clients
from wssdiag.diagnosis.background import Background
from wssdiag.model.private import Seeds
from wssdiag.session import Session, judged_again

if TYPE_CHECKING:
    from wssdiag.catalogue.footprint import ClientTrace
    from wssdiag.model.report import Report
    from wssdiag.model.service_list import ServiceList


def reader(published: ServiceList | None = None) -> Session:
    """The session of somebody who has the report alone: no profile, nothing of the computer that it is about."""
    catalogue, footprint, knowledge, signatures = builtin()
    return Session(
        system=FakeSystem({}),
        network=lambda _started, _cancelled: FakeNetwork(),
        clock=FakeClock(),
        catalogue=applied(catalogue, published),
        background=Background(knowledge, signatures, footprint, clients=_clients(), published=published),
    )


@cache
def _clients() -> tuple[ClientTrace, ...]:
    return load_other_clients()


def redaction_of(session: Session, case: Case | None = None, seeds: Seeds | None = None) -> Redaction:
    """What makes a report private that this session reads."""
    return Redaction(case or Case(), Public.of(session.catalogue, session.background), seeds or Seeds())


def conclusions(report: Report) -> dict[str, object]:
    """All that a reader acts on."""
    return {
        "status": str(report.verdict.status),
        "cause": report.verdict.cause,
        "method": str(report.mode.method),
        "rivals": [str(method) for method in report.mode.rivals],
        "in use": report.mode.in_use,
        "sign-in": str(report.network.sign_in),
        "protected": str(report.network.protected),
        "findings": [(row.code, str(row.severity), str(row.confidence), row.masked_by) for row in report.findings],
    }


def redaction_faults(report: Report, published: ServiceList | None = None) -> list[str]:
    """What the redacted report says otherwise, each in a few words; empty: nothing."""
    session = reader(published)
    before = conclusions(judged_again(session, report))
    after = conclusions(judged_again(session, redaction_of(session).report(report)))
    return [f"redacted, the {name} is {after[name]}, not {before[name]}" for name in before if before[name] != after[name]]
