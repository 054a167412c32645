from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.catalogue.profile import load_profile, parse_profile
from wssdiag.model.input_error import InputError
from wssdiag.model.mode import Method
from wssdiag.model.profile import Profile
from wssdiag.model.shown import shown

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """
schema = "wssdiag.profile/1"
organisation = "Example Ltd"
[helpdesk]
name = "Service desk"
phone = "+44 20 7946 0000"
email = "help@example.org"
url = "https://help.example.org/"
[expect]
method = "wss-agent"
agent_minimum_version = "9.7.1"
root_ca_sha256 = ["%s"]
trusted_interceptors = ["Example Corp Proxy CA"]
[endpoints]
datacentres = ["gcato2-vip1.threatpulse.net", "203.0.113.7:8443"]
pac_url = "file:///etc/proxy.pac"
proxies = ["proxy.example:8080", "[2001:db8::1]:3128"]
auth_connector = "ac.example"
domain_controllers = ["dc1.example", "dc2.example"]
identity_provider = "https://idp.example/"
ike_gateways = ["203.0.113.5"]
extra = [{ id = "crm", host = "crm.example", port = 8443, transport = "tcp", purpose = "CRM" }]
[controls]
names = ["intranet.example"]
addresses = ["203.0.113.9:443/tcp", "203.0.113.9:443/udp", "203.0.113.10"]
urls = ["http://intranet.example/"]
sign_in_probes = [{ url = "http://intranet.example/probe", status = 200, body = "fine" }]
egress_url = "https://ip.example/"
[signatures]
block_page = ["Blocked by Example"]
credential_page = ["Sign in to Example"]
response_headers = ["X-Example-Gateway"]
interception_issuers = ["Example Web CA"]
[bundle]
recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
include = ["addresses"]
exclude = ["facts.json"]
[policy]
allow_fixes = ["proxy-off", "start-agent"]
contact_hosts = "service-only"
""" % ("AB" * 32)

BAD = [
    ("organisation = ''' \n'''", "organisation: empty"),
    ("helpdesk.url = 'help.example'", "helpdesk.url: 'help.example' is not a web address (http://, https://)"),
    ("helpdesk.email = 'nobody'", "helpdesk.email: not an e-mail address"),
    ("helpdesk.fax = '1'", "helpdesk.fax: unknown key"),
    (
        "expect.method = 'agent'",
        f"expect.method: 'agent' is not one of: {', '.join(Method)}",
    ),
    ("expect.agent_minimum_version = 'new'", "expect.agent_minimum_version: 'new' is not a version (9.7.1)"),
    ("expect.agent_minimum_version = 9.7", "expect.agent_minimum_version: expected text, not a number"),
    ("expect.root_ca_sha256 = ['abc']", "expect.root_ca_sha256[0]: 'abc' is not a SHA-256 (64 hex digits)"),
    ("expect.trusted_interceptors = ['']", "expect.trusted_interceptors[0]: empty"),
    ("endpoints.datacentres = ['a b']", "endpoints.datacentres[0]: 'a b' is not a host name"),
    ("endpoints.datacentres = ['a.example', 'A.example']", "endpoints.datacentres[1]: 'a.example' stands here already, at [0]"),
    ("endpoints.datacentres = 'a.example'", "endpoints.datacentres: expected a list, not text"),
    ("endpoints.pac_url = 'ftp://a.example/'", "endpoints.pac_url: 'ftp://a.example/' is not a web address (http://, https://, file://)"),
    ("endpoints.proxies = ['proxy.example']", "endpoints.proxies[0]: 'proxy.example' has no port (host:port)"),
    ("endpoints.proxies = ['p.example:1', 'p.example:70000']", "endpoints.proxies[1]: 70000 is not a port (1 to 65535)"),
    ("endpoints.auth_connector = 'a_c'", "endpoints.auth_connector: 'a_c' is not a host name"),
    ("endpoints.domain_controllers = ['dc:88']", "endpoints.domain_controllers[0]: 'dc:88' is not a host name"),
    ("endpoints.identity_provider = 'idp.example'", "endpoints.identity_provider: 'idp.example' is not a web address (http://, https://)"),
    ("endpoints.ike_gateways = ['1.2.3.256']", "endpoints.ike_gateways[0]: '1.2.3.256' is not a host name"),
    (
        (
            "[[endpoints.extra]]\nid='a'\nhost='a.example'\nport=1\ntransport='tcp'\n"
            "[[endpoints.extra]]\nid='b'\nhost='b.example'\nport=1\ntransport='tcp'\n"
            "[[endpoints.extra]]\nid='c'\nhost='c.example'\nport=70000\ntransport='tcp'\n"
        ),
        "endpoints.extra[2].port: 70000 is not a port (1 to 65535)",
    ),
    (
        "[[endpoints.extra]]\nid='a'\nhost='a.example'\nport=1\ntransport='icmp'\n",
        "endpoints.extra[0].transport: 'icmp' is not one of: tcp, udp, ip",
    ),
    (
        "[[endpoints.extra]]\nid='a'\nhost='a.example'\nport=1\ntransport='ip'\n",
        "endpoints.extra[0].transport: 'ip' is not one of: tcp, udp",
    ),
    ("[[endpoints.extra]]\nid='a'\nport=1\ntransport='tcp'\n", "endpoints.extra[0].host: missing"),
    ("[[endpoints.extra]]\nid='*'\nhost='a.example'\nport=1\ntransport='tcp'\n", None),
    (
        "[[endpoints.extra]]\nid='a'\nhost='a.example'\nport=1\ntransport='tcp'\n" * 2,
        "endpoints.extra[1].id: 'a' stands here already, at [0]",
    ),
    ("controls.names = ['a.example:443']", "controls.names[0]: 'a.example:443' is not a host name"),
    (
        "controls.addresses = ['203.0.113.9:443']",
        "controls.addresses[0]: '203.0.113.9:443' is not an address, nor address:port/tcp or address:port/udp",
    ),
    ("controls.urls = ['a.example']", "controls.urls[0]: 'a.example' is not a web address (http://, https://)"),
    (
        "controls.sign_in_probes = [{ url = 'http://a.example/', status = 99 }]",
        "controls.sign_in_probes[0].status: 99 is not an HTTP status (100 to 599)",
    ),
    ("controls.sign_in_probes = [{ url = 'http://a.example/' }]", "controls.sign_in_probes[0].status: missing"),
    ("controls.egress_url = 'a'", "controls.egress_url: 'a' is not a web address (http://, https://)"),
    ("signatures.block_page = ['']", "signatures.block_page[0]: empty"),
    ("bundle.include = ['secrets']", "bundle.include[0]: 'secrets' is not one of: addresses, names, accounts, hardware, wifi, ids"),
    ("bundle.recipient = 'ssh-ed25519 AAAA'", "bundle.recipient: 'ssh-ed25519 AAAA' is not an age recipient (age1...)"),
    (
        "policy.allow_fixes = ['reboot']",
        (
            "policy.allow_fixes[0]: 'reboot' is not one of: flush-dns, open-sign-in-page, open-settings, start-agent, renew-dhcp, "
            "sync-clock, reset-winhttp, proxy-off, pac-off"
        ),
    ),
    ("policy.contact_hosts = 'some'", "policy.contact_hosts: 'some' is not one of: all, none, service-only"),
    ("schema = 'wssdiag.profile/2'", "schema: 'wssdiag.profile/2' is not 'wssdiag.profile/1'"),
    ("policies = 1", "policies: unknown key"),
]


