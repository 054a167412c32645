"""Two starts of the window: the second brings the first to the front, whatever became of the one before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtNetwork import QLocalServer

import wssdiag
from wssdiag.gui.frame import Frame
from wssdiag.gui.instance import Instance, name_for
from wssdiag.gui.theme import LIGHT

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]

ROOT = Path(wssdiag.__file__).parent.parent

#: A start: says whether it is the first; with "stay" it then waits to be killed.
START = """
import sys
from PySide6.QtCore import QCoreApplication
from wssdiag.gui.instance import Instance
app = QCoreApplication([])
instance = Instance(sys.argv[1])
print(instance.is_first(), flush=True)
if "stay" in sys.argv:
    app.exec()
"""

#: Some other program under the same name, with an answer of its own.
OTHER = """
import socket, sys
with socket.socket(socket.AF_UNIX) as other:
    other.bind(sys.argv[1])
    other.listen()
    print("listening", flush=True)
    other.accept()[0].sendall(b"something that is long enough\\n")
"""


@pytest.fixture
def name(tmp_path: Path) -> str:
    return str(tmp_path / "socket")


def start(name: str, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", START, name, *more], stdout=subprocess.PIPE, text=True, cwd=ROOT)


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def ended(process: subprocess.Popen[str]) -> str:
    with process:
        out, _err = process.communicate(timeout=30)
    assert process.returncode == 0
    return out.strip()


def test_a_second_start_calls_the_first_and_opens_nothing(qtbot: QtBot, name: str) -> None:
    instance = Instance(name)
    assert instance.is_first()
    for _start in range(2):
        with qtbot.waitSignal(instance.called, timeout=20_000):
            second = start(name)
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)  # noqa: B023 - within the round
        assert ended(second) == "False"


def test_what_a_crashed_one_left_does_not_block(qtbot: QtBot, name: str) -> None:
    crashed = start(name, "stay")
    with crashed:
        assert said(crashed) == "True"
        crashed.kill()
    if sys.platform != "win32":
        assert Path(name).exists()
    instance = Instance(name)
    assert instance.is_first()
    with qtbot.waitSignal(instance.called, timeout=20_000):
        second = start(name)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert ended(second) == "False"


def test_one_that_hangs_does_not_block(qtbot: QtBot, name: str) -> None:
    hanging = QLocalServer()
    assert hanging.listen(name)  # nobody runs its loop
    assert Instance(name, patience_ms=50).is_first()
    assert hanging.isListening()


def test_something_else_under_that_name_does_not_block(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a socket")
    assert Instance(str(tmp_path / "file"), patience_ms=50).is_first()
    assert Instance(str(tmp_path / "missing" / "folder"), patience_ms=50).is_first()
    assert Instance("x" * 500, patience_ms=50).is_first()


@pytest.mark.skipif(sys.platform == "win32", reason="no sockets in the file system")
def test_an_answer_of_something_else_counts_for_nothing(qtbot: QtBot, name: str) -> None:
    other = subprocess.Popen([sys.executable, "-c", OTHER, name], stdout=subprocess.PIPE, text=True)
    with other:
        assert said(other) == "listening"
        assert Instance(name).is_first()


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe has its rights from Qt")
def test_nobody_else_may_call(qtbot: QtBot, name: str) -> None:
    instance = Instance(name)
    assert instance.is_first()
    assert os.stat(name).st_mode & 0o077 == 0  # noqa: PTH116 - of the socket itself


def test_two_users_folders_or_desktops_do_not_meet() -> None:
    here = {"DISPLAY": ":0", "EDITOR": "vi"}
    names = {
        name_for("1000", "/home/a", here),
        name_for("1001", "/home/a", here),
        name_for("1000", "/home/b", here),
        name_for("1000", "/home/a", here | {"DISPLAY": ":1"}),
        name_for("1000", "/home/a", here | {"WAYLAND_DISPLAY": "wayland-0"}),
        name_for("", "/home/a", here | {"SESSIONNAME": "RDP-Tcp#3"}),
    }
    assert len(names) == 6
    assert name_for("1000", "/home/a", here) == name_for("1000", "/home/a", here | {"EDITOR": "emacs"})
    assert all(len(one) <= 32 for one in names)


@pytest.mark.qt_log_ignore("does not support raise", "propagateSizeHints", extend=True)
def test_a_minimised_window_comes_back(qtbot: QtBot) -> None:
    window = Frame(LIGHT)
    qtbot.addWidget(window)
    window.showMinimized()
    window.to_front()
    assert window.isVisible()
    assert not window.isMinimized()
