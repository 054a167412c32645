from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.gui import details_samples, samples
from wssdiag.gui.pac_rows import address_to_ask, fetched_anew, pac_lead, pac_rows, pac_source, said
from wssdiag.model.facts import ProxyKind, ProxySetting

if TYPE_CHECKING:
    from wssdiag.model.report import Report


def _with(*settings: ProxySetting) -> Report:
    return replace(samples.healthy(), facts=replace(samples.FACTS, proxy_settings=settings))


def _pac(url: str, group: str = "system") -> ProxySetting:
    return ProxySetting(source="internet-settings", applies_to=group, kind=ProxyKind.PAC, pac_url=url)


def test_what_is_typed_is_asked_for_as_a_browser_asks() -> None:
    asked = {
        "www.example.com": "https://www.example.com/",
        " https://a.example/path?secret#x ": "https://a.example/",
        "http://a.example:8080/path?x=1#y": "http://a.example:8080/path?x=1",
        "https://user:word@a.example:443": "https://a.example/",
        "[2001:db8::1]:444": "https://[2001:db8::1]:444/",
        "a.example:70000": None,
        "http://[": None,
        "ftp://a.example/": None,
        "two words": None,
        "": None,
    }
    assert {text: address_to_ask(text) for text in asked} == asked


@given(st.text(max_size=60))
def test_whatever_is_typed_is_an_address_or_none(text: str) -> None:
    made = address_to_ask(text)
    assert made is None or (made.startswith(("http://", "https://")) and address_to_ask(made) == made)


def test_the_file_that_most_programs_follow_comes_first() -> None:
    assert pac_source(_with(_pac("http://a.example/", "firefox"), _pac("http://b.example/"))) == "http://b.example/"
    assert pac_source(_with(_pac("http://b.example/"), _pac("http://a.example/", "firefox"))) == "http://b.example/"
    assert pac_source(_with(_pac("http://a.example/", "firefox"))) == "http://a.example/"
    assert pac_source(_with(ProxySetting(source="x", applies_to="system", kind=ProxyKind.AUTO_DETECT))) is None
    assert pac_source(None) is None


def test_a_file_in_its_own_address_is_not_fetched() -> None:
    assert fetched_anew("http://a.example/")
    assert not fetched_anew("DATA:text/plain,function")
    assert not fetched_anew(None)


def test_the_lead_names_the_file_without_its_secrets_or_says_why_there_is_none() -> None:
    assert pac_lead(_with(_pac("http://user:word@a.example/proxy.pac"))) == "PAC file in force: http://a.example/proxy.pac"
    assert len(pac_lead(_with(_pac("data:," + "x" * 100_000)))) < 300
    assert "that is none" in pac_lead(_with(_pac("http://[")))
    assert "No PAC file" in pac_lead(_with())
    assert "not read in this sample" in pac_lead(samples.healthy())
    assert "when the check has ended" in pac_lead(None)


def test_the_newest_question_stands_above_the_older_and_those_of_the_run() -> None:
    asked = (details_samples.answered("https://one.example/"), details_samples.unanswered("https://two.example/"))
    rows = pac_rows(details_samples.with_pac(), asked)
    assert [row.cells[0] for row in rows] == [
        "https://two.example/",
        "https://one.example/",
        "https://www.example.com/",
        "http://intranet/",
    ]
    assert [row.cells[1] for row in rows[:2]] == ["no answer in time", "PROXY proxy.example:8080; DIRECT"]
    assert rows[1].cells[2:] == ("www.example.net", "31 ms")
    assert len({row.id for row in rows}) == len(rows)


def test_an_answer_is_said_as_its_row_shows_it() -> None:
    assert said(details_samples.answered("https://a.example/").result) == "PROXY proxy.example:8080; DIRECT"
    assert said(samples.check("pac.file", "x", summary="not asked")) == "not asked"
