from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.catalogue.loader import load_builtin
from wssdiag.catalogue.merge import FROM_PROFILE, checkable, merged
from wssdiag.catalogue.profile import parse_profile
from wssdiag.catalogue.rules import PLACEHOLDERS, problems
from wssdiag.model.location import Catalogue, Location, SignInProbe
from wssdiag.model.mode import Method
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Controls, Endpoints, ExtraEndpoint, Policy, Profile

CATALOGUE = load_builtin()


def filled(endpoints: Endpoints) -> dict[str, Location]:
    return {row.id: row for row in merged(CATALOGUE, Profile(endpoints=endpoints)).location}


def test_an_empty_profile_changes_nothing() -> None:
    assert merged(CATALOGUE, Profile()) == CATALOGUE


def test_forwarding_keeps_its_three_ports_at_each_data_centre() -> None:
    rows = filled(Endpoints(datacentres=("gcato2-vip1.threatpulse.net", "other.example:4443")))
    sites = [(row.host, row.port) for name, row in rows.items() if name.startswith("site-")]
    assert sorted(sites) == [(host, port) for host in ("gcato2-vip1.threatpulse.net", "other.example") for port in (8080, 8084, 8443)]


def test_hosts_of_the_profile_fill_a_placeholder_each_in_its_place() -> None:
    hosts = ("GCATO2-vip1.threatpulse.net", "203.0.113.7", "2001:db8::1", "dc.example:8443")
    rows = filled(Endpoints(datacentres=hosts))
    names = [name for name in rows if name.startswith("datacentre-") and rows[name].transport is Transport.TCP]
    assert names == [
        "datacentre-443.gcato2-vip1.threatpulse.net",
        "datacentre-443.203.0.113.7",
        "datacentre-443.2001-db8--1",
        "datacentre-8443.dc.example",
    ]
    assert [rows[name].host for name in names] == ["gcato2-vip1.threatpulse.net", "203.0.113.7", "2001:db8::1", "dc.example"]
    assert [rows[name].port for name in names] == [443, 443, 443, 8443]
    stems = list(dict.fromkeys(name.partition(".")[0] for name in rows))
    assert stems.index("datacentre-443") == [row.id for row in CATALOGUE.location].index("datacentre-443")
    assert "datacentre-443" not in rows
    assert all(checkable(rows[name]) and rows[name].placeholder is None for name in names)
    assert rows[names[0]].provenance.source.endswith(FROM_PROFILE)


def test_each_placeholder_takes_its_own_key() -> None:
    rows = filled(
        Endpoints(
            proxies=("proxy.example:3128",),
            pac_url="http://pac.example/wpad.dat",
            auth_connector="ac.example",
            domain_controllers=("dc1.example",),
            identity_provider="https://idp.example:8443/saml?x=1",
            ike_gateways=("203.0.113.5",),
        )
    )
    assert (rows["own-proxy-3128.proxy.example"].port, rows["own-proxy-3128.proxy.example"].protocol) == (3128, "http-proxy")
    assert (rows["pac-80.pac.example"].port, rows["pac-80.pac.example"].protocol) == (80, "http")
    assert (rows["idp-8443.idp.example"].port, rows["idp-8443.idp.example"].protocol) == (8443, "tls")
    assert rows["logon-80.ac.example"].host == "ac.example"
    assert rows["directory-88.dc1.example"].port == 88
    assert rows["directory-49152-65535.dc1.example"].ports == "49152-65535"
    assert rows["ipsec-500.203.0.113.5"].port == 500
    assert not checkable(rows["ipsec-esp.203.0.113.5"])
    assert {row.placeholder for row in rows.values() if row.placeholder} == {"datacentres", "not_established"}


def test_a_pac_file_of_this_computer_has_no_host_to_reach() -> None:
    assert filled(Endpoints(pac_url="file:///C:/wpad.dat"))["pac-443"].placeholder == "pac_url"


def test_the_organisation_s_own_location_holds_for_every_method() -> None:
    extra = ExtraEndpoint(id="crm", host="CRM.example", port=8443, transport=Transport.TCP)
    row = filled(Endpoints(extra=(extra,)))["crm"]
    assert set(Method) <= set(row.methods)
    assert (row.host, row.port, row.protocol, row.purpose) == ("crm.example", 8443, "tcp", "named by the organisation")


def test_an_extra_location_with_a_listed_id_takes_its_place() -> None:
    extra = ExtraEndpoint(id="ctc-443", host="ctc.example", port=443, transport=Transport.TCP)
    found = merged(CATALOGUE, Profile(endpoints=Endpoints(extra=(extra,)))).location
    before = [row.id for row in CATALOGUE.location]
    assert [row.id for row in found] == before
    assert found[before.index("ctc-443")].host == "ctc.example"


