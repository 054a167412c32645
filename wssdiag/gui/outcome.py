"""What the result screen says, as a value: from a report and the guide of the matter that is shown. Pure.

Headlines, meanings and steps come from the report and the guides; only the sentences for "nothing found" are made here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from wssdiag.gui.words import MESSAGE_LIMIT, copy_sentence, plain, protection_sentence
from wssdiag.model.check import Status
from wssdiag.model.finding import Certainty, Finding, Severity
from wssdiag.model.report import Report, VerdictStatus
from wssdiag.report import wording
from wssdiag.report.digest import title_of
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.remedy.guide import GuideView, StepView

#: Reasons for "could not tell" that are named; more of them say nothing new.
_REASONS = 3


class Tone(StrEnum):
    """How the headline is marked."""

    FINE = "fine"
    ATTENTION = "attention"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class OtherMatter:
    """A further finding, to be chosen."""

    finding: Finding
    title: str


@dataclass(frozen=True)
class Outcome:
    """Every text of the result screen; an empty one is not shown."""

    tone: Tone
    tone_word: str
    headline: str
    who: str = ""
    means: str = ""
    seen: str = ""
    first_label: str = ""
    first: str = ""
    message: str = ""
    copy_text: str = ""
    others_label: str = ""
    others: tuple[OtherMatter, ...] = ()


def main_finding(report: Report) -> Finding | None:
    """The finding that the verdict names."""
    return next((one for one in report.findings if one.code == report.verdict.cause and one.masked_by is None), None)


def outcome_of(report: Report, finding: Finding | None, view: GuideView | None, knowledge: Knowledge) -> Outcome:
    """``finding`` is the matter that is shown (the main one, or another that the person chose); ``view`` its guide, where there is one."""
    if finding is not None:
        return _of_finding(report, finding, view, _others(report, finding, knowledge))
    others = _others(report, None, knowledge)
    others_label = _("Good to know") if others else ""
    if report.cancelled:
        return Outcome(
            tone=Tone.UNKNOWN,
            tone_word=_("Stopped"),
            headline=_("You stopped the check"),
            means=_("Nothing was found to be wrong so far, but not everything was tried."),
            seen=_so_far(report),
            others_label=others_label,
            others=others,
        )
    if report.verdict.status is VerdictStatus.HEALTHY:
        return Outcome(
            tone=Tone.FINE,
            tone_word=_("Fine"),
            headline=plain(wording.headline(report.verdict)),
            means=protection_sentence(report.network),
            seen="\n".join((_so_far(report), *(plain(retold(line)) for line in report.network.protected_evidence))),
            others_label=others_label,
            others=others,
        )
    return Outcome(
        tone=Tone.UNKNOWN,
        tone_word=_("Could not tell"),
        headline=plain(wording.headline(report.verdict)),
        means=_("A part of the check came to no result, and without it nothing can be said for sure."),
        seen=_reasons(report),
        others_label=others_label,
        others=others,
    )


def _of_finding(report: Report, finding: Finding, view: GuideView | None, others: tuple[OtherMatter, ...]) -> Outcome:
    broken = report.verdict.status is VerdictStatus.BROKEN and finding.severity in {Severity.BLOCKER, Severity.MAJOR}
    steps = view.steps if view is not None else ()
    step = next(iter(steps), None)
    sent = next((one for one in steps if one.message and one.who in finding.who), None)
    return Outcome(
        tone=Tone.BROKEN if broken else Tone.ATTENTION,
        tone_word=_("Stops here") if broken else _("Needs attention"),
        headline=plain(view.title if view is not None else finding.title),
        who=_who(finding, step),
        means=plain(view.means) if view is not None else "",
        seen=plain(view.seen) if view is not None else "",
        first_label=_("What to do first") if step is not None else "",
        first=plain(step.do) if step is not None else "",
        message=plain(sent.message or "", MESSAGE_LIMIT) if sent is not None else "",
        copy_text=copy_sentence(sent.who) if sent is not None else "",
        others_label=_("Also found") if others else "",
        others=others,
    )


def finding_text(report: Report, outcome: Outcome) -> str:
    """The matter as text, for Ctrl+C."""
    lines = [outcome.headline, outcome.who, outcome.means, outcome.seen, outcome.first]
    lines.append(_("wssdiag {version}, {started}").format(version=report.tool_version, started=report.started))
    return "\n".join(line for line in lines if line)


def _who(finding: Finding, step: StepView | None) -> str:
    sentence = wording.can_fix(finding.who)
    if step is not None and step.minutes:
        sentence += " " + _("The first step takes {minutes}.").format(minutes=wording.minutes(step.minutes))
    if finding.confidence is not Certainty.CERTAIN:
        sentence += " " + (
            _("This is likely, not proven.") if finding.confidence is Certainty.LIKELY else _("This is possible, not proven.")
        )
    return sentence.strip()


def _others(report: Report, shown: Finding | None, knowledge: Knowledge) -> tuple[OtherMatter, ...]:
    return tuple(
        OtherMatter(finding=one, title=plain(title_of(one, knowledge)))
        for one in report.findings
        if one.masked_by is None and one is not shown
    )


def _so_far(report: Report) -> str:
    passed = sum(check.status is Status.PASS for check in report.checks)
    ran = sum(check.ran for check in report.checks)
    return _("{passed} of {ran} things that were tried worked.").format(passed=passed, ran=ran)


def _reasons(report: Report) -> str:
    open_ones = {Status.ERROR, Status.UNKNOWN, Status.CANCELLED, Status.SKIPPED}
    reasons = [check for check in report.checks if check.required and check.status in open_ones]
    return "\n".join(f"{plain(retold(check.title))}: {plain(retold(check.summary))}" for check in reasons[:_REASONS])
