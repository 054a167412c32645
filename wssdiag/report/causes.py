"""Every cause and its guide: the offline help, as text and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from wssdiag.diagnosis.causes import BY_CODE, CAUSES, Cause, Table
from wssdiag.model.codec import encode_pretty
from wssdiag.remedy.guide import fill, placeholders
from wssdiag.report import wording
from wssdiag.report.layout import Ink, Style, columns
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Guide, GuideStep, Knowledge


def list_text(knowledge: Knowledge, style: Style) -> str:
    """All causes in their tables: code, headline, who can fix it."""
    wide = max(columns(cause.code) for cause in CAUSES) + 4
    lines: list[str] = []
    for table in Table:
        lines += ["", *(style.ink(line, Ink.STRONG) for line in style.wrap(wording.table(table)))]
        for cause in CAUSES:
            if cause.table is table:
                lines += style.wrap(cause_title(cause, knowledge), f"  {cause.code}".ljust(wide))
    return "\n".join(lines[1:]) + "\n"


def cause_text(code: str, knowledge: Knowledge, style: Style) -> str:
    """One cause with its guide for all systems. ``KeyError`` for a code that is not in the closed list."""
    cause = BY_CODE[code]
    lines = [style.ink(line, Ink.STRONG) for line in style.wrap(cause_title(cause, knowledge))]
    severity = wording.severity(cause.severity) if cause.severity else _("weight by the case")
    lines += style.wrap(f"{cause.code}, {wording.table(cause.table)}, {severity}. {wording.can_fix(cause.who)}")
    guide = knowledge.get(code)
    if guide:
        lines += ["", *style.wrap(help_text(guide.means)), *style.wrap(_("What we see then: {seen}").format(seen=help_text(guide.seen)))]
        for number, step in enumerate(guide.step, 1):
            lines += ["", *_step(number, step, style)]
    return "\n".join(lines) + "\n"


def list_json(knowledge: Knowledge) -> bytes:
    """``{"causes": [...]}`` in the order of the list, the texts with their {placeholders}."""
    return encode_pretty({"causes": [_as_data(cause, knowledge) for cause in CAUSES]})


def cause_json(code: str, knowledge: Knowledge) -> bytes:
    """One cause of :func:`list_json`. ``KeyError`` for a code that is not in the closed list."""
    return encode_pretty(_as_data(BY_CODE[code], knowledge))


def cause_title(cause: Cause, knowledge: Knowledge) -> str:
    """The headline of its guide; its code where there is none."""
    guide = knowledge.get(cause.code)
    return help_text(guide.title) if guide else cause.code


def help_text(text: str) -> str:
    """A text of a guide without a finding: each value as its name in angle brackets."""
    return fill(text, {name: f"<{name}>" for name in placeholders(text)}, {})


def _step(number: int, step: GuideStep, style: Style) -> list[str]:
    first = f"{number:>2}. "
    indent = " " * len(first)
    limits = ", ".join((*step.os, *step.methods, *step.kinds))
    head = f"{wording.who(step.who)}, {wording.minutes(step.minutes)}" + (f" ({limits})" if limits else "")
    lines = [style.ink(line, Ink.STRONG) for line in style.wrap(head, first)]
    for paragraph in step.do.split("\n\n"):
        lines += style.wrap(help_text(paragraph), indent)
    for paragraph in (step.message or "").splitlines():
        lines += style.wrap(help_text(paragraph), f"{indent}| ", f"{indent}| ")
    return lines


def _as_data(cause: Cause, knowledge: Knowledge) -> dict[str, Any]:
    guide: Guide | None = knowledge.get(cause.code)
    return {
        "code": cause.code,
        "table": cause.table,
        "severity": cause.severity,
        "who": cause.who,
        "guide": msgspec.to_builtins(guide) if guide else None,
    }
