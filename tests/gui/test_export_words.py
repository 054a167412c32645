from __future__ import annotations

import pytest

from tests.gui import export_samples
from wssdiag.bundle.contents import Contents, Replaced
from wssdiag.gui.export_words import is_key, missing_line, overview, readers, replaced_line, replaced_rows, size


def test_rules_are_told_by_the_words_of_a_person() -> None:
    rows = [Replaced(part="report.json", rule=rule, count=count) for rule, count in (("label", 2), ("wifi", 1), ("mac", 1), ("zebra", 5))]
    assert replaced_rows(rows) == ("5 other things", "3 names", "1 address")


def test_each_rule_of_the_redaction_has_a_word() -> None:
    names = ("name", "label", "known", "organisation", "place", "interface", "wifi")
    rules = (*names, "address", "mac", "url", "query", "path", "account", "guid", "sid", "tenant", "secret", "row", "file")
    told = replaced_rows(Replaced(part="report.json", rule=rule, count=1) for rule in rules)
    assert sum(int(line.split()[0]) for line in told) == len(rules)
    assert not [line for line in told if "other" in line]


def test_what_was_replaced_is_one_line_and_nothing_is_told_too() -> None:
    assert replaced_line(export_samples.contents()) == "Replaced or left out: 24 addresses, 20 names, 1 account"
    assert replaced_line(export_samples.contents().without(frozenset({"log.txt"}))) == "Replaced or left out: 23 addresses, 18 names"
    assert replaced_line(Contents(started="", parts=())) == "Nothing private was found in it."


def test_what_did_not_come_is_told_with_its_reason() -> None:
    assert missing_line(export_samples.contents()) == ""
    assert missing_line(export_samples.incomplete()) == "2 things could not be read"
    told = dict(overview(export_samples.incomplete()))
    assert told["Could not be read"] == ("log: the file cannot be read: permission denied", "routes: no such command")
    assert "Could not be read" not in dict(overview(export_samples.contents()))


def test_the_overview_tells_each_part_and_the_capture_as_one() -> None:
    told = dict(overview(export_samples.contents(capture=True)))
    assert told["Replaced or left out"][2] == "Log: 2 names, 1 address, 1 account"
    assert [line.split(":")[0] for line in told["What each part is"]] == ["Report", "Settings", "Page to read", "Log", "Raw settings"]


@pytest.mark.parametrize("text", ["", "age1", "age1holiday", "age1" + "q" * 57, "age1" + "b" * 58, "AGE-SECRET-KEY-1" + "Q" * 58])
def test_what_is_no_key_is_not_taken_for_one(text: str) -> None:
    assert not is_key(text)


def test_who_can_read_it_is_told_honestly() -> None:
    key, own = export_samples.OTHER_KEY, export_samples.RECIPIENT
    assert readers("", "") == "Everybody who gets the file. It is not encrypted."
    assert "no key" in readers("", "age1holiday")
    assert readers("", key) == "The owner of this key and you. It is encrypted."
    assert "age1qqqqqqqq..." in readers(own, "")


def test_sizes_are_for_people() -> None:
    assert [size(count) for count in (0, 1, 1500, 900_000, 2_700_000)] == ["0 KB", "1 KB", "1 KB", "879 KB", "2.6 MB"]
