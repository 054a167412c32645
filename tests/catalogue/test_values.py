from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.catalogue import values
from wssdiag.model.shown import shown


@pytest.mark.parametrize(
    "good",
    [
        "ctc.threatpulse.com",
        "localhost",
        "a",
        "xn--bcher-kva.example",
        "127.0.0.1",
        "2001:db8::1",
        "1and1.example",
        "a-b.example",
        "a" * 63 + ".example",
    ],
)
def test_hosts(good: str) -> None:
    assert values.host(good) is None


@pytest.mark.parametrize(
    "bad",
    [
        "",
        ".",
        "a..b",
        "-a.example",
        "a-.example",
        "under_score.example",
        "a b",
        "bücher.example",
        "a.example.",
        "1.2.3",
        "256.1.1.1",
        "a" * 64 + ".example",
        ".".join(["a" * 50] * 6),
        "http://a.example",
        "a.example:80",
        "a/b",
        "fe80::1%eth0",
        "a\u202eb.example",
        "\u0661.example",
    ],
)
def test_no_hosts(bad: str) -> None:
    assert values.host(bad)


@pytest.mark.parametrize("good", ["49152-65535", "1-2"])
def test_port_ranges(good: str) -> None:
    assert values.port_range(good) is None


@pytest.mark.parametrize("bad", ["", "1", "2-1", "1-1", "0-5", "1-65536", "1 - 5", "a-b", "-5", "1-2-3", "\u0661-\u0662"])
def test_no_port_ranges(bad: str) -> None:
    assert values.port_range(bad)


@pytest.mark.parametrize("good", ["203.0.113.9", "203.0.113.9:443/tcp", "203.0.113.9:443/udp", "2001:db8::1", "[2001:db8::1]:443/tcp"])
def test_socket_addresses(good: str) -> None:
    assert values.socket_address(good) is None


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "a.example",
        "a.example:443/tcp",
        "203.0.113.9/tcp",
        "203.0.113.9:443",
        "203.0.113.9:443/sctp",
        "203.0.113.9:0/tcp",
        "2001:db8::1:443/tcp",
        "203.0.113.9:99999/tcp",
        "[203.0.113.9]:443/tcp",
    ],
)
def test_no_socket_addresses(bad: str) -> None:
    assert values.socket_address(bad)


@pytest.mark.parametrize("good", ["proxy.example:8080", "127.0.0.1:3128", "[2001:db8::1]:8080"])
def test_host_and_port(good: str) -> None:
    assert values.host_and_port(good) is None


@pytest.mark.parametrize(
    "bad",
    ["proxy.example", "proxy.example:", "proxy.example:0", "proxy.example:70000", ":8080", "http://p.example:80", "2001:db8::1", "[a]:80"],
)
def test_no_host_and_port(bad: str) -> None:
    assert values.host_and_port(bad)


@pytest.mark.parametrize("good", ["http://a.example/", "https://a.example:8443/x?y=1", "http://127.0.0.1:8080", "http://[2001:db8::1]/"])
def test_web_addresses(good: str) -> None:
    assert values.web_address(good) is None


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "a.example",
        "ftp://a.example/",
        "file:///etc/passwd",
        "http://",
        "http:///x",
        "http://a b/",
        "https://a.example:99999/",
        "https://a.example:0/",
        "http://[::1/",
        "javascript:alert(1)",
        "http://a_b.example/",
        "http://bücher.example/",
        "http://a.example/\n",
    ],
)
def test_no_web_addresses(bad: str) -> None:
    assert values.web_address(bad)


def test_a_password_in_a_web_address_is_refused_without_being_repeated() -> None:
    problem = values.web_address("https://user:hunter2@a.example/")
    assert problem
    assert "hunter2" not in problem


@pytest.mark.parametrize("bad", ["", "  ", "two\nlines", "tab\there", "\u202eevil", "nul\0"])
def test_texts_that_nobody_could_read(bad: str) -> None:
    assert values.line_of_text(bad)


@given(st.text())
def test_every_check_gives_one_line_or_nothing_for_any_text(text: str) -> None:
    checks = (
        values.host,
        values.address,
        values.port_range,
        values.socket_address,
        values.host_and_port,
        values.host_or_port,
        values.web_address,
        values.sha256_hex,
        values.version_number,
        values.identifier,
        values.protocol_word,
        values.line_of_text,
        values.age_recipient,
        values.method_word,
        values.action_word,
    )
    for check in checks:
        problem = check(text)
        assert problem is None or (problem and shown(problem, 10_000) == problem)


@given(st.integers())
def test_a_port_has_sixteen_bits(number: int) -> None:
    assert (values.port_number(number) is None) == (0 < number < 2**16)


@given(st.from_regex(r"[a-z]{1,9}(\.[a-z]{1,9}){0,2}", fullmatch=True), st.integers(1, 65535))
def test_a_host_with_a_port_splits_into_both(host: str, port: int) -> None:
    assert values.host_and_port(f"{host}:{port}") is None
    assert values.split_host(f"{host}:{port}") == (host, port)
    assert values.split_host(host, 8080) == (host, 8080)
