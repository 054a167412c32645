"""The laws of the stand-ins for addresses."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.bundle.redaction.addresses import Addresses

STAY = tuple(ip_network(text) for text in ("130.211.30.2", "10.77.0.9", "199.19.248.0/21", "2a00:1450::/32"))

V4 = st.ip_addresses(v=4).map(str)
PRIVATE = st.integers(0, 0xFFFF).map(lambda low: str(ip_address(0x0A140000 + low)))
V6 = st.ip_addresses(v=6).map(str)
FAMILY = ("is_private", "is_global", "is_link_local", "is_loopback", "is_multicast", "is_unspecified")


@given(st.lists(st.one_of(V4, PRIVATE, V6), max_size=20))
def test_a_stand_in_is_of_the_same_kind_and_nobody_elses(texts: list[str]) -> None:
    addresses = Addresses({}, STAY)
    made = {text: addresses.address(text) for text in texts}
    assert len(set(made.values())) == len(made)
    for text, stand_in in made.items():
        for word in FAMILY:
            assert getattr(ip_address(stand_in), word) == getattr(ip_address(text), word), (word, text, stand_in)
        assert addresses.address(stand_in) == stand_in


def test_two_networks_never_go_to_one() -> None:
    addresses = Addresses({}, STAY)
    made = [addresses.address(text) for text in ("2620:4f::1", "3abc:4f::1", "2001:db8::1", "3fff::1", "fd00::1", "fc00::1", "2002::1")]
    assert len(set(made)) == len(made)


@given(st.lists(PRIVATE, min_size=2, max_size=12), st.integers(9, 31))
def test_two_of_one_subnet_stay_in_one(texts: list[str], length: int) -> None:
    addresses = Addresses({}, STAY)
    network = ip_network(f"{texts[0]}/{length}", strict=False)
    stand_in = ip_network(addresses.network(str(network)))
    assert stand_in.prefixlen == length
    for text in texts:
        assert (ip_address(addresses.address(text)) in stand_in) == (ip_address(text) in network)


@given(st.lists(st.one_of(V4, PRIVATE, V6), max_size=12), st.lists(st.one_of(V4, PRIVATE), max_size=12))
def test_what_a_case_gave_it_gives_again(first: list[str], then: list[str]) -> None:
    given_by_case: dict[str, str] = {}
    before = [Addresses(given_by_case, STAY).address(text) for text in first]
    later = Addresses(given_by_case, STAY)
    for text in then:
        later.address(text)
    assert [later.address(text) for text in first] == before


@pytest.mark.parametrize(
    "text", ["127.0.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.251", "::1", "ff02::1", "130.211.30.2", "199.19.250.205"]
)
def test_what_says_nothing_of_anybody_stays(text: str) -> None:
    assert Addresses({}, STAY).address(text) == text


@pytest.mark.parametrize(
    "text", ["0.0.0.0/0", "128.0.0.0/1", "::/0", "2000::/3", "10.0.0.0/8", "127.0.0.0/8", "fe80::/64", "130.211.0.0/16"]
)
def test_networks_that_are_everybodys_or_hold_what_stays(text: str) -> None:
    assert Addresses({}, STAY).network(text) == text


def test_what_lies_beside_something_that_stays_lies_there_afterwards() -> None:
    addresses = Addresses({}, STAY)
    assert ip_address(addresses.address("10.77.0.200")) in ip_network("10.77.0.0/24")
    assert addresses.address("10.77.0.200") != "10.77.0.200"
