"""The Debian package: installed, started, and removed without a trace, in a tree of its own."""

from __future__ import annotations

import json
import subprocess
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
    "usr/share/applications/wssdiag.desktop",
    "usr/share/doc/wssdiag/copyright",
    "usr/share/icons/hicolor/scalable/apps/wssdiag.svg",
    "usr/share/metainfo/wssdiag.metainfo.xml",
}


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


@pytest.mark.slow
@pytest.mark.frozen("linux")
def test_it_is_installed_started_and_removed(tmp_path: Path) -> None:
    made, tree = deb.package(), tmp_path / "computer"
    dpkg(tree, "--install", str(made))
    ours = {name for name in files(tree) if not name.startswith("var/")}
    assert {name for name in ours if not name.startswith("opt/wssdiag/")} == FILES
    assert (tree / "usr/bin/wssdiag").readlink().as_posix() == "/opt/wssdiag/wssdiag"
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
    assert (told["Exec"], told["Icon"], told["Type"], told["Terminal"]) == ("wssdiag", "wssdiag", "Application", "false")
    assert told["Comment[de]"]
