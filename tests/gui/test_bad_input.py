"""Whatever lies where a file is expected: one plain line in place, and the window goes on."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui import samples
from tests.gui.beside import Beside, beside
from wssdiag import paths
from wssdiag.gui.screens import Screen
from wssdiag.gui.settings import SettingsScreen
from wssdiag.gui.theme import LIGHT
from wssdiag.history.row import name_for
from wssdiag.model.codec import encode
from wssdiag.model.unknown import Unknown
from wssdiag.report.path import StationState
from wssdiag.session import local_session
from wssdiag.settings import Settings, read_kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QLabel
    from pytestqt.qtbot import QtBot

    from tests.gui.conftest import MakeDesk
    from wssdiag.catalogue.knowledge import Knowledge

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(r"propagateSizeHints|raise\(\)", extend=True)]

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

REPORT = encode(samples.healthy())

#: More than is read of anything.
HUGE_BYTES = 33 * 1024 * 1024


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return made.getvalue()


DATA = {
    "empty": b"",
    "binary": bytes(range(256)) * 64,
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "not JSON": b"{'single': quotes}",
    "half a report": REPORT[: len(REPORT) // 2],
    "JSON that is no object": b"[1, 2, 3]",
    "JSON of something else": b'{"name": "left-pad", "version": "1.3.0"}',
    "another schema": b'{"schema": "wssdiag.report/999"}',
    "a schema that is no text": b'{"schema": {"a": 1}}',
    "a report without anything": b'{"schema": "wssdiag.report/1"}',
    "a report with a wrong type": REPORT.replace(b'"checks":[', b'"checks":"none","x":[', 1),
    "a report with control characters": b'{"schema": "wssdiag.report/1", "run_id": "\\u0000\\u202e\\n<b>"}',
    "deep": b'{"schema": ' + b"[" * 100_000,
    "deep inside a report": b'{"schema": "wssdiag.report/1", "checks": ' + b'{"a":' * 50_000,
    "broken UTF-8": b'{"schema": "wssdiag.report/1\xff\xfe"}',
    "UTF-16": '{"schema": "wssdiag.report/1"}'.encode("utf-16"),
    "a huge number": b'{"schema": ' + b"9" * 100_000 + b"}",
    "only a zip's first letters": b"PK\x03\x04",
    "half a zip": zipped(**{"capture.json": b"{}", "routes.json": bytes(5000)})[:-60],
    "somebody else's zip": zipped(**{"word__document.xml": b"<w/>", "docProps__core.xml": b"<c/>"}),
    "a bomb": zipped(**{"routes.json": bytes(80 * 1024 * 1024)}),
    "a zip that climbs out": zipped(**{"..__..__etc__passwd": b"x", "capture.json": b"{}"}),
    "a name of two lines": b"{",
}

NAMES = {"a name of two lines": "two\nlines\u202e.json"}


def made(name: str, folder: Path) -> Path:
    """The bad thing of this name."""
    path = folder / NAMES.get(name, "holiday.json")
    if name in DATA:
        path.write_bytes(DATA[name])
    elif name == "huge":
        with path.open("wb") as file:
            file.truncate(HUGE_BYTES)
    elif name == "a folder":
        path.mkdir()
    elif name == "a link to itself":
        path.symlink_to(path)
    elif name == "a name that is too long":
        return folder / ("x" * 300 + ".json")
    elif name == "a pipe" and sys.platform != "win32":
        os.mkfifo(path)
    elif name == "a device":
        return Path("/dev/zero")
    return path


KINDS = tuple(sorted({*DATA, "huge", "vanished", "a folder", "a name that is too long"}))
if sys.platform != "win32":
    KINDS += ("a pipe", "a link to itself")
if sys.platform == "linux":
    KINDS += ("a device",)


@pytest.fixture
def at(qtbot: QtBot, knowledge: Knowledge, tmp_path: Path) -> Iterator[Beside]:
    opened = beside(tmp_path / "history", knowledge, LIGHT)
    qtbot.addWidget(opened.window)
    opened.window.activateWindow()
    qtbot.waitUntil(opened.window.isActiveWindow, timeout=5000)
    faults: list[str] = []
    opened.window.failed.connect(faults.append)
    yield opened
    assert faults == []
    assert not opened.stored.open


def keys(at: Beside, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(at.window.focusWidget() or at.window, key, modifier)


def is_one_plain_line(label: QLabel, about: str) -> None:
    text = label.text()
    assert label.isVisible(), about
    assert len(text) > 10, about
    assert len(text) < 500, about
    assert "\n" not in text, about
    assert text.isprintable(), about
    assert not any(word in text for word in ("Traceback", "Error(", "0x", "object at")), text


def test_opened_from_elsewhere(at: Beside, qtbot: QtBot, tmp_path: Path) -> None:
    keys(at, Qt.Key.Key_O, CONTROL | SHIFT)
    for number, name in enumerate(KINDS):
        (tmp_path / str(number)).mkdir()
        at.opening.problem.say("")
        at.chosen.append(made(name, tmp_path / str(number)))
        keys(at, Qt.Key.Key_Return)
        qtbot.waitUntil(at.opening.problem.isVisible, timeout=10_000)
        is_one_plain_line(at.opening.problem.why, name)
        assert at.window.foot.main.text() == "Choose a file...", "the next try is at hand"


def test_compared_with(at: Beside, qtbot: QtBot, tmp_path: Path) -> None:
    at.end(samples.port_blocked())
    shown = at.window.changes
    for number, name in enumerate(KINDS):
        (tmp_path / str(number)).mkdir()
        shown.problem.say("")
        at.chosen.append(made(name, tmp_path / str(number)))
        keys(at, Qt.Key.Key_O, CONTROL)
        qtbot.waitUntil(shown.problem.isVisible, timeout=10_000)
        is_one_plain_line(shown.problem.why, name)
        assert at.window._screen is Screen.CHANGES
    keys(at, Qt.Key.Key_Escape)
    assert at.window._screen is Screen.VERDICT


@pytest.mark.parametrize("name", ["a folder", "binary", "vanished", "a bomb", *(["a pipe"] if sys.platform != "win32" else [])])
def test_dropped_on_the_window(at: Beside, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(made(name, tmp_path)))])
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(at.window, QDragEnterEvent(QPointF(40, 40).toPoint(), *rest))
    QApplication.sendEvent(at.window, QDropEvent(QPointF(40, 40), *rest))
    qtbot.waitUntil(at.opening.problem.isVisible, timeout=10_000)
    is_one_plain_line(at.opening.problem.why, name)


def test_in_the_history(at: Beside, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "history"
    folder.mkdir()
    for number, data in enumerate(DATA.values()):
        (folder / name_for(f"2026-11-{number + 1:02}T09:15:00Z", "a")).write_bytes(data)
    (folder / name_for("2026-12-01T09:15:00Z", "good")).write_bytes(REPORT)
    keys(at, Qt.Key.Key_H, CONTROL)
    assert at.history.isVisible()
    qtbot.waitUntil(lambda: at.history.model.rowCount() == len(DATA) + 1, timeout=10_000)
    broken = [row for row in at.history.model.rows if row.shape(1) is StationState.UNKNOWN]
    assert len(broken) >= len(DATA) - 2, "a glance may find what it needs in a file that is broken elsewhere"
    for row in at.history.model.rows:
        words = [at.history.model.index(at.history.model.rows.index(row), column).data() for column in range(4)]
        assert all(isinstance(word, str) and "\n" not in word and "Traceback" not in word for word in words), row.id


def test_where_the_settings_are_kept(qtbot: QtBot, tmp_path: Path) -> None:
    for number, name in enumerate(KINDS):
        (tmp_path / str(number)).mkdir()
        kept = read_kept(made(name, tmp_path / str(number)), Settings)
        if not isinstance(kept, Unknown):
            assert kept in {None, Settings()}, "what a newer version may have written is passed over"
            continue
        screen = SettingsScreen(LIGHT, Settings(), lambda _settings: "", problem=kept.unknown)
        qtbot.addWidget(screen)
        screen.show()
        is_one_plain_line(screen.warning.head, name)
        assert kept.unknown in screen.warning.head.text()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take the folders from the user's account")
@pytest.mark.parametrize("data", [b"", b"\x00\xff", b"[policy", b"organisation = 3", b"x = " + b"[" * 5000, b" " * (2 * 1024 * 1024)])
def test_where_the_profile_is_looked_for(desk: MakeDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    found = paths.profile_candidates()[-1]
    found.parent.mkdir(parents=True)
    found.write_bytes(data)
    warnings = local_session().warnings
    at = desk(warnings=warnings)
    assert at.window.start.warnings.isVisible() is bool(warnings)
    if warnings:
        is_one_plain_line(at.window.start.warnings, repr(data[:20]))
        assert str(found) in at.window.start.warnings.text()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take the folders from the user's account")
@pytest.mark.parametrize("kind", ["a pipe", "a folder", "a name that is too long"])
def test_what_is_no_file_is_no_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / ("x" * 300 if kind.startswith("a name") else "etc")))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    found = paths.profile_candidates()[-1]
    if kind == "a pipe" and sys.platform != "win32":
        found.parent.mkdir(parents=True)
        os.mkfifo(found)
    elif kind == "a folder":
        found.mkdir(parents=True)
    assert local_session().warnings == ()
