"""The bills of materials are true: every file inside is in them by its hash, and nothing is in them that is not inside."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.metadata import distributions
from typing import TYPE_CHECKING, Any

import pytest

from build.dev import freeze, venv, wine
from build.release import sbom
from build.release.owners import normal
from tests.cyclonedx_rules import every, faults, parts_of

if TYPE_CHECKING:
    from pathlib import Path

Document = dict[str, Any]

#: What is handed out of each program; the ending of a package tells which program is in it.
SYSTEMS = {"wssdiag.tar.gz": "linux", "wssdiag.zip": "windows", "wssdiag.exe": "windows"}

each = pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.frozen(system)) for name, system in SYSTEMS.items()])


@pytest.fixture(scope="module")
def bills() -> dict[str, bytes]:
    """The bills, each made once."""
    return {}


@pytest.fixture
def bill(name: str, bills: dict[str, bytes], tmp_path: Path) -> Document:
    if name not in bills:
        packed = tmp_path / name
        packed.write_bytes(b"a package")
        bills[name] = sbom.of(freeze.DIST / "windows" / name if name.endswith(".exe") else packed)
    document: Document = json.loads(bills[name])
    return document


def files_of(part: Document) -> dict[str, str]:
    return {one["name"]: one["hashes"][0]["content"] for one in every([part]) if one["type"] == "file"}


def inside(system: str) -> dict[str, str]:
    folder = freeze.DIST / system / "wssdiag"
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@each
def test_cyclonedx_takes_it(name: str, bill: Document, bills: dict[str, bytes]) -> None:
    assert faults(bills[name]) == []
    assert bill["metadata"]["component"]["name"] == "wssdiag"


@each
def test_every_file_inside_is_in_it_and_nothing_else(name: str, bill: Document) -> None:
    """Of the one file that is what it unpacks, which it is compared with as the bill is made."""
    found = {file: digest for part in parts_of(bill) for file, digest in files_of(part).items()}
    files = inside(SYSTEMS[name])
    assert found == ({file: digest for file, digest in files.items() if "/" in file} if name == "wssdiag.exe" else files)
    libraries = {file for file in files_of(bill["metadata"]["component"]) if re.search(r"\.(so|dll|pyd)\b", file)}
    assert libraries == set(), "what is not ours is somebody's"


@each
def test_each_part_is_there_and_says_what_it_is(name: str, bill: Document) -> None:
    nameless = [part["name"] for part in bill["components"] if not part.get("version") or not part.get("purl") or not part.get("licenses")]
    assert nameless == []
    absent = [part["name"] for part in bill["components"] if not files_of(part) and not part.get("properties")]
    assert absent == []
    linked = {(whole["name"], part["name"]) for whole in bill["components"] for part in whole.get("components", ())}
    wanted = {("PySide6_Essentials", "qt"), ("cryptography", "openssl"), ("pyrage", "age")}
    assert wanted | {("libssl3" if SYSTEMS[name] == "linux" else "python", "openssl")} <= linked


@each
def test_each_part_has_its_licence_inside_and_each_licence_its_part(name: str, bill: Document) -> None:
    folder = freeze.DIST / SYSTEMS[name] / "wssdiag" / "_internal" / "licenses"
    texts = {path.name for path in folder.iterdir() if path.is_dir()}
    parts = {normal(part["name"]) if part["purl"].startswith("pkg:pypi/") else part["name"] for part in bill["components"]}
    assert {text.lower() for text in texts} == parts | {"wssdiag"}


@each
def test_packages_are_those_that_the_lock_allows(name: str, bill: Document) -> None:
    lock = (venv.FREEZER if SYSTEMS[name] == "linux" else wine.WINDOWS).lock.read_text(encoding="utf-8")
    packages = [part for part in bill["components"] if part["purl"].startswith("pkg:pypi/")]
    assert len(packages) > 12
    for part in packages:
        rows = lock.partition(f"\n{normal(part['name'])}=={part['version']}")[2].partition("\n    # via")[0]
        assert f"--hash=sha256:{part['hashes'][0]['content']}" in rows


@pytest.mark.frozen("windows")
@pytest.mark.parametrize("name", ["wssdiag.zip"])
def test_files_of_packages_are_as_their_makers_packed_them(name: str, bill: Document) -> None:
    """Nothing strips libraries for Windows, so that the list of hashes in each package says whose a file is, too."""
    packed: dict[str, dict[str, str]] = {}
    for package in distributions(path=[str(wine.PACKAGES)]):
        rows = {str(file): file.hash.value for file in package.files or () if file.hash}
        packed[package.metadata["Name"]] = {path: base64.urlsafe_b64decode(value + "=").hex() for path, value in rows.items()}
    for part in bill["components"]:
        if part["purl"].startswith("pkg:pypi/"):
            held = {file.removeprefix("_internal/"): digest for file, digest in files_of(part).items()}
            other = set(held.items()) - set(packed[part["name"]].items())
            assert {file for file, _digest in other if not re.search(r"\.dist-info/(INSTALLER|RECORD|REQUESTED)$", file)} == set()
