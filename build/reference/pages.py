"""Which pages there are, of what each is made, and where they lie."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from build.reference import actions, causes, checks, commands, failures, locations, methods, profile, schemas
from build.reference.markdown import page, table
from build.reference.texts import data
from build.schemas import DOCUMENTS
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.catalogue.loader import load_builtin
from wssdiag.catalogue.shipped import load_footprint
from wssdiag.cli.parser import command_line
from wssdiag.report.texts import speak

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"

#: Page -> what it tells.
_INDEX = {
    "commands.md": "every command, its options, their defaults, its exit codes",
    "causes.md": "every cause that can be found: when it is named, what it masks, its guide",
    "checks.md": "every kind of check: what it tries, what it needs, when it is part of a run",
    "locations.md": "the required hosts, ports and protocols by method, with their sources; whom a check may contact beside",
    "methods.md": "the connection methods, and how each is recognised",
    "profile.md": "every key of an organisation's profile, with an example",
    "actions.md": "what wssdiag can put right by itself: what it changes, as whom, and how it is taken back",
    "failures.md": "the ways in which a step can fail",
    "schemas.md": "the JSON Schemas of all documents",
    "de/causes.md": "the guides of all causes in German",
}


def generated() -> Mapping[str, str]:
    """File name in docs/reference -> what belongs into it. Leaves the program speaking English."""
    speak("de")
    german = causes.causes_page(load_knowledge("de"), causes.GERMAN)
    speak("en")
    knowledge = load_knowledge("en")
    return {
        "README.md": _index(),
        "commands.md": commands.commands_page(command_line(), commands.said()),
        "causes.md": causes.causes_page(knowledge),
        "checks.md": checks.checks_page(checks.kinds()),
        "locations.md": locations.locations_page(load_builtin()),
        "methods.md": methods.methods_page(load_footprint(), data("methods")["how"]),
        "profile.md": profile.profile_page(profile.told()),
        "actions.md": actions.actions_page(data("actions")["does"], knowledge),
        "failures.md": failures.failures_page(),
        "schemas.md": schemas.schemas_page(DOCUMENTS),
        "de/causes.md": german,
    }


def _index() -> str:
    rows = ((f"[{name}]({name})", text) for name, text in _INDEX.items())
    return page(
        "Reference",
        "build/reference",
        "Made of the program itself, so that it says what the program does.",
        table(("Page", "What it tells"), rows),
    )
