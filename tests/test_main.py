"""Which face the program starts with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wssdiag.__main__ import has_display, provide_home, provide_streams, start

if TYPE_CHECKING:
    from collections.abc import Callable

WINDOW_CODE, TEXT_CODE = 40, 41


class Faces:
    """Both faces, remembering what they were asked."""

    def __init__(self, fault: str = "") -> None:
        self.fault = fault
        self.windows = 0
        self.files: list[str] = []
        self.texts: list[list[str]] = []

    def window(self, file: str) -> int:
        self.windows += 1
        self.files.append(file)
        if self.fault:
            raise ImportError(self.fault)
        return WINDOW_CODE

    def text(self, arguments: list[str]) -> int:
        self.texts.append(arguments)
        return TEXT_CODE


def test_no_arguments_open_the_window() -> None:
    faces = Faces()
    assert start([], display=True, window=faces.window, text=faces.text) == WINDOW_CODE
    assert (faces.texts, faces.files) == ([], [""])


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that is named without its folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "support Łódź.wssdiag"
    path.touch()
    return path


def test_one_file_is_opened_in_the_window(bundle: Path) -> None:
    faces = Faces()
    assert start([bundle.name], display=True, window=faces.window, text=faces.text) == WINDOW_CODE
    assert (faces.texts, faces.files) == ([], [str(bundle)])


@pytest.mark.parametrize(("display", "fault"), [(False, ""), (True, "libGL.so.1")])
def test_one_file_without_a_window_is_told_as_text(bundle: Path, capsys: pytest.CaptureFixture[str], display: bool, fault: str) -> None:
    faces = Faces(fault)
    assert start([bundle.name], display=display, window=faces.window, text=faces.text) == TEXT_CODE
    assert faces.texts == [["explain", str(bundle)]]
    said = capsys.readouterr()
    assert said.out == ""
    assert (fault or "no display") in said.err


@pytest.mark.parametrize("arguments", [["check"], ["missing.wssdiag"], ["."], ["support Łódź.wssdiag", "--lang", "de"], ["--version"]])
def test_what_is_a_command_or_no_file_goes_to_the_command_line(bundle: Path, arguments: list[str]) -> None:
    for name in ("check", "--version"):
        (bundle.parent / name).touch()
    faces = Faces()
    assert start(arguments, display=True, window=faces.window, text=faces.text) == TEXT_CODE
    assert (faces.windows, faces.texts) == (0, [arguments])


def test_an_account_without_a_home_folder_gets_one_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> Path:
        message = "Could not determine home directory."
        raise RuntimeError(message)

    monkeypatch.setenv("HOME", "/home/anna")
    provide_home()
    assert os.environ["HOME"] == "/home/anna"
    monkeypatch.setattr(Path, "home", unknown)
    provide_home()
    assert os.environ["HOME"] == "/nonexistent"


def test_arguments_go_to_the_command_line_unchanged() -> None:
    faces = Faces()
    assert start(["ports", "--format", "csv"], display=True, window=faces.window, text=faces.text) == TEXT_CODE
    assert (faces.windows, faces.texts) == (0, [["ports", "--format", "csv"]])


def test_without_display_the_text_check_runs_and_says_so_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    faces = Faces()
    assert start([], display=False, window=faces.window, text=faces.text) == TEXT_CODE
    assert (faces.windows, faces.texts) == (0, [["check"]])
    said = capsys.readouterr()
    assert said.out == ""
    assert "no display" in said.err


def test_a_window_that_cannot_load_gives_way_and_names_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    faces = Faces(fault="libGL.so.1: cannot open shared object file")
    assert start([], display=True, window=faces.window, text=faces.text) == TEXT_CODE
    assert faces.texts == [["check"]]
    assert "libGL.so.1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("win32", {}, True),
        ("darwin", {}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("freebsd14", {"DISPLAY": ":0"}, True),
    ],
)
def test_display(platform: str, environment: dict[str, str], expected: bool) -> None:
    assert has_display(platform, environment) is expected


@pytest.mark.parametrize("attach", [True, False])
def test_a_program_without_streams_gets_some(monkeypatch: pytest.MonkeyPatch, attach: bool) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    provide_streams(attach=attach)
    sys.stdout.write("lost")
    sys.stderr.write("lost")
    closing: tuple[Callable[[], None], ...] = (sys.stdout.close, sys.stderr.close)
    for close in closing:
        close()


def test_streams_that_are_there_are_left_alone() -> None:
    before = (sys.stdout, sys.stderr)
    provide_streams(attach=True)
    assert (sys.stdout, sys.stderr) == before


def test_qt_is_not_loaded_by_the_start() -> None:

    code = "import sys, wssdiag.__main__; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_self_test_speaks_line_by_line_into_a_pipe() -> None:
    """Whoever waits for a part that hangs has read the names of those before it."""
    command = [sys.executable, "-m", "wssdiag", "--self-test", "-platform", "offscreen"]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        first = os.read(process.stdout.fileno(), 65_536)
        process.kill()
    assert first.startswith(b"wssdiag ")
    assert first.count(b"\n") == 1