def test_each_list_of_controls_replaces_its_own() -> None:
    names = merged(CATALOGUE, Profile(controls=Controls(names=("Intranet.example",)))).control
    assert [(row.host, row.port, row.transport) for row in names if not row.addresses] == [("intranet.example", 443, "tcp")]
    assert [row for row in names if row.addresses] == [row for row in CATALOGUE.control if row.addresses]

    given_addresses = ("203.0.113.9", "203.0.113.9:443/udp", "[2001:db8::1]:8443/tcp")
    addresses = merged(CATALOGUE, Profile(controls=Controls(addresses=given_addresses))).control
    own = [(row.id, row.addresses, row.port, str(row.transport)) for row in addresses if row.addresses]
    assert own == [
        ("address-203.0.113.9-tcp-443", ("203.0.113.9",), 443, "tcp"),
        ("address-203.0.113.9-udp-443", ("203.0.113.9",), 443, "udp"),
        ("address-2001-db8--1-tcp-8443", ("2001:db8::1",), 8443, "tcp"),
    ]
    assert [row for row in addresses if not row.addresses] == [row for row in CATALOGUE.control if not row.addresses]

    probe = SignInProbe(url="http://probe.example/", status=204)
    rest = merged(CATALOGUE, Profile(controls=Controls(urls=("http://web.example/",), sign_in_probes=(probe,))))
    assert rest.control == CATALOGUE.control
    assert rest.resolver == CATALOGUE.resolver
    assert rest.sign_in_probe == (probe,)
    assert [(row.id, row.url, row.operator) for row in rest.clock_source] == [("url-web.example-80", "http://web.example/", "web.example")]


def test_service_only_leaves_the_service_and_what_the_organisation_named() -> None:
    profile = Profile(
        endpoints=Endpoints(datacentres=("dc.example",)),
        controls=Controls(names=("c.example",)),
        policy=Policy(contact_hosts="service-only"),
    )
    found = merged(CATALOGUE, profile)
    assert len(found.location) == len(CATALOGUE.location)
    assert "datacentre-443.dc.example" in {row.id for row in found.location}
    assert not any((found.control, found.sign_in_probe, found.resolver, found.clock_source))


def test_none_leaves_nothing_but_the_version() -> None:
    profile = Profile(endpoints=Endpoints(datacentres=("dc.example",)), policy=Policy(contact_hosts="none"))
    assert merged(CATALOGUE, profile) == Catalogue(version=CATALOGUE.version)


HOSTS = st.from_regex(r"[a-z][a-z0-9]{0,8}(\.[a-z][a-z0-9]{0,8}){0,2}", fullmatch=True) | st.ip_addresses().map(str)
LISTS = st.lists(HOSTS, max_size=3, unique=True).map(tuple)
ENDPOINTS = st.builds(
    Endpoints,
    datacentres=LISTS,
    pac_url=st.none() | st.just("https://pac.example/x"),
    proxies=st.just(()) | st.just(("proxy.example:8080", "[2001:db8::1]:3128")),
    auth_connector=st.none() | HOSTS,
    domain_controllers=LISTS,
    identity_provider=st.none() | st.just("https://idp.example/"),
    ike_gateways=LISTS,
    extra=st.just(()) | st.just((ExtraEndpoint(id="ctc-443", host="x.example", port=1, transport=Transport.UDP),)),
)
CONTROLS = st.builds(Controls, names=LISTS, addresses=st.lists(st.ip_addresses().map(str), max_size=2, unique=True).map(tuple))
PROFILES = st.builds(
    Profile,
    endpoints=ENDPOINTS,
    controls=CONTROLS,
    policy=st.builds(Policy, contact_hosts=st.sampled_from(["all", "service-only", "none"])),
)


@given(PROFILES)
def test_merging_is_sound_stable_and_keeps_every_row(profile: Profile) -> None:
    once = merged(CATALOGUE, profile)
    assert merged(once, profile) == once
    assert list(problems(once)) == []
    if profile.policy.contact_hosts != "none":
        assert len(once.location) >= len(CATALOGUE.location)
        kept = {row.id for row in CATALOGUE.location if row.host}
        assert kept <= {row.id for row in once.location}
    assert once.version == CATALOGUE.version


@pytest.mark.parametrize("placeholder", [word for word in PLACEHOLDERS if word != "not_established"])
def test_every_placeholder_is_a_key_of_the_profile_and_stands_in_the_catalogue(placeholder: str) -> None:
    assert placeholder in {field.name for field in msgspec.structs.fields(Endpoints)}
    assert placeholder in {row.placeholder for row in CATALOGUE.location}


def test_a_profile_from_a_file_fits() -> None:
    text = b'[endpoints]\ndatacentres = ["a.example:8443"]\n[controls]\naddresses = ["203.0.113.9:443/udp"]\n'
    found = merged(CATALOGUE, parse_profile(text, "p.toml"))
    assert list(problems(found)) == []
