"""The vendor's JSON: read as it is known, refused with one line where it is wrong, and never believed beyond reason."""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import date
from ipaddress import ip_network
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalogue.lists import DOCUMENT, FETCHED, TODAY, data, full, read
from wssdiag.catalogue.public_networks import cover_too_much, disbelief
from wssdiag.catalogue.service_hosts import host_name
from wssdiag.catalogue.servicepoints import SIZE_LIMIT_BYTES, parse
from wssdiag.model.input_error import InputError
from wssdiag.model.service_list import ServiceHost, ServiceList, Site
from wssdiag.model.shown import shown


def problem_of(document: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read(document)
    told = str(caught.value)
    assert told.startswith("list.json: ")
    assert shown(told, 2000) == told
    return told.removeprefix("list.json: ")


def test_the_whole_list() -> None:
    assert full() == ServiceList(
        source="list.json",
        fetched=FETCHED,
        revised="2026-09-12",
        hosts=(
            ServiceHost(host="portal.threatpulse.com", addresses=("35.245.151.224", "34.82.146.64")),
            ServiceHost(host="ctc.threatpulse.com", addresses=("130.211.30.2",)),
            ServiceHost(host="auth.threatpulse.com", addresses=("35.245.151.226",)),
        ),
        sites=(
            Site(
                name="GCATO2",
                location="Toronto, Canada",
                ingress=("168.149.136.2", "168.149.136.3"),
                ranges=("168.149.136.0/24", "168.149.139.0/24", "2607:f8b0:4000::/48"),
                authentication=("168.149.136.9",),
            ),
            Site(name="GCAMO1", location="Montréal, Canada", ingress=("168.149.140.2",)),
        ),
        egress=("148.64.1.0/25", "148.64.2.0/24", "168.149.168.0/32", "2607:f8b0:5000::1/128", "148.64.3.0/24"),
    )


def test_what_is_in_force_changes_with_the_day() -> None:
    document = data()
    before, today, after = (read(document, day) for day in (TODAY.replace(day=25), TODAY, date(2126, 11, 27)))
    assert before.network_of("168.149.137.1") == "168.149.137.0/24"
    assert today.network_of("168.149.137.1") is None
    assert today.network_of("168.149.138.1") is None
    assert after.network_of("168.149.138.1") == "168.149.138.0/24"
    assert after.revised == "2126-11-27"


@pytest.mark.parametrize("section", [name for name in DOCUMENT if name not in {"wss_management", "news"}])
def test_every_section_may_be_missing_and_none_may_be_of_another_type(section: str) -> None:
    assert full(**{section: None})
    for wrong, kind in (("text", "text"), (5, "a whole number"), ({}, "a table"), (True, "true or false")):
        assert problem_of(data(**{section: wrong})) == f"{section}: expected a list, not {kind}"
    assert problem_of(data(**{section: [5]})) == f"{section}[0]: expected a table, not a whole number"


def site(**keys: object) -> bytes:
    return data(wss_datapath=[{"cluster": "A", **keys}])


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (b"", "is no JSON: Input data was truncated"),
        (b"<html>Please sign in</html>", "is no JSON: JSON is malformed: invalid character (byte 0)"),
        (b"\xff", "is no JSON: JSON is malformed: invalid character (byte 0)"),
        (b'"text"', "expected a table, not text"),
        (b"[]", "expected a table, not a list"),
        (b"null", "expected a table, not nothing"),
        (b"{}", "is no list of the service: it names no site, no host and no network that is in force"),
        (b'{"wss_datapath": []}', "is no list of the service: it names no site, no host and no network that is in force"),
        (b'{"a": 1e999}', "is no JSON: Number out of range - at `$[...]`"),
        (data(wss_datapath=[{"ingress_ips": []}]), "wss_datapath[0].cluster: missing"),
        (data(wss_datapath=[{"cluster": 5}]), "wss_datapath[0].cluster: expected text, not a whole number"),
        (data(wss_datapath=[{"cluster": "a\u202eb"}]), "wss_datapath[0].cluster: holds a line break or a hidden character"),
        (data(wss_datapath=[{"cluster": "a\nb"}]), "wss_datapath[0].cluster: holds a line break or a hidden character"),
        (data(wss_datapath=[{"cluster": "a" * 101}]), "wss_datapath[0].cluster: longer than 100 characters"),
        (site(location="\x1b[31m"), "wss_datapath[0].location: holds a line break or a hidden character"),
        (site(ingress_ips="1.2.3.4"), "wss_datapath[0].ingress_ips: expected a list, not text"),
        (site(ingress_ips=[5]), "wss_datapath[0].ingress_ips[0]: expected a table, not a whole number"),
        (site(ingress_ips=["x\u202e"]), "wss_datapath[0].ingress_ips[0]: 'x\ufffd' is neither an address nor a network"),
        (site(ingress_ips=[{"ip": "x"}]), "wss_datapath[0].ingress_ips[0].ip: 'x' is neither an address nor a network"),
        (site(ingress_egress_ranges={}), "wss_datapath[0].ingress_egress_ranges: expected a list, not a table"),
        (site(ingress_egress_ranges=[{"rang": "1.2.3.0/24"}]), "wss_datapath[0].ingress_egress_ranges[0]: has no range and no address"),
        (site(ingress_egress_ranges=[{"range": 5}]), "wss_datapath[0].ingress_egress_ranges[0].range: expected a list, not a whole number"),
        (
            data(wss_kps=[{"country_egress_ranges": [{"ranges": ["1.2.3.4", "www.example"]}]}]),
            "wss_kps[0].country_egress_ranges[0].ranges[1]: 'www.example' is neither an address nor a network",
        ),
    ],
)
def test_what_is_wrong_is_told_by_its_place(document: bytes, told: str) -> None:
    assert problem_of(document) == told


