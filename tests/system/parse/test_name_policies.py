from __future__ import annotations

import pytest

from wssdiag.model.facts import NamePolicy
from wssdiag.model.unknown import Unknown
from wssdiag.system.parse.name_policies import name_policies_of
from wssdiag.system.parse.registry import registry_of

GROUP = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\DNSClient\\DnsPolicyConfig"
LOCAL = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Dnscache\\Parameters\\DnsPolicyConfig"


def rule(table: str, *names: str, servers: str = "192.0.2.53", options: int | None = 8) -> str:
    data = ("\0".join(names) + "\0\0").encode("utf-16-le").hex(",")
    lines = [f"[{table}\\{{{abs(hash(names))}}}]", f'"Name"=hex(7):{data}', f'"GenericDNSServers"="{servers}"']
    return "\r\n".join([*lines, "" if options is None else f'"ConfigOptions"=dword:{options:08x}', ""])


def windows(*rules: str) -> tuple[NamePolicy, ...] | Unknown:
    text = "\r\n".join(["Windows Registry Editor Version 5.00", *rules, ""])
    return name_policies_of({}, registry_of(text.encode()), "windows")


def test_a_rule_of_windows() -> None:
    assert windows(rule(LOCAL, ".Corp.Example", "host.example.", servers="192.0.2.53; 2001:db8::53,x")) == (
        NamePolicy(pattern=".corp.example", servers=("192.0.2.53", "2001:db8::53"), source="local-policy"),
        NamePolicy(pattern="host.example", servers=("192.0.2.53", "2001:db8::53"), source="local-policy"),
    )


def test_every_name() -> None:
    assert windows(rule(LOCAL, ".")) == (NamePolicy(pattern=".", servers=("192.0.2.53",), source="local-policy"),)


@pytest.mark.parametrize(("options", "servers"), [(8, ("192.0.2.53",)), (10, ("192.0.2.53",)), (2, ()), (4, ()), (None, ("192.0.2.53",))])
def test_servers_count_where_the_options_say_so(options: int | None, servers: tuple[str, ...]) -> None:
    found = windows(rule(LOCAL, ".corp.example", options=options))
    assert [row.servers for row in found] == [servers]  # type: ignore[union-attr]


def test_where_group_policy_has_a_table_the_local_one_is_not_read() -> None:
    assert [row.source for row in windows(rule(GROUP, ".a.example"), rule(LOCAL, ".b.example"))] == ["group-policy"]  # type: ignore[union-attr]
    assert windows(f"[{GROUP}]", rule(LOCAL, ".b.example")) == ()


@pytest.mark.parametrize("name", ["", " ", "a b.example", "x" * 300, "a\u202e.example"])
def test_what_is_no_name(name: str) -> None:
    assert windows(rule(LOCAL, name, ".kept.example")) == (
        NamePolicy(pattern=".kept.example", servers=("192.0.2.53",), source="local-policy"),
    )


def test_other_keys_are_no_rules() -> None:
    assert windows(rule(LOCAL + "Old", ".a.example"), "[HKEY_LOCAL_MACHINE\\SOFTWARE]") == ()


MAC = b"""DNS configuration

resolver #1
  search domain[0] : example.net
  nameserver[0] : 192.0.2.53

resolver #2
  domain   : local
  options  : mdns

resolver #3
  domain   : Corp.Example.net.
  nameserver[0] : 10.9.9.9
  nameserver[1] : fe80::1%en0

DNS configuration (for scoped queries)

resolver #1
  domain   : scoped.example
  nameserver[0] : 192.0.2.99
"""


def test_a_mac_with_a_resolver_for_one_domain() -> None:
    (found,) = name_policies_of({"macos/scutil-dns.txt": MAC}, None, "macos")  # type: ignore[misc]
    assert (found.pattern, found.servers[0], found.source) == (".corp.example.net", "10.9.9.9", "scutil")


@pytest.mark.parametrize("os", ["windows", "macos", "linux", "unknown"])
def test_what_was_not_read_is_unknown(os: str) -> None:
    assert isinstance(name_policies_of({}, None, os), Unknown)


def test_no_rules_are_none() -> None:
    assert windows() == ()
    assert name_policies_of({"macos/scutil-dns.txt": b"No DNS configuration available"}, None, "macos") == ()


def test_the_silence_of_an_export_that_was_cut_is_not_known() -> None:
    assert name_policies_of({}, registry_of(b"Windows Registry Editor Version 5.00\r\n"), "windows") == ()
    assert isinstance(name_policies_of({}, registry_of(b"Windows Registry Editor Version 5.00\r\n[HKEY_LOC"), "windows"), Unknown)


def test_resolvers_for_scoped_and_service_specific_queries_are_no_rules() -> None:
    for kind in ("scoped", "service-specific"):
        heading = f"DNS configuration\n\nDNS configuration (for {kind} queries)\n\n"
        text = heading + "resolver #1\n  domain : x.example\n  nameserver[0] : 10.9.9.9\n"
        assert name_policies_of({"macos/scutil-dns.txt": text.encode()}, None, "macos") == ()
