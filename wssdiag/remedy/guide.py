"""A guide for one finding on one computer: its texts filled, its steps chosen.

Owns placeholders and the choice of steps. Must not hold texts of its own, apart from the plain word for a value that is missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.model.finding import Who
from wssdiag.model.shown import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wssdiag.catalogue.knowledge import Guide, GuideStep, Knowledge, Risk
    from wssdiag.model.finding import Finding
    from wssdiag.model.mode import Method

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

#: How a text names a place together with its address, and how it does where the name is that address: once.
_PLACE_AND_ADDRESS = (
    ("host", "{host} ({address})", "{host}"),
    ("host", "{host} ({address}, ", "{host} ("),
    ("host", "{host}, {address}", "{host}"),
    ("datacentre", "{datacentre}, {address}", "{datacentre}"),
)

#: What stands for a value that no rule gave: a reader must never meet braces.
NOT_KNOWN = "not known"


@dataclass(frozen=True)
class StepView:
    """One step as it is shown. ``do`` holds paragraphs separated by an empty line; ``message`` is ready to send."""

    id: str
    who: Who
    do: str
    minutes: int
    risk: Risk
    action: str | None
    message: str | None
    recheck: tuple[str, ...]
    rules: str = ""  # the part of ``message`` that lists what to open, for a rendering that has a table in its place

    @property
    def message_alone(self) -> str | None:
        """The message without the rules."""
        return self.message.removesuffix(self.rules).rstrip() if self.message else None


@dataclass(frozen=True)
class GuideView:
    """A guide as it is shown: for this finding, on this system, with this method. The last step hands over."""

    finding: Finding
    title: str
    means: str
    seen: str
    steps: tuple[StepView, ...]

    @property
    def code(self) -> str:
        """The cause."""
        return self.finding.code


def placeholders(text: str) -> frozenset[str]:
    """The names in braces that a text of a guide uses."""
    return frozenset(_PLACEHOLDER.findall(text))


def fill(text: str, values: Mapping[str, str], words: Mapping[str, Mapping[str, str]], missing: str = NOT_KNOWN) -> str:
    """The text with its values, made safe to show. ``words`` says how a value is worded; braces inside a value are not filled again."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        raw = values.get(name, "").strip()
        return shown(words.get(name, {}).get(raw, raw)) or missing

    return _PLACEHOLDER.sub(value, _once(text, values))


def _once(text: str, values: Mapping[str, str]) -> str:
    """A place that has no name is called by its address: a reader need not see it twice."""
    for place, both, one in _PLACE_AND_ADDRESS:
        if values.get(place) and values[place] == values.get("address"):
            text = text.replace(both, one)
    return text


def render(finding: Finding, guide: Guide, os: str, method: Method, rules: str = "", missing: str = NOT_KNOWN) -> GuideView:
    """The guide for this finding. ``os`` is the word of the facts ("windows", "macos", "linux").

    ``rules`` is what to open, as text: whoever runs the network gets it with each message.
    ``missing`` stands for a value that no rule gave.
    """

    def filled(text: str) -> str:
        return fill(text, finding.values, guide.words, missing)

    return GuideView(
        finding=finding,
        title=filled(guide.title),
        means=filled(guide.means),
        seen=filled(guide.seen),
        steps=tuple(_step(step, filled, rules) for step in guide.step if _applies(step, finding, os, method)),
    )


def view_of(finding: Finding, knowledge: Knowledge, os: str, method: Method, rules: str = "", missing: str = NOT_KNOWN) -> GuideView | None:
    """The guide for this finding, or None where this program has none (the report of a newer one)."""
    guide = knowledge.get(finding.code)
    return render(finding, guide, os, method, rules, missing) if guide else None


def _step(step: GuideStep, filled: Callable[[str], str], rules: str) -> StepView:
    sent = filled(step.message) if step.message else None
    added = rules if sent and step.who is Who.NETWORK else ""
    return StepView(
        id=step.id,
        who=step.who,
        do=filled(step.do),
        minutes=step.minutes,
        risk=step.risk,
        action=step.action,
        message=f"{sent}\n\n{added}" if added else sent,
        recheck=step.recheck,
        rules=added,
    )


def _applies(step: GuideStep, finding: Finding, os: str, method: Method) -> bool:
    return (
        (not step.os or os in step.os)
        and (not step.methods or method in step.methods)
        and (not step.kinds or finding.subject.kind in step.kinds)
    )
