from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.catalogue.public_networks import cover_too_much, disbelief, network_of


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("168.149.136.0/24", "168.149.136.0/24"),
        ("168.149.136.7/24", "168.149.136.0/24"),
        ("168.149.136.7", "168.149.136.7/32"),
        ("2607:F8B0::1", "2607:f8b0::1/128"),
        ("2607:f8b0::/32", "2607:f8b0::/32"),
        ("::ffff:8.8.8.8", "::ffff:8.8.8.8/128"),
    ],
)
def test_a_network_is_read(text: str, network: str) -> None:
    assert network_of(text) == ip_network(network)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "x",
            "168.149.136",
            "168.149.136.0/33",
            "168.149.136.0/",
            "168.149.136.0/24 ",
            " 168.149.136.0",
            "168.149.136.0/255.255.255.0",
        ),
        *(
            "168.149.136.0/-1",
            "168.149.136.256",
            "0168.149.136.1",
            "fe80::1%eth0",
            "2607::1::2",
            "١٦٨.149.136.0",
            "2821556224",
            "1" * 10_000,
        ),
        "168.149.136.0\n",
    ],
)
def test_what_is_no_network(text: str) -> None:
    assert network_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("0.0.0.0/0", "0.0.0.0", "128.0.0.0/1", "8.0.0.0/7", "::/0", "2000::/3", "2600::/15"),
        *("10.1.2.0/24", "172.16.0.0/12", "172.0.0.0/8", "192.168.1.1", "192.0.0.0/8", "100.64.0.1", "127.0.0.1", "169.254.1.1"),
        *("224.0.0.251", "239.0.0.0/8", "240.0.0.1", "255.255.255.255", "203.0.113.1", "198.51.100.0/24", "192.0.2.0/24", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fc00::/16", "ff02::1", "2001:db8::1", "2002::/16", "2001::1", "64:ff9b::808:808", "::ffff:8.8.8.8"),
    ],
)
def test_what_no_service_can_own(text: str) -> None:
    network = network_of(text)
    assert network is not None
    assert disbelief(network)


@pytest.mark.parametrize("text", ["168.149.136.0/24", "8.0.0.0/8", "130.211.30.2", "2607:f8b0::/32", "2600::/16", "2a00::1"])
def test_what_one_can(text: str) -> None:
    network = network_of(text)
    assert network is not None
    assert disbelief(network) is None


@given(st.ip_addresses(v=4), st.integers(8, 32))
def test_the_library_agrees_that_what_is_believed_is_global(address: IPv4Address, prefix: int) -> None:
    network = IPv4Network((address, prefix), strict=False)
    if disbelief(network) is None:
        assert network.is_global
        assert not network.is_multicast


def test_all_of_them_together_are_bounded_too() -> None:
    rows = [IPv4Network((number << 24, 8)) for number in (8, 11, 12)]
    assert not cover_too_much(rows[:1])
    assert not cover_too_much(rows[:1] * 5)
    assert not cover_too_much([rows[0], IPv4Network("8.1.0.0/16")])
    assert cover_too_much(rows[:2])
    assert cover_too_much([rows[0], IPv4Network("11.1.1.1/32")])
    assert not cover_too_much([rows[0], IPv6Network("2600::/16")])
    assert cover_too_much([IPv6Network("2600::/16"), IPv6Network("2a00::/64")])