def test_a_byte_order_mark_is_none_of_its_faults() -> None:
    assert read(b"\xef\xbb\xbf" + data()) == full()


@pytest.mark.parametrize(
    "poison", ["0.0.0.0/0", "::/0", "10.0.0.0/8", "127.0.0.1", "224.0.0.0/8", "192.168.7.0/24", "fe80::1", "4.0.0.0/6", "2000::/4"]
)
def test_what_no_service_can_own_is_left_out_and_told(poison: str) -> None:
    document = data(wss_kps=[{"ranges": [poison]}], web_isolation=[{"ranges": [{"range": poison}]}])
    found = read(document)
    assert found.networks == (*full(wss_kps=[], web_isolation=[]).networks,)
    assert [line.partition(": ")[0] for line in found.left_out] == ["wss_kps[0].ranges[0]", "web_isolation[0].ranges[0].range"]
    assert all(str(ip_network(poison)) in line for line in found.left_out)


def test_a_list_of_nothing_else_is_none() -> None:
    poison = {"wss_datapath": [{"cluster": "A", "ingress_ips": ["10.0.0.1"], "ingress_egress_ranges": [{"range": "0.0.0.0/0"}]}]}
    assert "is no list of the service" in problem_of(json.dumps(poison).encode())


def test_many_rows_left_out_are_told_in_a_few_lines() -> None:
    found = full(wss_kps=[{"ranges": [f"10.0.0.{number}" for number in range(200)]}])
    assert len(found.left_out) == 21
    assert found.left_out[-1] == "and 180 more"


def test_the_internet_in_slices_is_refused() -> None:
    slices = [f"{number}.0.0.0/8" for number in range(11, 100)]
    assert problem_of(data(wss_kps=[{"ranges": slices}])) == "its networks together hold more of the internet than one service can"


def test_a_network_where_an_address_is_wanted_is_no_address() -> None:
    found = read(site(ingress_ips=["168.149.136.2", "168.149.136.0/24"]))
    assert found.sites[0].ingress == ("168.149.136.2",)
    assert found.left_out == ("wss_datapath[0].ingress_ips[1]: 168.149.136.0/24 (a network, where an address is wanted)",)


def test_a_site_of_which_nothing_is_in_force_is_none() -> None:
    gone = {"cluster": "B", "ingress_ips": ["168.149.136.2"], "shutdown_date": "2026-01-01"}
    empty = {"cluster": "C", "ingress_egress_ranges": [{"range": "168.149.136.0/24", "shutdown_date": "2026-01-01"}]}
    assert [row.name for row in full(wss_datapath=[gone, empty, {"location": "Oslo", "ingress_ips": ["168.149.136.2"]}]).sites] == ["Oslo"]


