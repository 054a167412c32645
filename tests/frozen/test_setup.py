"""The setup for one person: installed, started, put over an older version and removed, and nothing is left. In an account of its own."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from build.dev import setup, wine
from build.dev.venv import ROOT
from tests.frozen.built import CONSOLE, Done
from tests.wine.windows import seen_from_windows
from wssdiag import __version__
from wssdiag.paths import PROFILE_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

pytestmark = [pytest.mark.slow, pytest.mark.frozen("windows")]

PROGRAM = CONSOLE.file.parent
RECIPE = ROOT / "installer" / "windows" / "setup.nsi"
WHILE_IT_RUNS = Path(__file__).parent / "inside" / "while_it_runs.py"

ACCOUNTS = wine.PREFIX / "drive_c" / "users"
PERSON = "Jürgen Łukasz 岡田"

ENTRY = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Uninstall\wssdiag"
CLASSES = r"HKEY_CURRENT_USER\Software\Classes"
CLAIM = rf"{CLASSES}\.wssdiag"
TYPE = rf"{CLASSES}\wssdiag.bundle"

#: What is compared: everything of the person's, and of the programs for everybody.
HIVES = (r"HKCU\Software", r"HKLM\Software")

#: Wine's own menus and links are not made: they would lie on the machine that tests.
QUIET = {"WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe="}

#: The uninstaller goes on as a copy of itself, in a folder ~nsu.tmp. The brackets keep these words from finding themselves.
GONE = "while grep -aqs '[~]nsu' /proc/[0-9]*/cmdline; do sleep 0.1; done"

BUSY = 1618

#: Wine fills its stores of certificates when a program first asks for one.
STORES = "\\SystemCertificates"

Registry = dict[str, tuple[str, ...]]  # key -> its values, as reg.exe writes them


@dataclass
class Computer:
    """What an account went through, as commands, and what was seen of it afterwards."""

    folder: Path
    jobs: dict[str, Mapping[str, object]] = field(default_factory=dict)
    done: dict[str, Done] = field(default_factory=dict)

    @property
    def account(self) -> Path:
        """The person's own folders."""
        return self.folder / "users" / "root"

    @property
    def data(self) -> Path:
        """Where the program keeps what is the person's."""
        return self.account / "AppData" / "Local" / "wssdiag"

    def run(self, name: str, *command: str) -> None:
        """A command of this machine."""
        assert name not in self.jobs
        self.jobs[name] = {"command": list(command), "environment": QUIET}

    def wine(self, name: str, *command: str) -> None:
        """A command of Windows."""
        self.run(name, wine.PROGRAM, *command)

    def look(self, name: str) -> None:
        """Write down the whole registry and every file."""
        (self.folder / name).mkdir()
        for number, hive in enumerate(HIVES):
            self.wine(f"{name} {hive}", "reg.exe", "export", hive, seen_from_windows(self.folder / name / f"{number}.reg"))
        self.run(f"{name} files", "sh", "-ec", f"cd {self.folder}; find users here -printf '%y %P\\n' > {name}/files")

    def go(self) -> None:
        """All of it, in the order in which it was said."""
        self.done = CONSOLE.start(self.jobs, self.folder)

    def files(self, name: str) -> set[str]:
        """Kinds and paths, without what Windows itself and the setup's own copies leave in the folder for what is temporary."""
        lines = (self.folder / name / "files").read_text(encoding="utf-8").splitlines()
        return {line for line in lines if "root/Temp" not in line}

    def registry(self, name: str) -> Registry:
        """Both hives, without what no setup writes."""
        found: Registry = {}
        for number in range(len(HIVES)):
            text = (self.folder / name / f"{number}.reg").read_text(encoding="utf-16").replace("\\\n  ", "")
            for block in re.split(r"\n(?=\[)", text)[1:]:
                head, *values = block.strip().splitlines()
                if STORES not in head:
                    found[head[1:-1]] = tuple(sorted(values))
        return found


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory, demand: Callable[[str], None]) -> Iterator[Computer]:
    """An account of its own, in which the desktop and the documents are no folders of this machine."""
    demand("windows")
    folder = tmp_path_factory.mktemp("computer")
    shutil.copytree(ACCOUNTS, folder / "users", symlinks=True)
    (folder / "here").mkdir()
    for link in [path for path in (folder / "users").rglob("*") if path.is_symlink()]:
        link.unlink()
        link.mkdir()
    before = {path: path.stat().st_mtime for path in wine.PREFIX.glob("*.reg")}
    computer = Computer(folder)
    computer.run("own account", "mount", "--bind", str(folder / "users"), str(ACCOUNTS))
    yield computer
    assert {path: path.stat().st_mtime for path in wine.PREFIX.glob("*.reg")} == before


