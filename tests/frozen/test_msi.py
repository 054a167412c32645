"""The MSI: what its tables say; and, in one story, installed, upgraded, used, and removed without a trace.

What Wine 8 does otherwise than Windows: shortcuts are the account's own, a copied profile stays where an installation fails, and a version
that is removed is not told that the next one takes over (UPGRADINGPRODUCTCODE; here the test says it). Of an exit code only
the low byte can be seen: 1603 is 67.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from build.dev import freeze, msi
from build.dev.venv import ROOT
from tests.frozen.built import Done
from tests.frozen.computer import Computer, Registry, sizes
from wssdiag import __version__

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.frozen("windows")]

PAGE = ROOT / "installer" / "windows" / "msi.md"
OLDER = "0.0.1"
REFUSED = 1603 & 0xFF
UNINSTALL = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall"
CLASSES = r"HKLM\Software\Classes"
PLACED = ("wssdiag-profile.toml", "undo.jsonl")
OURS = "Program Files/wssdiag"
MENU = "users/{}/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/wssdiag.lnk"
DESKTOP = "users/{}/Desktop/wssdiag.lnk"

PROFILE = 'schema = "wssdiag.profile/1"\n[controls]\negress_url = "https://egress.example.com/"\n'

Story = tuple[Computer, dict[str, Done]]


def older(folder: Path) -> Path:
    """A package of an earlier version, of few files: nothing that runs, and one file that the next version has no more."""
    tree = folder / "older"
    (tree / "sub").mkdir(parents=True)
    for name in ("wssdiag.exe", "sub/gone.txt"):
        (tree / name).write_text("of the older version", encoding="utf-8")
    return msi.make(tree, OLDER, folder / "older.msi")


def batch(folder: Path) -> Path:
    """The file that the page for administrators puts beside the package and a profile."""
    package = msi.package()
    os.link(package, folder / package.name)
    (folder / "wssdiag-profile.toml").write_text(PROFILE, encoding="utf-8")
    file = folder / "install.cmd"
    line = next(line for line in PAGE.read_text(encoding="utf-8").splitlines() if "%~dp0" in line)
    file.write_text(f"{line}\r\n", encoding="ascii")
    return file


def jobs(computer: Computer, early: Path, install: Path) -> dict[str, list[str]]:
    """The story, in its order."""
    folder = install.parent
    profile = folder / "wssdiag-profile.toml"
    silently = ("msiexec", "/qn", "/i")
    package = folder / f"wssdiag-{__version__}-x64.msi"
    command = r"C:\Program Files\wssdiag\wssdiag-cli.exe"
    removal = ("msiexec", "/qn", "/x")
    return {
        **computer.registry("before"),
        "files before": computer.files(),
        "no profile": computer.windows(*silently, package, r"PROFILE=C:\no-such-file.toml"),
        "files of failure": computer.files(),
        "older": computer.windows(*silently, early, "SHORTCUT=desktop"),
        "files of older": computer.files(),
        **{name: ["cp", str(profile), str(computer.drive / OURS / name)] for name in PLACED},
        "taken over": computer.windows(*removal, msi.product_code(OLDER), f"UPGRADINGPRODUCTCODE={msi.product_code(__version__)}"),
        "files taken over": computer.files(),
        "older again": computer.windows(*silently, early, "SHORTCUT=desktop"),
        "new": computer.windows("cmd", "/c", install),
        "files of new": computer.files(),
        "uninstall": computer.windows("reg", "query", UNINSTALL, "/s"),
        "extension": computer.windows("reg", "query", rf"{CLASSES}\.wssdiag"),
        "opening": computer.windows("reg", "query", rf"{CLASSES}\wssdiag.bundle\shell\open\command"),
        "journal": ["cp", str(profile), str(computer.drive / OURS / "undo.jsonl")],
        "version": computer.windows(command, "--version"),
        "hosts": computer.windows(command, "check", "--list-hosts"),
        "back to older": computer.windows(*silently, early),
        "no such shortcut": computer.windows(*silently, package, "SHORTCUT=everywhere"),
        "files after refusals": computer.files(),
        "remove": computer.windows(*removal, msi.product_code(__version__)),
        "files after": computer.files(),
        **computer.registry("after"),
    }


def told(folder: Path) -> Story:
    computer = Computer(folder / "computer")
    computer.make()
    data = computer.drive / "users" / "Public" / "AppData" / "Local" / "wssdiag"  # of some account
    data.mkdir(parents=True)
    (data / "settings.json").write_text("{}", encoding="utf-8")
    return computer, computer.run(jobs(computer, older(folder), batch(folder)))


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    """The one story, once it is told."""
    return []


@pytest.fixture
def story(stories: list[Story], tmp_path_factory: pytest.TempPathFactory) -> Story:
    if not stories:
        stories.append(told(tmp_path_factory.mktemp("msi")))
    return stories[0]


def new_files(story: Story, job: str) -> dict[str, str]:
    """What stands on the drive beside what stood there before; of Windows Installer's own folder nothing."""
    before = sizes(story[1]["files before"].out)
    now = sizes(story[1][job].out)
    assert before.keys() <= now.keys()
    return {name: size for name, size in now.items() if name not in before and not name.startswith("windows/Installer")}