@pytest.mark.parametrize(
    "document",
    [
        b" " * (SIZE_LIMIT_BYTES + 1),
        b"[" * SIZE_LIMIT_BYTES,
        b"[]," * (SIZE_LIMIT_BYTES // 3),
        b'{"a":' * (SIZE_LIMIT_BYTES // 5),
        b"9" * SIZE_LIMIT_BYTES,
        b'{"wss_management":' + b"[" * 500 + b"]" * 500 + b"}",
        b'{"wss_datapath":[{"cluster":"A","auth":' + b'{"a":' * 400 + b"1" + b"}" * 402 + b"]}",
        json.dumps({"wss_kps": [{"ranges": [f"1.{n // 256}.{n % 256}.0/24" for n in range(60_000)]}]}).encode(),
        json.dumps({"wss_management": [f"a{number}.example" for number in range(200_000)]}).encode(),
        json.dumps({"wss_datapath": [{"cluster": "A", "ingress_ips": [{"ip": "10.0.0.1"}] * 100_000}]}).encode(),
    ],
    ids=range(10),
)
def test_a_flood_ends_soon(document: bytes) -> None:
    began = time.monotonic()
    assert problem_of(document)
    assert time.monotonic() - began < 10.0


#: Values that are near to right ones, so that a drawn document comes far.
LEAVES = st.sampled_from(
    [
        *(None, True, 5, 1.5, "", "168.149.136.0/24", "168.149.136.2", "0.0.0.0/0", "10.0.0.0/8", "8.0.0.0/8", "11.0.0.0/8", "2600::/16"),
        *("portal.threatpulse.com", "2026-01-01", "2099-01-01", "a\u202eb", "\x00", "::1", "fe80::1%x", "1.2.3.0/33", "https://a.example/"),
    ]
) | st.text(max_size=8)
KEYS = st.sampled_from(
    [
        *("cluster", "location", "ingress_ips", "ingress_egress_ranges", "ingress_egress_ranges_ipv6", "auth_ips", "range", "ranges"),
        *("ip", "go_live_date", "shutdown_date", "country_egress_ranges", "host", "hostname", "url", "a.example", "version"),
    ]
) | st.text(max_size=6)
PARTS = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25)
SECTIONS = st.sampled_from(["wss_management", "wss_datapath", "wss_egress_routing", "wss_kps", "web_isolation", "version", "x"])
DOCUMENTS = st.dictionaries(SECTIONS, PARTS | st.lists(st.dictionaries(KEYS, PARTS, max_size=4), max_size=3), max_size=6)


def is_safe(found: ServiceList) -> bool:
    """Nothing in it but what the type promises, and no more of the internet than a service can own."""
    texts = [found.source, *found.left_out, *(text for row in found.sites for text in (row.name, row.location))]
    assert all(shown(text) == text for text in texts)
    assert all(host_name(row.host) == row.host for row in found.hosts)
    addresses = [text for row in found.hosts for text in row.addresses]
    addresses += [text for row in found.sites for text in (*row.ingress, *row.authentication)]
    networks = [ip_network(text) for text in found.networks]
    assert all(disbelief(network) is None for network in (*networks, *map(ip_network, addresses)))
    assert max(Counter(found.networks).values(), default=1) == 1
    return not cover_too_much(networks)


def attempt(document: bytes, source: str = "list.json") -> ServiceList | str:
    """The list, or the one line."""
    try:
        return parse(document, source, FETCHED, TODAY)
    except InputError as error:
        return str(error)


@settings(max_examples=200)
@given(DOCUMENTS)
def test_any_document_gives_a_safe_list_or_one_line(document: dict[str, Any]) -> None:
    found = attempt(json.dumps(document).encode())
    if isinstance(found, str):
        assert shown(found, 2000) == found
        return
    assert is_safe(found)
    assert found.hosts or found.networks or any(row.ingress for row in found.sites)


@settings(max_examples=200)
@given(st.binary(max_size=200), st.text(max_size=20))
def test_any_bytes_give_one_line(noise: bytes, source: str) -> None:
    for document in (noise, data()[: len(noise) * 9] + noise, data().replace(b"168.149.136.0", noise[:12] or b"x")):
        found = attempt(document, source)
        assert "\n" not in found if isinstance(found, str) else is_safe(found)
