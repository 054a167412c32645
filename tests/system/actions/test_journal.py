from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.model.fix import Change
from wssdiag.model.input_error import InputError
from wssdiag.system.actions.journal import Journal, Line

if TYPE_CHECKING:
    from pathlib import Path

CHANGE = Change(store="gsettings", key="k", before=None, after="'none'")


def begun(number: str) -> Line:
    return Line(event="begun", id=number, at="2026-03-04T12:00:00+00:00", action="proxy-off", changes=(CHANGE,))


def test_what_is_added_is_read(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "a" / "b" / "undo.jsonl")
    assert journal.entries() == ()
    journal.add(begun("1"))
    journal.add(begun("2"))
    journal.add(Line(event="done", id="1", at=""))
    journal.add(Line(event="undone", id="1", at=""))
    assert [(row.id, row.done, row.undone, row.open, row.changes) for row in journal.entries()] == [
        ("1", True, True, False, (CHANGE,)),
        ("2", False, False, True, (CHANGE,)),
    ]


@given(cut=st.integers(1, 60))
def test_a_line_that_a_crash_cut_off_counts_for_nothing_and_spoils_nothing(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    journal = Journal(tmp_path_factory.mktemp("journal") / "undo.jsonl")
    journal.add(begun("1"))
    journal.add(begun("2"))
    whole = journal.path.read_bytes()
    journal.path.write_bytes(whole[:-cut])
    assert [row.id for row in journal.entries()] == (["1", "2"] if cut == 1 else ["1"])
    journal.add(begun("3"))
    assert [row.id for row in journal.entries()] == (["1", "2", "3"] if cut == 1 else ["1", "3"])


@given(st.binary(max_size=200))
def test_foreign_bytes_are_no_entries(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    journal = Journal(tmp_path_factory.mktemp("journal") / "undo.jsonl")
    journal.path.write_bytes(data)
    assert journal.entries() == ()


def test_a_file_that_is_no_journal_any_more(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "undo.jsonl")
    journal.path.write_bytes(b"\n" * (1024 * 1024 + 1))
    with pytest.raises(InputError, match="longer than a journal"):
        journal.entries()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps it where administrators alone write")
def test_a_link_is_no_journal(tmp_path: Path) -> None:
    other = tmp_path / "passwd"
    other.write_text("root\n")
    (tmp_path / "undo.jsonl").symlink_to(other)
    journal = Journal(tmp_path / "undo.jsonl")
    with pytest.raises(InputError):
        journal.add(begun("1"))
    with pytest.raises(InputError):
        journal.entries()
    assert other.read_text() == "root\n"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can make a file of somebody else")
def test_a_file_of_another_account_is_no_journal(tmp_path: Path) -> None:
    """As one that a person laid where an administrator's program looks, with values of that person's choice."""
    journal = Journal(tmp_path / "undo.jsonl")
    journal.add(begun("1"))
    shutil.chown(journal.path, 65534, 65534)
    with pytest.raises(InputError, match="another account"):
        journal.entries()
    with pytest.raises(InputError, match="another account"):
        journal.add(begun("2"))
    shutil.chown(journal.path, 0, 0)
    assert [row.id for row in journal.entries()] == ["1"]


def test_what_could_not_be_taken_back_is_not_begun(tmp_path: Path) -> None:
    """A full journal is not read, so a fix that is written behind its end would be lost."""
    journal = Journal(tmp_path / "undo.jsonl")
    journal.add(begun("1"))
    with journal.path.open("ab") as file:
        file.write(b"\n" * (1024 * 1024 - 4096 - file.tell()))
    with pytest.raises(InputError, match="longer than a journal"):
        journal.add(begun("2"))
    journal.add(Line(event="undone", id="1", at=""))
    assert [(row.id, row.open) for row in journal.entries()] == [("1", False)]
