"""What goes into the executables, who signed what they are made from, and what they tell Windows."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import dev
from build.dev import freeze
from build.freeze.contents import kept
from build.freeze.icon import SIZES, ico
from build.freeze.licences import gather
from build.freeze.resource import file_version, manifest, numbers, version_resource
from build.freeze.signatures import Signature, problem_of, read, unsigned
from build.freeze.strangers import strangers
from tests.build.version_of_windows import version_of_windows

if TYPE_CHECKING:
    from pathlib import Path

MATCHING = "Current message digest    : 0C70\nCalculated message digest : 0C70\n"
SIGNED = "\tSigner #0:\n\t\tSubject: /C=US/O={}/CN=some name\n"
VERIFIED = "\nSignature verification: ok\n\nNumber of verified signatures: 1\nSucceeded\n"


@pytest.mark.parametrize(
    ("inside", "is_kept"),
    [
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6\\plugins\\tls\\qschannelbackend.dll", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/wayland-graphics-integration-client/libdmabuf-server.so", False),
        ("PySide6/Qt/plugins/platforms/libqwayland-egl.so", False),
        ("PySide6/Qt/plugins/platforms/libqwayland-generic.so", True),
        ("PySide6/Qt6Network.dll", True),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", False),
        ("PySide6/Qt/translations/qt_de.qm", False),
        ("resources/translations/de/LC_MESSAGES/wssdiag.mo", True),
        ("resources/translations/de/LC_MESSAGES/wssdiag.po", False),
        ("libcrypto.so.3", True),
        ("libxcb-cursor.so.0", True),
        ("libQt6Core.so.6", True),
        ("libstdc++.so.6", False),
        ("libgtk-3.so.0", False),
        ("libcrypto-3.dll", True),
        ("_quickjs.abi3.so", True),
    ],
)
def test_only_what_is_used_and_ours_goes_inside(inside: str, is_kept: bool) -> None:
    entry = (inside, f"/somewhere/{inside}", "BINARY")
    assert kept([entry]) == ([entry] if is_kept else [])


def test_what_the_building_machine_left_inside_is_found(tmp_path: Path) -> None:
    inside = tmp_path / "wssdiag" / "_internal"
    inside.mkdir(parents=True)
    (inside / "python311.dll").write_bytes(b"MZ" + bytes(62) + b"This program cannot be run in DOS mode")
    (inside / "libssl.so.3").write_bytes(b"\x7fELF")
    assert strangers(tmp_path) == []
    (inside / "ucrtbase.dll").write_bytes(b"MZ" + bytes(62) + b"Wine builtin DLL" + bytes(16))
    (inside / "libGL.so.1").write_bytes(b"\x7fELF")
    assert strangers(tmp_path) == ["wssdiag/_internal/libGL.so.1", "wssdiag/_internal/ucrtbase.dll"]


def test_what_osslsigncode_says_is_read() -> None:
    python = "Python Software Foundation"
    assert read(MATCHING + SIGNED.format(python) + VERIFIED) == Signature(matches=True, signer=python, verified=True)
    failed = VERIFIED.replace("ok", "failed").replace("Succeeded", "Failed")
    assert read(MATCHING + SIGNED.format(python) + failed) == Signature(matches=True, signer=python, verified=False)
    assert read(MATCHING.replace("message digest", "DigitalSignature") + SIGNED.format(python)).matches, "of an MSI"
    assert read("No signature found\nFailed\n") == Signature(matches=False, signer="", verified=False)


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        (Signature(True, "Python Software Foundation", True), ""),
        (Signature(True, "Python Software Foundation", False), "does not hold"),
        (Signature(True, "Microsoft Corporation", False), ""),
        (Signature(False, "Microsoft Corporation", False), "changed since"),
        (Signature(True, "Somebody", True), "signed by Somebody"),
        (Signature(False, "", False), "not signed"),
    ],
)
def test_who_may_have_signed(found: Signature, problem: str) -> None:
    told = problem_of(found)
    assert (problem in told) if problem else told == ""


def test_a_folder_without_files_is_not_taken_for_signed(tmp_path: Path) -> None:
    assert unsigned(tmp_path) == ["there is no file to check"]


def test_the_manifest_says_what_windows_must_know() -> None:
    text = manifest("1.2.3")
    assert 'version="1.2.3.0"' in text
    for word, value in (("longPathAware", "true"), ("activeCodePage", "UTF-8"), ("dpiAwareness", "PerMonitorV2, PerMonitor")):
        assert re.search(rf"<{word} [^>]+>{value}</{word}>", text)
    assert 'level="asInvoker"' in text


@pytest.mark.parametrize(("version", "four"), [("0.1.0", (0, 1, 0, 0)), ("1.2.3rc4", (1, 2, 0, 0)), ("2", (2, 0, 0, 0))])
def test_a_version_is_four_numbers_for_windows(version: str, four: tuple[int, ...]) -> None:
    assert numbers(version) == four
    assert f"filevers={four}" in version_resource(version, "wssdiag", "wssdiag")


def test_the_version_of_a_file_is_that_of_its_resource() -> None:
    assert file_version(version_of_windows(6, 8, 3, 65535)) == "6.8.3.65535"
    assert file_version(b"MZ" + bytes(300)) == ""
    assert file_version(b"MZ" + "VS_VERSION_INFO\0".encode("utf-16-le")) == ""


def test_an_icon_names_where_its_pictures_lie() -> None:
    made = ico({16: b"small", 256: b"large"})
    assert made[6:8] == bytes([16, 16])
    assert made[22:24] == bytes(2)
    assert made.endswith(b"smalllarge")
    assert made[made.index(b"small") :][:5] == b"small"
    assert int.from_bytes(made[18:22], "little") == made.index(b"small")
    assert 256 in SIZES


def package(folder: Path, name: str, *licences: str) -> None:
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    for licence in licences:
        (info / licence).write_text(licence, encoding="utf-8")
    (info / "RECORD").write_text("".join(f"{info.name}/{file},,\n" for file in ("METADATA", *licences)), encoding="utf-8")


def test_every_part_brings_its_licence(tmp_path: Path) -> None:
    packages, target = tmp_path / "packages", tmp_path / "licenses"
    (tmp_path / "python.txt").write_text("PSF", encoding="utf-8")
    package(packages, "One", "LICENSE.txt", "NOTICE")
    package(packages, "PySide6_Essentials")
    package(packages, "setuptools")
    gather(packages, tmp_path / "python.txt", "3.11.9", target)
    told = (target / "README.txt").read_text(encoding="utf-8")
    assert "* Python 3.11.9\n* One 1.0\n* PySide6_Essentials 1.0\n\n" in told
    found = {file.relative_to(target).as_posix() for file in target.rglob("*") if file.is_file()}
    lesser = {"pyside6-essentials/LGPL-3.0.txt", "pyside6-essentials/GPL-3.0.txt"}
    assert found == {"README.txt", "wssdiag/LICENSE", "Python/python.txt", "one/LICENSE.txt", "one/NOTICE", *lesser}
    package(packages, "nameless")
    with pytest.raises(FileNotFoundError, match="nameless brings no licence text"):
        gather(packages, tmp_path / "python.txt", "3.11.9", target)


def test_a_system_that_is_not_made_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert [dev.build(arguments) for arguments in ([], ["macos"], ["linux", "windows"])] == [2, 2, 2]
    assert "build one of linux, windows" in capsys.readouterr().err


def test_what_was_never_made_is_told_with_the_command() -> None:
    assert freeze.obstacle("moon") == "dist/moon is not made; python3 dev.py build moon makes it"


def test_the_icon_is_drawn(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build.freeze.icon"]
    for name in ("one.ico", "two.ico"):
        subprocess.run([*command, str(tmp_path / name)], check=True, timeout=60)
    made = (tmp_path / "one.ico").read_bytes()
    assert made == (tmp_path / "two.ico").read_bytes()
    assert made.count(b"\x89PNG") == len(SIZES)
