"""The text form of a macOS configuration dictionary, as ``scutil --proxy`` prints it."""

from __future__ import annotations

from wssdiag.system.parse.text import VALUE_LIMIT, lines_of

#: A dictionary as read: values are texts, lists of texts, or dictionaries.
Dictionary = dict[str, "str | Dictionary"]

#: ``__SCOPED__`` is two levels deep; nothing is deeper than this.
_DEPTH_LIMIT = 16


def is_whole(data: bytes) -> bool:
    """Whether a dictionary stands there and is closed: of one that was cut the end is not known."""
    lines = [line for line in lines_of(data) if line]
    return "<dictionary> {" in lines and lines[-1] == "}" and _depth(lines) == 0


def _depth(lines: list[str]) -> int:
    return sum(line.endswith(("<dictionary> {", "<array> {")) for line in lines) - lines.count("}")


def dictionary_of(data: bytes) -> Dictionary:
    """The outermost dictionary; arrays are dictionaries with the keys "0", "1", ... Lines of no known form are left out."""
    root: Dictionary = {}
    stack: list[Dictionary] = [root]
    started = False
    for line in lines_of(data):
        if line == "<dictionary> {":
            started = True
        elif line == "}" and len(stack) > 1:
            stack.pop()
        elif started and " : " in line and len(line) <= VALUE_LIMIT:
            key, _, value = line.partition(" : ")
            if value in {"<dictionary> {", "<array> {"}:
                if len(stack) == _DEPTH_LIMIT:
                    return root
                inner: Dictionary = {}
                stack[-1][key.strip()] = inner
                stack.append(inner)
            else:
                stack[-1][key.strip()] = value.strip()
    return root


def text_at(dictionary: Dictionary, key: str) -> str:
    """The text of a key; empty where there is none."""
    value = dictionary.get(key)
    return value if isinstance(value, str) else ""


def texts_at(dictionary: Dictionary, key: str) -> tuple[str, ...]:
    """The texts of an array, in order."""
    value = dictionary.get(key)
    return tuple(item for item in value.values() if isinstance(item, str)) if isinstance(value, dict) else ()