@pytest.mark.parametrize(("text", "line"), BAD, ids=[text[:40] for text, _ in BAD])
def test_bad_values_name_the_file_and_the_key(text: str, line: str | None) -> None:
    with pytest.raises(InputError) as caught:
        parse_profile(text.encode(), "wssdiag-profile.toml")
    if line is not None:
        assert str(caught.value) == f"wssdiag-profile.toml: {line}"


def test_a_syntax_error_also_names_the_line() -> None:
    with pytest.raises(InputError, match=r"^p\.toml: line 3, column 1: "):
        parse_profile(b"schema = 'wssdiag.profile/1'\n[policy]\n= 1\n", "p.toml")


def test_a_whole_profile_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wssdiag-profile.toml"
    path.write_text(WHOLE, encoding="utf-8")
    found = load_profile(path)
    assert found.expect.method is Method.WSS_AGENT
    assert found.endpoints.extra[0].port == 8443
    assert found.policy.contact_hosts == "service-only"


def test_fingerprints_come_back_in_small_letters() -> None:
    assert parse_profile(WHOLE.encode(), "p").expect.root_ca_sha256 == ("ab" * 32,)


def test_every_key_of_the_profile_stands_in_the_whole_one() -> None:
    # A key that nobody tests is a key that nobody checks.
    found = parse_profile(WHOLE.encode(), "p")
    for table in msgspec.structs.fields(Profile):
        value = getattr(found, table.name)
        assert value
        if isinstance(value, msgspec.Struct):
            assert all(getattr(value, field.name) for field in msgspec.structs.fields(value)), table.name


def test_an_empty_profile_is_one() -> None:
    assert parse_profile(b"", "p") == Profile()


TABLES = [
    f"{table.name}.{field.name}"
    for table in msgspec.structs.fields(Profile)
    if isinstance(table.default, msgspec.Struct)
    for field in msgspec.structs.fields(table.default)
]


@given(st.sampled_from(TABLES), st.text(max_size=30) | st.lists(st.text(max_size=30), max_size=3) | st.integers() | st.booleans())
def test_any_value_of_any_key_is_read_or_told_in_one_line(key: str, value: object) -> None:
    text = f"{key} = {msgspec.json.encode(value).decode()}\n"
    line = ""
    try:
        parse_profile(text.encode(), "p.toml")
    except InputError as error:
        line = str(error)
    assert shown(line, 10_000) == line
