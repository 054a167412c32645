"""Every screen of the window, made from a set of reports. Nothing is sent; no display is needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from msgspec.structs import replace
from PySide6.QtWidgets import QAbstractItemView, QTableView, QTreeView

from tests.gui import details_samples, samples
from tests.gui.fakes import FakeMending, FakeSession, as_mending, as_session
from tests.gui.pictures_beside import BESIDE, refused
from tests.gui.pictures_export import EXPORT
from tests.gui.spoken import guides
from wssdiag.gui.deeds import Deed
from wssdiag.gui.help import HelpScreen
from wssdiag.gui.progress import Left, Progress
from wssdiag.gui.relay import Relay
from wssdiag.gui.screens import Screen
from wssdiag.gui.settings import SettingsScreen
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

    from tests.gui.scenes import Scenes
    from wssdiag.gui.theme import Theme
    from wssdiag.model.report import Report

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
PROFILE_FILE = Path("/etc/xdg/wssdiag/wssdiag-profile.toml")
PROFILE = Profile(
    organisation="Example Ltd",
    helpdesk=HELPDESK,
    expect=Expect(method=Method.WSS_AGENT, agent_minimum_version="9.7.1", trusted_interceptors=("Example Corp Proxy CA",)),
    endpoints=Endpoints(datacentres=("gcato2-vip1.threatpulse.net", "glolo1-vip1.threatpulse.net")),
    policy=Policy(allow_fixes=("start-agent", "sync-clock"), contact_hosts="service-only"),
)


def window_with(
    report: Report | None,
    theme: Theme,
    *,
    computer: Report | None = None,
    profile: Profile | None = None,
    source: Source | None = None,
    problem: str = "",
) -> MainWindow:
    """A window that has just come to a report, or knows a computer alone; ``problem`` is why the person's settings could not be read."""
    knowledge = guides()
    known = report or computer or samples.healthy()
    session = FakeSession(known, knowledge)
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
    relay.batch.emit((Detected(known.facts, known.mode, knowledge, (), HELPDESK, lambda _action, _facts: None, *found),))
    if report is not None:
        relay.batch.emit((Ended(0, report),))
    return window


def _running(theme: Theme, scenes: Scenes) -> MainWindow:
    """The run that came to the healthy report, after two thirds of it."""
    window = window_with(None, theme, computer=scenes.healthy)
    checks = scenes.healthy.checks
    done = len(checks) * 2 // 3
    titles = tuple((one.id, one.title) for one in checks[done : done + 5])
    mode = scenes.healthy.mode
    window._progress = Progress(mode=mode, planned=len(checks), under_way=titles, results=checks[:done], left=Left(5, 20))
    window._show(Screen.RUNNING)
    return window


def _guide(theme: Theme, scenes: Scenes) -> MainWindow:
    window = window_with(scenes.port_blocked, theme)
    window.do(Deed.SHOW_GUIDE)
    window.do(Deed.CANNOT)
    return window


def _helped(theme: Theme, scenes: Scenes, result: FixResult | None = None) -> MainWindow:
    """At a step that the tool can do; ``result`` is what came of it."""
    window = window_with(scenes.no_network, theme)
    window.do(Deed.SHOW_GUIDE)
    if result is not None:
        window._guiding.helping.ended(Action.OPEN_SETTINGS, result)
        window._show(Screen.GUIDE)
    return window


def _walked(theme: Theme, scenes: Scenes, after: Report, *, technician: bool = False) -> MainWindow:
    """The first step was done; ``after`` is what the re-check brought."""
    window = window_with(scenes.port_blocked, theme)
    window.header.depth_switch.setChecked(technician)
    window.do(Deed.SHOW_GUIDE)
    window._guiding.done(scenes.port_blocked)
    window._before = scenes.port_blocked
    window._ended(replace(after, started=LATER))
    return window


def _checking_again(theme: Theme, scenes: Scenes) -> MainWindow:
    window = _running(theme, scenes)
    window._before = scenes.port_blocked
    window._show(Screen.RUNNING)
    return window


