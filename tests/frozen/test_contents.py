"""What is inside: nothing of the machine that built, the licence of every part, and what Windows is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from build.dev import freeze
from build.freeze.strangers import strangers
from tests.frozen.built import CONSOLE, LINUX, ONE_FILE, WINDOW, Built
from wssdiag import __version__

if TYPE_CHECKING:
    from pathlib import Path

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

both = pytest.mark.parametrize(
    "program", [pytest.param(one, id=one.name, marks=pytest.mark.frozen(one.system)) for one in (LINUX, CONSOLE)]
)


def inside(program: Built) -> Path:
    return program.file.parent / "_internal"


@both
def test_nothing_of_the_machine_that_built(program: Built) -> None:
    assert strangers(freeze.DIST / program.system) == []


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
