"""Each source of proxy settings, in its own spelling."""

from __future__ import annotations

import json

import pytest

from wssdiag.model.facts import ProxyKind, ProxyServer, Variable
from wssdiag.system.parse.browser_policy import browser_proxies
from wssdiag.system.parse.environment import environment_proxies
from wssdiag.system.parse.firefox import firefox_proxies
from wssdiag.system.parse.gsettings import gsettings_proxies, strings_of
from wssdiag.system.parse.kioslaverc import kioslaverc_proxies
from wssdiag.system.parse.proxy_server import proxy_server, windows_servers
from wssdiag.system.parse.registry import Registry
from wssdiag.system.parse.scutil import dictionary_of, is_whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("proxy.example:8080", ("https", "proxy.example", 8080)),
        ("http://proxy.example:8080/", ("https", "proxy.example", 8080)),
        ("http://user:p@ss@Proxy.Example:8080", ("https", "proxy.example", 8080)),
        ("socks5h://127.0.0.1:1080", ("socks", "127.0.0.1", 1080)),
        ("[2001:db8::8]:3128", ("https", "2001:db8::8", 3128)),
        ("proxy.example", ("https", "proxy.example", 80)),
        ("[::1", None),
        ("proxy.example:0", None),
        ("proxy.example:65536", None),
        ("proxy.example:٣", None),
        ("proxy example:80", None),
        ("http://", None),
        ("", None),
        ("a\x1b[31m:80", None),
        ("x" * 254, None),
    ],
)
def test_a_server_in_every_spelling(text: str, expected: tuple[str, str, int] | None) -> None:
    found = proxy_server(text, scheme="https", default_port=80)
    assert (found and (found.scheme, found.host, found.port)) == expected


def test_windows_lists() -> None:
    assert windows_servers("http=a:1;https=b:2 socks=c:3;;junk=") == (
        ProxyServer(scheme="http", host="a", port=1),
        ProxyServer(scheme="https", host="b", port=2),
        ProxyServer(scheme="socks", host="c", port=3),
    )


def env(**values: str) -> tuple[Variable, ...]:
    return tuple(Variable(name=name, value=value) for name, value in values.items())


def test_lower_case_variables_win_and_an_empty_one_says_nothing() -> None:
    (row,) = environment_proxies(env(HTTP_PROXY="upper:1", http_proxy="lower:2", all_proxy="socks5://s:3"))
    assert [(server.scheme, server.host) for server in row.servers] == [("http", "lower"), ("socks", "s")]
    assert environment_proxies(env(http_proxy="", SSL_CERT_FILE="/x")) == ()


def test_a_bypass_of_everything_is_direct() -> None:
    assert [row.kind for row in environment_proxies(env(http_proxy="p:1", NO_PROXY="*"))] == [ProxyKind.DIRECT]


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        ("mode 'none'", [ProxyKind.DIRECT]),
        ("mode 'auto'", [ProxyKind.AUTO_DETECT]),
        ("mode 'manual'", []),
        ("autoconfig-url 'http://x/p'\norg.gnome.system.proxy mode 'auto'", [ProxyKind.PAC]),
    ],
)
def test_gnome_modes(lines: str, kinds: list[ProxyKind]) -> None:
    assert [row.kind for row in gsettings_proxies(f"org.gnome.system.proxy {lines}\n".encode())] == kinds


def test_gvariant_strings() -> None:
    assert strings_of(r"""['a', "b'c", 'd\'e', '', 'unfinished""") == ("a", "b'c", "d'e", "")


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        ("ProxyType=0", [ProxyKind.DIRECT]),
        ("ProxyType=1\nhttpProxy=http://p.example 3128", [ProxyKind.MANUAL]),
        ("ProxyType=1", []),
        ("ProxyType=2\nProxy Config Script[$e]=http://x/p", [ProxyKind.PAC]),
        ("ProxyType=3", [ProxyKind.AUTO_DETECT]),
        ("ProxyType=4\nhttpProxy=HTTP_PROXY", []),
        ("[Other]\nProxyType=3", []),
    ],
)
def test_kde_types(lines: str, kinds: list[ProxyKind]) -> None:
    rows = kioslaverc_proxies(f"[Proxy Settings]\n{lines}\n".encode())
    assert [row.kind for row in rows] == kinds
    if kinds == [ProxyKind.MANUAL]:
        assert rows[0].servers == (ProxyServer(scheme="http", host="p.example", port=3128),)