@pytest.fixture(scope="module")
def made(demand: Callable[[str], None]) -> Path:
    """The setup as it is shipped."""
    demand("windows")
    return setup.package()


@pytest.fixture(scope="module")
def told(account: Computer, made: Path) -> Computer:
    """Two lives of a program: in a folder with any name; and over an older version, where another program has the file type."""
    first(account, seen_from_windows(made))
    second(account, seen_from_windows(made))
    account.go()
    return account


def first(at: Computer, made: str) -> None:
    place = at.folder / "here" / PERSON / "wssdiag"
    profile = at.folder / "given.toml"
    profile.write_text('schema = "wssdiag.profile/1"\norganisation = "Example Ltd"\n', encoding="utf-8")
    (at.folder / "here" / PERSON).mkdir()
    at.wine("an account's classes", "reg.exe", "add", CLASSES, "/f")  # every account of Windows has them; Wine's has none
    where = f"/D={seen_from_windows(place)}".split(" ")  # NSIS takes the rest of the line, without quotes
    other = at.folder / "here" / "other"
    at.run("another program", "sh", "-ec", 'mkdir -p "$0/_internal"; touch "$0/_internal/its own.dll"', str(other))
    at.look("fresh")
    at.wine("over another program", made, "/S", f"/D={seen_from_windows(other)}")
    at.wine("no profile", made, "/S", r"/PROFILE=C:\nowhere.toml", *where)
    at.wine("install", made, "/S", f"/PROFILE={seen_from_windows(profile)}", *where)
    at.look("installed")
    at.run("profile", "cat", str(place / PROFILE_NAME))
    at.wine("version", str(place / "wssdiag-cli.exe"), "--version")
    at.wine("self-test", str(place / "wssdiag-cli.exe"), "--self-test", "-platform", "offscreen")
    at.run("own data", "sh", "-ec", 'mkdir -p "$0/history"; touch "$0/settings.json" "$0/history/1.json"', str(at.data))
    program, again = [wine.PROGRAM, str(place / "wssdiag-cli.exe")], [wine.PROGRAM, made, "/S"]
    leave = [wine.PROGRAM, str(place / "uninstall.exe"), "/S", "/PURGE"]
    at.run("over a running one", sys.executable, str(WHILE_IT_RUNS), *program, "--", *again)
    at.run("remove a running one", sys.executable, str(WHILE_IT_RUNS), *program, "--", "sh", "-c", f'"$@"; {GONE}', "sh", *leave)
    at.look("kept")
    at.wine("remove", str(place / "uninstall.exe"), "/S")
    at.run("removed", "sh", "-c", GONE)
    at.look("removed")


def second(at: Computer, made: str) -> None:
    at.wine("another's claim", "reg.exe", "add", CLAIM, "/ve", "/d", "other.program", "/f")
    at.wine("another's way", "reg.exe", "add", rf"{CLAIM}\OpenWithProgids", "/v", "third.program", "/d", "", "/f")
    at.look("before")
    place = at.account / "AppData" / "Local" / "Programs" / "wssdiag"
    there = r"C:\users\root\AppData\Local\Programs\wssdiag"
    older = f'mkdir -p "$0/_internal/gone"; cd "$0"; touch wssdiag.exe uninstall.exe _internal/gone/old.dll; echo mine > {PROFILE_NAME}'
    at.run("older", "sh", "-ec", older, str(place))
    at.wine("older place", "reg.exe", "add", ENTRY, "/v", "InstallLocation", "/d", there, "/f")
    at.wine("older version", "reg.exe", "add", ENTRY, "/v", "DisplayVersion", "/d", "0.0.1", "/f")
    at.wine("upgrade", made, "/S", "/DESKTOP=1")
    at.look("upgraded")
    at.run("kept profile", "cat", str(place / PROFILE_NAME))
    at.wine("new version", str(place / "wssdiag-cli.exe"), "--version")
    at.wine("purge", rf"{there}\uninstall.exe", "/S", "/PURGE")
    at.run("purged", "sh", "-c", GONE)
    at.look("purged")


def changed(before: Registry, after: Registry) -> set[str]:
    return {key for key in before | after if before.get(key) != after.get(key)}


def test_all_went_well(told: Computer) -> None:
    expected = {"over another program": 2, "no profile": 2, "over a running one": BUSY % 256, "remove a running one": 0}
    assert {name: done for name, done in told.done.items() if done.code != expected.get(name, 0)} == {}


def test_it_is_installed_where_it_was_told_to_and_works(told: Computer) -> None:
    program = {f"{'d' if path.is_dir() else 'f'} {path.relative_to(PROGRAM).as_posix()}" for path in PROGRAM.rglob("*")}
    place = f"{PERSON}/wssdiag/"
    installed = {line.replace(place, "") for line in told.files("installed") if place in line}
    assert installed == program | {"f uninstall.exe", f"f {PROFILE_NAME}"}
    assert told.done["profile"].out == (told.folder / "given.toml").read_text(encoding="utf-8")
    assert told.done["version"].out.strip() == f"wssdiag {__version__}"
    assert told.done["self-test"].err == ""


