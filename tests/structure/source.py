"""The project's own source files, parsed once for the tests of its shape."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class File:
    """A text of the project, read once."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")


@dataclass(frozen=True)
class Source(File):
    """A module of the project."""

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.name)

    @property
    def imports(self) -> tuple[str, ...]:
        """Every module that it imports, and every name out of one, dotted: ``from urllib import request`` gives both."""
        found: list[str] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        return tuple(found)


def program() -> tuple[Source, ...]:
    """What is shipped."""
    return tuple(Source(path) for path in sorted((ROOT / "wssdiag").rglob("*.py")))


def workshop() -> tuple[Source, ...]:
    """What keeps and builds it."""
    return tuple(Source(path) for path in (ROOT / "dev.py", *sorted((ROOT / "build").rglob("*.py"))))


def checks() -> tuple[Source, ...]:
    """What tests it."""
    return tuple(Source(path) for path in sorted((ROOT / "tests").rglob("*.py")))
