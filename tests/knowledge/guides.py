"""The guides as they are shipped, read for tests."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from wssdiag.catalogue.knowledge import Guide, Knowledge

FOLDER = Path(__file__).parents[2] / "resources" / "knowledge"

#: Every language that guides are shipped in.
LANGUAGES = tuple(sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))


def shipped(language: str = "en") -> Knowledge:
    """Code -> guide; a file that does not fit the type raises. Nothing stands in for a guide that the language lacks."""
    files = sorted((FOLDER / language).glob("*.toml"))
    guides = {path.stem: msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Guide) for path in files}
    assert guides, "no guide found: the tests look in the wrong place"
    return guides