def _handed_over(theme: Theme, scenes: Scenes, *, technician: bool = False) -> MainWindow:
    window = _walked(theme, scenes, scenes.port_blocked, technician=technician)
    window.do(Deed.ONWARD)
    window.do(Deed.NOT_ALLOWED)
    window.do(Deed.HAND_OVER)
    return window


def _last_step(theme: Theme, scenes: Scenes) -> MainWindow:
    window = window_with(scenes.sign_in, theme)
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


def _nothing_to_compare(theme: Theme, scenes: Scenes, problem: str = "") -> MainWindow:
    window = window_with(scenes.port_blocked, theme)
    window._comparing.read(NotOpened(problem))
    window.do(Deed.CHANGES)
    return window


def _two_runs(theme: Theme, scenes: Scenes) -> MainWindow:
    window = window_with(scenes.healthy, theme)
    window._ended(replace(scenes.two_matters, started=LATER))
    return window


def _technician(theme: Theme, scenes: Scenes) -> MainWindow:
    window = window_with(scenes.two_matters, theme)
    window.header.depth_switch.setChecked(True)
    return window


def _details(theme: Theme, scenes: Scenes) -> MainWindow:
    window = window_with(scenes.sign_in, theme)
    window._show_details(None)
    window.details.findings.setCurrentRow(0)
    return window


def _details_of_station(theme: Theme, scenes: Scenes) -> MainWindow:
    window = window_with(scenes.port_blocked, theme)
    window._show_details(Station.SERVICE)
    return window


def _help(theme: Theme, scenes: Scenes, words: str = "", *, report: Report | None = None, technician: bool = False) -> MainWindow:
    window = window_with(report, theme, computer=scenes.healthy)
    window.header.depth_switch.setChecked(technician)
    window._show_aside(window.asides[0])
    help_screen = window.asides[0]
    assert isinstance(help_screen, HelpScreen)
    if words:
        help_screen.words.setText(words)
    return window


def _settings(theme: Theme, scenes: Scenes, profile: Profile | None = None, source: Source | None = None, problem: str = "") -> MainWindow:
    window = window_with(None, theme, computer=scenes.healthy, profile=profile, source=source, problem=problem)
    window._show_aside(window.asides[1])
    return window


def _view(theme: Theme, place: int, report: Report, row: int | None = 0) -> MainWindow:
    """One of the technician's views, with a row of it selected."""
    window = window_with(report, theme)
    window._show_details(None)
    window.details.views.choose(place)
    shown = cast("list[QAbstractItemView]", window.details.stack.currentWidget().findChildren(QAbstractItemView))
    if row is not None:
        view = next(one for one in shown if isinstance(one, QTableView | QTreeView))
        view.setCurrentIndex(view.model().index(row, 0))
    return window


def _pac(theme: Theme, scenes: Scenes, answer: PacAsked) -> MainWindow:
    """The PAC file was asked for an address."""
    window = _view(theme, 3, scenes.pac, row=None)
    window.details.pac.field.setText(urlsplit(answer.url).hostname or "")
    window.details.take((answer,))
    return window


