from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.model.web_address import host_of


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://Pac.Example./proxy.pac", "pac.example"),
        ("http://[::1]:8080/", "::1"),
        ("file:///C:/proxy.pac", ""),
        ("/elsewhere", ""),
        ("http://[", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_the_host(url: str | None, host: str) -> None:
    assert host_of(url) == host


@given(st.text() | st.text().map(lambda text: f"http://[{text}/"))
def test_nothing_raises(url: str) -> None:
    host_of(url)
