"""Every text of the code that is translated: the arguments of ``_()`` and ``ngettext()``, found by reading the code.

Owns what counts as a text to translate. Nothing is run, and no tool is needed, so a test can ask as well.
"""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]

#: Call -> how many of its first arguments are texts.
_CALLS = {"_": 1, "gettext": 1, "ngettext": 2}

#: A table of texts: each argument is one.
_TABLE = "to_translate"

#: Keys of the catalogue that hold sentences.
_IN_CATALOGUE = frozenset({"purpose", "says", "when"})

#: The same in the page's template.
_IN_TEMPLATE = re.compile(r"""\b_\((["'])(?P<text>.+?)\1\)""")


@dataclass(frozen=True)
class Message:
    """A text in English. ``plural`` is None where nothing is counted."""

    text: str
    plural: str | None = None


def messages(root: Path = ROOT) -> dict[Message, tuple[str, ...]]:
    """Each text with the files that say it. One that also stands in a plural is that plural's singular. ``ValueError``: no plain text."""
    found: dict[Message, set[str]] = {}
    for path in sorted((root / "wssdiag").rglob("*.py")):
        for message in _in_code(ast.parse(path.read_text(encoding="utf-8"), str(path)), path):
            found.setdefault(message, set()).add(path.relative_to(root).as_posix())
    for path in sorted((root / "resources" / "catalogue").glob("*.toml")):
        for text in _in_catalogue(tomllib.loads(path.read_text(encoding="utf-8"))):
            found.setdefault(Message(text), set()).add(path.relative_to(root).as_posix())
    for path in sorted((root / "resources").rglob("*.j2")):
        for match in _IN_TEMPLATE.finditer(path.read_text(encoding="utf-8")):
            found.setdefault(Message(match["text"]), set()).add(path.relative_to(root).as_posix())
    for message in [one for one in found if one.plural is not None]:
        found[message] |= found.pop(Message(message.text), set())
    return {message: tuple(sorted(found[message])) for message in sorted(found, key=lambda one: (min(found[one]), one.text))}


def _in_code(tree: ast.Module, path: Path) -> Iterator[Message]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id == _TABLE:
            yield from map(Message, _texts(node.args, node, path))
        elif node.func.id in _CALLS:
            yield Message(*_texts(node.args[: _CALLS[node.func.id]], node, path))


def _texts(arguments: list[ast.expr], call: ast.Call, path: Path) -> list[str]:
    texts = [one.value for one in arguments if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if len(texts) != len(arguments) or not texts:
        message = f"{path}:{call.lineno}: the text to translate is made at run time"
        raise ValueError(message)
    return texts


def _in_catalogue(value: object) -> Iterator[str]:
    """The sentences of a file, wherever they stand in it."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from [inner] if key in _IN_CATALOGUE and isinstance(inner, str) else _in_catalogue(inner)
        case list():
            for inner in value:
                yield from _in_catalogue(inner)
