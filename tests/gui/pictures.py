"""Pictures of the window from sample reports. Nothing is sent; no display is needed.

``python -m tests.gui.pictures`` draws those that the documents show; ``python -m tests.gui.pictures FOLDER`` draws every screen there,
``... FOLDER 1366x768`` in another size, ``... FOLDER 1024x700 de`` in another language (``qps``: the made-up one).
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from typing import TYPE_CHECKING, cast

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QTreeView

from tests.gui import details_samples, samples
from tests.gui.fakes import FakeMending, FakeSession, as_mending, as_session
from tests.gui.pictures_beside import BESIDE
from tests.gui.pictures_export import EXPORT
from tests.gui.spoken import guides, say
from wssdiag.gui.deeds import Deed
from wssdiag.gui.frame import SIZE
from wssdiag.gui.help import HelpScreen
from wssdiag.gui.progress import Left, Progress
from wssdiag.gui.relay import Relay
from wssdiag.gui.screens import Screen
from wssdiag.gui.settings import SettingsScreen
from wssdiag.gui.style import palette, sheet
from wssdiag.gui.theme import DARK, LIGHT, Theme
from wssdiag.gui.window import MainWindow
from wssdiag.gui.work import Detected, Ended, NotOpened, PacAsked, Work
from wssdiag.model.fix import Action, FixOutcome, FixResult
from wssdiag.model.mode import Method
from wssdiag.model.profile import Endpoints, Expect, Helpdesk, Policy, Profile
from wssdiag.report.path import Station
from wssdiag.session.equipment import Source
from wssdiag.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.model.report import Report

#: Widths close to those of the system fonts of Windows and macOS.
FONTS = ("Inter", "DejaVu Sans Condensed")

#: When the second of two runs began.
LATER = "2026-11-23T09:24:30Z"

HELPDESK = Helpdesk(name="Example IT", phone="+44 20 7946 0000", email="help@example.com", url="https://help.example.com/")


#: What the settings show of the program's files.
PLACES = (
    ("Settings", r"C:\Users\kim\AppData\Local\wssdiag\settings.json"),
    ("Log", r"C:\Users\kim\AppData\Local\wssdiag\Logs\wssdiag.log"),
    ("Changes that can be taken back", r"C:\Users\kim\AppData\Local\wssdiag\undo.jsonl"),
    ("The same, of an administrator", r"C:\Program Files\wssdiag\undo.jsonl"),
)

#: An organisation's profile, and where one is looked for.
PROFILE_FILE = Path("/ProgramData/wssdiag/wssdiag-profile.toml")
PROFILE = Profile(
    organisation="Example Ltd",
    helpdesk=HELPDESK,
    expect=Expect(method=Method.WSS_AGENT, agent_minimum_version="9.7.1", trusted_interceptors=("Example Corp Proxy CA",)),
    endpoints=Endpoints(datacentres=("gcato2-vip1.threatpulse.net", "glolo1-vip1.threatpulse.net")),
    policy=Policy(allow_fixes=("start-agent", "sync-clock"), contact_hosts="service-only"),
)


def window_with(
    report: Report | None, theme: Theme, *, profile: Profile | None = None, source: Source | None = None, problem: str = ""
) -> MainWindow:
    """A window that has just come to a report; ``problem`` is why the person's settings could not be read."""
    knowledge = guides()
    session = FakeSession(report or samples.healthy(), knowledge)
    relay = Relay()
    work = Work(lambda: as_session(session), relay, lambda _session: as_mending(FakeMending()))
    settings = SettingsScreen(theme, Settings(), lambda _settings: "", problem=problem, places=PLACES, candidates=(str(PROFILE_FILE),))
    asides = (HelpScreen(theme), settings)
    for aside in asides:
        relay.batch.connect(aside.take)
    window = MainWindow(work, relay, theme, choose=lambda _parent: None, asides=asides)
    window.details.attend(work, relay)
    window.show()
    found = (profile or Profile(), source or Source(), details_samples.catalogue())
    relay.batch.emit((Detected(samples.FACTS, samples.AGENT, knowledge, (), HELPDESK, lambda _action, _facts: None, *found),))
    if report is not None:
        relay.batch.emit((Ended(0, report),))
    return window