def below(folder: str, found: dict[str, str]) -> dict[str, str]:
    return {name.removeprefix(f"{folder}/"): size for name, size in found.items() if name.startswith(f"{folder}/") and size}


def values(registry: Registry) -> dict[str, tuple[str, ...]]:
    """Every key that says something, beside Wine's own; the empty ones of Windows Installer come with the first package on a computer."""
    return {key: held for key, held in registry.items() if (held or "Installer" not in key) and r"\Software\Wine" not in key}


def shortcuts(found: dict[str, str]) -> set[str]:
    return {name for name in found if name.endswith(".lnk")}


def account(story: Story) -> str:
    """The account of this Windows; ``Public`` is everybody's."""
    return next(path.name for path in (story[0].drive / "users").iterdir() if path.name != "Public")


def test_the_first_version_is_installed_with_its_shortcuts(story: Story) -> None:
    found = new_files(story, "files of older")
    assert story[1]["older"].code == 0
    assert below(OURS, found).keys() == {"wssdiag.exe", "sub/gone.txt"}
    assert shortcuts(found) == {MENU.format(account(story)), DESKTOP.format(account(story))}


def test_what_was_placed_stays_where_the_next_version_takes_over(story: Story) -> None:
    found = new_files(story, "files taken over")
    assert story[1]["taken over"].code == 0
    assert below(OURS, found).keys() == set(PLACED)
    assert shortcuts(found) == set()


def test_the_next_version_takes_its_place(story: Story) -> None:
    found = new_files(story, "files of new")
    tree = freeze.DIST / "windows" / "wssdiag"
    program = {path.relative_to(tree).as_posix(): str(path.stat().st_size) for path in tree.rglob("*") if path.is_file()}
    assert (story[1]["older again"].code, story[1]["new"].code) == (0, 0)
    assert below(OURS, found) == program | {"wssdiag-profile.toml": str(len(PROFILE))}
    assert shortcuts(found) == {MENU.format(account(story))}


def said(story: Story, job: str) -> list[tuple[str, str]]:
    """Names and values that reg.exe says."""
    lines = (line.split("    ") for line in story[1][job].out.splitlines() if line.startswith("    "))
    return [(name, value) for _, name, _, value in lines]


def test_windows_is_told_of_it(story: Story) -> None:
    entries = said(story, "uninstall")
    assert [value for name, value in entries if name == "DisplayName"].count("wssdiag") == 1
    told_once = {"DisplayVersion": __version__, "InstallLocation": "C:\\Program Files\\wssdiag\\", "NoModify": "0x1"}
    assert told_once.items() <= dict(entries).items()
    assert msi.product_code(__version__) in dict(entries)["UninstallString"]
    assert said(story, "extension") == [("(Default)", "wssdiag.bundle")]
    assert said(story, "opening") == [("(Default)", r'"C:\Program Files\wssdiag\wssdiag.exe" "%1"')]


def test_it_runs_and_knows_its_organisation(story: Story) -> None:
    assert (story[1]["version"].code, story[1]["version"].out.split()) == (0, ["wssdiag", __version__])
    assert "egress.example.com" in story[1]["hosts"].out


def test_what_is_refused_changes_nothing(story: Story) -> None:
    assert (story[1]["back to older"].code, story[1]["no such shortcut"].code) == (REFUSED, REFUSED)
    kept = new_files(story, "files of new") | {f"{OURS}/undo.jsonl": str(len(PROFILE))}
    assert new_files(story, "files after refusals") == kept


def test_nothing_is_left_of_it_and_nothing_of_an_account_is_gone(story: Story) -> None:
    assert story[1]["remove"].code == 0
    assert new_files(story, "files after") == {}
    assert values(story[0].kept("after")) == values(story[0].kept("before"))


def test_a_profile_that_cannot_be_read_ends_the_installation(story: Story) -> None:
    assert story[1]["no profile"].code != 0
    assert new_files(story, "files of failure") == {}


def rows(package: Path, table: str) -> list[list[str]]:
    done = subprocess.run(["msiinfo", "export", str(package), table], capture_output=True, text=True, timeout=60, check=True)
    return [line.split("\t") for line in done.stdout.splitlines()[3:]]


@pytest.mark.usefixtures("story")
def test_its_tables_say_what_wixl_cannot() -> None:
    package = freeze.DIST / f"wssdiag-{__version__}-x64.msi"
    version = {row[2]: row[4] for row in rows(package, "File")}
    hashed = {row[0] for row in rows(package, "MsiFileHash")}
    assert version["wssdiag.exe"] == f"{__version__}.0"
    assert {row[0] for row in rows(package, "File") if not row[4]} == hashed
    assert all(condition for name, _, _, _, condition, _ in rows(package, "Component") if name.endswith("Shortcut"))
    order = {row[0]: int(row[2]) for row in rows(package, "InstallExecuteSequence")}
    assert order["InstallInitialize"] < order["RemoveExistingProducts"] < order["ProcessComponents"]
    # A repair that anybody may ask for must not take a file from that person: such a property could be set without any rights.
    (secure,) = (value for name, value in rows(package, "Property") if name == "SecureCustomProperties")
    assert "PROFILE" not in secure.split(";")
