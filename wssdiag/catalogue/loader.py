"""The catalogue from its files: the built-in one in parts, or one file of a person's own. Strict: the first fault ends it.

Must not contact anything, and must not mix the two: a file of one's own replaces all that is built in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag import paths
from wssdiag.catalogue.document import parse_document, read_document
from wssdiag.catalogue.rules import problems
from wssdiag.model.input_error import InputError
from wssdiag.model.location import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

#: The parts of the built-in catalogue in the order of the reference; findings of one kind stand in this order.
PARTS = ("portal.toml", "sites.toml", "proxies.toml", "agents.toml", "sign-in.toml", "controls.toml")


def load_builtin() -> Catalogue:
    """The catalogue that comes with the program. :class:`InputError` means that its files are damaged."""
    folder = paths.resources() / "catalogue"
    parts = tuple(read_document(folder / name, Catalogue) for name in PARTS)
    versions = {part.version for part in parts}
    if len(versions) > 1:
        raise InputError(str(folder), "version", f"the parts are of different versions: {', '.join(sorted(versions))}")
    return _sound(merged_parts(parts), str(folder))


def load_file(path: Path) -> Catalogue:
    """A catalogue of one's own, which stands for everything: a kind of row that it lacks is empty."""
    return _sound(read_document(path, Catalogue), str(path))


def parse_catalogue(data: bytes, name: str) -> Catalogue:
    """The same from bytes that were fetched; ``name`` stands for the file in the error."""
    return _sound(parse_document(data, name, Catalogue), name)


def merged_parts(parts: tuple[Catalogue, ...]) -> Catalogue:
    """One catalogue of all rows, part by part; the version is that of the first."""
    return Catalogue(
        version=parts[0].version,
        location=tuple(row for part in parts for row in part.location),
        control=tuple(row for part in parts for row in part.control),
        sign_in_probe=tuple(row for part in parts for row in part.sign_in_probe),
        resolver=tuple(row for part in parts for row in part.resolver),
        clock_source=tuple(row for part in parts for row in part.clock_source),
    )


def _sound(catalogue: Catalogue, name: str) -> Catalogue:
    for place, problem in problems(catalogue):
        raise InputError(name, place, problem)
    return catalogue
