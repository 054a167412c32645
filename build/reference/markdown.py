"""The little Markdown that the pages are made of. Owns escaping; must not know what a page is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: What Markdown, or the HTML in it, would take for more than text.
_MARKUP = str.maketrans({sign: f"\\{sign}" for sign in "\\`*[<|~"})

#: How a docstring writes code, and a page does.
_CODE = re.compile(r"``([^`]+)``")


def plain(text: str) -> str:
    """A text of the program as text of a page, in one line."""
    return " ".join(text.split()).translate(_MARKUP)


def prose(text: str) -> str:
    """A docstring or a comment as text of a page: what it marks as code stays code."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(code(part) if index % 2 else part.translate(_MARKUP) for index, part in enumerate(parts))


def code(text: str) -> str:
    """What is typed or read as it stands. A bar would end a cell, in code too."""
    return f"`{text}`".replace("|", "\\|")


def codes(words: Iterable[str]) -> str:
    """Several of them with commas in between."""
    return ", ".join(map(code, words))


def sentence(text: str) -> str:
    """With a capital letter and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", ":")) else ".") if text else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; what stands in a cell is Markdown already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def points(items: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"* {item}" for item in items)


def page(title: str, source: str, *blocks: str) -> str:
    """A whole page; empty blocks are left out. ``source`` says of what it is made."""
    head = f"<!-- Made by `python3 dev.py reference` from {source}. What is written here by hand is lost. -->"
    return "\n\n".join([head, f"# {title}", *filter(None, blocks)]) + "\n"
