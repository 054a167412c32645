"""A value in a file of groups and keys, as KDE keeps them (KConfig's INI form): read, set, taken away. All else stays as it is."""

from __future__ import annotations

import re

#: "Key", "Key[$e]", "Key[$i]": KConfig's flags stand behind the name.
_LINE = re.compile(r"(?P<name>[^=\[\]]+?)\s*(?P<flags>(?:\[[^\]]*\])*)\s*=(?P<value>.*)")

_IMMUTABLE = "[$i]"


def value_of(text: str, group: str, key: str) -> str | None:
    """The value, or None where the file does not set it. The last line counts, and a group may come twice, as for KConfig."""
    found = [line for line, where in _grouped(text) if where == group and _name(line) == key]
    match = _LINE.fullmatch(found[-1].strip()) if found else None
    return match["value"].strip() if match else None


def is_locked(text: str, group: str, key: str) -> bool:
    """Whether an administrator has made the key, its group or the whole file immutable (``[$i]``)."""
    lines = [line.strip() for line in _split(text) if line.strip()]
    own = [line for line, where in _grouped(text) if where == group and _name(line) == key]
    locked = any(_IMMUTABLE in line.partition("=")[0] for line in own)
    return locked or lines[:1] == [_IMMUTABLE] or f"[{group}]{_IMMUTABLE}" in lines


def with_value(text: str, group: str, key: str, value: str | None) -> str:
    """The text with the key set, or without it (None). A group that only held the key goes with it; one that is missing comes last."""
    end = "\r\n" if "\r\n" in text else "\n"
    rows = _grouped(text)
    own = [at for at, (line, where) in enumerate(rows) if where == group and _name(line) == key]
    head = next((at for at, (line, _) in enumerate(rows) if _head(line) == group), None)
    if value is None:
        bare = own and all(at in own or not line.strip() or at == head for at, (line, where) in enumerate(rows) if where == group)
        return "".join(line for at, (line, _) in enumerate(rows) if at not in own and not (bare and at == head))
    if head is None:
        gap = "" if not text or text.endswith("\n") else end
        return f"{text}{gap}[{group}]{end}{key}={value}{end}"
    place = own[0] if own else head + 1
    kept = [line for at, (line, _) in enumerate(rows) if at not in own]
    if place and not kept[place - 1].endswith("\n"):
        kept[place - 1] += end
    return "".join([*kept[:place], f"{key}={value}{end}", *kept[place:]])


def _grouped(text: str) -> list[tuple[str, str]]:
    """Each line, with its end, and the group that it stands in; the head of a group stands in it."""
    rows = []
    group = ""
    for line in _split(text):
        head = _head(line)
        group = group if head is None else head
        rows.append((line, group))
    return rows


def _head(line: str) -> str | None:
    """The group that begins with this line: ``[A]`` is "A"; ``[A][B]`` is another one."""
    bare = line.strip()
    return bare[1:-1] if bare.startswith("[") and bare.endswith("]") else None


def _split(text: str) -> list[str]:
    """Lines with their ends; a form feed or the like, at which Python would also split, is part of a value."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _name(line: str) -> str | None:
    match = _LINE.fullmatch(line.strip())
    return match["name"].strip() if match else None
