"""Whether the files of a bundle are those that its manifest names. Pure; the zip's own check sums are the reader's matter."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from wssdiag.bundle.manifest import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wssdiag.bundle.manifest import Manifest


class Fault(msgspec.Struct, frozen=True):
    """One file that is not what the manifest says of it."""

    name: str
    problem: str  # one clause


def faults(files: Mapping[str, bytes], manifest: Manifest) -> tuple[Fault, ...]:
    """Every file that is missing, additional, named twice, of another size or of another content; none where all is well."""
    return tuple(_faults(files, manifest))


def fingerprint(files: Mapping[str, bytes]) -> str:
    """One value for the whole bundle, which two people can compare: the SHA-256 of the manifest, which holds those of all others."""
    return hashlib.sha256(files[MANIFEST]).hexdigest()


def _faults(files: Mapping[str, bytes], manifest: Manifest) -> Iterator[Fault]:
    named = Counter(member.name for member in manifest.members)
    for member in manifest.members:
        data = files.get(member.name)
        if named[member.name] > 1 or member.name == MANIFEST:
            yield Fault(member.name, "named twice in the manifest, or the manifest itself")
        elif data is None:
            yield Fault(member.name, "missing")
        elif len(data) != member.size:
            yield Fault(member.name, f"has {len(data)} bytes, and the manifest says {member.size}")
        elif hashlib.sha256(data).hexdigest() != member.sha256:
            yield Fault(member.name, "its content is not what was written (SHA-256)")
    for name in files:
        if name != MANIFEST and name not in named:
            yield Fault(name, "not named in the manifest")
