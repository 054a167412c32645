"""A value in a file of groups and keys, as KDE keeps them (KConfig's INI form): read, set, taken away. All else stays as it is."""

from __future__ import annotations

import re

#: "Key", "Key[$e]", "Key[$i]": KConfig's flags stand behind the name.
_LINE = re.compile(r"(?P<name>[^=\[\]]+?)\s*(?P<flags>(?:\[[^\]]*\])*)\s*=(?P<value>.*)")

_IMMUTABLE = "$i"


def value_of(text: str, group: str, key: str) -> str | None:
    """The value, or None where the file does not set it. The last line counts, as for KConfig."""
    found = [line for line in _lines(text, group) if _name(line) == key]
    match = _LINE.fullmatch(found[-1].strip()) if found else None
    return match["value"].strip() if match else None


def is_locked(text: str, group: str, key: str) -> bool:
    """Whether an administrator has made the key, its group or the whole file immutable (``[$i]``)."""
    heads = [line.strip() for line in _split(text)]
    first = next((line for line in heads if line), "")
    own = [line for line in _lines(text, group) if _name(line) == key]
    return (
        first == f"[{_IMMUTABLE}]"
        or f"[{group}][{_IMMUTABLE}]" in heads
        or any(f"[{_IMMUTABLE}]" in line.partition("=")[0] for line in own)
    )


def with_value(text: str, group: str, key: str, value: str | None) -> str:
    """The text with the key set, or without it (None). A group that only held the key goes with it; one that is missing comes last."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = _split(text)
    place = _place(lines, group)
    if place is None:
        if value is None:
            return text
        gap = "" if not text or text.endswith(("\n", "\r")) else end
        return f"{text}{gap}[{group}]{end}{key}={value}{end}"
    start, stop = place
    own = [at for at in range(start, stop) if _name(lines[at]) == key]
    kept = [line for at, line in enumerate(lines) if at not in own]
    if value is not None:
        kept.insert(own[0] if own else start, f"{key}={value}{end}")
    elif own and not any(line.strip() for line in kept[start : stop - len(own)]):
        del kept[start - 1 : stop - len(own)]
    return "".join(kept)


def _place(lines: list[str], group: str) -> tuple[int, int] | None:
    """Where the lines of the group begin and end, behind its head."""
    start: int | None = None
    for at, line in enumerate(lines):
        if start is not None and line.lstrip().startswith("["):
            return start, at
        if start is None and line.strip() == f"[{group}]":
            start = at + 1
    return None if start is None else (start, len(lines))


def _lines(text: str, group: str) -> list[str]:
    lines = _split(text)
    place = _place(lines, group)
    return lines[place[0] : place[1]] if place else []


def _split(text: str) -> list[str]:
    """Lines with their ends; a form feed or the like, at which Python would also split, is part of a value."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _name(line: str) -> str | None:
    match = _LINE.fullmatch(line.strip())
    return match["name"].strip() if match else None
