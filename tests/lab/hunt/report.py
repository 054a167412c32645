"""A mutation as a scenario file, and what the program said of it."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

from tests.lab.judge import matters, run_faults
from tests.lab.outcome import NotRun
from tests.lab.profile_file import to_toml
from tests.lab.table import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.lab.hunt.expected import Expected, Fault
    from tests.lab.hunt.mutate import Mutation
    from tests.lab.outcome import Outcome

#: What a base scenario expects is not what its mutation should.
_KEPT = ("facts", "changes", "args", "profile", "proxy", "max_seconds")


def name_of(mutation: Mutation, expected: Expected, seed: int) -> str:
    """A file name that begins as scenarios' names do: the cause, or healthy."""
    return f"{next((cause for cause in expected.causes if cause), 'healthy')}-hunt-{seed}-{mutation.number:03}"


def scenario_text(base: Path, fault: Fault, expected: Expected, said: Sequence[str] = ()) -> str:
    """The file: what it is, what is expected (the first of several), the base's own keys and faults, and the fault."""
    table = tomllib.loads(base.read_text(encoding="utf-8"))
    healthy = expected.nothing
    head = {
        "title": f"{table['title']}; and then: {_words(fault)}",
        "cause": "" if healthy else expected.causes[0],
        "status": "healthy" if healthy else "broken",
        "exit": 0 if healthy else 1,
        **{key: table[key] for key in _KEPT if key in table},
    }
    lines = [f"# {line}" for line in said]
    blocks = [("fault", row) for row in [*table.get("fault", []), fault]] + [("peer", row) for row in table.get("peer", [])]
    return "\n".join([*lines, to_toml(head), *(f"[[{name}]]\n{to_toml(row)}" for name, row in blocks)])


def disagreement(expected: Expected, outcome: Outcome | NotRun | str) -> list[str]:
    """What the program said otherwise, in a few lines; empty when it agrees. How long it took is not asked, unless it was killed for it."""
    if isinstance(outcome, NotRun):
        return [f"not run: {outcome.reason}"]
    if isinstance(outcome, str):
        return _lines(outcome)
    told = run_faults(outcome)
    report = outcome.report
    if report is None:
        return [*told, *_lines(f"standard output is no report; standard error ends: {outcome.stderr.strip()[-500:]}")]
    said = tuple(dict.fromkeys(finding.code for finding in report.findings if matters(finding)))
    cause = report.verdict.cause or ""
    if cause not in expected.causes:
        told.append(
            f"said {cause or 'nothing'} ({report.verdict.status}), should be {' or '.join(row or 'nothing' for row in expected.causes)}"
        )
    extra = [code for code in said if code not in expected.causes]
    if extra and cause in expected.causes:
        told.append(f"also says {', '.join(extra)}")
    if told:
        findings = (f"{row.code} ({row.severity}{', masked by ' + row.masked_by if row.masked_by else ''})" for row in report.findings)
        told.append(f"findings: {', '.join(findings) or 'none'}")
        told += [f"{row.id} {row.status}: {clean(row.summary)}" for row in report.checks if row.status in {"fail", "warn"}][:20]
    return [line for row in told for line in _lines(row)]


def _lines(text: str) -> list[str]:
    """A text as lines that a comment can hold."""
    return clean(text).replace("\t", " ").splitlines() or [""]


def _words(fault: Fault) -> str:
    return ", ".join(f"{key} {json.dumps(value) if not isinstance(value, str) else value}" for key, value in fault.items())
