"""Journal, change, undo: what holds when the computer is switched off at any moment, or somebody else changes something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeClock
from tests.system.actions.stores import ACTION, Memory, SwitchedOffError, work_of
from wssdiag.model.fix import Change, FixOutcome
from wssdiag.model.unknown import Unknown
from wssdiag.session.fixing import Fixing
from wssdiag.system.actions.journal import Journal, Line
from wssdiag.system.actions.work import Call, Hands, Store, Work

if TYPE_CHECKING:
    from pathlib import Path

VALUES = st.none() | st.text(max_size=5)
CHANGES = st.dictionaries(st.sampled_from("abcd"), st.tuples(VALUES, VALUES).filter(lambda pair: pair[0] != pair[1]), min_size=1)


def set_values(changes: dict[str, tuple[str | None, str | None]], side: int) -> dict[str, str]:
    return {key: value for key, pair in changes.items() if (value := pair[side]) is not None}


def fixing(memory: Memory, folder: Path) -> Fixing:
    return Fixing(memory.hands(), Journal(folder / "undo.jsonl"), FakeClock())


@given(changes=CHANGES, others=st.dictionaries(st.sampled_from("xyz"), st.text(max_size=3)))
def test_done_and_taken_back(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[str, tuple[str | None, str | None]], others: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("fix")
    memory = Memory({**set_values(changes, 0), **others})
    before = dict(memory.values)
    assert fixing(memory, folder).do(ACTION, work_of(changes)).outcome is FixOutcome.DONE
    assert memory.values == {**set_values(changes, 1), **others}
    again = fixing(memory, folder)
    (entry,) = again.entries()
    assert entry.done
    assert entry.open
    assert again.undo(entry).outcome is FixOutcome.DONE
    assert memory.values == before
    assert not again.entries()[0].open


@given(changes=CHANGES, power=st.integers(0, 3), late=st.booleans(), second=st.none() | st.integers(0, 3))
def test_switched_off_in_the_middle_and_taken_back(
    tmp_path_factory: pytest.TempPathFactory,
    changes: dict[str, tuple[str | None, str | None]],
    power: int,
    late: bool,
    second: int | None,
) -> None:
    """Also where the computer is switched off once more while it is taken back."""
    folder = tmp_path_factory.mktemp("fix")
    memory = Memory(set_values(changes, 0), power=power, after_the_write=late)
    before = dict(memory.values)
    if power < len(changes):
        with pytest.raises(SwitchedOffError):
            fixing(memory, folder).do(ACTION, work_of(changes))
    else:
        fixing(memory, folder).do(ACTION, work_of(changes))
    entry = next(row for row in fixing(memory, folder).entries() if row.open)
    memory.power = second
    try:
        fixing(memory, folder).undo(entry)
    except SwitchedOffError:
        memory.power = None
        assert fixing(memory, folder).entries()[0].open
        fixing(memory, folder).undo(entry)
    assert memory.values == before
    assert not fixing(memory, folder).entries()[0].open


def test_what_was_changed_since_is_left_alone_and_so_is_all_the_rest(tmp_path: Path) -> None:
    memory = Memory({"a": "1", "b": "2"})
    fixing(memory, tmp_path).do(ACTION, work_of({"a": ("1", "0"), "b": ("2", None)}))
    memory.values["a"] = "7"
    now = dict(memory.values)
    deed = fixing(memory, tmp_path).undo(fixing(memory, tmp_path).entries()[0])
    assert (deed.outcome, deed.change and deed.change.key) == (FixOutcome.CHANGED_SINCE, "a")
    assert memory.values == now
    assert fixing(memory, tmp_path).entries()[0].open


@pytest.mark.parametrize(
    "change", [Change(store="memory", key="foreign", before="evil", after=None), Change(store="x", key="a", before="1", after=None)]
)
def test_a_forged_journal_leads_nowhere(tmp_path: Path, change: Change) -> None:
    memory = Memory()
    Journal(tmp_path / "undo.jsonl").add(Line(event="begun", id="1", at="", action=ACTION, changes=(change,)))
    deed = fixing(memory, tmp_path).undo(fixing(memory, tmp_path).entries()[0])
    assert deed.outcome is FixOutcome.FOREIGN
    assert memory.values == {}


@pytest.mark.parametrize(("refuses", "forgets"), [(frozenset("b"), frozenset()), (frozenset(), frozenset("b"))])
def test_a_change_that_the_system_does_not_take(tmp_path: Path, refuses: frozenset[str], forgets: frozenset[str]) -> None:
    memory = Memory({"a": "1", "b": "2"}, refuses=refuses, forgets=forgets)
    deed = fixing(memory, tmp_path).do(ACTION, work_of({"a": ("1", "0"), "b": ("2", "0")}))
    assert deed.outcome is FixOutcome.FAILED
    assert deed.reason
    assert memory.values == {"a": "1", "b": "2"}
    assert not fixing(memory, tmp_path).entries()[0].open


def test_a_call_that_fails_takes_the_changes_with_it(tmp_path: Path) -> None:
    memory = Memory({"a": "1"})
    work = Work(work_of({"a": ("1", "0")}).changes, (Call("w32tm /resync", lambda: Unknown("no time service")),))
    assert fixing(memory, tmp_path).do(ACTION, work).reason == "no time service"
    assert memory.values == {"a": "1"}


def test_without_a_journal_nothing_is_changed(tmp_path: Path) -> None:
    memory = Memory({"a": "1"})
    (tmp_path / "undo.jsonl").mkdir()
    deed = fixing(memory, tmp_path).do(ACTION, work_of({"a": ("1", "0")}))
    assert (deed.outcome, deed.change) == (FixOutcome.FAILED, None)
    assert "undo.jsonl" in deed.reason
    assert memory.values == {"a": "1"}


def test_an_end_that_cannot_be_noted_leaves_it_to_be_taken_back(tmp_path: Path) -> None:
    """As on a disk that is full by then."""
    memory = Memory({"a": "1"})
    journal = Journal(tmp_path / "undo.jsonl")

    def write(key: str, value: str | None) -> Unknown | None:
        journal.path.rename(tmp_path / "kept")
        journal.path.mkdir()
        return memory.write(key, value)

    hands = Hands({"memory": Store(read=memory.read, write=write, may=bool)}, lambda _wish, _facts: Unknown(""))
    assert Fixing(hands, journal, FakeClock()).do(ACTION, work_of({"a": ("1", "0")})).outcome is FixOutcome.DONE
    journal.path.rmdir()
    (tmp_path / "kept").rename(journal.path)
    assert fixing(memory, tmp_path).undo(fixing(memory, tmp_path).entries()[0]).outcome is FixOutcome.DONE
    assert memory.values == {"a": "1"}


def test_what_cannot_be_read_any_more_is_not_called_changed(tmp_path: Path) -> None:
    store = Store(read=lambda _key: Unknown("an administrator has locked this setting"), write=lambda _key, _value: None, may=bool)
    hands = Hands({"memory": store}, lambda _wish, _facts: Unknown(""))
    deed = Fixing(hands, Journal(tmp_path / "undo.jsonl"), FakeClock()).do(ACTION, work_of({"a": ("1", "0")}))
    assert (deed.outcome, deed.reason) == (FixOutcome.FAILED, "an administrator has locked this setting")


def test_the_journal_is_on_the_disk_before_the_change(tmp_path: Path) -> None:
    seen: list[bytes] = []
    values = {"a": "1"}

    def write(key: str, value: str | None) -> None:
        seen.append((tmp_path / "undo.jsonl").read_bytes())
        values[key] = value or ""

    hands = Hands({"memory": Store(read=values.get, write=write, may=bool)}, lambda _wish, _facts: Unknown(""))
    Fixing(hands, Journal(tmp_path / "undo.jsonl"), FakeClock()).do(ACTION, work_of({"a": ("1", "0")}))
    assert [b'"before":"1","after":"0"' in text for text in seen] == [True]


def test_what_leaves_nothing_behind_is_no_entry(tmp_path: Path) -> None:
    memory = Memory()
    assert fixing(memory, tmp_path).do(ACTION, Work(calls=(Call("flush", lambda: None),))).outcome is FixOutcome.DONE
    assert fixing(memory, tmp_path).do(ACTION, Work()).outcome is FixOutcome.NOTHING
    assert fixing(memory, tmp_path).entries() == ()


def test_what_became_another_value_while_the_person_thought_is_left_alone(tmp_path: Path) -> None:
    memory = Memory({"a": "7"})
    assert fixing(memory, tmp_path).do(ACTION, work_of({"a": ("1", "0")})).outcome is FixOutcome.CHANGED_SINCE
    assert memory.values == {"a": "7"}
    assert fixing(memory, tmp_path).entries() == ()
