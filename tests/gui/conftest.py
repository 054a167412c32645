"""The window without a display, with a session that needs no network."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.gui import samples
from tests.gui.fakes import FakeBundling, FakeFolders, FakeMending, FakeSession, as_bundling, as_mending, as_session
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.gui.export_screen import ExportScreen
from wssdiag.gui.exporting import Exporting
from wssdiag.gui.relay import Relay
from wssdiag.gui.style import palette, sheet
from wssdiag.gui.theme import LIGHT
from wssdiag.gui.window import MainWindow
from wssdiag.gui.work import Work

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.report import Report


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The real guides: what people read."""
    return load_knowledge("en")


@dataclass
class Desk:
    """A window, its session, and what was saved from it."""

    window: MainWindow
    session: FakeSession
    mending: FakeMending
    export: ExportScreen
    bundling: FakeBundling
    places: list[Path]  # where the person will save, one each
    proposed: list[str]  # the names that were proposed to them
    chosen: list[Path]  # what the person will choose in the dialog, one each
    folders: FakeFolders  # that were shown
    faults: list[str]


MakeDesk = Callable[..., Desk]


@pytest.fixture
def desk(qtbot: QtBot, knowledge: Knowledge) -> Iterator[MakeDesk]:
    """Makes a window that has asked the (fake) computer for its mode."""
    made: list[Desk] = []

    def make(report: Report | None = None, **more: object) -> Desk:
        session = FakeSession(report or samples.healthy(), knowledge, **more)  # type: ignore[arg-type]
        relay = Relay()
        mending = FakeMending()
        work = Work(lambda: as_session(session), relay, lambda _session: as_mending(mending))
        bundling = FakeBundling()
        places, proposed, chosen, folders = list[Path](), list[str](), list[Path](), FakeFolders()

        def where(_parent: object, name: str) -> Path | None:
            proposed.append(name)
            return places.pop(0) if places else None

        exporting = Exporting(
            work, relay, lambda _session: as_bundling(bundling), lambda report, _session: report.verdict.headline, folders.show
        )
        export = ExportScreen(exporting, relay, LIGHT, where)
        window = MainWindow(work, relay, LIGHT, save=export, choose=lambda _parent: chosen.pop(0) if chosen else None)
        window.details.attend(work, relay)
        window.relay_for_test = relay  # type: ignore[attr-defined]
        faults: list[str] = []
        window.failed.connect(faults.append)
        window.setPalette(palette(LIGHT))
        window.setStyleSheet(sheet(LIGHT))
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitExposed(window)
        work.detect()
        qtbot.waitUntil(lambda: "WSS Agent" in window.header.mode.text())
        made.append(Desk(window, session, mending, export, bundling, places, proposed, chosen, folders, faults))
        return made[-1]

    yield make
    for one in made:
        one.window.close()
    for thread in threading.enumerate():
        if thread.name.startswith("wssdiag-"):
            thread.join(2)
