from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.model.web_address import address_of, host_of, is_literal, is_web_page


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


@pytest.mark.parametrize(
    ("parts", "address"),
    [
        (("https", "a.example", 443), "https://a.example/"),
        (("http", "a.example", 80), "http://a.example/"),
        (("https", "a.example", 8443), "https://a.example:8443/"),
        (("http", "2001:db8::1", 8080), "http://[2001:db8::1]:8080/"),
        (("http", "a.example", 443, "/pac"), "http://a.example:443/pac"),
    ],
)
def test_an_address_is_written_as_browsers_do(parts: tuple[str, str, int], address: str) -> None:
    assert address_of(*parts) == address


@pytest.mark.parametrize(
    ("host", "literal"), [("192.0.2.1", True), ("2001:db8::1", True), ("fe80::1%eth0", True), ("a.example", False), ("", False)]
)
def test_literals(host: str, literal: bool) -> None:
    assert is_literal(host) is literal


@pytest.mark.parametrize("url", ["http://probe.example/", "HTTPS://a:8443/x?y=1&z=%20#f", "http://[2001:db8::1]/"])
def test_a_web_page(url: str) -> None:
    assert is_web_page(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http:",
        "http://",
        "http://[",
        "file:///etc/passwd",
        "ms-settings:network",
        "javascript:alert(1)",
        r"\\host\share",
        "-a Calculator",
    ]
    + [f"http://a.example/{character}" for character in " \t\n\0\"'<>`\\"],
)
def test_what_no_browser_is_sent_to(url: str) -> None:
    assert not is_web_page(url)
