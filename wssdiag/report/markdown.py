"""A report for a ticket: markdown of at most 60 lines, with hostile text made harmless. Chains of evidence stand below it.

Owns the escaping and the cuts. Must not choose what is said: ``digest`` does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wssdiag.model.shown import shown
from wssdiag.report import wording
from wssdiag.report.chain import parts_of
from wssdiag.report.digest import Digest, digest, made_line, note_of, run_line, seen_of, title_of
from wssdiag.report.retold.facts import fact_value
from wssdiag.report.retold.retell import retold
from wssdiag.report.rule_request import more_line, reason_lines, source_of, target_of, what_of
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.diagnosis.chain import Chain
    from wssdiag.model.report import Report

#: A ticket is read on one screen.
LINE_LIMIT = 60

_EVIDENCE_LISTED = 6
_CHECKS_LISTED = 12
_FINDINGS_LISTED = 10
_RULES_LISTED = 8

#: A message to send has two paragraphs; more would push the evidence out of the ticket.
_MESSAGE_LINES = 5

#: Signs with a meaning inside a line of CommonMark or GFM; signs that open a block; what GFM makes a link by itself.
_SPECIAL = re.compile(r"([\\`*_\[\]#|~@$]|^[-+=])")
_AUTOLINK = re.compile(r"(://|mailto:|xmpp:|www\.)", re.IGNORECASE)


def render_markdown(report: Report, knowledge: Knowledge, chains: Sequence[Chain] = ()) -> str:
    """The ticket, ending in a newline; the chains that were asked for come after its 60 lines."""
    found = digest(report, knowledge)
    blocks = (
        _verdict(report, found),
        _message(found),
        _rules(found),
        _mode(report),
        [_("**The path:** {stops}").format(stops=" → ".join(f"{escape(stop.name)}: {escape(stop.word)}" for stop in found.path))],
        _troubled(found),
        _others(found, knowledge),
        [f"{escape(run_line(report, found))} {escape(made_line(report))}, {escape(report.run_id)}"],
    )
    lines = "\n\n".join("\n".join(block) for block in blocks if block).split("\n")
    below = [line for chain in chains[:_FINDINGS_LISTED] for line in ("", *_chain(chain, found, knowledge))]
    return "\n".join((*lines[:LINE_LIMIT], *below)) + "\n"


def escape(text: str) -> str:
    """Text that shows as it is written, on one line: no markup, no HTML, no link, no mention."""
    harmless = _SPECIAL.sub(r"\\\1", shown(text)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _AUTOLINK.sub(_unlinked, harmless)


def _unlinked(match: re.Match[str]) -> str:
    """A backslash before its punctuation shows the same and makes no link."""
    return re.sub(r"([:.])", r"\\\1", match.group())


def _verdict(report: Report, found: Digest) -> list[str]:
    by = wording.can_fix(found.finding.who) if found.finding else ""
    lines = [f"## {escape(found.headline)}", "", escape(f"{wording.verdict(report.verdict.status)}. {by}".strip())]
    if found.finding and found.view:
        lines += ["", escape(found.view.means), "", _("**What we saw:** {seen}").format(seen=escape(found.view.seen))]
        lines += ["", _("**Cause:** {code} ({note})").format(code=escape(found.finding.code), note=escape(note_of(found.finding)))]
    if found.unsettled:
        lines += ["", _("**What came to no result:**")]
        lines += [f"- {escape(f'{retold(check.title)}: {retold(check.summary)}')}" for check in found.unsettled[:_CHECKS_LISTED]]
    return lines


def _message(found: Digest) -> list[str]:
    """The first text to send: who reads the ticket is often the one who sends it on."""
    step = next((one for one in found.view.steps if one.message), None) if found.view else None
    if step is None or step.message_alone is None:
        return []
    quoted = [f"> {escape(line)}" for line in step.message_alone.splitlines()[:_MESSAGE_LINES]]
    return [f"**{escape(wording.message_for(step.who))}:**", *quoted]


def _rules(found: Digest) -> list[str]:
    if not found.rules:
        return []
    lines = [f"| {_('To be opened')} | {_('From → to')} | {_('Why')} |", "|---|---|---|"]
    for one in found.rules[:_RULES_LISTED]:
        way = f"{escape(source_of(one))} → {escape(target_of(one))}"
        why = ". ".join(escape(line.rstrip(".")) for line in reason_lines(one))
        lines.append(f"| {escape(what_of(one))} | {way} | {why} |")
    more = more_line(len(found.rules) - _RULES_LISTED)
    return [*lines, "", *map(escape, more)] if more else lines


def _chain(chain: Chain, found: Digest, knowledge: Knowledge) -> list[str]:
    """A list below a heading; what stands below a line is a list inside it."""
    lines = [f"### {escape(title_of(chain.finding, knowledge))}", "", escape(f"{chain.finding.code}, {note_of(chain.finding)}")]
    if seen := seen_of(chain.finding, found, knowledge):
        lines += ["", escape(seen)]
    for part in parts_of(chain, lambda one: title_of(one, knowledge)):
        lines += ["", f"**{escape(part.heading)}**", ""]
        for row in part.rows:
            lines += [f"- {escape(row.text)}", *(f"  - {escape(line)}" for line in row.under)]
    return lines


def _mode(report: Report) -> list[str]:
    mode = report.mode
    sure = escape(wording.confidence(mode.confidence))
    lines = [_("**Connection:** {method} ({sure})").format(method=escape(wording.method(mode.method)), sure=sure)]
    lines += [f"- {escape(f'{row.fact} = {fact_value(row.value)}, {retold(row.says)}')}" for row in mode.evidence[:_EVIDENCE_LISTED]]
    return lines


def _troubled(found: Digest) -> list[str]:
    rows = (*found.proof, *found.troubled)
    if not rows:
        return []
    lines = [f"| {_('Outcome')} | {_('Check')} | {_('What it saw')} |", "|---|---|---|"]
    lines += [
        f"| {escape(wording.status(check.status))} | {escape(retold(check.title))} | {escape(retold(check.summary))} |"
        for check in rows[:_CHECKS_LISTED]
    ]
    if (left := len(rows) - _CHECKS_LISTED) > 0:
        lines.append(f"| | {_('and {count} more').format(count=left)} | |")
    return lines


def _others(found: Digest, knowledge: Knowledge) -> list[str]:
    rows = [*found.also, *found.masked]
    if not rows:
        return []
    lines = [_("**Also found:**"), *(f"- {escape(title_of(one, knowledge))}: {escape(note_of(one))}" for one in rows[:_FINDINGS_LISTED])]
    if (left := len(rows) - _FINDINGS_LISTED) > 0:
        lines.append("- " + _("and {count} more").format(count=left))
    return lines
