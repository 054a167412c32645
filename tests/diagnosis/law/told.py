"""A finding beside its report, and the questions that rows of the list ask of what it cites. Must ask no rule of the program."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from wssdiag.model.facts import Facts, known
from wssdiag.model.failure import Failure
from wssdiag.model.mode import AGENT_METHODS, PROXY_METHODS
from wssdiag.model.observation import HttpDetail, Observation, PacDetail, ProxyDetail, ResolveDetail, Step, TlsDetail
from wssdiag.model.unknown import Unknown
from wssdiag.model.web_address import is_here

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wssdiag.diagnosis.background import Background
    from wssdiag.model.check import CheckResult
    from wssdiag.model.finding import Finding, Subject
    from wssdiag.model.location import Catalogue, Location
    from wssdiag.model.mode import FactValue
    from wssdiag.model.profile import Profile
    from wssdiag.model.report import Report

#: An outcome of the first packet that says "closed", by its kind in a subject.
KINDS = {"dropped": Failure.TIMED_OUT, "refused": Failure.REFUSED, "unreachable": Failure.UNREACHABLE}
CLOSED = frozenset(KINDS.values())
CUT = frozenset({Failure.RESET, Failure.TLS_EOF})

#: Failures with which something came back from the network.
_CAME_BACK = frozenset({Failure.REFUSED, Failure.UNREACHABLE})


@dataclass(frozen=True)
class Told:
    """One finding of a report."""

    report: Report
    finding: Finding
    background: Background
    catalogue: Catalogue

    @cached_property
    def checks(self) -> dict[str, CheckResult]:
        return {row.id: row for row in self.report.checks}

    @cached_property
    def cited(self) -> tuple[CheckResult, ...]:
        return tuple(self.checks[row.check] for row in self.finding.evidence if row.check)

    @cached_property
    def said(self) -> dict[str, FactValue]:
        """The facts that are cited."""
        return {row.fact: row.value for row in self.finding.evidence if row.fact}

    @property
    def facts(self) -> Facts:
        return self.report.facts

    @property
    def subject(self) -> Subject:
        return self.finding.subject

    @property
    def profile(self) -> Profile:
        return self.background.profile

    @property
    def location(self) -> Location | None:
        return next((row for row in self.report.locations if row.id == self.subject.endpoint), None)

    @property
    def method(self) -> str:
        return str(self.report.mode.method)

    @property
    def by_proxy(self) -> bool:
        """By the path rule."""
        return self.report.role == "client" and self.report.mode.method in PROXY_METHODS

    @property
    def captured(self) -> bool:
        return self.report.mode.agent_captures

    @property
    def agent_in_use(self) -> bool:
        return self.report.mode.method in AGENT_METHODS and self.report.mode.in_use

    def of(self, *families: str) -> tuple[CheckResult, ...]:
        """The cited checks of these families."""
        return tuple(row for row in self.cited if row.id.startswith(tuple(f"{name}." for name in families)))

    def family(self, *names: str) -> tuple[CheckResult, ...]:
        """All checks of these families."""
        return tuple(row for row in self.report.checks if row.id.startswith(tuple(f"{name}." for name in names)))

    def locations_of(self, host: str | None) -> tuple[Location, ...]:
        return tuple(row for row in self.report.locations if row.host == host)

    def answers(self, row: CheckResult) -> bool:
        """Whether it got an answer by the routes in force. Behind an agent that captures, a connect is none."""
        return any(self._is_answer(seen) for seen in row.observations)

    def _is_answer(self, seen: Observation) -> bool:
        if seen.interface is not None or seen.step in {Step.RESOLVE, Step.ICMP}:
            return False
        if isinstance(seen.detail, TlsDetail):
            return seen.ok or bool(seen.detail.chain)
        return seen.answered and not (self.captured and seen.step is Step.CONNECT)

    def control(self, *families: str) -> bool:
        """Whether a control is cited, and answered."""
        return any(self.answers(row) for row in self.of(*(families or ("control", "direct", "proxy"))))

    def heard(self) -> bool:
        """Whether anything came from the network by the routes in force."""
        return any(came(seen) for row in self.report.checks for seen in row.observations)

    def file(self) -> CheckResult | None:
        """The check of the PAC file, where it is cited."""
        return next((row for row in self.cited if row.id == "pac.file"), None)


def came(seen: Observation) -> bool:
    """Whether something came back from the network in this step."""
    if seen.interface is not None or is_here(seen.target.address or ""):
        return False
    if isinstance(seen.detail, ResolveDetail):
        return seen.detail.server is not None and seen.detail.rcode is not None
    return seen.ok or seen.failure in _CAME_BACK


def steps(row: CheckResult, *wanted: Step) -> tuple[Observation, ...]:
    return tuple(seen for seen in row.observations if seen.step in wanted)


def failed(row: CheckResult, failures: Iterable[Failure], *wanted: Step) -> tuple[Observation, ...]:
    """The steps that failed so, where none of these steps went well: then it is what became of the check."""
    tried = steps(row, *wanted) if wanted else row.observations
    return () if any(seen.ok for seen in tried) else tuple(seen for seen in tried if seen.failure in {*failures})


def closed(row: CheckResult, subject: Subject) -> bool:
    """Whether every connect to the port failed, and one of them in the stated way at the stated address."""
    tried = failed(row, CLOSED | {Failure.NO_ROUTE}, Step.CONNECT)
    how = KINDS.get(str(subject.kind))
    return any(seen.failure is how and at(seen, subject) for seen in tried)


def at(seen: Observation, subject: Subject) -> bool:
    """Whether a step went where the subject says."""
    return seen.target.port == subject.port and seen.target.address == subject.address


def cut(row: CheckResult | None) -> bool:
    """Whether TCP opened and the handshake was cut."""
    return row is not None and bool(failed(row, CUT, Step.TLS))


def last(row: CheckResult | None) -> Observation | None:
    return row.observations[-1] if row and row.observations else None


def pages(row: CheckResult) -> Iterator[HttpDetail | ProxyDetail]:
    return (
        seen.detail for seen in row.observations if isinstance(seen.detail, HttpDetail | ProxyDetail) and seen.detail.status is not None
    )


def chains(row: CheckResult) -> Iterator[TlsDetail]:
    return (seen.detail for seen in row.observations if isinstance(seen.detail, TlsDetail) and seen.detail.chain)


def named(row: CheckResult) -> tuple[str, ...]:
    """The addresses that a look-up gave."""
    rows = (seen.detail.addresses for seen in row.observations if seen.ok and isinstance(seen.detail, ResolveDetail))
    return tuple(address for found in rows for address in found)


def script(row: CheckResult | None) -> PacDetail | None:
    """What the script answered, where it did."""
    seen = last(row)
    return seen.detail if seen and seen.ok and isinstance(seen.detail, PacDetail) else None


def is_read(value: object) -> bool:
    return not isinstance(value, Unknown)


def tail(told: Told, path_and_line: tuple[str, FactValue]) -> bool:
    """Whether a quoted line stands in the log that it is said to stand in."""
    path, line = path_and_line
    rows = [row for row in known(told.facts.files) if path == f"files[{row.path}].tail"]
    return any(str(line)[:60] in (row.tail or "") for row in rows)
