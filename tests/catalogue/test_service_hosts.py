"""No document tells the shape of the management hosts: whatever it is, hosts are found and no address is given to the wrong one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalogue.lists import read
from wssdiag.catalogue.service_hosts import host_name
from wssdiag.model.codec import encode
from wssdiag.model.input_error import InputError

PORTAL, CTC = "portal.threatpulse.com", "ctc.threatpulse.com"
A, B = "35.245.151.224", "130.211.30.2"


def hosts(section: object) -> dict[str, tuple[str, ...]]:
    """The section's hosts, beside a site, without which a section without hosts is no list."""
    document = {"wss_management": section, "wss_datapath": [{"cluster": "X", "ingress_ips": ["168.149.136.2"]}]}
    return {row.host: row.addresses for row in read(encode(document)).hosts}


@pytest.mark.parametrize(
    "section",
    [
        {PORTAL: [A], CTC: B},
        {PORTAL: {"ips": [A]}, CTC: [{"ip": B, "region": "us"}]},
        {"portal": {"host": PORTAL, "ip": A}, "ctc": {"fqdn": CTC, "addresses": [B]}},
        [{"name": "Portal", "hostname": PORTAL, "ips": [A]}, {"name": "CTC", "hostname": f"{CTC}.", "ips": [{"range": f"{B}/32"}]}],
        [{"service": PORTAL.upper(), "ranges": [{"range": A, "go_live_date": "2020-01-01"}]}, {"url": f"https://{CTC}:443/x", "ip": B}],
        {"us": {"portal": [{"domain": PORTAL, "ingress_ips": [{"ip": A}]}]}, "eu": {"ctc": {"dns": CTC, "x": {"y": {"ip": [B]}}}}},
        [{"host": PORTAL, "docs": "https://knowledge.broadcom.com/", "ip": A}, {"host": CTC, "ip": B}],
        [{"host": PORTAL, "ip": A}, {"host": CTC, "ip": [B, {"ip": "10.0.0.1"}, {"ip": A, "shutdown_date": "2020-01-01"}]}],
    ],
)
def test_the_same_hosts_in_every_shape(section: object) -> None:
    assert hosts(section) == {PORTAL: (A,), CTC: (B,)}


@pytest.mark.parametrize(
    ("section", "found"),
    [
        ([PORTAL, CTC], {PORTAL: (), CTC: ()}),
        ({"hosts": [PORTAL, CTC], "ips": [A, B]}, {PORTAL: (), CTC: ()}),
        ([PORTAL, A], {PORTAL: ()}),
        ({"portal": [A]}, {}),
        ([{"host": PORTAL, "ip": A}, {"host": PORTAL, "ip": B}], {PORTAL: (A, B)}),
        ([{"host": PORTAL, "ip": A, "shutdown_date": "2020-01-01"}], {}),
        ([{"host": PORTAL, "range": "35.245.151.224/28"}], {PORTAL: ()}),
        ({}, {}),
        (None, {}),
    ],
)
def test_an_address_without_a_plain_owner_belongs_to_nobody(section: Any, found: dict[str, tuple[str, ...]]) -> None:  # noqa: ANN401 - JSON
    assert hosts(section) == found


@pytest.mark.parametrize("section", ["text", 5, True])
def test_a_section_of_the_wrong_type(section: object) -> None:
    with pytest.raises(InputError, match=r"^list\.json: wss_management: expected a table, not "):
        hosts(section)


def test_a_flood_of_addresses_for_one_host() -> None:
    with pytest.raises(InputError, match="more than 64 addresses"):
        hosts({PORTAL: [f"35.245.151.{number}" for number in range(65)]})


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "portal",
            "130.211.30.2",
            "2607:f8b0::1",
            "Toronto, Canada",
            "a b.example",
            "user@portal.example",
            "*.threatpulse.com",
            "1.2",
        ),
        *("bücher.example", "portal.threatpulse.com\n", "portal\u202e.example", "http://[", "file.7z", "-a.example", f"{'a' * 64}.example"),
        "a." * 2000 + "example",
    ],
)
def test_what_is_no_host(text: str) -> None:
    assert host_name(text) is None
