"""One word for what the Network List Manager says of all networks."""

from __future__ import annotations

import pytest

from wssdiag.system.windows_nlm import Network, connectivity_json, opinion

SUBNET, LOCAL, INTERNET = 0x10, 0x20, 0x40
SUBNET6, LOCAL6, INTERNET6 = 0x100, 0x200, 0x400
HIJACKED, PROXIED = 1, 2


@pytest.mark.parametrize(
    ("networks", "word"),
    [
        ([], "none"),
        ([(0, 0, 0)], "none"),
        ([(SUBNET, 0, 0)], "local"),
        ([(LOCAL, 0, 0), (0, 0, 0)], "local"),
        ([(SUBNET6 | INTERNET, 0, 0)], "internet"),
        ([(INTERNET6, PROXIED, PROXIED)], "internet"),
        ([(LOCAL, HIJACKED, 0)], "webhijack"),
        ([(INTERNET, HIJACKED, 0)], "webhijack"),
        ([(LOCAL6, 0, HIJACKED | PROXIED)], "webhijack"),
        # IPv4 leads to the internet: what IPv6 would meet is no matter.
        ([(INTERNET | LOCAL6, 0, HIJACKED)], "internet"),
        # A flag of a network that leads nowhere says nothing.
        ([(SUBNET, HIJACKED, 0)], "local"),
        ([(0, HIJACKED, HIJACKED)], "none"),
        # A hotspot beside a network that works.
        ([(LOCAL, HIJACKED, 0), (INTERNET, 0, 0)], "internet"),
        ([(LOCAL, HIJACKED, 0), (SUBNET, 0, 0)], "webhijack"),
    ],
)
def test_opinion(networks: list[Network], word: str) -> None:
    assert opinion(networks) == word


def test_another_system_has_no_list_manager() -> None:
    assert connectivity_json() is None
