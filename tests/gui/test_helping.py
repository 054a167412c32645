"""What the tool does of a step: offered where it may, asked about where it can harm, proven by a re-check, taken back."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from tests.gui import samples
from tests.gui.test_journeys import press, tab_to, wait_for
from wssdiag.gui.deeds import Deed
from wssdiag.gui.screens import Screen
from wssdiag.model.facts import ProxyKind, ProxyServer, ProxySetting
from wssdiag.model.finding import Certainty, Evidence, Finding, Severity, Who
from wssdiag.model.fix import FixOutcome, FixResult
from wssdiag.model.profile import Policy
from wssdiag.model.report import Verdict, VerdictStatus

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.gui.conftest import Desk, MakeDesk
    from wssdiag.model.report import Report

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


PROXY = ProxySetting(
    source="internet-settings",
    applies_to="system",
    kind=ProxyKind.MANUAL,
    servers=(ProxyServer(host="proxy.office.example", port=8080),),
)


def report_of(code: str) -> Report:
    """A computer on which this one thing is wrong."""
    finding = Finding(
        code=code,
        severity=Severity.BLOCKER,
        confidence=Certainty.CERTAIN,
        title=code,
        values={},
        evidence=(Evidence(check="web.method"),),
        who=(Who.USER,),
    )
    return replace(samples.port_blocked(), findings=(finding,), verdict=Verdict(status=VerdictStatus.BROKEN, cause=code, headline=code))


def at_action(qtbot: QtBot, desk: MakeDesk, code: str, action: str, **more: object) -> Desk:
    """At the step of the guide that the tool can do."""
    at = desk(report_of(code), **more)
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    press(qtbot, at, Qt.Key.Key_Return)
    walk = at.window._guiding.walk
    assert walk is not None
    for _step in walk.view.steps:
        if at.window._guiding.walk.step.action == action:  # type: ignore[union-attr]
            return at
        tab_to(qtbot, at, "I can't do this here")
        press(qtbot, at, Qt.Key.Key_Return)
    pytest.fail(f"no step of {code} has {action}")


def main(at: Desk) -> str:
    return at.window.foot.main.text()


def others(at: Desk) -> list[str]:
    return [button.text() for button in at.window.foot.others if button.isVisible()]


def test_done_for_the_person_and_proven(qtbot: QtBot, desk: MakeDesk) -> None:
    at = at_action(qtbot, desk, "no-address", "renew-dhcp", after=[samples.healthy()])
    assert main(at) == "Do it for me"
    assert "I've done this, check again" in others(at)
    assert "administrator" in at.window.guide.help.text()
    assert "cannot be taken back" in at.window.guide.help.text()
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.window.guide.headline.text() == "That solved it", timeout=5000)
    assert at.mending.asked == [("renew-dhcp", "no-address")]
    assert "Take the change back" not in others(at)


def test_while_it_works_nothing_else_is_started(qtbot: QtBot, desk: MakeDesk) -> None:
    at = at_action(qtbot, desk, "no-address", "renew-dhcp", after=[samples.healthy()])
    at.mending.hold = threading.Event()
    press(qtbot, at, Qt.Key.Key_Return)
    assert main(at) == "Working"
    assert not at.window.foot.main.isEnabled()
    press(qtbot, at, Qt.Key.Key_F5)
    assert at.window._progress is None
    at.mending.hold.set()
    qtbot.waitUntil(lambda: at.window.guide.headline.text() == "That solved it", timeout=5000)


def test_while_it_works_somebody_else_can_take_over(qtbot: QtBot, desk: MakeDesk) -> None:
    """An administrator may be asked for minutes; nobody is kept in front of that question."""
    at = at_action(qtbot, desk, "no-address", "renew-dhcp", after=[samples.healthy()])
    at.mending.hold = threading.Event()
    press(qtbot, at, Qt.Key.Key_Return)
    assert others(at) == ["Hand over to support"]
    at.window.do(Deed.BACK)
    at.window.do(Deed.HAND_OVER)
    assert main(at) == "Save for support..."
    assert others(at) == ["Back to the result"]
    at.window.do(Deed.SAVE)
    assert at.export.isVisible()
    press(qtbot, at, Qt.Key.Key_Escape)
    at.mending.hold.set()
    qtbot.waitUntil(lambda: not at.window._guiding.helping.busy, timeout=5000)
    assert main(at) == "Save for support..."
    assert at.session.rechecked == []


def test_a_fix_that_is_nearly_there_comes_to_its_end_when_the_window_closes(qtbot: QtBot, desk: MakeDesk) -> None:
    at = at_action(qtbot, desk, "no-address", "renew-dhcp")
    at.mending.hold = hold = threading.Event()
    press(qtbot, at, Qt.Key.Key_Return)

    def let_go() -> None:
        time.sleep(0.1)
        hold.set()

    threading.Thread(target=let_go, daemon=True).start()
    at.window.close()
    assert at.mending.asked == [("renew-dhcp", "no-address")]


def test_what_the_system_refuses_is_said_and_the_person_can_still_do_it(qtbot: QtBot, desk: MakeDesk) -> None:
    at = at_action(qtbot, desk, "no-address", "renew-dhcp", after=[samples.healthy()])
    at.mending.results = [FixResult(FixOutcome.FAILED, "nobody agreed")]
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "nobody agreed" in at.window.guide.banner_text.text(), timeout=5000)
    assert at.session.rechecked == []
    assert main(at) == "Do it for me"
    tab_to(qtbot, at, "I've done this")
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.window.guide.headline.text() == "That solved it", timeout=5000)


def test_a_page_that_was_opened_is_checked_when_the_person_is_done(qtbot: QtBot, desk: MakeDesk) -> None:
    at = at_action(qtbot, desk, "wifi-sign-in", "open-sign-in-page", after=[samples.healthy()])
    assert main(at) == "Open it for me"
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "It is open" in at.window.guide.banner_text.text(), timeout=5000)
    assert at.session.rechecked == []
    assert main(at) == "I've done this, check again"
    assert not at.window.guide.help_part.isVisible(), "nothing is offered that no button does"
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.window.guide.headline.text() == "That solved it", timeout=5000)


def test_what_can_take_protection_away_is_asked_about_and_taken_back(qtbot: QtBot, desk: MakeDesk) -> None:
    code, action = "proxy-unreachable", "proxy-off"
    facts = replace(samples.FACTS, proxy_settings=(PROXY,))
    report = replace(report_of(code), facts=facts)
    at = desk(report, after=[report], policy=Policy(allow_fixes=(action,)))
    press(qtbot, at, Qt.Key.Key_F5)
    wait_for(qtbot, at, Screen.VERDICT)
    press(qtbot, at, Qt.Key.Key_Return)
    while at.window._guiding.walk.step.action != action:  # type: ignore[union-attr]
        tab_to(qtbot, at, "I can't do this here")
        press(qtbot, at, Qt.Key.Key_Return)
    press(qtbot, at, Qt.Key.Key_Return)
    assert main(at) == "Yes, do it"
    assert "without protection" in at.window.guide.banner_text.text()
    assert at.mending.asked == []
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at.window.guide.headline.text() == "It is still there", timeout=5000)
    tab_to(qtbot, at, "Take the change back")
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "old value" in at.window.foot.note.text(), timeout=5000)
    assert at.mending.asked == [(action, code), (action, "undo")]
    assert "Take the change back" not in others(at)


@pytest.mark.parametrize("policy", [Policy(), Policy(allow_fixes=())])
def test_what_may_not_be_done_is_not_offered(qtbot: QtBot, desk: MakeDesk, policy: Policy) -> None:
    at = at_action(qtbot, desk, "no-address", "renew-dhcp", policy=policy)
    assert main(at) == ("Do it for me" if policy.allow_fixes is None else "I've done this, check again")
    assert bool(at.window.guide.help.text()) is (policy.allow_fixes is None)


def test_a_fault_of_ours_leaves_the_person_at_the_step(qtbot: QtBot, desk: MakeDesk) -> None:
    at = at_action(qtbot, desk, "no-address", "renew-dhcp")
    at.mending.fault = ValueError("a fault")
    press(qtbot, at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(at.faults) == 1, timeout=5000)
    assert main(at) == "Do it for me"
    assert "a fault" in at.faults[0]
