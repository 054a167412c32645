from __future__ import annotations

import stat
import sys
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from tests.gui import samples
from wssdiag.history.history import MOST_RUNS, History
from wssdiag.model.input_error import InputError
from wssdiag.session.evidence import read_report

if TYPE_CHECKING:
    from pathlib import Path

    from wssdiag.model.report import Report


def at(minute: int) -> Report:
    """A run of that minute."""
    return replace(samples.healthy(), started=f"2026-11-23T{9 + minute // 60:02}:{minute % 60:02}:00Z", run_id=f"{minute:032x}")


def test_what_is_kept_is_listed_and_read_again(tmp_path: Path) -> None:
    history = History(tmp_path / "history")
    history.keep(at(1))
    history.keep(at(2))
    rows = history.rows()
    assert [row.glance.started for row in rows if row.glance] == [at(2).started, at(1).started]
    assert read_report(history.path(rows[0].name)) == at(2)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes; the folder lies in the user's own")
def test_only_this_user_may_read_it(tmp_path: Path) -> None:
    history = History(tmp_path / "history")
    history.keep(at(1))
    assert stat.S_IMODE((tmp_path / "history").stat().st_mode) == 0o700
    assert stat.S_IMODE(history.path(history.rows()[0].name).stat().st_mode) == 0o600


def test_the_oldest_go(tmp_path: Path) -> None:
    history = History(tmp_path)
    for minute in range(MOST_RUNS + 3):
        history.keep(at(minute))
    rows = history.rows()
    assert len(list(tmp_path.iterdir())) == len(rows) == MOST_RUNS
    assert rows[-1].glance is not None
    assert rows[-1].glance.started == at(3).started


def test_a_broken_file_is_a_row(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.keep(at(1))
    history.path("20261123100000-broken.json").write_bytes(b"{")
    broken, good = history.rows()
    assert broken.problem
    assert not good.problem


def test_links_and_folders_are_no_runs(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.path("20261123110000-folder.json").mkdir()
    if sys.platform != "win32":
        history.path("20261123120000-link.json").symlink_to(tmp_path / "letter.json")
    assert history.rows() == ()
    history.clear()


def test_no_folder_is_no_history(tmp_path: Path) -> None:
    assert History(tmp_path / "none").rows() == ()
    History(tmp_path / "none").clear()


def test_clearing_leaves_what_is_not_ours(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.keep(at(1))
    (tmp_path / "letter.json").write_text("{}")
    history.clear()
    assert [path.name for path in tmp_path.iterdir()] == ["letter.json"]


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError):
        History(tmp_path / "file").keep(at(1))


def test_a_run_that_cannot_take_its_place_leaves_no_part(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.keep(at(1))
    kept = history.path(history.rows()[0].name)
    kept.unlink()
    kept.mkdir()
    with pytest.raises(InputError):
        history.keep(at(1))
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]
