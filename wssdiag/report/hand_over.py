"""The text for whoever takes over: the matter, who must act, what was tried with each answer, the evidence. For window and terminal.

Owns what it says and in which order. Must not decide who takes over: the walk through the guide does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wssdiag.model.finding import Who
from wssdiag.model.profile import Helpdesk
from wssdiag.remedy.outcome import Outcome
from wssdiag.remedy.walk import Answer
from wssdiag.report import wording
from wssdiag.report.digest import made_line, note_of, title_of
from wssdiag.report.layout import Ink, Style
from wssdiag.report.retold.facts import fact_value
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report
    from wssdiag.remedy.before_after import CheckRow
    from wssdiag.remedy.guide import StepView
    from wssdiag.remedy.walk import Tried, Walk

#: Lines of one list. Whoever needs more opens the saved report.
_LISTED = 20

_INDENT = "  "


@dataclass(frozen=True)
class HandOver:
    """Everything that the text is made from."""

    walk: Walk
    started: Report  # that the walk started from: it holds the evidence of its finding
    now: Report
    rows: tuple[CheckRow, ...] = ()  # the checks that ran again, before and after
    helpdesk: Helpdesk = field(default_factory=Helpdesk)
    earlier: tuple[Walk, ...] = ()  # walks through the guides of other matters, the oldest first


def render_hand_over(handed: HandOver, knowledge: Knowledge, style: Style) -> str:
    """The text, ending in a newline. Every line fits ``style.width`` columns, whatever the values are."""
    blocks = (
        _matter(handed, style),
        _where(handed.started, style),
        _steps(handed, style),
        _now(handed, knowledge, style),
        _rows(handed.rows, style),
        _evidence(handed, style),
        _message(handed.walk, style),
        [style.ink(line, Ink.MUTED) for line in style.wrap(f"{made_line(handed.now)}, {handed.now.run_id}")],
    )
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def reach(helpdesk: Helpdesk) -> list[str]:
    """How the profile says that the helpdesk is reached, a line each; empty where it says nothing."""
    rows = (
        (_("Phone: {value}"), helpdesk.phone),
        (_("E-mail: {value}"), helpdesk.email),
        (_("Web: {value}"), helpdesk.url),
    )
    lines = [text.format(value=value) for text, value in rows if value]
    return [helpdesk.name, *lines] if helpdesk.name else lines


def takes_over(finding: Finding) -> tuple[Who, ...]:
    """Who must act now: the person at the computer hands over, so the others, or the helpdesk where there are none."""
    return tuple(one for one in finding.who if one is not Who.USER) or (Who.HELPDESK,)


def first_message(walk: Walk, finding: Finding) -> StepView | None:
    """The step whose text is sent: that of one who must act, else any; None where the guide has none."""
    steps = [step for step in walk.view.steps if step.message]
    return next((step for step in steps if step.who in finding.who), next(iter(steps), None))


def _heading(text: str, style: Style) -> list[str]:
    return [style.ink(line, Ink.STRONG) for line in style.wrap(text)]


def _matter(handed: HandOver, style: Style) -> list[str]:
    view = handed.walk.view
    lines = _heading(view.title, style)
    lines += style.wrap(wording.can_fix(takes_over(view.finding)))
    lines += style.wrap(_("What we saw: {seen}").format(seen=view.seen))
    lines += style.wrap(_("Cause: {code} ({note})").format(code=view.code, note=note_of(view.finding)))
    if contact := reach(handed.helpdesk):
        lines += ["", *_heading(_("Helpdesk"), style)]
        for line in contact:
            lines += style.wrap(line, _INDENT)
    return lines


def _where(report: Report, style: Style) -> list[str]:
    mode = report.mode
    sure = wording.confidence(mode.confidence)
    return [
        *style.wrap(_("System: {system}").format(system=f"{wording.system(report.facts.os)} {report.facts.os_version}".strip())),
        *style.wrap(_("Connection: {method} ({sure})").format(method=wording.method(mode.method), sure=sure)),
    ]


def _steps(handed: HandOver, style: Style) -> list[str]:
    """Every step but the last, which is the hand-over; of other matters only what was answered."""
    lines = _heading(_("What was tried"), style)
    for number, step in enumerate(handed.walk.view.steps[:-1], 1):
        answers = [one for one in handed.walk.tried if one.step == step.id]
        lines += _step(f"{number:>2}. ", step, answers, style)
    for walk in handed.earlier:
        lines += style.wrap(_("Before that, because of: {matter}").format(matter=walk.view.title))
        for step in walk.view.steps:
            if answers := [one for one in walk.tried if one.step == step.id]:
                lines += _step(f"{_INDENT}- ", step, answers, style)
    return lines if len(lines) > 1 else []


def _step(first: str, step: StepView, answers: Sequence[Tried], style: Style) -> list[str]:
    what = step.do.strip().split("\n\n")[0]
    lines = style.wrap(f"{wording.who(step.who)}: {what}", first)
    for text in [_answer(one) for one in answers] or [_("Not tried.")]:
        lines += style.wrap(text, " " * len(first) + "= ")
    return lines


def _answer(tried: Tried) -> str:
    if tried.answer is Answer.CANNOT:
        return _("Could not be done here.")
    if tried.answer is Answer.NOT_ALLOWED:
        return _("The person is not allowed to do this.")
    return {
        None: _("Done, but not checked again."),
        Outcome.SOLVED: _("Done and checked again: it works now."),
        Outcome.CHANGED: _("Done and checked again: something else is in the way now."),
        Outcome.STILL_THERE: _("Done and checked again: no change."),
        Outcome.UNSURE: _("Done and checked again: could not tell."),
    }[tried.outcome]


def _now(handed: HandOver, knowledge: Knowledge, style: Style) -> list[str]:
    """How it stands after the last re-check; without one nothing is newer than the matter itself."""
    if not handed.rows:
        return []
    verdict = handed.now.verdict
    found = [one for one in handed.now.findings if one.masked_by is None]
    word = wording.verdict(verdict.status)
    lines = _heading(_("How it stands now"), style)
    lines += style.wrap(word if found else f"{word}: {wording.headline(verdict)}", _INDENT)
    for one in found[:_LISTED]:
        lines += style.wrap(f"{title_of(one, knowledge)} [{one.code}]", f"{_INDENT}- ")
    return lines


def _rows(rows: Sequence[CheckRow], style: Style) -> list[str]:
    if not rows:
        return []
    lines = _heading(_("Checks that ran again, before and after"), style)
    for row in rows[:_LISTED]:
        change = f"{wording.outcome(row.before)} -> {wording.outcome(row.after)}"
        lines += style.wrap(f"{retold(row.title)}: {change}, {wording.duration(row.elapsed_ms)} [{row.id}]", f"{_INDENT}- ")
    return lines + _more(len(rows), style)


def _evidence(handed: HandOver, style: Style) -> list[str]:
    checks = {check.id: check for check in handed.started.checks}
    evidence = handed.walk.view.finding.evidence
    seen = [checks[row.check] for row in evidence if row.check in checks]
    texts = [f"{wording.status(check.status)}: {retold(check.title)}: {retold(check.summary)} [{check.id}]" for check in seen]
    texts += [f"{row.fact} = {fact_value(row.value)}" for row in evidence if row.fact]
    if not texts:
        return []
    lines = _heading(_("The evidence"), style)
    for text in texts[:_LISTED]:
        lines += style.wrap(text, f"{_INDENT}- ")
    return lines + _more(len(texts), style)


def _more(count: int, style: Style) -> list[str]:
    left = count - _LISTED
    return style.wrap(ngettext("and {count} more", "and {count} more", left).format(count=left), _INDENT) if left > 0 else []


def _message(walk: Walk, style: Style) -> list[str]:
    step = first_message(walk, walk.view.finding)
    if step is None or step.message is None:
        return []
    lines = _heading(wording.message_for(step.who), style)
    for paragraph in step.message.splitlines():
        lines += style.wrap(paragraph, f"{_INDENT}| ", f"{_INDENT}| ")
    return lines
