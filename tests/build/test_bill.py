"""A bill of materials: valid, the same twice, and never made where it is not known whose a file is."""

from __future__ import annotations

import json
import sys
import sysconfig
from dataclasses import replace
from pathlib import Path

import pytest

from build.dev.needs import SetUpError
from build.dev.venv import ROOT
from build.freeze.computer import SystemPackage, packages_of
from build.release.component import Component
from build.release.cyclonedx import Artefact, bill
from build.release.inside import Inside
from build.release.owners import Ground, components
from build.release.parts import declared, told_apart
from tests.build.version_of_windows import version_of_windows
from tests.cyclonedx_rules import faults

ONE = Component(
    "One_Part",
    "1.0",
    "pkg:pypi/one-part@1.0",
    "MIT OR Apache-2.0",
    archive="ab" * 32,
    files={"_internal/one.so": "cd" * 32},
    modules=3,
    needs=("two",),
    parts=(Component("deep", "0.1", "pkg:cargo/deep@0.1", "MIT", declared=True),),
)
TWO = Component("two", "2", "pkg:pypi/two@2", "see licenses/two", spdx=False, cpe="cpe:2.3:a:two:two:2:*:*:*:*:*:*:*")
MADE = Artefact("wssdiag.deb", "ef" * 32, "1.2.3", "0" * 40, "2026-01-02T03:04:05Z", {"wssdiag": "12" * 32}, (ONE.ref,))


def test_it_is_valid_and_says_what_is_in_what() -> None:
    made = bill(MADE, [ONE, TWO])
    assert faults(made) == []
    document = json.loads(made)
    first = document["components"][0]
    assert [part["name"] for part in first["components"]] == ["deep", "_internal/one.so"]
    assert first["components"][0]["properties"] == [{"name": "wssdiag:told-by", "value": "package"}]
    assert document["dependencies"][1] == {"ref": ONE.ref, "dependsOn": [TWO.ref]}


@pytest.mark.parametrize(
    "wrong",
    [
        replace(ONE, archive="no hash"),
        replace(ONE, licence="of my own making"),
        replace(ONE, purl=TWO.purl),
    ],
    ids=["hash", "licence", "twice"],
)
def test_the_rules_find_what_is_wrong(wrong: Component) -> None:
    assert faults(bill(MADE, [wrong, TWO]))


def test_the_serial_number_is_that_of_the_content() -> None:
    first, again = (json.loads(bill(MADE, [ONE, TWO])) for _ in range(2))
    assert first == again
    other = json.loads(bill(replace(MADE, sha256="00" * 32), [ONE, TWO]))
    assert other["serialNumber"] != first["serialNumber"]


def package(folder: Path, name: str, *files: str, bill_of: str = "") -> None:
    info = folder / f"{name}-1.0.dist-info"
    (info / "sboms").mkdir(parents=True)
    told = f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\nLicense-Expression: MIT\nRequires-Dist: pyinstaller>=1 ; extra == 'x'\n"
    (info / "METADATA").write_text(f"{told}Requires-Dist: Second.Part>=1 ; python_version > '3'\n", encoding="utf-8")
    (info / "sboms" / "own.cdx.json").write_text(bill_of, encoding="utf-8")
    listed = (*files, f"{info.name}/METADATA", f"{info.name}/sboms/own.cdx.json")
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in listed), encoding="utf-8")
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(b"library")


@pytest.fixture
def made_from(tmp_path: Path) -> Ground:
    packages = tmp_path / "site-packages"
    package(packages, "First_Part", "first/core.so", bill_of='{"components": [{"name": "crate", "version": "7", "scope": "required"}]}')
    package(packages, "second-part", "second.py")
    package(packages, "absent", "absent.py")
    package(packages, "pyinstaller", "PyInstaller/x.py")
    names = ("first-part", "second-part", "absent", "pyinstaller")
    rows = [{"metadata": {"name": name}, "download_info": {"archive_info": {"hashes": {"sha256": "ab" * 32}}}} for name in names]
    report = tmp_path / "installed.json"
    report.write_text(json.dumps({"install": rows}), encoding="utf-8")
    return Ground(packages, report, "3.11.9")


def inside(folder: Path, origins: dict[str, Path], *modules: str) -> Inside:
    files = {f"_internal/{name}": "12" * 32 for name in ("base_library.zip", *origins) if name not in modules}
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"library")
    return Inside(folder, files | {"wssdiag": "34" * 32}, frozenset(modules), origins)


