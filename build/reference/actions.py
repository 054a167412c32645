"""actions.md: what wssdiag can put right by itself: what each fix changes, as whom, and how it is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build.reference.comments import notes
from build.reference.markdown import code, page, plain, points, prose, table
from build.reference.texts import text
from wssdiag.model.fix import FixOutcome, Privilege, Refusal, Reversal
from wssdiag.remedy.fixes import FIXES, Fix
from wssdiag.report import fixes as words
from wssdiag.report import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wssdiag.catalogue.knowledge import Knowledge


def actions_page(told: Mapping[str, Mapping[str, str]], knowledge: Knowledge) -> str:
    """The whole page. ``KeyError`` names a fix of which nothing is said."""
    rows = (
        (f"[{code(one.action)}](#{one.action})", plain(words.says(one.action)), _rights(one.privilege), _undo(one), plain(words.risk(one)))
        for one in FIXES
    )
    refusals = ((code(one), prose(notes(Refusal)[one.name].said), plain(words.refused(one))) for one in Refusal)
    outcomes = ((code(one), prose(notes(FixOutcome)[one.name].said) or "it was done") for one in FixOutcome)
    return page(
        "Fixes",
        "wssdiag/remedy/fixes.py, wssdiag/model/fix.py and build/reference/texts/actions.toml",
        text("actions"),
        table(("Fix", "What it does", "As whom", "Taken back", "Risk"), rows),
        "## Who may",
        text("actions-allowed"),
        *(block for one in FIXES for block in _fix(one, told[one.action], knowledge)),
        "## Why a fix is refused",
        table(("Reason", "When", "What is said"), refusals),
        "## What becomes of a fix",
        table(("Outcome", "When"), outcomes),
    )


def _rights(privilege: Privilege) -> str:
    return {Privilege.USER: "you", Privilege.ELEVATED: "an administrator"}[privilege]


def _undo(one: Fix) -> str:
    return {Reversal.RESTORED: "yes", Reversal.NOT_NEEDED: "not needed", Reversal.IMPOSSIBLE: "no"}[one.reversal]


def _fix(one: Fix, told: Mapping[str, str], knowledge: Knowledge) -> tuple[str, ...]:
    said = (words.says(one.action), words.rights(one.privilege), words.risk(one), words.takes(one.seconds), words.reversal(one.reversal))
    used = [code for code, guide in knowledge.items() if any(step.action == one.action for step in guide.step)]
    links = ", ".join(f"[{code(name)}](causes.md#{name})" for name in used)
    return (
        f"## {one.action}",
        " ".join(map(plain, said)),
        points(f"**{wording.system(os)}**: {text}" for os, text in told.items()),
        f"A step of the guides of: {links}." if links else "",
    )