def _running(theme: Theme) -> MainWindow:
    window = window_with(None, theme)
    checks = samples.checks_fine()
    titles = tuple((one.id, one.title) for one in checks[22:27])
    window._progress = Progress(mode=samples.AGENT, planned=len(checks), under_way=titles, results=checks[:20], left=Left(5, 20))
    window._show(Screen.RUNNING)
    return window


def _guide(theme: Theme) -> MainWindow:
    window = window_with(samples.port_blocked(), theme)
    window.do(Deed.SHOW_GUIDE)
    window.do(Deed.CANNOT)
    return window


def _helped(theme: Theme, result: FixResult | None = None) -> MainWindow:
    """At a step that the tool can do; ``result`` is what came of it."""
    window = window_with(samples.no_network(), theme)
    window.do(Deed.SHOW_GUIDE)
    if result is not None:
        window._guiding.helping.ended(Action.OPEN_SETTINGS, result)
        window._show(Screen.GUIDE)
    return window


def _walked(theme: Theme, after: Report, *, technician: bool = False) -> MainWindow:
    """The first step was done; ``after`` is what the re-check brought."""
    window = window_with(samples.port_blocked(), theme)
    window.header.depth_switch.setChecked(technician)
    window.do(Deed.SHOW_GUIDE)
    window._guiding.done(samples.port_blocked())
    window._before = samples.port_blocked()
    window._ended(replace(after, started=LATER))
    return window


def _checking_again(theme: Theme) -> MainWindow:
    window = _running(theme)
    window._before = samples.port_blocked()
    window._show(Screen.RUNNING)
    return window


def _handed_over(theme: Theme, *, technician: bool = False) -> MainWindow:
    window = _walked(theme, samples.port_blocked(), technician=technician)
    window.do(Deed.ONWARD)
    window.do(Deed.NOT_ALLOWED)
    window.do(Deed.HAND_OVER)
    return window


def _last_step(theme: Theme) -> MainWindow:
    window = window_with(samples.sign_in_page(), theme)
    window.do(Deed.SHOW_GUIDE)
    while not window._guiding.walk or not window._guiding.walk.at_last:
        window.do(Deed.CANNOT)
    return window


def _changes(theme: Theme, before: Report, after: Report, *, technician: bool = False) -> MainWindow:
    window = window_with(before, theme)
    window.header.depth_switch.setChecked(technician)
    window._ended(replace(after, started=LATER))
    window.do(Deed.CHANGES)
    return window


def _nothing_to_compare(theme: Theme, problem: str = "") -> MainWindow:
    window = window_with(samples.port_blocked(), theme)
    window._comparing.read(NotOpened(problem))
    window.do(Deed.CHANGES)
    return window


def _two_runs(theme: Theme) -> MainWindow:
    window = window_with(samples.healthy(), theme)
    window._ended(replace(samples.port_and_name_blocked(), started=LATER))
    return window


def _technician(theme: Theme) -> MainWindow:
    window = window_with(samples.port_and_name_blocked(), theme)
    window.header.depth_switch.setChecked(True)
    return window


def _details(theme: Theme) -> MainWindow:
    window = window_with(samples.sign_in_page(), theme)
    window._show_details(None)
    window.details.findings.setCurrentRow(0)
    return window


def _details_of_station(theme: Theme) -> MainWindow:
    window = window_with(samples.port_blocked(), theme)
    window._show_details(Station.SERVICE)
    return window


