"""``manifest.json``: what is in a bundle, what stands for something private in it, and what did not come. Pure.

Its time is that of the run, not of the writing: the same contents give the same bytes.
"""

from __future__ import annotations

import hashlib
from typing import Final, Literal

import msgspec

from wssdiag.bundle.contents import Contents, Failed, Replaced, Role, Took

BUNDLE_SCHEMA: Final = "wssdiag.bundle/1"

#: The first member of the zip.
MANIFEST: Final = "manifest.json"


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the bundle beside the manifest."""

    name: str
    role: Role
    size: int  # bytes, unpacked
    sha256: str  # of the unpacked bytes, in lower-case hexadecimal digits


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """All of it."""

    schema: Literal["wssdiag.bundle/1"] = BUNDLE_SCHEMA
    tool_version: str
    started: str  # of the run: UTC, ISO 8601
    members: tuple[Member, ...]
    replaced: tuple[Replaced, ...] = ()
    failed: tuple[Failed, ...] = ()
    took: tuple[Took, ...] = ()


def manifest_of(contents: Contents, tool_version: str) -> Manifest:
    """The manifest that belongs to these contents."""
    members = tuple(
        Member(name=part.name, role=part.role, size=len(part.data), sha256=hashlib.sha256(part.data).hexdigest()) for part in contents.parts
    )
    return Manifest(
        tool_version=tool_version,
        started=contents.started,
        members=members,
        replaced=contents.replaced,
        failed=contents.failed,
        took=contents.took,
    )
