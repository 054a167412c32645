"""The Debian package: installed, started, and removed without a trace, in a tree of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from configparser import ConfigParser
from typing import TYPE_CHECKING

import pytest

from build.dev import deb
from build.dev.venv import ROOT
from build.release import sbom
from build.release.sums import digest
from tests.cyclonedx_rules import parts_of

if TYPE_CHECKING:
    from pathlib import Path

#: Beside the program's own folder.
FILES = {
    "usr/bin/wssdiag",
    "usr/bin/wssdiag-cli",
    "usr/share/applications/wssdiag.desktop",
    "usr/share/doc/wssdiag/copyright",
    "usr/share/icons/hicolor/scalable/apps/wssdiag.svg",
    "usr/share/metainfo/wssdiag.metainfo.xml",
    "usr/share/mime/packages/wssdiag.xml",
}


KIND = "application/x-wssdiag"

#: Programs that judge the texts. The name of the program is that of no domain: there is none yet.
JUDGES = (
    ("desktop-file-validate", "wssdiag.desktop"),
    ("appstreamcli", "validate", "--no-net", "--override=cid-desktopapp-is-not-rdns=info", "wssdiag.metainfo.xml"),
)


def need(program: str) -> str:
    """Where it is; a machine without it does not run the test, a build machine may not be without."""
    found = shutil.which(program)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(f"{program} is missing")
    if found is None:
        pytest.skip(f"not run: {program} is missing")
    return found


def dpkg(tree: Path, *arguments: str) -> None:
    """dpkg on a computer that has nothing else installed; it need not wait for the disk."""
    for folder in ("var/lib/dpkg/info", "var/lib/dpkg/updates", "var/log"):
        (tree / folder).mkdir(parents=True, exist_ok=True)
    (tree / "var/lib/dpkg/status").touch()
    command = ["unshare", "-rn", "dpkg", f"--root={tree}", "--force-depends", "--force-unsafe-io", *arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def files(tree: Path) -> set[str]:
    return {path.relative_to(tree).as_posix() for path in tree.rglob("*") if not path.is_dir() or path.is_symlink()}


def older(folder: Path) -> Path:
    """A package of a version before, with a file that is in no later one."""
    control = (deb.TEXTS / "control").read_text(encoding="utf-8").format(version="0.0.1", kib=1)
    for name, text in (("DEBIAN/control", control), ("opt/wssdiag/_internal/gone.so", ""), ("usr/bin/wssdiag", "before")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    command = ["dpkg-deb", "--root-owner-group", "--build", str(folder), f"{folder}.deb"]
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=True)
    return folder.with_name(f"{folder.name}.deb")


@pytest.mark.slow
@pytest.mark.frozen("linux")
def test_it_takes_the_place_of_an_older_one_is_started_and_removed(tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        made, tree = deb.package(), tmp_path / "computer"
    finally:
        os.umask(before)
    dpkg(tree, "--install", str(older(tmp_path / "older")))
    assert (tree / "opt/wssdiag/_internal/gone.so").is_file()
    dpkg(tree, "--install", str(made))
    ours = {name for name in files(tree) if not name.startswith("var/")}
    assert {name for name in ours if not name.startswith("opt/wssdiag/")} == FILES
    assert {(tree / "usr/bin" / name).readlink().as_posix() for name in ("wssdiag", "wssdiag-cli")} == {"/opt/wssdiag/wssdiag"}
    assert not (tree / "opt/wssdiag/_internal/gone.so").exists()
    assert "_internal/licenses" in (tree / "usr/share/doc/wssdiag/copyright").read_text(encoding="utf-8")
    brought = [path for name in ("opt", "usr") for path in (tree / name).rglob("*") if not path.is_symlink()]
    assert [path for path in brought if path.stat().st_mode & 0o7022] == [], "set-user-ID, or written by others than root"
    bill = json.loads(sbom.of(made))
    listed = {one["name"]: one["hashes"][0]["content"] for one in parts_of(bill) if one["type"] == "file"}
    assert bill["metadata"]["component"]["hashes"][0]["content"] == digest(made)
    assert {name: digest(tree / "opt/wssdiag" / name) for name in listed} == listed
    command = ["unshare", "-rn", str(tree / "opt/wssdiag/wssdiag"), "--version"]
    assert subprocess.run(command, env={}, capture_output=True, text=True, timeout=60, check=True).stdout.startswith("wssdiag ")
    dpkg(tree, "--purge", "wssdiag")
    assert {name for name in files(tree) if not name.startswith("var/")} == set()


def test_the_menu_entry_starts_the_command_of_the_package() -> None:
    entry = ConfigParser(interpolation=None, strict=True)
    entry.optionxform = str  # type: ignore[assignment, method-assign]  # keys of these files know their case
    entry.read(ROOT / "installer" / "linux" / "wssdiag.desktop", encoding="utf-8")
    told = entry["Desktop Entry"]
    assert (told["Exec"], told["Icon"], told["Type"], told["Terminal"]) == ("wssdiag %f", "wssdiag", "Application", "false")
    assert told["Comment[de]"]
    assert told["MimeType"] == f"{KIND};"
    assert f"<mediatype>{KIND}</mediatype>" in (deb.TEXTS / "wssdiag.metainfo.xml").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="programs of a Linux desktop")
@pytest.mark.parametrize("command", JUDGES, ids=lambda command: command[0])
def test_the_desktop_s_own_programs_accept_its_files(command: tuple[str, ...]) -> None:
    done = subprocess.run([need(command[0]), *command[1:]], cwd=deb.TEXTS, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "hint" not in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="programs of a Linux desktop")
def test_a_desktop_knows_a_bundle_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "packages").mkdir()
    shutil.copyfile(deb.TEXTS / "wssdiag-mime.xml", tmp_path / "packages" / "wssdiag.xml")
    subprocess.run([need("update-mime-database"), str(tmp_path)], capture_output=True, timeout=60, check=True)
    assert f"50:{KIND}:*.wssdiag" in (tmp_path / "globs2").read_text(encoding="utf-8").splitlines()
