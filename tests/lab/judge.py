"""Compares what the program said with what a scenario expects. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tests.lab.outcome import NotRun
from tests.lab.redacted import redaction_faults
from tests.lab.scenario import kept_list
from wssdiag.model.finding import Severity

if TYPE_CHECKING:
    from tests.lab.outcome import Outcome
    from tests.lab.scenario import Scenario
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report


#: The exit codes of a run that came to an end: healthy, a problem, could not tell.
EXITS = frozenset({0, 1, 4})


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table."""

    scenario: str
    expected: str  # cause, or the status where no cause is expected
    found: str
    seconds: float
    faults: tuple[str, ...] = ()  # what was not as expected, each in a few words; empty: right
    known: str = ""  # why another answer than the expected one is known, where the scenario says so
    false_alarms: tuple[str, ...] = ()  # codes that nothing in the scenario justifies
    not_run: str = ""  # why it could not be played on this machine
    boot_s: float = 0.0
    peers_s: float = 0.0
    peak_kib: int = 0

    @property
    def right(self) -> bool:
        """Whether it was played and all was as expected."""
        return not self.faults and not self.not_run


def judge(name: str, scenario: Scenario, outcome: Outcome | NotRun | str) -> Verdict:
    """The row of one scenario."""
    expected = scenario.cause or scenario.status
    if isinstance(outcome, NotRun):
        return Verdict(scenario=name, expected=expected, found="-", seconds=0.0, known=scenario.known, not_run=outcome.reason)
    if isinstance(outcome, str):
        return Verdict(scenario=name, expected=expected, found="-", seconds=0.0, known=scenario.known, faults=(outcome,))
    report = outcome.report
    faults = run_faults(outcome)
    if outcome.seconds > scenario.max_seconds:
        faults.append(f"took {outcome.seconds:.1f} s, more than {scenario.max_seconds:g} s")
    alarms: tuple[str, ...] = ()
    if report is None:
        faults.append(f"standard output is no report; standard error ends: {outcome.stderr.strip()[-300:]}")
        found = "-"
    else:
        found = report.verdict.cause or str(report.verdict.status)
        faults += redaction_faults(report, kept_list(scenario))
        differences = _differences(scenario, outcome.exit, report)
        if not scenario.known:
            faults += differences
            alarms = _false_alarms(scenario, report)
        elif not differences:
            faults.append("is answered as expected: take `known` out of its file")
    return Verdict(
        scenario=name,
        expected=expected,
        found=found,
        seconds=outcome.seconds,
        faults=tuple(faults),
        known=scenario.known,
        false_alarms=alarms,
        boot_s=outcome.boot_s,
        peers_s=outcome.peers_s,
        peak_kib=outcome.peak_kib,
    )


def run_faults(outcome: Outcome) -> list[str]:
    """What no run of the program may do, whatever it answers."""
    faults = [] if outcome.exit in EXITS else [f"exit {outcome.exit}"]
    checks = outcome.report.checks if outcome.report else ()
    return faults + [f"check {check.id} is an error: {check.summary}" for check in checks if check.status == "error"]


def _differences(scenario: Scenario, exit_code: int | None, report: Report) -> list[str]:
    """How the answer differs from the expected one."""
    faults = [] if exit_code == scenario.exit else [f"exit {exit_code}, not {scenario.exit}"]
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
    statuses = {check.id: str(check.status) for check in report.checks}
    faults += [
        f"check {name} is {statuses.get(name, 'not in the run')}, not {status}"
        for name, status in scenario.checks.items()
        if statuses.get(name) != status
    ]
    if scenario.protected and report.network.protected != scenario.protected:
        faults.append(f"protected {report.network.protected}, not {scenario.protected}")
    said = tuple(finding.code for finding in report.findings if not finding.masked_by)
    if said[: len(scenario.order)] != scenario.order:
        faults.append(f"the findings are {', '.join(said)}; they should begin with {', '.join(scenario.order)}")
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
    return tuple(dict.fromkeys(f.code for f in report.findings if matters(f) and f.code not in expected))


def matters(finding: Finding) -> bool:
    """Whether a finding says that something is wrong: it is not masked, and more than a notice."""
    return not finding.masked_by and finding.severity != Severity.NOTICE