def test_each_file_and_module_has_its_owner(tmp_path: Path, made_from: Ground) -> None:
    standard = Path(sysconfig.get_path("stdlib"))
    origins = {
        "first/core.so": made_from.packages / "first/core.so",
        "second": made_from.packages / "second.py",
        "json": standard / "json/__init__.py",
        "wssdiag.model": ROOT / "wssdiag/model/__init__.py",
        "lib-dynload/_ssl.so": standard / "lib-dynload/_ssl.so",
    }
    ours, found = components(inside(tmp_path / "out", origins, "second", "json", "wssdiag.model"), made_from)
    assert set(ours) == {"wssdiag"}
    assert [one.ref for one in found] == [
        "pkg:generic/python@3.11.9",
        "pkg:pypi/first-part@1.0",
        "pkg:pypi/pyinstaller@1.0",
        "pkg:pypi/second-part@1.0",
    ]
    python, first, _freezer, second = found
    assert (set(python.files), python.modules) == ({"_internal/base_library.zip", "_internal/lib-dynload/_ssl.so"}, 1)
    assert (set(first.files), first.needs, [part.name for part in first.parts]) == (
        {"_internal/first/core.so"},
        ("second-part",),
        ["crate"],
    )
    assert (second.files, second.modules, second.archive) == ({}, 1, "ab" * 32)


@pytest.mark.parametrize("origin", [Path("/opt/somewhere/libstrange.so.1"), None])
def test_what_nobody_owns_is_no_bill(tmp_path: Path, made_from: Ground, origin: Path | None) -> None:
    held = inside(tmp_path / "out", {"libstrange.so.1": Path("/opt/somewhere/libstrange.so.1")})
    with pytest.raises(SetUpError, match=r"nobody knows whose _internal/libstrange\.so\.1 is"):
        components(replace(held, origins={"libstrange.so.1": origin} if origin else {}), made_from)


def test_what_others_carry_along_is_told_apart(tmp_path: Path) -> None:
    contents = {
        "PySide6/Qt6Core.dll": b"x\0OpenSSL 3.0.13 30 Jan 2024\0",
        "PySide6/plugins/platforms/qwindows.dll": b"",
        "PySide6/QtCore.pyd": b"",
        "PySide6/MSVCP140.dll": version_of_windows(14, 39, 33520, 0),
        "PySide6/MSVCP140_1.dll": version_of_windows(14, 9, 33520, 0),
        "PySide6/MSVCP140_2.dll": b"MZ",
        "PySide6/Qt/lib/libicuuc.so.73": b"",
    }
    for name, data in contents.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    files = dict.fromkeys(contents, "00" * 32)
    told = told_apart(Component("PySide6_Essentials", "6.8.3", files=files), tmp_path)
    assert set(told.files) == {"PySide6/QtCore.pyd"}
    parts = {part.name: part for part in told.parts}
    assert {name: part.version for name, part in parts.items()} == {"icu": "73", "qt": "6.8.3", "msvc-runtime": "14.39.33520.0"}
    assert set(parts["qt"].files) == {"PySide6/Qt6Core.dll", "PySide6/plugins/platforms/qwindows.dll"}
    assert [(part.name, part.version) for part in parts["qt"].parts] == [("openssl", "3.0.13")]


def test_what_is_seen_goes_before_what_a_package_says_of_it(tmp_path: Path) -> None:
    (tmp_path / "_rust.so").write_bytes(b"OpenSSL 4.0.3 1 Jan 2026")
    said = (Component("openssl", "4.0.3", declared=True), Component("asn1", "1", declared=True))
    told = told_apart(Component("cryptography", "50", files={"_rust.so": "00" * 32}, parts=said), tmp_path)
    assert [(part.name, part.declared, bool(part.cpe)) for part in told.parts] == [("asn1", True, False), ("openssl", False, True)]


def test_what_a_package_says_itself_is_taken_but_for_what_only_built_it() -> None:
    rows = [
        {"name": "openssl", "version": "4.0.3", "purl": "pkg:generic/openssl@4.0.3?download_url=https://a.example/"},
        {"name": "cc", "version": "1", "scope": "excluded"},
        {"name": "asn1", "licenses": [{"expression": "BSD-3-Clause"}]},
    ]
    found = declared(json.dumps({"components": rows}).encode())
    assert all(one.declared for one in found)
    assert [(one.name, one.purl, one.licence) for one in found] == [
        ("openssl", "pkg:generic/openssl@4.0.3", ""),
        ("asn1", "", "BSD-3-Clause"),
    ]
    assert declared(b"no JSON") == []


@pytest.mark.skipif(sys.platform != "linux", reason="not run: needs Linux")
def test_what_dpkg_does_not_know_is_nobodys(tmp_path: Path) -> None:
    strange = tmp_path / "libstrange.so.1"
    strange.touch()
    assert packages_of([strange, Path(sysconfig.get_path("stdlib")) / "lib-dynload/_ssl.so"]) == {}
    assert SystemPackage("zlib1g", "1", "amd64").licence == Path("/usr/share/doc/zlib1g/copyright")
