from __future__ import annotations

import json

import pytest

from tests.knowledge.guides import shipped
from wssdiag.diagnosis.causes import CAUSES
from wssdiag.report.causes import cause_json, cause_text, list_json, list_text
from wssdiag.report.layout import Style, columns

GUIDES = shipped()


def test_the_list_names_every_cause_once_in_order() -> None:
    shown = list_text(GUIDES, Style())
    assert [line.split()[0] for line in shown.splitlines() if line.startswith("  ") and line[2] != " "] == [one.code for one in CAUSES]
    assert max(columns(line) for line in shown.splitlines()) <= 80


@pytest.mark.parametrize("cause", CAUSES, ids=lambda one: one.code)
def test_each_cause_has_its_help(cause: object) -> None:
    code = getattr(cause, "code", "")
    shown = cause_text(code, GUIDES, Style())
    assert shown.startswith(GUIDES[code].title)
    assert max(columns(line) for line in shown.splitlines()) <= 80
    assert "{" not in shown
    assert "Save the report" in shown


def test_values_stand_as_names_in_angle_brackets() -> None:
    assert "<host> (<address>) <kind> on <transport> port <port>" in cause_text("port-blocked", GUIDES, Style(width=200))


def test_json_is_the_guide_as_it_is_written() -> None:
    everything = json.loads(list_json(GUIDES))["causes"]
    assert [one["code"] for one in everything] == [one.code for one in CAUSES]
    one = json.loads(cause_json("port-blocked", GUIDES))
    assert one in everything
    assert one["severity"] is None
    assert one["who"] == ["network"]
    assert one["guide"]["seen"] == GUIDES["port-blocked"].seen


def test_an_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        cause_text("no-such-cause", GUIDES, Style())


def test_without_guides_the_list_still_stands() -> None:
    assert "port-blocked" in list_text({}, Style())
    assert "port-blocked" in cause_text("port-blocked", {}, Style())
