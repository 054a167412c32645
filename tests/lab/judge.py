"""Compares what the program said with what a scenario expects. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from wssdiag.model.finding import Severity

if TYPE_CHECKING:
    from tests.lab.outcome import Outcome
    from tests.lab.scenario import Scenario
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table."""

    scenario: str
    expected: str  # cause, or the status where no cause is expected
    found: str
    seconds: float
    faults: tuple[str, ...] = ()  # what was not as expected, each in a few words; empty: right
    false_alarms: tuple[str, ...] = ()  # codes that nothing in the scenario justifies
    boot_s: float = 0.0
    peers_s: float = 0.0
    peak_kib: int = 0

    @property
    def right(self) -> bool:
        """Whether all was as expected."""
        return not self.faults


def judge(name: str, scenario: Scenario, outcome: Outcome | str) -> Verdict:
    """The row of one scenario."""
    expected = scenario.cause or scenario.status
    if isinstance(outcome, str):
        return Verdict(scenario=name, expected=expected, found="-", seconds=0.0, faults=(outcome,))
    report = outcome.report
    faults = [] if outcome.exit == scenario.exit else [f"exit {outcome.exit}, not {scenario.exit}"]
    if outcome.seconds > scenario.max_seconds:
        faults.append(f"took {outcome.seconds:.1f} s, more than {scenario.max_seconds:g} s")
    alarms: tuple[str, ...] = ()
    if report is None:
        faults.append(f"standard output is no report; standard error ends: {outcome.stderr.strip()[-300:]}")
        found = "-"
    else:
        found = report.verdict.cause or str(report.verdict.status)
        faults += _report_faults(scenario, report)
        alarms = _false_alarms(scenario, report)
    return Verdict(
        scenario=name,
        expected=expected,
        found=found,
        seconds=outcome.seconds,
        faults=tuple(faults),
        false_alarms=alarms,
        boot_s=outcome.boot_s,
        peers_s=outcome.peers_s,
        peak_kib=outcome.peak_kib,
    )


def _report_faults(scenario: Scenario, report: Report) -> list[str]:
    faults = []
    if (report.verdict.cause or "") != scenario.cause:
        faults.append(f"cause {report.verdict.cause}, not {scenario.cause or None}")
    if report.verdict.status != scenario.status:
        faults.append(f"status {report.verdict.status}, not {scenario.status}")
    if scenario.mode and report.mode.method != scenario.mode:
        faults.append(f"mode {report.mode.method}, not {scenario.mode}")
    faults += [f"also says {code}" for code in _false_alarms(scenario, report)]
    faults += [f"says {code}, which it never may" for code in scenario.never if code in {finding.code for finding in report.findings}]
    if scenario.masked_ok is not None:
        masked = {finding.code for finding in report.findings if finding.masked_by}
        faults += [f"masks {code}, which should not be there" for code in sorted(masked - set(scenario.masked_ok))]
    faults += [f"check {check.id} is an error: {check.summary}" for check in report.checks if check.status == "error"]
    return faults + _subject_faults(scenario, report)


def _subject_faults(scenario: Scenario, report: Report) -> list[str]:
    """One unmasked finding of the cause must have the whole subject."""
    if not scenario.subject or not scenario.cause:
        return []
    subjects = [msgspec.to_builtins(f.subject) for f in report.findings if f.code == scenario.cause and not f.masked_by]
    if any(all(subject.get(key) == value for key, value in scenario.subject.items()) for subject in subjects):
        return []
    seen = [{key: subject.get(key) for key in scenario.subject} for subject in subjects]
    return [f"subject {seen}, not {scenario.subject}"]


def _false_alarms(scenario: Scenario, report: Report) -> tuple[str, ...]:
    expected = {scenario.cause, *scenario.also}
    return tuple(dict.fromkeys(f.code for f in report.findings if _counts(f) and f.code not in expected))


def _counts(finding: Finding) -> bool:
    return not finding.masked_by and finding.severity != Severity.NOTICE
