"""Every text about a bundle, a capture, a report or a key is in the table, and nothing is in it that nobody says."""

from __future__ import annotations

import pytest

from tests.report.retold.known import FILES, strangers, unused
from tests.report.retold.problems import problems
from wssdiag.bundle import secrecy
from wssdiag.report.retold import files
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import speak


def test_every_problem_with_a_file_is_in_a_table() -> None:
    assert strangers(one for one in problems() if not one.where.startswith(("catalogue/", "pac/"))) == []


def test_every_text_of_the_table_is_still_said() -> None:
    by_proxy = "{failure} (by the proxy {host}:{port})"
    assert unused(FILES, problems()) == [by_proxy]


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("the name does not resolve (by the proxy proxy.example:8080)", "(über den Proxyserver proxy.example:8080)"),
        ("redirected to www.example, which the organisation's profile does not allow", "umgeleitet zu www.example, was das Profil"),
    ],
)
def test_why_a_list_was_not_fetched_is_said_in_german(why: str, said: str) -> None:
    speak("de")
    try:
        assert said in retold(why)
    finally:
        speak("en")


def test_a_name_in_place_of_a_file_is_the_one_that_is_used() -> None:
    assert files.NAMED == (secrecy._ENCRYPTION,)