def test_windows_knows_it(told: Computer) -> None:
    entry = dict(line.split("=", 1) for line in told.registry("installed")[ENTRY])
    place = seen_from_windows(told.folder / "here" / PERSON / "wssdiag").replace("\\", "\\\\")
    assert entry['"DisplayVersion"'] == f'"{__version__}"'
    assert entry['"Publisher"'] == '"the wssdiag contributors"'
    assert entry['"InstallLocation"'] == f'"{place}"'
    assert entry['"UninstallString"'] == rf'"\"{place}\\uninstall.exe\""'
    assert entry['"QuietUninstallString"'] == rf'"\"{place}\\uninstall.exe\" /S"'
    size = sum(file.stat().st_size for file in PROGRAM.rglob("*") if file.is_file())
    assert int(entry['"EstimatedSize"'].removeprefix("dword:"), 16) == size // 1024


def test_a_bundle_is_opened_by_it(told: Computer) -> None:
    found = told.registry("installed")
    place = seen_from_windows(told.folder / "here" / PERSON / "wssdiag" / "wssdiag.exe").replace("\\", "\\\\")
    assert found[CLAIM] == ('@="wssdiag.bundle"',)
    assert found[rf"{TYPE}\shell\open\command"] == (rf'@="\"{place}\" \"%1\""',)
    assert found[rf"{TYPE}\DefaultIcon"] == (f'@="{place},0"',)


def test_nothing_else_was_written(told: Computer) -> None:
    keys = changed(told.registry("fresh"), told.registry("installed"))
    assert {key for key in keys if not key.startswith((ENTRY, CLAIM, TYPE))} <= {CLASSES, ENTRY.rpartition("\\")[0]}
    new = {line.partition(" ")[2] for line in told.files("installed") - told.files("fresh")}
    menu = "root/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/wssdiag.lnk"
    assert {name for name in new if not name.startswith(f"{PERSON}/wssdiag")} == {menu}


def test_a_running_program_is_neither_replaced_nor_removed(told: Computer) -> None:
    assert told.registry("kept") == told.registry("installed")
    assert told.files("kept") >= told.files("installed")


def test_removed_nothing_is_left_but_what_is_the_persons_own(told: Computer) -> None:
    assert changed(told.registry("fresh"), told.registry("removed")) == set()
    left = told.files("removed") - told.files("fresh")
    assert told.files("fresh") - told.files("removed") == set()
    data = "root/AppData/Local/wssdiag"
    assert left == {f"d {data}", f"f {data}/settings.json", f"d {data}/history", f"f {data}/history/1.json"}


def test_an_older_version_gives_way_and_leaves_no_file(told: Computer) -> None:
    files = told.files("upgraded")
    assert f'"DisplayVersion"="{__version__}"' in told.registry("upgraded")[ENTRY]
    assert [line for line in files if "_internal/gone" in line] == []
    assert told.done["kept profile"].out == "mine\n"
    assert "f root/Desktop/wssdiag.lnk" in files
    assert told.done["new version"].out.strip() == f"wssdiag {__version__}"


def test_what_another_program_claims_stays_its_own(told: Computer) -> None:
    found = told.registry("upgraded")
    assert found[CLAIM] == ('@="other.program"',)
    assert found[rf"{CLAIM}\OpenWithProgids"] == ('"third.program"=""', '"wssdiag.bundle"=""')


def test_purged_the_persons_data_is_gone_too(told: Computer) -> None:
    """A profile that somebody else put beside the program is not the setup's to remove."""
    assert changed(told.registry("before"), told.registry("purged")) == set()
    here = "root/AppData/Local/Programs"
    left = told.files("purged") - told.files("fresh")
    assert left == {f"d {here}", f"d {here}/wssdiag", f"f {here}/wssdiag/{PROFILE_NAME}"}


def test_the_setup_says_what_it_is(made: Path) -> None:
    data = made.read_bytes()
    texts = [text.encode("utf-16-le") for text in ("CompanyName", "the wssdiag contributors", "ProductVersion", __version__)]
    manifest = [b'requestedExecutionLevel level="asInvoker"', b'SMI/2005/WindowsSettings">true</dpiAware>']
    assert [word for word in (*texts, *manifest) if word not in data] == []


def test_the_profile_is_named_as_the_program_looks_for_it() -> None:
    assert f'!define PROFILE "{PROFILE_NAME}"' in RECIPE.read_text(encoding="utf-8")
