"""The pages in Markdown, as far as tests look into them: commands, code, labels, tables."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from tests.structure.source import ROOT, File

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What kind of code it is, and the code.
_BLOCK = re.compile(r"^```([a-z]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LABEL = re.compile(r"\*\*([^*\n]+)\*\*")

#: How a command begins, and what of it is the program.
_STARTS = (("python3", "dev.py", "run"), ("py", "dev.py", "run"), ("wssdiag",), ("wssdiag-cli",), ("wssdiag-cli.exe",), ("wssdiag.exe",))


#: Where the command ends, and the shell's own words begin.
_SHELL = frozenset({">", ">>", "2>", "2>&1", "|", "||", "&&", ";", "&"})


@dataclass(frozen=True)
class Page(File):
    """A page of the documents."""

    @property
    def spans(self) -> tuple[str, ...]:
        """What stands between backticks in the text."""
        return tuple(_SPAN.findall(_BLOCK.sub("", self.text)))

    @property
    def labels(self) -> tuple[str, ...]:
        """What is printed bold."""
        return tuple(_LABEL.findall(_BLOCK.sub("", self.text)))

    @property
    def lines_of_code(self) -> tuple[str, ...]:
        return tuple(line for kind, block in _BLOCK.findall(self.text) if kind in {"", "sh"} for line in block.splitlines())

    @property
    def calls(self) -> tuple[tuple[str, ...], ...]:
        """The arguments of each call of the program, as a reader would type it."""
        return tuple(found for line in self.lines_of_code if (found := _arguments(line)) is not None)

    @property
    def mentions(self) -> tuple[tuple[str, ...], ...]:
        """The same in the middle of a sentence, where a command may stand without what it must be given."""
        return tuple(found for span in self.spans if " " in span and (found := _arguments(span)) is not None)

    @property
    def profiles(self) -> tuple[str, ...]:
        """The organisation's profiles that stand there whole."""
        return tuple(block for kind, block in _BLOCK.findall(self.text) if kind == "toml" and block.startswith("schema ="))

    def table(self, first: str) -> tuple[tuple[str, ...], ...]:
        """The cells of the table whose first heading this is, row by row, backticks left out."""
        rows: list[tuple[str, ...]] = []
        for line in self._lines_behind(f"| {first} |"):
            if not line.startswith("|"):
                break
            rows.append(_cells(line))
        return tuple(rows[1:])

    def _lines_behind(self, start: str) -> Iterator[str]:
        lines = iter(self.text.splitlines())
        for line in lines:
            if line.startswith(start):
                yield from lines


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip().replace("`", "") for cell in line.strip().strip("|").split("|"))


def _arguments(line: str) -> tuple[str, ...] | None:
    """None where the line calls something else."""
    try:
        words = tuple(shlex.split(line, comments=True))
    except ValueError:
        return None
    words = tuple(takewhile(lambda word: word not in _SHELL, words))
    return next((words[len(start) :] for start in _STARTS if words[: len(start)] == start), None)


def pages() -> tuple[Page, ...]:
    """All that people read; what the designs say of a command is theirs."""
    docs = ROOT / "docs"
    return tuple(Page(path) for path in (ROOT / "README.md", *sorted(docs.glob("*.md")), *sorted((docs / "de").glob("*.md"))))


def page(name: str) -> Page:
    """One of them, by its path in the project."""
    return Page(ROOT / name)
