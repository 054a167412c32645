"""Bundles for tests: good ones, and the pieces of bad ones."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

import pyrage

from tests.world import World
from wssdiag.bundle.contents import Contents, Failed, Part, Replaced, Role, Took
from wssdiag.bundle.write import files_of, packed
from wssdiag.model.codec import encode_pretty

STARTED = "2026-05-04T10:00:00.000+00:00"

REPORT = encode_pretty(World().run())

PARTS = (
    Part(name="report.json", role=Role.REPORT, data=REPORT),
    Part(name="facts.json", role=Role.FACTS, data=b'{"schema": "wssdiag.facts/1"}'),
    Part(name="log.txt", role=Role.LOG, data="eine Zeile, 一行\n".encode() * 20),
    Part(name="capture/linux/resolv.conf", role=Role.CAPTURE, data=b"nameserver 192.0.2.53\n"),
    Part(name="capture/windows/registry.reg", role=Role.CAPTURE, data="Windows Registry Editor".encode("utf-16")),
)


def contents(*parts: Part) -> Contents:
    """A small bundle in memory."""
    return Contents(
        started=STARTED,
        parts=parts or PARTS,
        replaced=(Replaced(part="report.json", rule="name", count=3),),
        failed=(Failed(collector="routes", why="permission denied"),),
        took=(Took(collector="checks", elapsed_ms=1200.5),),
        marks=("n7", "n7.n3.example"),
    )


GOOD_FILES = dict(files_of(contents()))
GOOD = packed(GOOD_FILES.items())


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip as anybody would make it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def member(name: str, data: bytes, role: str = "log") -> dict[str, Any]:
    """A line of the manifest that fits its file."""
    return {"name": name, "role": role, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def manifest(files: dict[str, bytes], **other: object) -> bytes:
    """A manifest that fits the files, but for what is given."""
    rows = [member(name, data) for name, data in files.items()]
    document = {"schema": "wssdiag.bundle/1", "tool_version": "1", "started": STARTED, "members": rows}
    return json.dumps({**document, **other}).encode()


def bundled(files: dict[str, bytes] | None = None, **other: object) -> bytes:
    """A bundle with these files beside a report, every sum right, whatever is in them."""
    held = {"report.json": REPORT, **(files or {})}
    return zipped({"manifest.json": manifest(held, **other), **held})


def age(data: bytes, *keys: pyrage.x25519.Identity) -> bytes:
    """An age file for the keys."""
    sealed: bytes = pyrage.encrypt(data, [key.to_public() for key in keys])
    return sealed
