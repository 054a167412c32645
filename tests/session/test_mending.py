"""Who does a fix, with which rights, and what the hands are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.system.actions.stores import Memory, work_of
from tests.world import World
from wssdiag.model.fix import Action, FixOutcome, Page, Privilege, Refusal
from wssdiag.model.location import SignInProbe
from wssdiag.model.profile import Controls, Policy, Profile
from wssdiag.model.unknown import Unknown
from wssdiag.remedy.fixes import BY_ACTION
from wssdiag.session.fixing import Fixing
from wssdiag.session.mending import Mending
from wssdiag.system.actions.journal import Journal
from wssdiag.system.actions.work import Call, Hands, Wish, Work

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from wssdiag.model.facts import Facts


@dataclass
class Computer:
    """Hands that note what they are asked, and an administrator who says ``answer``."""

    folder: Path
    world: World = field(default_factory=World)
    wishes: list[Wish] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    asked: list[tuple[str, ...]] = field(default_factory=list)
    answer: Unknown | None = None
    lacks: bool = False

    def mending(self, *, elevated: bool = False) -> Mending:
        """As a face is handed it."""
        fixing = Fixing(Hands({}, self.work), Journal(self.folder / "undo.jsonl"), self.world.clock)
        return Mending(self.world.session, fixing, fixing, None if elevated else self.elevate)

    def work(self, wish: Wish, _facts: Facts) -> Work | Unknown:
        """One call."""
        self.wishes.append(wish)
        return Unknown("no such thing") if self.lacks else Work(calls=(Call("call", lambda: self.done.append(wish.action)),))

    def elevate(self, arguments: Sequence[str]) -> Unknown | None:
        """The system's own question."""
        self.asked.append(tuple(arguments))
        return self.answer


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


@pytest.mark.parametrize("action", [action for action in Action if action not in {Action.PROXY_OFF, Action.PAC_OFF}])
def test_only_a_step_that_needs_an_administrator_asks_for_one(computer: Computer, action: Action) -> None:
    elevated = BY_ACTION[action].privilege is Privilege.ELEVATED
    assert computer.mending().fix(action, "").outcome is FixOutcome.DONE
    assert (computer.asked, computer.done) == (([("fix", action, "--yes")], []) if elevated else ([], [action]))
    assert computer.mending(elevated=True).fix(action, "").outcome is FixOutcome.DONE
    assert computer.done[-1] == action


def test_nobody_agreed(computer: Computer) -> None:
    computer.answer = Unknown("nobody agreed")
    deed = computer.mending().fix(Action.RENEW_DHCP, "")
    assert (deed.outcome, deed.reason) == (FixOutcome.FAILED, "nobody agreed")


def test_what_is_refused_is_not_even_looked_at(tmp_path: Path) -> None:
    computer = Computer(tmp_path, World(profile=Profile(policy=Policy(allow_fixes=("flush-dns",)))))
    deed = computer.mending().fix(Action.START_AGENT, "")
    assert (deed.outcome, deed.refusal) == (FixOutcome.REFUSED, Refusal.LEFT_OUT)
    assert (computer.wishes, computer.asked, computer.done) == ([], [], [])


def test_what_makes_no_sense_here_is_not_done(computer: Computer) -> None:
    computer.lacks = True
    deed = computer.mending().fix(Action.RENEW_DHCP, "")
    assert (deed.outcome, deed.reason) == (FixOutcome.FAILED, "no such thing")
    assert computer.asked == []


def test_the_hands_are_told_the_page_the_plain_address_and_what_has_stopped(computer: Computer) -> None:
    computer.world.run_agent()
    computer.world.system.files["capture.json"] = {"schema": "wssdiag.capture/1", "os": "windows"}
    computer.world.system.files["services.json"] = [
        {"name": "LabAgent", "status": "stopped", "binpath": r"C:\Program Files\Symantec\WSS Agent\wssad.exe"},
        {"name": "wssad", "status": "running", "binpath": r"C:\Program Files\Symantec\WSS Agent\wssad.exe"},
        {"name": "Spooler", "status": "stopped", "binpath": r"C:\Windows\System32\spoolsv.exe"},
    ]
    computer.mending().fix(Action.OPEN_SETTINGS, "clock-wrong")
    (wish,) = computer.wishes
    assert wish.page is Page.DATE
    assert wish.url.startswith("http://")
    assert wish.services == ("LabAgent",)


@pytest.mark.parametrize(
    "urls", [("https://probe.example/", "http://plain.example/"), ("HTTP://plain.example/",), ("https://probe.example/",)]
)
def test_only_a_plain_address_leads_to_a_sign_in_page(tmp_path: Path, urls: tuple[str, ...]) -> None:
    """A sign-in page cannot answer in the place of an encrypted one: the browser would show a fault."""
    probes = tuple(SignInProbe(url=url, status=204) for url in urls)
    computer = Computer(tmp_path, World(profile=Profile(controls=Controls(sign_in_probes=probes))))
    computer.mending().fix(Action.OPEN_SIGN_IN_PAGE, "wifi-sign-in")
    assert [wish.url for wish in computer.wishes] == [next((url for url in urls if "plain" in url), "")]


def test_facts_are_read_anew(computer: Computer) -> None:
    mending = computer.mending()
    mending.fix(Action.OPEN_SETTINGS, "")
    computer.world.set_pac("x")
    mending.fix(Action.OPEN_SETTINGS, "")
    assert [wish.source for wish in computer.wishes] == ["", "gnome"]


def test_what_an_administrator_changed_is_taken_back_as_one(computer: Computer) -> None:
    assert computer.mending().undo(Action.RESET_WINHTTP).outcome is FixOutcome.DONE
    assert computer.asked == [("undo", Action.RESET_WINHTTP)]
    assert computer.mending(elevated=True).undo(Action.RESET_WINHTTP).outcome is FixOutcome.NOTHING


def test_the_last_fix_of_that_kind_is_taken_back(tmp_path: Path) -> None:
    memory = Memory({"a": "1"})
    own, shared = (Fixing(memory.hands(), Journal(tmp_path / name), World().clock) for name in ("own", "shared"))
    mending = Mending(World().session, own, shared, None)
    mending.own.do(Action.PROXY_OFF, work_of({"a": ("1", "0")}))
    assert mending.undo(Action.PAC_OFF).outcome is FixOutcome.NOTHING
    assert memory.values == {"a": "0"}
    assert mending.undo(Action.PROXY_OFF).outcome is FixOutcome.DONE
    assert memory.values == {"a": "1"}


def test_a_journal_that_cannot_be_read_is_a_reason(computer: Computer) -> None:
    (computer.folder / "undo.jsonl").mkdir()
    deed = computer.mending().undo(Action.PROXY_OFF)
    assert deed.outcome is FixOutcome.FAILED
    assert "undo.jsonl" in deed.reason


def test_what_is_one_person_s_stands_in_that_person_s_journal_whoever_that_is(tmp_path: Path) -> None:
    memory = Memory({"a": "1"})
    hands = Hands(memory.hands().stores, lambda _wish, _facts: work_of({"a": ("1", "0")}))
    own, shared = (Fixing(hands, Journal(tmp_path / name), World().clock) for name in ("own", "shared"))
    mending = Mending(World().session, own, shared, None)
    mending.fix(Action.FLUSH_DNS, "")
    assert (len(own.entries()), len(shared.entries())) == (1, 0)
    memory.values["a"] = "1"
    mending.fix(Action.RESET_WINHTTP, "")
    assert (len(own.entries()), len(shared.entries())) == (1, 1)