def _help(theme: Theme, words: str = "", *, report: Report | None = None, technician: bool = False) -> MainWindow:
    window = window_with(report, theme)
    window.header.depth_switch.setChecked(technician)
    window._show_aside(window.asides[0])
    help_screen = window.asides[0]
    assert isinstance(help_screen, HelpScreen)
    if words:
        help_screen.words.setText(words)
    return window


def _settings(theme: Theme, profile: Profile | None = None, source: Source | None = None, problem: str = "") -> MainWindow:
    window = window_with(None, theme, profile=profile, source=source, problem=problem)
    window._show_aside(window.asides[1])
    return window


def _view(theme: Theme, place: int, report: Report | None = None, row: int | None = 0) -> MainWindow:
    """One of the technician's views, with a row of it selected."""
    window = window_with(report or details_samples.large(), theme)
    window._show_details(None)
    window.details.views.choose(place)
    shown = cast("list[QAbstractItemView]", window.details.stack.currentWidget().findChildren(QAbstractItemView))
    if row is not None:
        view = next(one for one in shown if isinstance(one, QTableView | QTreeView))
        view.setCurrentIndex(view.model().index(row, 0))
    return window


def _pac(theme: Theme, answer: PacAsked | None = None) -> MainWindow:
    """The PAC file was asked for an address."""
    window = _view(theme, 3, details_samples.with_pac(), row=None)
    window.details.pac.field.setText("www.example.net")
    window.details.take((answer or details_samples.answered("https://www.example.net/"),))
    return window


SCREENS: dict[str, Callable[[Theme], MainWindow]] = {
    "start": lambda theme: window_with(None, theme),
    "running": _running,
    "verdict-port-blocked": lambda theme: window_with(samples.port_blocked(), theme),
    "verdict-healthy": lambda theme: window_with(samples.healthy(), theme),
    "verdict-sign-in": lambda theme: window_with(samples.sign_in_page(), theme),
    "verdict-stopped": lambda theme: window_with(samples.cancelled(), theme),
    "verdict-could-not-tell": lambda theme: window_with(samples.could_not_tell(), theme),
    "verdict-no-network": lambda theme: window_with(samples.no_network(), theme),
    "technician": _technician,
    "guide": _guide,
    "guide-help": _helped,
    "guide-help-opened": lambda theme: _helped(theme, FixResult(FixOutcome.DONE)),
    "guide-help-failed": lambda theme: _helped(theme, FixResult(FixOutcome.FAILED, "nobody agreed")),
    "guide-checking": _checking_again,
    "guide-solved": lambda theme: _walked(theme, samples.healthy()),
    "guide-changed": lambda theme: _walked(theme, samples.sign_in_page()),
    "guide-still-there": lambda theme: _walked(theme, samples.port_blocked()),
    "guide-unsure": lambda theme: _walked(theme, samples.cancelled()),
    "guide-handed-over": _handed_over,
    "guide-handed-over-technician": lambda theme: _handed_over(theme, technician=True),
    "guide-last-step": _last_step,
    "verdict-second-run": _two_runs,
    "changes-better": lambda theme: _changes(theme, samples.port_blocked(), samples.healthy()),
    "changes-many": lambda theme: _changes(theme, samples.healthy(), samples.no_network()),
    "changes-technician": lambda theme: _changes(theme, samples.port_and_name_blocked(), samples.sign_in_page(), technician=True),
    "changes-none": lambda theme: _changes(theme, samples.port_blocked(), samples.port_blocked()),
    "changes-nothing-to-compare": _nothing_to_compare,
    "changes-no-report": lambda theme: _nothing_to_compare(theme, "holiday.json: is no report and no facts of wssdiag"),
    "help": _help,
    "help-of-a-finding": lambda theme: _help(theme, report=samples.port_blocked()),
    "help-search": lambda theme: _help(theme, "proxy name"),
    "help-reference": lambda theme: _help(theme, "wss agent"),
    "help-nothing-found": lambda theme: _help(theme, "proxy giraffe"),
    "help-technician": lambda theme: _help(theme, "443", report=samples.port_blocked(), technician=True),
    "settings": _settings,
    "settings-profile": lambda theme: _settings(theme, PROFILE, Source(PROFILE_FILE)),
    "settings-warning": lambda theme: _settings(
        theme,
        source=Source(PROFILE_FILE, f"{PROFILE_FILE}: policy.contact_hosts: 'everybody' is not one of all, service-only, none"),
        problem="Invalid enum value 'purple' - at `$.look`",
    ),
    "details": _details,
    "details-station": _details_of_station,
    "details-timings": lambda theme: _view(theme, 1, row=3),
    "details-timings-few": lambda theme: _view(theme, 1, samples.port_blocked(), row=None),
    "details-certificates": lambda theme: _view(theme, 2),
    "details-certificates-fine": lambda theme: _view(theme, 2, samples.could_not_tell(), row=None),
    "details-certificates-none": lambda theme: _view(theme, 2, samples.no_network(), row=None),
    "details-pac": _pac,
    "details-pac-fails": lambda theme: _pac(theme, details_samples.unanswered("https://www.example.net/")),
    "details-pac-none": lambda theme: _view(theme, 3, samples.no_network(), row=None),
    "details-settings": lambda theme: _view(theme, 4),
    "details-settings-not-read": lambda theme: _view(theme, 4, samples.port_blocked(), row=None),
    "details-ports": lambda theme: _view(theme, 5),
    "details-ports-none": lambda theme: _view(theme, 5, details_samples.nothing_needed(), row=None),
    "details-timings-none": lambda theme: _view(theme, 1, samples.no_network(), row=None),
    **BESIDE,
    **EXPORT,
}


