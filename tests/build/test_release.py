"""What is handed out: all of it or nothing, with sums that can be checked, in archives that are the same twice."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import dev
from build.dev import freeze, release, signing, wine_library
from build.dev.needs import SIGNATURES, SetUpError
from build.dev.portable import pack_tar, pack_zip
from build.dev.venv import ROOT
from build.release import commit, sbom, sums
from tests.build.machine import needing

if TYPE_CHECKING:
    from collections.abc import Callable

signer = needing(*SIGNATURES)

WHEN = dt.datetime(2026, 1, 2, 3, 4, 6, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _says_nothing_of_signing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (signing.PKCS12, signing.COMMAND):
        monkeypatch.delenv(name, raising=False)


def writes(file: Path, text: str) -> Callable[[], Path]:
    """What makes a package."""

    def make() -> Path:
        file.write_text(text, encoding="utf-8")
        return file

    return make


def fails() -> Path:
    message = "the disk is full"
    raise SetUpError(message)


def checked(folder: Path) -> int:
    """The exit code of the very line that the page tells its reader."""
    (line,) = re.findall(r"^sha256sum .+$", (ROOT / "SECURITY.md").read_text(encoding="utf-8"), re.MULTILINE)
    return subprocess.run(line.split(), cwd=folder, check=False, timeout=60).returncode


def test_a_release_is_everything_with_its_bill_and_its_sum(tmp_path: Path) -> None:
    systems: list[str] = []

    def programs(system: str) -> int:
        systems.append(system)
        return 0

    packages = {"one": writes(tmp_path / "one.deb", "1"), "two": writes(tmp_path / "two ü.msi", "2")}
    (tmp_path / "old.deb").touch()
    assert release.build(packages, tmp_path, programs, lambda file: file.name.encode()) == 0
    assert tuple(systems) == freeze.SYSTEMS
    files = {"one.deb", "two ü.msi", "one.deb.cdx.json", "two ü.msi.cdx.json"}
    assert {path.name for path in tmp_path.iterdir()} == files | {sums.NAME}
    assert (tmp_path / "two ü.msi.cdx.json").read_text(encoding="utf-8") == "two ü.msi"
    assert {line.partition("  ")[2] for line in (tmp_path / sums.NAME).read_text(encoding="utf-8").splitlines()} == files


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="not run: sha256sum is missing")
def test_whoever_took_some_of_the_files_can_check_them(tmp_path: Path) -> None:
    files = [writes(tmp_path / name, name)() for name in ("one.deb", "two ü.msi", "not taken.zip")]
    sums.write(tmp_path, files)
    files[-1].unlink()
    assert checked(tmp_path) == 0
    files[0].write_text("another", encoding="utf-8")
    assert checked(tmp_path) == 1


def test_half_a_release_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = {"one": writes(tmp_path / "one.deb", "1")}

    def no_bill(_file: Path) -> bytes:
        fails()
        return b""

    with pytest.raises(SetUpError):
        release.build(good | {"two": fails}, tmp_path, lambda _system: 0, lambda _file: b"")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(SetUpError):
        release.build(good, tmp_path, lambda _system: 0, no_bill)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / sums.NAME).touch()
    assert release.build(good, tmp_path, lambda _system: 1, lambda _file: b"") == 1
    assert list(tmp_path.iterdir()) == []
    assert "no release was made" in capsys.readouterr().err


def test_a_package_that_is_not_signed_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    release.package(writes(tmp_path / "setup.exe", "MZ"), tmp_path)
    release.package(writes(tmp_path / "wssdiag.deb", "2"), tmp_path)
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith(f"setup.exe; {signing.UNSIGNED}")
    assert second.endswith("wssdiag.deb")


@signer
def test_a_package_that_cannot_be_signed_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(signing.COMMAND, "false")
    with pytest.raises(SetUpError, match=r"setup\.exe could not be signed"):
        release.package(writes(tmp_path / "setup.exe", "MZ"), tmp_path)
    assert list(tmp_path.iterdir()) == []


@signer
@pytest.mark.parametrize("name", ["setup.exe", "wssdiag.msi", "wssdiag.zip"])
def test_no_package_is_signed_around_programs_that_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(signing.COMMAND, "true")
    (tmp_path / "windows" / "wssdiag").mkdir(parents=True)
    (tmp_path / "windows" / "wssdiag" / "wssdiag-cli.exe").write_bytes(wine_library.library())
    with pytest.raises(SetUpError, match=r"wssdiag-cli\.exe in dist/windows was made without a signature"):
        release.package(writes(tmp_path / name, "MZ"), tmp_path)
    assert not (tmp_path / name).exists()
    release.package(writes(tmp_path / "wssdiag.deb", "2"), tmp_path)


def test_every_package_can_have_a_bill() -> None:
    """A new kind of package says in build/release/sbom.py what is in it."""
    assert {"deb", "portable", "tar", "zip"} <= set(dev.PACKAGES)
    with pytest.raises(SetUpError, match=r"nobody knows which program is in wssdiag\.dmg"):
        sbom.of(Path("wssdiag.dmg"))


def tree(folder: Path) -> Path:
    program = folder / "wssdiag"
    (program / "_internal").mkdir(parents=True)
    (program / "wssdiag").write_bytes(b"program")
    (program / "wssdiag").chmod(0o755)
    (program / "_internal" / "ü.so").write_bytes(b"library" * 1000)
    (program / "_internal" / "ü.so").chmod(0o640)
    return program


def test_a_tar_is_the_same_twice_and_holds_the_folder_with_its_links(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        program = tree(tmp_path / name)
        (program / "_internal" / "link.so").symlink_to("ü.so")
        made.append(tmp_path / f"{name}.tar.gz")
        pack_tar(program, made[-1], WHEN)
    assert made[0].read_bytes() == made[1].read_bytes()
    assert made[0].read_bytes()[4:8] == bytes(4), "gzip's own time"
    with tarfile.open(made[0]) as archive:
        assert {(row.uid, row.uname, row.mtime) for row in archive} == {(0, "", WHEN.timestamp())}
    out = tmp_path / "wssdiag"
    subprocess.run(["tar", "-xzf", str(made[0])], cwd=tmp_path, check=True, timeout=60)
    assert (out / "_internal" / "link.so").readlink() == Path("ü.so")
    assert (out / "_internal" / "link.so").read_bytes() == b"library" * 1000
    assert ((out / "wssdiag").stat().st_mode & 0o777, (out / "_internal" / "ü.so").stat().st_mode & 0o777) == (0o755, 0o644)


def test_a_zip_is_the_same_twice_and_holds_the_folder(tmp_path: Path) -> None:
    made = [tmp_path / "a.zip", tmp_path / "b.zip"]
    for number, file in enumerate(made):
        pack_zip(tree(tmp_path / str(number)), file, WHEN)
    assert made[0].read_bytes() == made[1].read_bytes()
    with zipfile.ZipFile(made[0]) as archive:
        assert {row.filename: archive.read(row) for row in archive.infolist()} == {
            "wssdiag/_internal/ü.so": b"library" * 1000,
            "wssdiag/wssdiag": b"program",
        }
        assert {row.date_time for row in archive.infolist()} == {WHEN.timetuple()[:6]}


def test_the_time_is_that_of_the_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(WHEN.timestamp())))
    assert commit.time() == WHEN
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    with pytest.raises(SetUpError, match="set SOURCE_DATE_EPOCH"):
        commit.time()
    assert commit.commit() == ""
