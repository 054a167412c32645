"""A report for a terminal of 80 columns: the verdict first, then what to do, then the evidence.

Owns the layout of the text. Must not choose what is said (``digest`` does) nor how a closed list is worded (``wording`` does).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.check import Status
from wssdiag.model.report import Protected, VerdictStatus
from wssdiag.report import wording
from wssdiag.report.chain import parts_of
from wssdiag.report.digest import Digest, digest, made_line, note_of, run_line, seen_of, title_of
from wssdiag.report.layout import Ink, Style
from wssdiag.report.path import StationState
from wssdiag.report.retold.facts import fact_value
from wssdiag.report.retold.retell import retold
from wssdiag.report.rule_request import request_lines
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.diagnosis.chain import Chain
    from wssdiag.model.check import CheckResult
    from wssdiag.model.report import Report
    from wssdiag.remedy.guide import StepView

#: Checks that are listed one by one; a network that blocks everything has as many failing checks as there are locations.
_CHECKS_LISTED = 12

#: Beside a cause only the checks that show it are listed, but so many are always, so that a reader sees what kind failed.
_CHECKS_BESIDE = 3

_INDENT = "  "

_VERDICT_INK = {
    VerdictStatus.HEALTHY: Ink.FINE,
    VerdictStatus.DEGRADED: Ink.ATTENTION,
    VerdictStatus.BROKEN: Ink.BROKEN,
    VerdictStatus.INCOMPLETE: Ink.ATTENTION,
}

_STATION_INK = {StationState.FINE: Ink.FINE, StationState.ATTENTION: Ink.ATTENTION, StationState.BROKEN: Ink.BROKEN}

_STATUS_INK = {Status.FAIL: Ink.BROKEN, Status.ERROR: Ink.ATTENTION, Status.WARN: Ink.ATTENTION}


def render_text(report: Report, knowledge: Knowledge, style: Style) -> str:
    """The whole text, ending in a newline. Every line fits ``style.width`` columns, whatever the values are."""
    found = digest(report, knowledge)
    blocks = (
        _verdict(report, found, style),
        _steps(found, style),
        _rules(found, style),
        _mode(report, style),
        _path(found, style),
        _proof(found, style),
        _troubled(found, style),
        _others(found, knowledge, style),
        _foot(report, found, style),
    )
    return _text_of(blocks)


def render_explained(report: Report, knowledge: Knowledge, style: Style, chains: Sequence[Chain], *, alone: bool) -> str:
    """The long form: the chain of evidence of each finding below the verdict. ``alone`` leaves out what is not about them."""
    found = digest(report, knowledge)
    explained = (_chain(chain, found, knowledge, style) for chain in chains)
    rest = (
        _steps(found, style),
        _rules(found, style),
        _mode(report, style),
        _path(found, style),
        _troubled(found, style),
        _others(found, knowledge, style),
    )
    return _text_of((_verdict(report, found, style), *explained, *(() if alone else rest), _foot(report, found, style)))


def _text_of(blocks: Iterable[list[str]]) -> str:
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _heading(text: str, style: Style) -> list[str]:
    return [style.ink(line, Ink.STRONG) for line in style.wrap(text)]


def _verdict(report: Report, found: Digest, style: Style) -> list[str]:
    status = wording.verdict(report.verdict.status)
    stopped = report.cancelled and found.finding is None
    lines = [style.ink(line, Ink.STRONG, _VERDICT_INK[report.verdict.status]) for line in style.wrap(found.headline)]
    by = wording.can_fix(found.finding.who) if found.finding else ""
    lines += style.wrap(f"{status}. {_('The run was stopped before everything was tried.') if stopped else by}".strip())
    if found.view:
        lines += ["", *style.wrap(found.view.means), *style.wrap(_("What we saw: {seen}").format(seen=found.view.seen))]
    if report.network.protected is not Protected.UNKNOWN or report.verdict.status is not VerdictStatus.BROKEN:
        lines += style.wrap(wording.protected(report.network.protected) + ".")
    return lines + _unsettled(report, found, style)


def _unsettled(report: Report, found: Digest, style: Style) -> list[str]:
    """Why it could not be told; the foot says it where the run was stopped."""
    if report.cancelled or not found.unsettled:
        return []
    lines = ["", *_heading(_("What came to no result"), style)]
    for check in found.unsettled[:_CHECKS_LISTED]:
        lines += style.wrap(f"{retold(check.title)}: {retold(check.summary)}", f"{_INDENT}- ")
    return lines


def _steps(found: Digest, style: Style) -> list[str]:
    if not found.view:
        return []
    lines = _heading(_("What to do"), style)
    for number, step in enumerate(found.view.steps, 1):
        lines += _step(number, step, style)
    return lines


def _step(number: int, step: StepView, style: Style) -> list[str]:
    first = f"{number:>2}. "
    indent = " " * len(first)
    risk = wording.risk(step.risk)
    head = f"{wording.who(step.who)}, {wording.minutes(step.minutes)}" + (f", {risk}" if risk else "")
    lines = [style.ink(line, Ink.STRONG) for line in style.wrap(head, first)]
    for paragraph in step.do.split("\n\n"):
        lines += style.wrap(paragraph, indent)
    if step.message:
        lines += style.wrap(_("Message to send:"), indent)
        for paragraph in step.message.splitlines():
            lines += style.wrap(paragraph, f"{indent}| ", f"{indent}| ")
    return lines


def _rules(found: Digest, style: Style) -> list[str]:
    """What other findings want let through, where no message has said it."""
    if not found.rules or (found.view and any(step.rules for step in found.view.steps)):
        return []
    lines = _heading(_("To be opened"), style)
    for line in request_lines(found.rules):
        lines += style.wrap(line, _INDENT) if line else [""]
    return lines


def _mode(report: Report, style: Style) -> list[str]:
    mode = report.mode
    sure = wording.confidence(mode.confidence)
    lines = _heading(_("Connection: {method} ({sure})").format(method=wording.method(mode.method), sure=sure), style)
    for row in mode.evidence:
        lines += style.wrap(f"{row.fact} = {fact_value(row.value)}: {retold(row.says)}", f"{_INDENT}- ")
    for text in mode.contradictions:
        lines += style.wrap(_("But: {text}").format(text=retold(text)), f"{_INDENT}- ")
    return lines


def _path(found: Digest, style: Style) -> list[str]:
    lines = _heading(_("The path"), style)
    for stop in found.path:
        ink = (_STATION_INK[stop.state],) if stop.state in _STATION_INK else ()
        lines += [style.ink(line, *ink) for line in style.wrap(stop.word, f"{_INDENT}{style.plain(stop.name):<16}")]
    return lines


def _proof(found: Digest, style: Style) -> list[str]:
    """What the headline rests on, line by line: no claim without it."""
    if not found.proof and not found.said:
        return []
    lines = _heading(_("The evidence"), style)
    for check in found.proof[:_CHECKS_LISTED]:
        lines += _check(check, style)
    for row in found.said[:_CHECKS_LISTED]:
        lines += style.wrap(f"{row.fact} = {fact_value(row.value)}", _INDENT)
    return lines


def _chain(chain: Chain, found: Digest, knowledge: Knowledge, style: Style) -> list[str]:
    """One finding with everything that it rests on: each claim stands above its evidence."""
    lines = _heading(f"{title_of(chain.finding, knowledge)}: {chain.finding.code}, {note_of(chain.finding)}", style)
    if seen := seen_of(chain.finding, found, knowledge):
        lines += style.wrap(seen, _INDENT)
    for part in parts_of(chain, lambda one: title_of(one, knowledge)):
        lines += [style.ink(line, Ink.STRONG) for line in style.wrap(part.heading, _INDENT)]
        for row in part.rows:
            lines += style.wrap(row.text, f"{_INDENT}- ")
            for line in row.under:
                lines += style.wrap(line, _INDENT * 3)
    return lines


def _troubled(found: Digest, style: Style) -> list[str]:
    """Without a cause everything that failed is of interest; beside one, the rest mostly failed along with it."""
    if not found.troubled:
        return []
    lines = _heading(_("Other checks that did not work") if found.finding else _("Checks to look at"), style)
    listed = _CHECKS_BESIDE if found.finding else _CHECKS_LISTED
    for check in found.troubled[:listed]:
        lines += _check(check, style)
    if (left := len(found.troubled) - listed) > 0:
        more = ngettext("{count} more did not work; see --format json", "{count} more did not work; see --format json", left)
        lines += style.wrap(more.format(count=left), _INDENT)
    return lines


def _check(check: CheckResult, style: Style) -> list[str]:
    inks = (_STATUS_INK[check.status],) if check.status in _STATUS_INK else ()
    head = style.wrap(f"{wording.status(check.status)}: {retold(check.title)}", _INDENT)
    return [*(style.ink(line, *inks) for line in head), *style.wrap(f"{retold(check.summary)} [{check.id}]", _INDENT * 2)]


def _others(found: Digest, knowledge: Knowledge, style: Style) -> list[str]:
    if not found.also and not found.masked:
        return []
    lines = _heading(_("Also found"), style)
    for finding in (*found.also, *found.masked):
        lines += style.wrap(f"{title_of(finding, knowledge)}: {note_of(finding)}", f"{_INDENT}- ")
    return lines


def _foot(report: Report, found: Digest, style: Style) -> list[str]:
    lines = style.wrap(run_line(report, found))
    if report.cancelled:
        lines += style.wrap(_("The run was stopped; what had finished is shown."))
    lines += style.wrap(made_line(report))
    return [style.ink(line, Ink.MUTED) for line in lines]
