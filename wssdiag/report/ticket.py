"""A run in at most 25 lines, plain or as Markdown, for somebody who has only this: the cause, who must act, the evidence, what to open.

Owns the cuts. Must not choose what is true (``digest`` does), nor make anything private: the caller hands in the report that may be shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wssdiag.model.finding import Who
from wssdiag.report import wording
from wssdiag.report.digest import digest, made_line, note_of
from wssdiag.report.layout import Style, columns
from wssdiag.report.markdown import escape
from wssdiag.report.retold.facts import fact_value
from wssdiag.report.retold.retell import retold
from wssdiag.report.rule_request import more_line, source_of, target_of, what_of
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.detection.agent_standing import AgentStanding
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report
    from wssdiag.remedy.rule_request import RuleRequest
    from wssdiag.report.digest import Digest

#: What fits into the field of a ticket without scrolling, and into a mail without a second wrap.
LINE_LIMIT: Final = 25
WIDTH: Final = 100

#: What a reader needs to believe the cause. The report has all of it.
_EVIDENCE_LISTED: Final = 4

#: Lines of what was seen, which is a sentence or two; of all the evidence; of one entry of a list: one long value takes no other's place.
_SEEN_LINES: Final = 3
_EVIDENCE_LINES: Final = 4
_ITEM_LINES: Final = 2
_HEADLINE_LINES: Final = 2

_ITEM: Final = "- "
_CUT: Final = "..."


@dataclass(frozen=True)
class _Parts:
    headline: str
    said: tuple[str, ...]
    seen: str  # empty where nothing is wrong
    evidence: tuple[str, ...]
    rules: tuple[str, ...]
    foot: tuple[str, ...]


def render_ticket(report: Report, knowledge: Knowledge, agents: Iterable[AgentStanding] = ()) -> str:
    """The plain text, ending in a newline: at most 25 lines of at most 100 columns, whatever the report is."""
    parts = _parts(report, knowledge, agents)
    style = Style(width=WIDTH)
    head = _cut(style.wrap(parts.headline), _HEADLINE_LINES)
    head += [line for text in parts.said for line in _cut(style.wrap(text), 1)]
    head += _cut(style.wrap(parts.seen), _SEEN_LINES) if parts.seen else []
    evidence = [_("The evidence"), *_that_fit((_cut(style.wrap(text, _ITEM), _ITEM_LINES) for text in parts.evidence), _EVIDENCE_LINES)]
    foot = [line for text in parts.foot for line in _cut(style.wrap(text), 1)]
    blocks = [head, *([evidence] if parts.evidence else [])]
    if parts.rules:
        left = LINE_LIMIT - sum(len(block) + 1 for block in (*blocks, foot))
        blocks.append(_rules([_cut(style.wrap(text, _ITEM), _ITEM_LINES) for text in parts.rules], left, style))
    return "\n\n".join("\n".join(block) for block in (*blocks, foot)) + "\n"


def render_ticket_markdown(report: Report, knowledge: Knowledge, agents: Iterable[AgentStanding] = ()) -> str:
    """The same as Markdown, ending in a newline: at most 25 lines, each of one entry, with hostile text made harmless."""
    parts = _parts(report, knowledge, agents)
    blocks = [
        [f"## {escape(parts.headline)}"],
        [f"{_ITEM}{escape(text)}" for text in (*parts.said, parts.seen) if text],
        [f"**{escape(_('The evidence'))}**", *(f"{_ITEM}{escape(text)}" for text in parts.evidence)] if parts.evidence else [],
    ]
    foot = [f"{_ITEM}{escape(text)}" for text in parts.foot]
    blocks = [block for block in blocks if block]
    if parts.rules:
        left = LINE_LIMIT - sum(len(block) + 1 for block in (*blocks, foot)) - 1
        listed = parts.rules if len(parts.rules) <= left else parts.rules[: left - 1]
        more = more_line(len(parts.rules) - len(listed))
        blocks.append([f"**{escape(_('To be opened'))}**", *(f"{_ITEM}{escape(text)}" for text in (*listed, *more))])
    return "\n\n".join("\n".join(block) for block in (*blocks, foot)) + "\n"


def _rules(requests: list[list[str]], left: int, style: Style) -> list[str]:
    """As many requests as there are lines for below their heading, and how many more there are."""
    room = left - 1  # below the heading
    lines: list[str] = []
    told = 0
    for request in requests:
        last = told + 1 == len(requests)
        if len(lines) + len(request) + (0 if last else 1) > room:
            break
        lines += request
        told += 1
    more = [line for text in more_line(len(requests) - told) for line in _cut(style.wrap(text, _ITEM), 1)]
    return [_("To be opened"), *lines, *more]


def _that_fit(entries: Iterable[list[str]], room: int) -> list[str]:
    """The lines of the first entries that are whole within so many."""
    lines: list[str] = []
    for entry in entries:
        if len(lines) + len(entry) > room:
            break
        lines += entry
    return lines


def _parts(report: Report, knowledge: Knowledge, agents: Iterable[AgentStanding]) -> _Parts:
    found = digest(report, knowledge)
    return _Parts(
        headline=found.headline,
        said=_said(report, found),
        seen=_("What we saw: {seen}").format(seen=found.view.seen) if found.view else "",
        evidence=_evidence(found),
        rules=tuple(map(_rule, found.rules)),
        foot=_foot(report, agents),
    )


def _said(report: Report, found: Digest) -> tuple[str, ...]:
    status = _("Outcome: {status}").format(status=wording.verdict(report.verdict.status))
    if found.finding is None:
        return (status, wording.protected(report.network.protected))
    lines = [status]
    if found.finding.who:
        lines.append(_("Who must act: {who}").format(who=_who(found.finding)))
    lines.append(_("Cause: {code} ({note})").format(code=found.finding.code, note=note_of(found.finding)))
    if found.also:
        codes = dict.fromkeys(one.code for one in found.also)
        lines.append(_("Also found: {codes}").format(codes=", ".join(codes)))
    return tuple(lines)


def _who(finding: Finding) -> str:
    """Not "you": whoever reads the ticket is somebody else."""
    words = {
        Who.USER: _("the person at the computer"),
        Who.HELPDESK: _("the helpdesk"),
        Who.NETWORK: _("the network administrators"),
        Who.VENDOR: _("the service's support"),
    }
    return ", ".join(words[one] for one in dict.fromkeys(finding.who))


def _evidence(found: Digest) -> tuple[str, ...]:
    """What the cause rests on; where nothing was told, what came to no result."""
    checks = [
        f"{wording.status(check.status)}: {retold(check.title)}: {retold(check.summary)} [{check.id}]"
        for check in (*found.proof, *found.unsettled)
    ]
    return (*checks, *(f"{row.fact} = {fact_value(row.value)}" for row in found.said))[:_EVIDENCE_LISTED]


def _rule(request: RuleRequest) -> str:
    """What to enter, from where and to where, in one line."""
    ends = (_("From: {source}").format(source=source_of(request)), _("To: {target}").format(target=target_of(request)))
    return ". ".join((what_of(request), *ends))


def _foot(report: Report, agents: Iterable[AgentStanding]) -> tuple[str, ...]:
    mode, facts = report.mode, report.facts
    system = f"{wording.system(facts.os)} {facts.os_version}".strip()
    named = [f"{wording.method(one.method)} {one.version}".strip() for one in agents]
    where = (
        _("Connection: {method} ({sure})").format(method=wording.method(mode.method), sure=wording.confidence(mode.confidence)),
        _("System: {system}").format(system=system),
        *([_("Agent: {agents}").format(agents=", ".join(named))] if named else []),
    )
    return (". ".join(where), made_line(report), _("Run: {run}").format(run=report.run_id))


def _cut(lines: list[str], most: int) -> list[str]:
    """The first lines; where there are more, the last of them ends in dots."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while columns(last) > WIDTH - len(_CUT):
        last = last[:-1]
    return [*lines[: most - 1], last + _CUT]
