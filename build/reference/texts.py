"""What the pages say that the program does not hold: introductions in Markdown, and tables in TOML, in the folder beside this module."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("texts")


def text(name: str) -> str:
    """A piece of Markdown."""
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8").strip()


def data(name: str) -> dict[str, Any]:
    """A table of words; each page says what must stand in its own."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
