"""Fetching a PAC file: along redirects, within limits, and what is a script at all."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeNetwork, Page
from wssdiag.checks.pac_fetch import PATIENCE_S, SIZE_LIMIT_BYTES, fetch, inline, inline_too_large, is_web, patience_s
from wssdiag.model.failure import Failure
from wssdiag.probes.network import STEP_LIMIT_S, Journey

URL = "http://pac.example/proxy.pac"
TRUTH = {"pac.example": ("45.30.0.1",), "other.example": ("45.30.0.2",)}


def network(**pages: Page | Failure) -> FakeNetwork:
    made = FakeNetwork(truth=dict(TRUTH))
    made.pages |= {URL: next(iter(pages.values()))} if len(pages) == 1 else {}
    return made


def moved(to: str, status: int = 302) -> Page:
    return Page(status, "", (("location", to),))


def test_the_text_of_the_file() -> None:
    fetched = fetch(network(page=Page(200, "a script")), URL)
    assert (fetched.text, fetched.body, fetched.failure) == ("a script", b"a script", None)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_to_another_host(status: int) -> None:
    made = network(page=moved("//other.example/x", status))
    made.pages["http://other.example/x"] = Page(200, "a script")
    assert fetch(made, URL).text == "a script"


@pytest.mark.parametrize(
    "page", [moved("file:///etc/passwd"), moved("data:,x"), Page(302), Page(404), Page(204), Page(500), moved("http://[/")]
)
def test_another_end_is_a_status(page: Page) -> None:
    fetched = fetch(network(page=page), URL)
    assert (fetched.text, fetched.failure) == (None, Failure.HTTP_STATUS)


def test_a_circle_ends() -> None:
    made = network(page=moved(URL))
    assert fetch(made, URL).failure is Failure.REDIRECTED
    assert len(made.asked) == 21


def test_a_large_file_is_thrown_away() -> None:
    assert fetch(network(page=Page(200, "x" * SIZE_LIMIT_BYTES)), URL).text is not None
    assert fetch(network(page=Page(200, "x" * (SIZE_LIMIT_BYTES + 1))), URL).failure is Failure.BODY_TOO_LARGE


@pytest.mark.parametrize(
    ("text", "page"),
    [("<html>", True), ("  \n<!DOCTYPE html>", True), ("\ufeff<?xml", True), ("<!-- a comment\n1", False), ("1 < 2", False), ("", False)],
)
def test_a_page_is_no_script(text: str, *, page: bool) -> None:
    assert (fetch(network(page=Page(200, text)), URL).failure is Failure.PAC_NOT_SCRIPT) is page


def test_no_credentials_and_the_limits_are_asked_for() -> None:
    made = network(page=Page(200, "a script"))
    fetch(made, URL)
    (journey,) = (ask for ask in made.asked if isinstance(ask, Journey))
    assert journey.http is not None
    assert journey.proxy is None
    assert (journey.http.body_limit, journey.http.patience_s) == (SIZE_LIMIT_BYTES, PATIENCE_S)
    assert PATIENCE_S > STEP_LIMIT_S


@pytest.mark.parametrize(("deadline_s", "waits_s"), [(1.0, 8.0), (30.0, 8.0), (31.5, 9.5), (51.9, 29.9), (52.0, 30.0), (600.0, 30.0)])
def test_only_a_run_that_was_given_more_time_waits_longer(deadline_s: float, waits_s: float) -> None:
    assert patience_s(deadline_s) == pytest.approx(waits_s)


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("data:,a%20b", "a b"),
        ("data:text/plain;charset=utf-8,%C3%A4", "ä"),
        ("data:;base64,YWI=", "ab"),
        ("data:;base64,Y W\nI=", "ab"),
        ("data:;base64,***", None),
        ("data:nothing", None),
        ("http://pac.example/", None),
    ],
)
def test_a_file_inside_its_address(url: str, text: str | None) -> None:
    assert inline(url) == text


@pytest.mark.parametrize("size", [SIZE_LIMIT_BYTES, SIZE_LIMIT_BYTES + 1])
def test_a_large_file_inside_its_address_is_thrown_away_and_not_cut(size: int) -> None:
    body = "x" * size
    for url in (f"data:,{body}", f"data:;base64,{base64.b64encode(body.encode()).decode()}"):
        said = inline_too_large(url)
        fits = size <= SIZE_LIMIT_BYTES
        assert inline(url) == (body if fits else None)
        assert (said.failure if said else None) == (None if fits else Failure.BODY_TOO_LARGE)


@pytest.mark.parametrize("url", [URL, "data:,x", "data:nothing", "data:;base64,***", ""])
def test_what_is_not_too_large(url: str) -> None:
    assert inline_too_large(url) is None


@pytest.mark.parametrize(
    ("url", "web"), [(URL, True), ("HTTPS://a/", True), ("file://a/b", False), ("http://", False), ("http://a:x/", False), ("", False)]
)
def test_what_a_browser_fetches(url: str, *, web: bool) -> None:
    assert is_web(url) is web


@given(st.text(max_size=80))
def test_no_address_breaks_it(url: str) -> None:
    is_web(url)
    inline(url)
    inline("data:" + url)


@given(st.text(max_size=80), st.sampled_from([301, 302, 303, 307, 308, 200, 204, 304]), st.text(max_size=60), st.text(max_size=60))
def test_no_head_of_an_answer_breaks_it(location: str, status: int, kind: str, body: str) -> None:
    page = Page(status, body, (("location", location), ("content-type", f"text/plain; charset={kind}"), ("content-type", kind)))
    network = FakeNetwork(truth={**TRUTH}, pages={URL: page})
    fetched = fetch(network, URL)
    assert fetched.observations
    assert (fetched.text is None) == (fetched.failure is not None)
    assert all(isinstance(ask, Journey) and 0 < ask.port < 65536 for ask in network.asked)


@pytest.mark.parametrize(
    "location",
    [
        *("http://[::1", "http://a.example:99999/", "http://a.example:0/", "http://\u0000/", "//", "///", "http:", "javascript:alert(1)"),
        *("file:///etc/passwd", "data:,function FindProxyForURL(){}", "ftp://a.example/", "http://[fe80::1%25x]/", "\\\\a\\b", "x" * 5000),
        *("http://" + "a" * 300 + ".example/", "http://a..example/", "http://\ud800/", "HTTP://other.example/\r\nX-A: b"),
    ],
)
def test_no_redirect_leads_astray(location: str) -> None:
    network = FakeNetwork(truth={**TRUTH}, pages={URL: Page(302, "", (("location", location),))})
    assert fetch(network, URL).observations
    assert all(isinstance(ask, Journey) and ask.http and ask.http.url.lower().startswith("http://") for ask in network.asked)
