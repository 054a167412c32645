"""What every rendering of a report says, and in which order: chosen once, so that text, ticket and page cannot disagree.

Owns the choice. Must not format: no widths, no markup.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.model.check import CheckResult, Status
from wssdiag.model.report import VerdictStatus
from wssdiag.remedy.guide import GuideView, fill
from wssdiag.remedy.outcome import headline_of
from wssdiag.remedy.rules_to_open import rules_to_open
from wssdiag.report import wording
from wssdiag.report.path import Stop, path_of
from wssdiag.report.retold.retell import retold_values
from wssdiag.report.rule_request import guide_of
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Guide, Knowledge
    from wssdiag.model.finding import Evidence, Finding
    from wssdiag.model.report import Report
    from wssdiag.remedy.rule_request import RuleRequest

#: Checks that a reader must see one by one; the others are counted.
_WORTH_A_LINE = (Status.FAIL, Status.ERROR, Status.WARN)

_NO_RESULT = frozenset({Status.ERROR, Status.UNKNOWN, Status.CANCELLED, Status.SKIPPED})


@dataclass(frozen=True)
class Digest:
    """A report, in the order of reading."""

    headline: str
    finding: Finding | None  # behind the headline
    view: GuideView | None  # its guide; None where nothing is wrong, or this program has no guide for it
    rules: tuple[RuleRequest, ...]  # what those who run the network are asked to let through, by all findings
    path: tuple[Stop, ...]
    proof: tuple[CheckResult, ...]  # the checks that the headline rests on, whatever their outcome
    said: tuple[Evidence, ...]  # the facts that it rests on
    troubled: tuple[CheckResult, ...]  # the others that failed or warn: what other findings rest on first, then the worst
    also: tuple[Finding, ...]  # other findings that are not masked
    masked: tuple[Finding, ...]
    unsettled: tuple[CheckResult, ...]  # why it could not be told: what was required and came to no result; empty where it was told
    counts: tuple[tuple[Status, int], ...]  # of all checks, in the order of Status; no zeros


def digest(report: Report, knowledge: Knowledge) -> Digest:
    """The digest of a report; texts of findings come from the guides, where there is one."""
    finding = headline_of(report)
    view = guide_of(finding, report, knowledge) if finding else None
    untold = finding is None and report.verdict.status is VerdictStatus.INCOMPLETE
    counted = Counter(check.status for check in report.checks)
    checks = {check.id: check for check in report.checks}
    own = finding.evidence if finding else ()
    proof = tuple(checks[row.check] for row in own if row.check in checks)
    others = {row.check for one in report.findings if one.masked_by is None for row in one.evidence}
    worst = [check for status in _WORTH_A_LINE for check in report.checks if check.status is status and check not in proof]
    return Digest(
        headline=view.title if view else wording.headline(report.verdict),
        finding=finding,
        view=view,
        rules=rules_to_open(report),
        path=path_of(report),
        proof=proof,
        said=tuple(row for row in own if row.fact),
        troubled=tuple(sorted(worst, key=lambda check: check.id not in others)),
        also=tuple(one for one in report.findings if one.masked_by is None and one is not finding),
        masked=tuple(one for one in report.findings if one.masked_by is not None),
        unsettled=tuple(check for check in report.checks if check.required and check.status in _NO_RESULT) if untold else (),
        counts=tuple((status, counted[status]) for status in Status if counted[status]),
    )


def title_of(finding: Finding, knowledge: Knowledge) -> str:
    """The headline of any finding, with the host that it is about: two findings of one cause must not look alike."""
    guide = knowledge.get(finding.code)
    title = _filled(guide, guide.title, finding) if guide else finding.title
    subject = finding.subject
    where = subject.host or subject.address or subject.app
    port = f" {subject.port}" if where and subject.port else ""
    return f"{title} ({where}{port})" if where else title


def seen_of(finding: Finding, found: Digest, knowledge: Knowledge) -> str:
    """What was seen, in the guide's sentence; empty for the headline, whose verdict has said it, and where there is no guide."""
    guide = knowledge.get(finding.code)
    return _filled(guide, guide.seen, finding) if guide and finding is not found.finding else ""


def _filled(guide: Guide, text: str, finding: Finding) -> str:
    return fill(text, retold_values(finding.values), guide.words, _("not known"))


def note_of(finding: Finding) -> str:
    """What else a line on a finding says: its weight, unless it is certain how sure it is, and what hides it."""
    words = [wording.severity(finding.severity)]
    if finding.confidence != "certain":
        words.append(wording.certainty(finding.confidence))
    if finding.masked_by:
        words.append(_("follows from {code}").format(code=finding.masked_by))
    return ", ".join(words)


def run_line(report: Report, found: Digest) -> str:
    """All checks in one line: ``"38 checks in 6.2 s: 31 passed, 2 failed, 5 skipped."``."""
    counts = ", ".join(f"{count} {wording.status(status)}" for status, count in found.counts)
    total = len(report.checks)
    if not total:
        return _("No check ran.")
    sentence = ngettext("{total} check in {duration}: {counts}.", "{total} checks in {duration}: {counts}.", total)
    return sentence.format(total=total, duration=wording.duration(report.elapsed_ms), counts=counts)


def made_line(report: Report) -> str:
    """What made the report, and when."""
    told = _("wssdiag {version}, catalogue {catalogue}, {started}")
    return told.format(version=report.tool_version, catalogue=report.catalogue_version, started=wording.minute(report.started))
