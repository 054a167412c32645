"""What stands behind the fields of a struct and the members of an enumeration: the comments that the house style asks for."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import Enum

_MEMBER = re.compile(r" {4}(?P<name>[A-Za-z]\w*)(?::| =) [^#]*(?:  # (?P<said>.*))?")
_HEADING = re.compile(r" {4}# (?P<said>.*)")

#: A comment for a tool, alone or before what it says to people.
_FOR_A_TOOL = re.compile(r" *(?:# )?noqa: [A-Z0-9]+(?:, [A-Z0-9]+)*(?: - .*)?")


@dataclass(frozen=True)
class Note:
    """What the code says of one member. ``group`` is the comment on a line of its own above it, or above its neighbours."""

    said: str
    group: str


def notes(kind: type) -> Mapping[str, Note]:
    """Name in the code -> its note, in the order of the code. ``OSError`` where there is no source."""
    found: dict[str, Note] = {}
    group = ""
    for line in inspect.getsource(kind).splitlines():
        if heading := _HEADING.fullmatch(line):
            group = heading["said"]
        elif member := _MEMBER.fullmatch(line):
            found[member["name"]] = Note(_FOR_A_TOOL.sub("", member["said"] or ""), group)
    return found


def said_of(member: Enum) -> str:
    """The comment behind a member; empty where it needs none."""
    return notes(type(member))[member.name].said


def first_line(thing: object) -> str:
    """The first sentence or two of a docstring."""
    return (inspect.getdoc(thing) or "").split("\n\n", maxsplit=1)[0]
