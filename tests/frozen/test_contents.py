"""What is inside: nothing of the machine that built, the licence of every part, and what Windows is told."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from build.dev import freeze
from build.dev.venv import ROOT
from build.freeze.strangers import strangers
from tests.frozen.built import CONSOLE, LINUX, ONE_FILE, WINDOW, Built
from wssdiag import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a user can be sent by mail.
MOST_BYTES = 36_000_000

PARTS = {
    "Python",
    "wssdiag",
    "pyside6-essentials",
    "shiboken6",
    "cryptography",
    "quickjs-ng",
    "pyrage",
    "certifi",
    "dnspython",
    "pyinstaller",
}

#: Libraries that are not inside and that something inside is linked with: the computer's own. On Linux those of its C and C++, its
#: graphics and its desktop; the command line needs the first row alone.
OF_LINUX = {
    *("ld-linux-x86-64.so.2", "libc.so.6", "libdl.so.2", "libgcc_s.so.1", "libm.so.6", "libpthread.so.0", "librt.so.1", "libstdc++.so.6"),
    *("libEGL.so.1", "libGL.so.1", "libX11-xcb.so.1", "libX11.so.6", "libxcb.so.1", "libwayland-client.so.0", "libwayland-cursor.so.0"),
    *("libdbus-1.so.3", "libfontconfig.so.1", "libfreetype.so.6", "libglib-2.0.so.0", "libgssapi_krb5.so.2", "libgthread-2.0.so.0"),
    *("libresolv.so.2", "libzstd.so.1"),
}

#: The same of Windows 10; its C library is a part of it.
OF_WINDOWS = {
    *("advapi32", "authz", "bcrypt", "bcryptprimitives", "comctl32", "comdlg32", "crypt32", "d3d11", "d3d12", "d3d9", "dnsapi", "dwmapi"),
    *("dwrite", "dxgi", "gdi32", "imm32", "iphlpapi", "kernel32", "mpr", "netapi32", "ntdll", "ole32", "oleaut32", "pdh", "powrprof"),
    *("psapi", "rpcrt4", "secur32", "setupapi", "shell32", "shlwapi", "uiautomationcore", "user32", "userenv", "uxtheme", "version"),
    *("winhttp", "winmm", "ws2_32", "wtsapi32"),
}
OF_WINDOWS_BY_SUBJECT = re.compile(r"api-ms-win-(crt|core|shcore)-[a-z0-9-]+")

#: Debian 12's, the oldest system that the program for Linux is made for.
NEWEST_GLIBC = 36

#: Modules that ask for the metadata of a package, and of which package it must be inside: dnspython switches features off without a word.
ASK_FOR_METADATA = {"dns._features": "cryptography", "markupsafe": "markupsafe"}

both = pytest.mark.parametrize(
    "program", [pytest.param(one, id=one.name, marks=pytest.mark.frozen(one.system)) for one in (LINUX, CONSOLE)]
)


def inside(program: Built) -> Path:
    return program.file.parent / "_internal"


@both
def test_nothing_of_the_machine_that_built(program: Built) -> None:
    assert strangers(freeze.DIST / program.system) == []


def libraries(program: Built) -> list[Path]:
    files = (path for path in sorted(program.file.parent.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in files if path.read_bytes()[:4].startswith((b"\x7fELF", b"MZ"))]


def linked(program: Built) -> set[str]:
    """The names of all libraries that something inside is linked with."""
    told = subprocess.run(["objdump", "-p", *map(str, libraries(program))], capture_output=True, text=True, timeout=120, check=False)
    return set(re.findall(r"^\s*(?:NEEDED\s+|DLL Name: )(\S+)", told.stdout, re.MULTILINE))


@pytest.mark.frozen("linux")
def test_every_library_finds_what_it_is_linked_with_on_linux() -> None:
    assert linked(LINUX) - {path.name for path in LINUX.file.parent.rglob("*")} == OF_LINUX


@pytest.mark.frozen("windows")
def test_every_library_finds_what_it_is_linked_with_on_windows() -> None:
    inside_it = {path.name.lower() for path in CONSOLE.file.parent.rglob("*")}
    others = {name.lower().removesuffix(".dll") for name in linked(CONSOLE) if name.lower() not in inside_it}
    assert {name for name in others if not OF_WINDOWS_BY_SUBJECT.fullmatch(name)} == OF_WINDOWS


@pytest.mark.frozen("linux")
def test_no_library_looks_for_others_in_folders_of_the_machine_that_built() -> None:
    """Read by another program than the one that took them out."""
    command = ["objdump", "-p", *map(str, libraries(LINUX))]
    told = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False).stdout
    folders = {folder for row in re.findall(r"^\s*(?:RPATH|RUNPATH)\s+(.*)$", told, re.MULTILINE) for folder in row.split(":")}
    assert "$ORIGIN" in folders
    assert {folder for folder in folders if folder.split("/")[0] != "$ORIGIN"} == set()


@pytest.mark.frozen("linux")
def test_it_runs_on_the_oldest_system_that_is_promised() -> None:
    wanted = {int(number) for path in libraries(LINUX) for number in re.findall(rb"GLIBC_2\.(\d+)", path.read_bytes())}
    assert max(wanted) <= NEWEST_GLIBC


@both
def test_no_file_tells_where_it_was_built(program: Built) -> None:
    files = (path for path in program.file.parent.rglob("*") if path.is_file())
    assert [path.name for path in files if any(word in path.read_bytes() for word in spellings(ROOT))] == []


def spellings(folder: Path) -> Iterator[bytes]:
    """A folder as Linux and Windows write it."""
    for text in (str(folder), "Z:" + str(folder).replace("/", "\\")):
        yield from (text.encode(), text.encode("utf-16-le"))


@both
def test_metadata_that_a_module_asks_for_is_inside(program: Built) -> None:
    taken = (
        (name, Path(path.removeprefix("Z:").replace("\\", "/"))) for name, path in json.loads(freeze.taken(program.system).read_bytes())
    )
    modules = {name: path for name, path in taken if path.suffix == ".py" and "site-packages" in path.parts}
    words = (b"importlib.metadata", b"importlib_metadata", b"pkg_resources", b"entry_points(")
    asking = {name for name, path in modules.items() if any(word in path.read_bytes() for word in words)}
    assert asking == set(ASK_FOR_METADATA)
    for package in ASK_FOR_METADATA.values():
        (metadata,) = inside(program).glob(f"{package}-*.dist-info/METADATA")
        assert metadata.read_text(encoding="utf-8").startswith("Metadata-Version")


@both
def test_the_licence_of_every_part(program: Built) -> None:
    folder = inside(program) / "licenses"
    assert {path.name for path in folder.iterdir() if path.is_dir() and any(path.iterdir())} >= PARTS
    assert "You may replace them" in (folder / "README.txt").read_text(encoding="utf-8")


@both
def test_what_is_not_used_is_not_there(program: Built) -> None:
    files = {path.relative_to(inside(program)).as_posix() for path in inside(program).rglob("*") if path.is_file()}
    unused = re.compile(r"(?i)Qt6?(Qml|Quick)|OpenGL32|/tls/|\.pot?$|qt_[a-z]+\.qm$|unittest|tkinter")
    assert sorted(name for name in files if unused.search(name)) == []
    assert "resources/translations/de/LC_MESSAGES/wssdiag.mo" in files


@pytest.mark.frozen("windows")
@pytest.mark.parametrize("program", [CONSOLE, WINDOW, ONE_FILE], ids=lambda program: program.name)
def test_what_windows_is_told(program: Built) -> None:
    data = program.file.read_bytes()
    for word in (b"PerMonitorV2", b"longPathAware", b"<activeCodePage", b'level="asInvoker"'):
        assert word in data
    for text in ("ProductVersion", __version__, "wssdiag"):
        assert text.encode("utf-16-le") in data
    assert data.count(b"\x89PNG\r\n\x1a\n") >= 8


@pytest.mark.frozen("windows")
def test_the_one_file_can_be_sent_by_mail() -> None:
    assert ONE_FILE.file.stat().st_size < MOST_BYTES
