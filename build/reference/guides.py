"""The steps of a guide as a numbered list, for every system and every case."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

from build.reference.markdown import code, plain
from wssdiag.model.mode import Method
from wssdiag.report import wording
from wssdiag.report.causes import help_text
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.catalogue.knowledge import Guide, GuideStep

#: What belongs to a number begins where its text does.
_INDENT = "    "


def steps(guide: Guide) -> str:
    """All of them, with the messages to send, the fixes that wssdiag can do, and what is checked again afterwards."""
    return "\n\n".join(_step(number, step, guide) for number, step in enumerate(guide.step, 1))


def _step(number: int, step: GuideStep, guide: Guide) -> str:
    head = ", ".join(filter(None, (wording.who(step.who), wording.minutes(step.minutes), wording.risk(step.risk))))
    limits = ", ".join((*map(wording.system, step.os), *map(_method, step.methods), *_kinds(step, guide)))
    only = f" {_('Only for: {cases}').format(cases=plain(limits))}." if limits else ""
    paragraphs = (f"**{plain(head)}.**{only}", *(plain(help_text(one)) for one in step.do.strip().split("\n\n")), *_below(step))
    return f"{number}.".ljust(len(_INDENT)) + indent("\n\n".join(paragraphs), _INDENT).removeprefix(_INDENT)


def _kinds(step: GuideStep, guide: Guide) -> Iterator[str]:
    """How a port is blocked, as the guide words it; its placeholder need not be called so."""
    words = guide.words.get("kind", {})
    return (words.get(kind, kind) for kind in step.kinds)


def _method(word: str) -> str:
    """The rows beside the methods have no names of their own."""
    return wording.method(Method(word)) if word in set(Method) else word


def _below(step: GuideStep) -> Iterator[str]:
    if step.message:
        yield "\n".join(f"> {plain(help_text(line))}".rstrip() for line in step.message.strip().splitlines())
    if step.action:
        yield f"→ {code(f'wssdiag fix {step.action}')}"
    if step.recheck:
        only = ",".join(step.recheck)
        yield "→ " + code(f"wssdiag check --only '{only}'")
