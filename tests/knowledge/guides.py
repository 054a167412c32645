"""The guides as they are shipped, read for tests."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from wssdiag.catalogue.knowledge import Guide, Knowledge

FOLDER = Path(__file__).parents[2] / "resources" / "knowledge" / "en"


def shipped() -> Knowledge:
    """Code -> guide; a file that does not fit the type raises."""
    guides = {path.stem: msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Guide) for path in sorted(FOLDER.glob("*.toml"))}
    assert guides, "no guide found: the tests look in the wrong place"
    return guides
