"""The lab's IPv6 on paper."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from tests.lab.network.ipv6 import LAPTOP_ADDRESS_6, beside, ipv4_of


@pytest.mark.parametrize(
    ("how", "address"),
    [("works", "2a0e:1ab0:6464::82d3:1e02"), ("dropped", "2a0e:1ab0:6464::82d3:1e02"), ("only", "64:ff9b::82d3:1e02")],
)
def test_an_address_has_another_beside_it_and_stands_for_it(how: str, address: str) -> None:
    assert beside(["130.211.30.2", "2001:db8::1"], how) == (address, "2001:db8::1")
    assert ipv4_of(address) == "130.211.30.2"
    assert ip_address(address).is_global


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("130.211.30.2", "130.211.30.2"),
        ("::ffff:10.20.0.10", "10.20.0.10"),
        ("2001:db8::1", "2001:db8::1"),
        ("64:ff9b:1::82d3:1e02", "64:ff9b:1::82d3:1e02"),
        ("fe80::1%eth0", "fe80::1%eth0"),
    ],
)
def test_other_addresses_stand_for_themselves(address: str, known: str) -> None:
    assert ipv4_of(address) == known


def test_the_laptop_looks_public() -> None:
    assert ip_address(LAPTOP_ADDRESS_6).is_global
