"""What the built-in catalogue must hold: every row of the vendor's reference, honestly, and no more contacts than are needed."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from wssdiag.catalogue.loader import load_builtin
from wssdiag.catalogue.merge import checkable
from wssdiag.model.location import Location, Need, Sureness
from wssdiag.model.observation import Transport

CATALOGUE = load_builtin()

#: The only addresses of the service that were read in any document, and whose they are.
READ_ADDRESSES = {"130.211.30.2": "ctc.threatpulse.com", "199.19.250.205": "ep.threatpulse.net"}

#: Names that were read in a document. All others are remembered.
READ_HOSTS = {
    "portal.threatpulse.com",
    "ctc.threatpulse.com",
    "proxy.threatpulse.net",
    "ep.threatpulse.net",
    "ep-all.threatpulse.net",
    "ep-roundrobin.threatpulse.net",
    "ep1.threatpulse.net",
    "ep10.threatpulse.net",
    "saml.threatpulse.net",
    "199.19.248.205",
}

#: The fifteen rows: method words, and what the reference says must be open (transport, port; certainty).
REFERENCE = {
    "portal": {("tcp", 443)},
    "ipsec": {("udp", 500), ("udp", 4500), ("ip", None)},
    "proxy-forwarding": {("tcp", 8080), ("tcp", 8443), ("tcp", 8084)},
    "explicit-proxy": {("tcp", 8080)},
    "pac-file": {("tcp", 443), ("tcp", 8080)},
    "sep-pac": {("tcp", 443), ("tcp", 8080)},
    "trans-proxy": {("tcp", 80), ("udp", 500), ("udp", 4500)},
    "wss-agent": {("tcp", 443), ("udp", 443)},
    "sep-tunnel": {("tcp", 443), ("udp", 443)},
    "unified-agent": {("tcp", 80), ("tcp", 443), ("udp", 443)},
    "mobile": {("udp", 500), ("udp", 4500)},
    "upe": {("tcp", 443)},
    "auth-connector": {("tcp", 443)},
    "auth-connector-ad": {("tcp", 139), ("tcp", 445), ("tcp", 389), ("tcp", 135), ("tcp", 88), ("tcp", "49152-65535")},
    "ac-logon": {("tcp", 80)},
    "saml": {("tcp", 8443)},
    "roaming-captive-portal": {("tcp", 8080)},
}


def by_id(name: str) -> Location:
    return next(row for row in CATALOGUE.location if row.id == name)


@pytest.mark.parametrize(("method", "wanted"), REFERENCE.items(), ids=REFERENCE)
def test_every_row_of_the_reference_is_here(method: str, wanted: set[tuple[str, int | str | None]]) -> None:
    rows = [row for row in CATALOGUE.location if method in row.methods]
    assert wanted <= {(str(row.transport), row.port or row.ports) for row in rows}


def test_portal_support_and_partner_portal_share_the_first_row_and_are_optional() -> None:
    rows = [row for row in CATALOGUE.location if "portal" in row.methods]
    assert {row.id for row in rows} == {"portal-443", "support-443", "partner-portal-443"}
    assert {row.need for row in rows} == {Need.OPTIONAL}


@pytest.mark.parametrize("row", CATALOGUE.location, ids=lambda row: row.id)
def test_no_remembered_value_hides_under_a_better_certainty(row: Location) -> None:
    for address in row.addresses:
        assert READ_ADDRESSES[address] == row.host
    if row.provenance.certainty is not Sureness.UNVERIFIED:
        assert row.host is None or row.host in READ_HOSTS
    assert row.provenance.source
    assert "remembered" not in row.provenance.source or row.provenance.certainty is Sureness.UNVERIFIED
    assert "host is remembered" not in (row.when or "") or row.provenance.certainty is Sureness.UNVERIFIED


@pytest.mark.parametrize(
    ("name", "need", "certainty"),
    [
        ("ctc-443", Need.REQUIRED, Sureness.DOCUMENTED),
        ("datacentre-443", Need.REQUIRED, Sureness.DOCUMENTED),
        ("datacentre-udp-443", Need.OPTIONAL, Sureness.DOCUMENTED),
        ("proxy-8080", Need.REQUIRED, Sureness.DOCUMENTED),
        ("proxy-8443", Need.REQUIRED, Sureness.DOCUMENTED),
        ("proxy-8084", Need.OPTIONAL, Sureness.DOCUMENTED),
        ("ua-portal-443", Need.REQUIRED, Sureness.UNVERIFIED),
        ("ua-ctc-443", Need.REQUIRED, Sureness.UNVERIFIED),
        ("pfms-443", Need.REQUIRED, Sureness.UNVERIFIED),
        ("directory-3268", Need.OPTIONAL, Sureness.UNVERIFIED),
        ("saml-8443", Need.REQUIRED, Sureness.DOCUMENTED),
        ("trans-500", Need.REQUIRED, Sureness.INFERRED),
        ("roaming-8080", Need.REQUIRED, Sureness.INFERRED),
        ("roaming-8880", Need.OPTIONAL, Sureness.DOCUMENTED),
    ],
)
def test_need_and_certainty(name: str, need: Need, certainty: Sureness) -> None:
    assert (by_id(name).need, by_id(name).provenance.certainty) == (need, certainty)


def test_conflicting_sources_are_both_kept_and_say_so() -> None:
    for name in ("roaming-8080", "roaming-8880"):
        assert "conflict" in (by_id(name).when or "")


@pytest.mark.parametrize("row", CATALOGUE.location, ids=lambda row: row.id)
def test_an_id_ends_with_the_port(row: Location) -> None:
    assert row.id.endswith(f"-{row.port or row.ports or row.protocol}")


def test_what_has_no_host_or_no_ports_is_listed_and_never_checked() -> None:
    unchecked = {row.id for row in CATALOGUE.location if not checkable(row)}
    assert {"ipsec-esp", "mobile-esp", "trans-esp", "partner-portal-443", "datacentre-443", "logon-80"} <= unchecked
    assert {"ctc-443", "ep-80", "ep-second-80", "mobile-500"}.isdisjoint(unchecked)


def test_the_service_s_own_proxy_comes_first_for_each_method_that_browses_by_a_proxy() -> None:
    first: dict[str, str] = {}
    for row in reversed([row for row in CATALOGUE.location if row.protocol == "http-proxy"]):
        first |= dict.fromkeys(row.methods, row.id)
    assert first["explicit-proxy"] == "proxy-8080"
    assert first["trans-proxy"] == "ep-80"
    assert first["pac-file"] == first["sep-pac"] == "default-pac-8080"


def test_controls_are_of_unrelated_operators_and_cover_names_addresses_and_ports() -> None:
    controls = CATALOGUE.control
    assert len({row.operator for row in controls}) >= 3
    assert len({row.operator for row in controls if row.transport is Transport.UDP and row.port == 443}) >= 2
    for by_address in (True, False):
        found = [row for row in controls if bool(row.addresses) == by_address and row.transport is Transport.TCP]
        assert {80, 443} <= {row.port for row in found}
    assert len({row.operator for row in controls if row.port == 443 and not row.addresses}) >= 3
    assert {8080, 8443} <= {row.port for row in controls}
    assert not any(re.search("threatpulse|symantec|broadcom", row.host) for row in controls)


def test_sign_in_probes_are_five_unrelated_plain_ones() -> None:
    assert len({row.owner for row in CATALOGUE.sign_in_probe}) == len(CATALOGUE.sign_in_probe) == 5
    assert all(row.url.startswith("http://") for row in CATALOGUE.sign_in_probe)
    assert {row.status: row.body for row in CATALOGUE.sign_in_probe}[204] == ""
    assert all(row.body for row in CATALOGUE.sign_in_probe if row.status == 200)


def test_resolvers_and_clocks_are_three_unrelated_each_and_contact_nobody_new() -> None:
    assert len({row.operator for row in CATALOGUE.resolver}) == len(CATALOGUE.resolver) == 3
    assert len({row.operator for row in CATALOGUE.clock_source}) == len(CATALOGUE.clock_source) == 3
    contacted = {urlsplit(row.url).hostname for row in CATALOGUE.sign_in_probe}
    assert {urlsplit(row.url).hostname for row in CATALOGUE.clock_source} <= contacted
    assert {row.address for row in CATALOGUE.resolver} <= {address for row in CATALOGUE.control for address in row.addresses}


def test_few_strangers_are_contacted() -> None:
    hosts = {row.host for row in CATALOGUE.control} | {urlsplit(row.url).hostname for row in CATALOGUE.sign_in_probe}
    assert len(hosts) <= 12