#: Those that the documents show.
SHOWN = (
    ("verdict-port-blocked", LIGHT),
    ("verdict-port-blocked", DARK),
    ("running", LIGHT),
    ("guide", LIGHT),
    ("technician", DARK),
    ("details-station", LIGHT),
    ("details-timings", LIGHT),
)


def small(image: QImage, theme: Theme) -> QImage:
    """The picture with the 256 colours that it uses most: a fifth of the size, and no difference to the eye."""
    flat = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(flat.constBits()).cast("I")
    # Those of the roles first: a small shape must not lose its colour to the shades of the letters.
    roles = [QColor(getattr(theme, name)).rgb() for name in Theme.__dataclass_fields__ if name != "name"]
    colours = list(dict.fromkeys((*roles, *(colour for colour, _count in Counter(pixels).most_common(256)))))[:256]
    return flat.convertToFormat(QImage.Format.Format_Indexed8, colours, Qt.ImageConversionFlag.ThresholdDither)


def main(folder: Path, wanted: tuple[tuple[str, Theme], ...], size: tuple[int, int] = SIZE, language: str = "en") -> int:
    """Draw them."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    app.setFont(QFont(next((one for one in FONTS if one in QFontDatabase.families()), "")))
    folder.mkdir(parents=True, exist_ok=True)
    say(language)
    for name, theme in wanted:
        app.setPalette(palette(theme))
        app.setStyleSheet(sheet(theme))
        window = SCREENS[name](theme)
        window.resize(*size)
        QTest.qWait(20)
        suffix = ("" if language == "en" else f"-{language}") + ("" if theme is LIGHT else "-dark")
        small(window.grab().toImage(), theme).save(str(folder / f"{name}{suffix}.png"), quality=0)  # for PNG: the smallest file
        window.close()
    return 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        width, height = map(int, sys.argv[2].split("x")) if len(sys.argv) > 2 else SIZE
        every = tuple((name, theme) for theme in (LIGHT, DARK) for name in SCREENS)
        sys.exit(main(Path(sys.argv[1]), every, (width, height), sys.argv[3] if len(sys.argv) > 3 else "en"))
    sys.exit(main(Path("docs/pictures"), SHOWN))
