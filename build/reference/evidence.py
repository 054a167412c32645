"""What a cause rests on: its rules in their own words, what looks alike, what it masks and what masks it."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from build.reference.markdown import code, prose
from wssdiag.diagnosis.causes import CAUSES, Table
from wssdiag.diagnosis.lookalikes import LOOKALIKES, ROWS, Lookalike
from wssdiag.diagnosis.masking import MASKS
from wssdiag.diagnosis.protection import unexplained
from wssdiag.diagnosis.rules import LATE_RULES, RULES
from wssdiag.report import wording
from wssdiag.report.chain import lookalike_words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from wssdiag.diagnosis.causes import Cause

#: Rules that are not called after the one cause that they conclude.
CONCLUDES = {
    "dns_policy_unasked": ("dns-policy-override",),
    "certificate_does_not_hold": ("certificate-expired", "certificate-name", "certificate-untrusted"),
    "pac_of_no_use": ("pac-http-error", "pac-not-script", "pac-syntax-error", "pac-runtime-error", "pac-runaway", "pac-too-large"),
    "pac_beside_agent": ("pac-with-agent",),
}

_ALL = (*RULES, *LATE_RULES, unexplained)


def concluded_by(rule: object) -> tuple[str, ...]:
    """The causes that a rule concludes."""
    return CONCLUDES.get(name := getattr(rule, "__name__", ""), (name.replace("_", "-"),))


def evidence(cause: Cause) -> Iterator[str]:
    """The points of a cause; those that have nothing to say are left out."""
    said = [inspect.getdoc(rule) or "" for rule in _ALL if cause.code in concluded_by(rule)]
    yield f"**Named when**: {' '.join(map(prose, said))}"
    if alike := LOOKALIKES[cause.code]:
        yield f"**Looks alike**: {'; '.join(map(_named, alike))}"
    if masked := MASKS.get(cause.code):
        yield f"**Masks**: {_together(masked)}"
    if masking := [other.code for other in CAUSES if cause.code in MASKS.get(other.code, ())]:
        yield f"**Masked by**: {_links(masking)}"


def _named(one: Lookalike) -> str:
    return f"{lookalike_words(one)} ({_links(ROWS[one].codes)})"


def _together(wanted: Iterable[str]) -> str:
    """Most of a table by its name, the rest by their codes."""
    codes = set(wanted)
    return "; ".join(filter(None, (_of_a_table([row.code for row in CAUSES if row.table is one], codes, one) for one in Table)))


def _of_a_table(members: Sequence[str], wanted: Container[str], one: Table) -> str:
    """What is wanted of a table; where that is most of it, what is not. Empty where nothing is."""
    inside = [name for name in members if name in wanted]
    outside = [name for name in members if name not in wanted]
    if len(inside) <= max(len(outside), 1):
        return _links(inside)
    heading = wording.table(one)
    whole = f'all of ["{heading}"](#{heading.lower().replace(" ", "-")})'
    return f"{whole} but {_links(outside)}" if outside else whole


def _links(names: Iterable[str]) -> str:
    return ", ".join(f"[{code(name)}](#{name})" for name in names)
