"""What others' packages carry along: libraries of third parties, as files of their own or linked into others.

Told by what is really there: the name of a file, the text that a library carries in itself, the bill of materials in a package.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from build.freeze.resource import file_version
from build.release.component import Component

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True)
class _Library:
    """A library that names itself: ``mark`` finds its version in its bytes."""

    name: str
    mark: re.Pattern[bytes]
    licence: str
    vendor: str  # of the common names of weaknesses (CPE)


_LIBRARIES = (
    _Library("openssl", re.compile(rb"OpenSSL (\d+\.\d+\.\d+) \d{1,2} [A-Z][a-z]{2} \d{4}"), "Apache-2.0", "openssl"),
    _Library("zlib", re.compile(rb"(?:in|de)flate (\d+(?:\.\d+)+)[^ \0]* Copyright"), "Zlib", "zlib"),
    _Library("libexpat", re.compile(rb"expat_(\d+\.\d+\.\d+)"), "MIT", "libexpat_project"),
    _Library("libpng", re.compile(rb"libpng version (\d+\.\d+\.\d+)"), "libpng-2.0", "libpng"),
    _Library("bzip2", re.compile(rb"\0(\d\.\d\.\d), \d{1,2}-[A-Z][a-z]{2}-\d{4}"), "bzip2-1.0.6", "bzip"),
    _Library("pcre2", re.compile(rb"\0(10\.\d\d) \d{4}-\d\d-\d\d\0"), "BSD-3-Clause", "pcre"),
)

#: Files of Qt's own in PySide6's package; all others there are PySide6's.
_OF_QT = re.compile(r"(?i)/(?:lib)?Qt6[^/]*$|/plugins/|/translations/")
_OF_ICU = re.compile(r"/libicu\w+\.so\.(\d+)$")
_OF_MICROSOFT = re.compile(r"(?i)/(?:vcruntime|msvcp|concrt|vccorlib)140[^/]*\.dll$")
_OF_FFI = re.compile(r"/libffi-\d+\.dll$")

#: Used to build a package, and not inside.
_NOT_INSIDE = "excluded"


def generic(name: str, version: str, licence: str, vendor: str, files: Mapping[str, str] | None = None) -> Component:
    """A part of no registry of packages."""
    purl = f"pkg:generic/{name}" + (f"@{version}" if version else "")
    cpe = f"cpe:2.3:a:{vendor}:{name}:{version}:*:*:*:*:*:*:*" if vendor and version else ""
    return Component(name, version, purl, licence, cpe=cpe, files=dict(files or {}))


def told_apart(whole: Component, folder: Path) -> Component:
    """The component with what of its files are other makers' in parts of their own, and with what is linked into them."""
    own, parts = dict(whole.files), []
    for pattern, make in ((_OF_ICU, _icu), (_OF_QT, _qt), (_OF_MICROSOFT, _microsoft), (_OF_FFI, _ffi)):
        files = {name: digest for name, digest in own.items() if pattern.search(f"/{name}")}
        if files and (pattern is not _OF_QT or whole.name == "PySide6_Essentials"):
            own = {name: digest for name, digest in own.items() if name not in files}
            parts.append(make(whole, files, folder))
    deep = [replace(part, parts=tuple(_linked(part.files, folder))) for part in parts]
    seen = [*deep, *_linked(own, folder)]
    only_said = [part for part in whole.parts if (part.name, part.version) not in {(one.name, one.version) for one in seen}]
    return replace(whole, files=own, parts=(*only_said, *seen))


def declared(bill: bytes) -> list[Component]:
    """What a package's own bill of materials (PEP 770) says is inside it; nothing where it cannot be read."""
    try:
        rows: list[dict[str, Any]] = json.loads(bill).get("components", [])
    except ValueError:
        return []
    found = [row for row in rows if row.get("scope") != _NOT_INSIDE]
    return [
        Component(row["name"], row.get("version", ""), row.get("purl", "").partition("?")[0], _licence(row), declared=True) for row in found
    ]


def _licence(row: dict[str, Any]) -> str:
    return next((str(one["expression"]) for one in row.get("licenses", []) if "expression" in one), "")


def _linked(files: Iterable[str], folder: Path) -> list[Component]:
    found = set()
    for name in files:
        data = (folder / name).read_bytes()
        found |= {(library, match[1].decode()) for library in _LIBRARIES for match in library.mark.finditer(data)}
    made = [generic(library.name, version, library.licence, library.vendor) for library, version in found]
    return sorted(made, key=lambda one: one.ref)


def _qt(whole: Component, files: dict[str, str], _folder: Path) -> Component:
    return generic("qt", whole.version, "LGPL-3.0-only", "qt", files)


def _icu(_whole: Component, files: dict[str, str], _folder: Path) -> Component:
    version = next(found[1] for name in files if (found := _OF_ICU.search(name)))
    return generic("icu", version, "Unicode-3.0", "unicode", files)


def _microsoft(_whole: Component, files: dict[str, str], folder: Path) -> Component:
    told = [file_version((folder / name).read_bytes()) for name in files]
    version = max((one for one in told if one), key=lambda one: [int(part) for part in one.split(".")], default="")
    return replace(generic("msvc-runtime", version, "Microsoft Visual C++ runtime", "", files), spdx=False)


def _ffi(_whole: Component, files: dict[str, str], _folder: Path) -> Component:
    return generic("libffi", "", "MIT", "", files)
