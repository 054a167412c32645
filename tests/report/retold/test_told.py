"""What was kept as a text, and is no error any more, is said in the reader's language wherever it is shown."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from tests.gui import export_samples
from wssdiag.bundle.contents import Failed
from wssdiag.cli.bundle_text import contents_text
from wssdiag.cli.catalogue import _not_fetched
from wssdiag.gui.export_words import overview
from wssdiag.gui.history_rows import row_of
from wssdiag.history import row
from wssdiag.model.fix import FixOutcome, FixResult
from wssdiag.report.catalogue import CatalogueState, ListState, show_text
from wssdiag.report.fixes import failed
from wssdiag.report.layout import Style

if TYPE_CHECKING:
    import pytest

LANGUAGE = "de"


def test_why_a_fix_could_not_be_written_down() -> None:
    assert failed(FixResult(FixOutcome.FAILED, "/home/some one/undo.jsonl: cannot be written")) == (
        "/home/some one/undo.jsonl: lässt sich nicht schreiben"
    )


def test_what_is_left_out_of_a_list() -> None:
    left = ("wss_egress[0].ranges[1]: 10.0.0.0/8 (private, local, multicast or reserved)", "and 3 more")
    kept = ListState(source="a", fetched="b", revised="c", hosts=1, sites=1, networks=1, left_out=left)
    told = show_text(
        CatalogueState(version="1", file=None, rows={"unverified": ()}, list=kept, kept_in="d", differences=()), Style(width=200)
    )
    assert "wss_egress[0].ranges[1]: 10.0.0.0/8 (privat, lokal, Multicast oder reserviert)\n" in told
    assert "und 3 weitere\n" in told


def test_what_did_not_come_into_a_bundle() -> None:
    contents = export_samples.contents()
    contents = type(contents)(started=contents.started, parts=contents.parts, failed=(Failed(collector="log", why="cannot be read"),))
    assert "log: nicht lesbar\n" in contents_text(contents, Style())
    assert any(lines == ("log: nicht lesbar",) for _heading, lines in overview(contents))


def test_why_a_kept_run_is_none() -> None:
    assert row_of(row.row_of("20261123091500-a.json", None), {}).tip == "20261123091500-a.json\nnicht lesbar"


def test_why_a_list_was_not_fetched(capsys: pytest.CaptureFixture[str]) -> None:
    _not_fetched(Namespace(source="https://a.example/", format="json", output=None), "redirected too often")
    told = capsys.readouterr()
    assert "https://a.example/: zu oft umgeleitet\n" in told.err
    assert '"redirected too often"' in told.out
