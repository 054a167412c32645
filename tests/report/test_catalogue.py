"""What ``catalogue`` tells, in a terminal and as a document, also where every text is out to do harm."""

from __future__ import annotations

import json

import pytest

from tests.catalogue.lists import full
from tests.report.hostile import TEXTS
from wssdiag.catalogue.loader import load_builtin
from wssdiag.catalogue.published import Difference, applied
from wssdiag.catalogue.service_changes import Change, Changes, RowChange
from wssdiag.report.catalogue import (
    CatalogueState,
    UpdateState,
    as_json,
    list_state,
    rows_by_certainty,
    show_text,
    update_text,
    verify_text,
)
from wssdiag.report.layout import Style, columns

PATH = "/home/user/list.json"
LIST = list_state(full())


def shown_state(text: str) -> CatalogueState:
    """A state with the text in every place."""
    difference = Difference(location=text, host=text, catalogue=(text,), published=(text, text))
    rows = {"documented": (text,), "inferred": (), "unverified": (text,) * 30}
    left = LIST.__class__(source=text, fetched=text, revised=text, hosts=1, sites=0, networks=2, left_out=(text,) * 3)
    return CatalogueState(version=text, rows=rows, list=left, kept_in=PATH, differences=(difference,))


def test_every_row_has_one_certainty() -> None:
    catalogue = applied(load_builtin(), full())
    rows = rows_by_certainty(catalogue)
    assert list(rows) == ["documented", "inferred", "unverified"]
    assert sorted(name for names in rows.values() for name in names) == sorted(row.id for row in catalogue.location)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_no_text_does_harm_in_a_terminal(text: str, ascii_only: bool) -> None:
    state = shown_state(text)
    change = Change(added=(text,) * 40, removed=(text,), changed=(text,))
    row = RowChange(location=text, host=text, before=(), after=(text,))
    assert state.list is not None
    update = UpdateState(list=state.list, kept_in=PATH, changes=Changes(sites=change, locations=(row,)), differences=state.differences)
    style = Style(ascii_only=ascii_only)
    for told in (show_text(state, style), verify_text(state, style), update_text(update, style)):
        assert "\x1b" not in told
        assert "\u202e" not in told
        assert all(columns(line) <= 80 for line in told.splitlines())
        assert told.isascii() or not ascii_only


def test_many_names_are_told_in_few_and_all_in_the_document() -> None:
    names = tuple(f"168.149.{number}.0/24" for number in range(100))
    update = UpdateState(list=LIST, kept_in=PATH, changes=Changes(networks=Change(added=names)))
    told = " ".join(update_text(update, Style()).split())
    assert "Networks, 100 added: 168.149.0.0/24," in told
    assert "168.149.11.0/24 and 88 more" in told
    assert json.loads(as_json(update))["changes"]["networks"]["added"] == list(names)


def test_a_list_that_changes_nothing_says_so() -> None:
    told = update_text(UpdateState(list=LIST, kept_in=PATH, changes=Changes()), Style())
    assert "Nothing new" in told
    assert "What it changes" not in told
    assert f"    {PATH}\n" in told