def test_kde_takes_a_path_for_a_script() -> None:
    (row,) = kioslaverc_proxies(b"[Proxy Settings]\nProxyType=2\nProxy Config Script=/home/k/proxy.pac\n")
    assert row.pac_url == "file:///home/k/proxy.pac"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("<dictionary> {\n}\n", True),
        ("<dictionary> {\n  A : <array> {\n    0 : x\n  }\n}", True),
        ("<dictionary> {\n  A : <array> {\n    0 : x\n  }\n", False),
        ("<dictionary> {\n  HTTPEnable : 0\n", False),
        ("}\n", False),
        ("", False),
    ],
)
def test_a_dictionary_is_whole_where_it_is_closed(text: str, whole: bool) -> None:
    assert is_whole(text.encode()) is whole


def test_scutil_dictionaries_nest() -> None:
    text = b"<dictionary> {\n  A : <array> {\n    0 : x\n    1 : y\n  }\n  B : <dictionary> {\n C : 1\n }\n D : http://e:8 : z\n}\n"
    assert dictionary_of(text) == {"A": {"0": "x", "1": "y"}, "B": {"C": "1"}, "D": "http://e:8 : z"}


def test_the_policy_dictionary_replaces_the_single_policies() -> None:
    policies = {"ProxySettings": {"ProxyMode": "fixed_servers", "ProxyServer": "p:8"}, "ProxyMode": "direct"}
    capture = {"browsers/policies/edge.json": json.dumps(policies).encode()}
    assert [(row.applies_to, row.kind) for row in browser_proxies(capture, Registry({}))] == [("edge", ProxyKind.MANUAL)]
    single = {"browsers/policies/chrome.json": b'{"ProxyMode": "direct"}'}
    assert [(row.applies_to, row.kind) for row in browser_proxies(single, Registry({}))] == [("chrome", ProxyKind.DIRECT)]


def prefs(kind: object) -> dict[str, bytes]:
    text = f'user_pref("network.proxy.type", {json.dumps(kind)});\nuser_pref("network.proxy.http", "p");\n'
    return {"browsers/firefox/a.default/prefs.js": (text + 'user_pref("network.proxy.http_port", 81);\n').encode()}


@pytest.mark.parametrize(
    ("kind", "kinds"), [(0, [ProxyKind.DIRECT]), (1, [ProxyKind.MANUAL]), (2, []), (4, [ProxyKind.AUTO_DETECT]), (5, []), (False, [])]
)
def test_firefox_types(kind: object, kinds: list[ProxyKind]) -> None:
    assert [row.kind for row in firefox_proxies(prefs(kind), Registry({}))] == kinds


def test_user_js_wins_and_the_policy_comes_first() -> None:
    capture = prefs(1) | {
        "browsers/firefox/a.default/user.js": b'user_pref("network.proxy.type", 0);\n',
        "browsers/policies/firefox.json": b'{"policies": {"Proxy": {"Mode": "autoConfig", "AutoConfigURL": "http://x/p"}}}',
    }
    assert [(row.source, row.kind) for row in firefox_proxies(capture, Registry({}))] == [
        ("firefox-policy", ProxyKind.PAC),
        ("firefox", ProxyKind.DIRECT),
    ]


def test_firefox_policies_in_the_registry_and_one_proxy_for_all() -> None:
    def key(hive: str, **values: str | int) -> dict[str, dict[str, str | int]]:
        return {rf"{hive}\software\policies\mozilla\firefox\proxy": {name.lower(): value for name, value in values.items()}}

    machine = key("hkey_local_machine", Mode="manual", HTTPProxy="p.example:81", UseHTTPProxyForAllProtocols=1)
    user = key("hkey_current_user", Mode="none")
    file = {"browsers/policies/firefox.json": b'{"policies": {"Proxy": {"Mode": "system"}}}'}
    (row,) = firefox_proxies(file, Registry({**machine, **user}))  # type: ignore[dict-item]
    assert (row.source, row.policy) == ("firefox-policy", True)
    assert [(server.scheme, server.host, server.port) for server in row.servers] == [("https", "p.example", 81), ("http", "p.example", 81)]
    (other,) = firefox_proxies(file, Registry(user))  # type: ignore[arg-type]
    assert other.kind is ProxyKind.DIRECT
    assert firefox_proxies(file, Registry({})) == ()
