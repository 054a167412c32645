from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.probes.address import interleaved, is_bogus, ordered


def test_ipv4_first_each_once() -> None:
    assert ordered(["2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.1"]) == ("192.0.2.1", "2001:db8::1", "2001:db8::2")


@pytest.mark.parametrize(
    ("given_order", "tried"),
    [
        ("a b c 1: 2:", "a 1: b 2: c"),
        ("1: 2: a", "1: a 2:"),
        ("a b", "a b"),
        ("1: a b c", "1: a b c"),
        ("", ""),
    ],
)
def test_families_take_turns(given_order: str, tried: str) -> None:
    assert interleaved(tuple(given_order.split())) == tuple(tried.split())


@given(st.lists(st.sampled_from(["a", "b", "c", "1:", "2:", "3:"]), unique=True))
def test_no_address_is_lost(addresses: list[str]) -> None:
    assert sorted(interleaved(addresses)) == sorted(addresses)


@pytest.mark.parametrize(
    ("host", "addresses", "bogus"),
    [
        ("a.example", ("0.0.0.0",), True),
        ("a.example", ("::",), True),
        ("a.example", ("127.0.0.1", "::1"), True),
        ("a.example", ("::ffff:127.0.0.1",), True),
        ("a.example", ("127.0.0.1", "192.0.2.1"), False),
        ("a.example", (), False),
        ("localhost", ("127.0.0.1",), False),
        ("LOCALHOST.", ("127.0.0.1",), False),
        ("127.0.0.1", ("127.0.0.1",), False),
    ],
)
def test_sinkholes(host: str, addresses: tuple[str, ...], bogus: bool) -> None:
    assert is_bogus(host, addresses) is bogus