SCREENS: dict[str, Callable[[Theme, Scenes], MainWindow]] = {
    "start": lambda theme, scenes: window_with(None, theme, computer=scenes.healthy),
    "running": _running,
    "verdict-port-blocked": lambda theme, scenes: window_with(scenes.port_blocked, theme),
    "verdict-healthy": lambda theme, scenes: window_with(scenes.healthy, theme),
    "verdict-sign-in": lambda theme, scenes: window_with(scenes.sign_in, theme),
    "verdict-stopped": lambda theme, scenes: window_with(scenes.stopped, theme),
    "verdict-could-not-tell": lambda theme, scenes: window_with(scenes.could_not_tell, theme),
    "verdict-no-network": lambda theme, scenes: window_with(scenes.no_network, theme),
    "verdict-agent-stopped": lambda theme, scenes: window_with(scenes.agent_stopped, theme),
    "verdict-dead-pac": lambda theme, scenes: window_with(scenes.dead_pac, theme),
    "verdict-office-tunnel": lambda theme, scenes: window_with(scenes.office_tunnel, theme),
    "verdict-slow": lambda theme, scenes: window_with(scenes.slow, theme),
    "technician": _technician,
    "guide": _guide,
    "guide-help": _helped,
    "guide-help-opened": lambda theme, scenes: _helped(theme, scenes, FixResult(FixOutcome.DONE)),
    "guide-help-failed": lambda theme, scenes: _helped(theme, scenes, FixResult(FixOutcome.FAILED, "nobody agreed")),
    "guide-checking": _checking_again,
    "guide-solved": lambda theme, scenes: _walked(theme, scenes, scenes.healthy),
    "guide-changed": lambda theme, scenes: _walked(theme, scenes, scenes.sign_in),
    "guide-still-there": lambda theme, scenes: _walked(theme, scenes, scenes.port_blocked),
    "guide-unsure": lambda theme, scenes: _walked(theme, scenes, scenes.stopped),
    "guide-handed-over": _handed_over,
    "guide-handed-over-technician": lambda theme, scenes: _handed_over(theme, scenes, technician=True),
    "guide-last-step": _last_step,
    "verdict-second-run": _two_runs,
    "changes-better": lambda theme, scenes: _changes(theme, scenes.port_blocked, scenes.healthy),
    "changes-many": lambda theme, scenes: _changes(theme, scenes.healthy, scenes.no_network),
    "changes-technician": lambda theme, scenes: _changes(theme, scenes.two_matters, scenes.sign_in, technician=True),
    "changes-none": lambda theme, scenes: _changes(theme, scenes.port_blocked, scenes.port_blocked),
    "changes-nothing-to-compare": _nothing_to_compare,
    "changes-no-report": lambda theme, scenes: _nothing_to_compare(theme, scenes, refused()),
    "help": _help,
    "help-of-a-finding": lambda theme, scenes: _help(theme, scenes, report=scenes.port_blocked),
    "help-search": lambda theme, scenes: _help(theme, scenes, "proxy name"),
    "help-reference": lambda theme, scenes: _help(theme, scenes, "wss agent"),
    "help-nothing-found": lambda theme, scenes: _help(theme, scenes, "proxy giraffe"),
    "help-technician": lambda theme, scenes: _help(theme, scenes, "443", report=scenes.port_blocked, technician=True),
    "settings": _settings,
    "settings-profile": lambda theme, scenes: _settings(theme, scenes, PROFILE, Source(PROFILE_FILE)),
    "settings-warning": lambda theme, scenes: _settings(
        theme,
        scenes,
        source=Source(PROFILE_FILE, f"{PROFILE_FILE}: policy.contact_hosts: 'everybody' is not one of all, service-only, none"),
        problem="Invalid enum value 'purple' - at `$.look`",
    ),
    "details": _details,
    "details-station": _details_of_station,
    "details-timings": lambda theme, scenes: _view(theme, 1, scenes.timings, row=3),
    "details-timings-few": lambda theme, scenes: _view(theme, 1, scenes.port_blocked, row=None),
    "details-timings-none": lambda theme, scenes: _view(theme, 1, scenes.no_network, row=None),
    "details-certificates": lambda theme, scenes: _view(theme, 2, scenes.certificates),
    "details-certificates-fine": lambda theme, scenes: _view(theme, 2, scenes.healthy, row=None),
    "details-certificates-none": lambda theme, scenes: _view(theme, 2, scenes.no_network, row=None),
    "details-pac": lambda theme, scenes: _pac(theme, scenes, scenes.pac_answers),
    "details-pac-fails": lambda theme, scenes: _pac(theme, scenes, scenes.pac_silent),
    "details-pac-none": lambda theme, scenes: _view(theme, 3, scenes.no_network, row=None),
    "details-settings": lambda theme, scenes: _view(theme, 4, scenes.settings),
    "details-settings-not-read": lambda theme, scenes: _view(theme, 4, scenes.settings_not_read, row=None),
    "details-ports": lambda theme, scenes: _view(theme, 5, scenes.ports),
    "details-ports-none": lambda theme, scenes: _view(theme, 5, scenes.nothing_needed, row=None),
    **BESIDE,
    **EXPORT,
}
