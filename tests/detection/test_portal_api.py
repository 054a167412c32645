"""What a network says of its sign-in by RFC 8908, and what it may not make us believe."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import World
from wssdiag.detection.portal_api import MEDIA_TYPE, PortalState, api_address, state_of
from wssdiag.model.observation import HttpDetail
from wssdiag.model.unknown import Unknown

#: The example of RFC 8908 section 5.
EXAMPLE = '{"captive": true, "user-portal-url": "https://example.org/portal.html", "seconds-remaining": 326, "can-extend-session": true}'


def said(body: str, status: int = 200, kind: str = MEDIA_TYPE) -> PortalState | None:
    return state_of(HttpDetail(status=status, headers=(("content-type", kind),), body_start=body, body_size=len(body)))


def test_the_example_of_the_rfc() -> None:
    state = said(EXAMPLE)
    assert state == PortalState(captive=True, user_portal_url="https://example.org/portal.html")
    assert state.page == "https://example.org/portal.html"


@pytest.mark.parametrize("kind", ["application/captive+json; charset=utf-8", "Application/Captive+JSON"])
def test_the_type_is_read_as_types_are(kind: str) -> None:
    assert said(EXAMPLE, kind=kind) is not None


def test_a_sign_in_that_is_done() -> None:
    state = said('{"captive": false}')
    assert state is not None
    assert not state.captive


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "true",
        "[]",
        "{}",
        '{"captive": "true"}',
        '{"captive": 1}',
        '{"captive": null}',
        '{"Captive": true}',
        '{"captive": true',
        '{"captive": true} more',
        "{'captive': true}",
        '{"captive": true, "user-portal-url": 7}',
        "<html>Welcome</html>",
        '{"captive": true, "a": ' + "[" * 400,
    ],
)
def test_what_is_no_answer_of_the_api_says_nothing(body: str) -> None:
    assert said(body) is None


@pytest.mark.parametrize(
    ("status", "kind"), [(404, MEDIA_TYPE), (204, MEDIA_TYPE), (511, MEDIA_TYPE), (200, "application/json"), (200, "")]
)
def test_another_status_or_type_says_nothing(status: int, kind: str) -> None:
    assert said(EXAMPLE, status, kind) is None


def test_an_answer_without_a_type_says_nothing() -> None:
    assert state_of(HttpDetail(status=200, body_start=EXAMPLE, body_size=len(EXAMPLE))) is None


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "ms-settings:network", "", "https://", "http://[", "http://a.example:0/", "//a.example/"],
)
def test_only_a_web_page_is_offered(url: str) -> None:
    state = said(json.dumps({"captive": True, "user-portal-url": url}))
    assert state is not None
    assert state.page is None


@given(st.text(max_size=300))
def test_any_text_is_read(body: str) -> None:
    said(body)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9), lambda inner: st.dictionaries(st.text(), inner)))
def test_any_json_says_nothing_or_true_or_false(value: object) -> None:
    state = said(json.dumps(value))
    assert state is None or (isinstance(value, dict) and value["captive"] is state.captive)


@pytest.mark.parametrize(
    ("given_url", "address"),
    [
        ("https://wifi.hotel.example/api", "https://wifi.hotel.example/api"),
        ("https://wifi.hotel.example:8443/api?x=1", "https://wifi.hotel.example:8443/api?x=1"),
        ("http://wifi.hotel.example/api", None),
        ("urn:ietf:params:capport:unrestricted", None),
        ("https://", None),
        ("https://[", None),
        ("https://a.example:99999/", None),
        ("https://a.example:0/", None),
        (None, None),
        (Unknown("not read"), None),
    ],
)
def test_the_address_that_the_network_gave(given_url: str | Unknown | None, address: str | None) -> None:
    facts = msgspec.structs.replace(World().run(only=("none",)).facts, captive_portal_api=given_url)
    assert api_address(facts) == address
