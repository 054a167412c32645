"""What the office's own servers do, seen by the standard library alone from the lab's laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.proving import lab, named, prove

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

PAC, CLOUD_PAC = "pac.office.example/proxy.pac", "pac.cloud.example/proxy.pac"
PAC_TYPE = "application/x-ns-proxy-autoconfig"
DC1, DC2, AC = "dc1.office.example", "dc2.office.example", "ac.office.example"

PEERS: list[tuple[str, dict[str, str]]] = [
    (
        '[[peer]]\nrun = "directory"',
        {
            f"name:{DC1}": "10.20.0.31",
            f"ldap:{DC1}:389": "bind0 dc1.office.example DC=office,DC=example",
            f"ldap:{DC1}:3268": "bind0 dc1.office.example *",
            f"tls:{DC1}:636": "TLSv1.3",
            f"tls:{DC1}:3269": "TLSv1.3",
            **{f"tcp:{DC1}:{port}": "open" for port in (88, 135, 139, 445, 49152, 49153, 49154)},
            f"tcp:{DC1}:80": "ECONNREFUSED",
            f"tcp:{DC2}:389": "ECONNREFUSED",
        },
    ),
    (
        f'[[peer]]\nrun = "directory"\nclosed = [389, 636, 445]\n[[peer]]\nrun = "directory"\nhost = "{DC2}"\nclosed = [88]',
        {
            f"tcp:{DC1}:389": "ECONNREFUSED",
            f"tcp:{DC1}:636": "ECONNREFUSED",
            f"tcp:{DC1}:445": "ECONNREFUSED",
            f"tcp:{DC1}:88": "open",
            f"ldap:{DC2}:389": "bind0 dc2.office.example *",
            f"tcp:{DC2}:88": "ECONNREFUSED",
            f"tcp:{DC2}:445": "open",
        },
    ),
    (
        '[[peer]]\nrun = "auth-connector"',
        {
            f"name:{AC}": "10.20.0.20",
            f"get:http://{AC}/": "200 * signed in",
            f"tcp:{AC}:443": "ECONNREFUSED",
            "tcp:10.20.0.40:80": "ECONNREFUSED",
        },
    ),
    ('[[peer]]\nrun = "auth-connector"\nclosed = [80]', {f"tcp:{AC}:80": "ECONNREFUSED"}),
    (
        '[[peer]]\nrun = "pac-host"',
        {f"page:https://{PAC}": f"200 {PAC_TYPE} 1*", "tcp:pac.office.example:80": "ECONNREFUSED", f"tcp:{AC}:443": "ECONNREFUSED"},
    ),
    (
        '[[peer]]\nrun = "pac-host"\nscheme = "http"\nscript = "// mine"\ntype = "text/plain; charset=utf-8"',
        {f"page:http://{PAC}": "200 text/plain; charset=utf-8 7", "tcp:pac.office.example:443": "ECONNREFUSED"},
    ),
    (
        '[[peer]]\nrun = "pac-host"\nat = "internet"',
        {f"page:https://{CLOUD_PAC}": f"200 {PAC_TYPE} 1*", "page:https://pac.cloud.example/": "200 text/html *"},
    ),
    ('[[peer]]\nrun = "pac-host"\nmode = "web-page"', {f"page:https://{PAC}": "200 text/html *"}),
    ('[[peer]]\nrun = "pac-host"\nmode = "missing"', {f"page:https://{PAC}": "404 text/html"}),
    ('[[peer]]\nrun = "pac-host"\nmode = "too-large"', {f"page:https://{PAC}": f"200 {PAC_TYPE} 2097152"}),
    ('[[peer]]\nrun = "pac-host"\nmode = "too-large"\nbytes = 900000', {f"page:https://{PAC}": f"200 {PAC_TYPE} 900000"}),
    ('[[peer]]\nrun = "pac-host"\nmode = "stalled"\nseconds = 1', {f"page:https://{PAC}": "200 *"}),
    ('[[peer]]\nrun = "pac-host"\nmode = "endless"', {f"page:https://{PAC}": f"200 {PAC_TYPE} endless"}),
    ('[[peer]]\nrun = "pac-host"\nmode = "slow"', {f"page:https://{PAC}": "after * s: 200 * 1*"}),
    ('[[peer]]\nrun = "pac-host"\nmode = "stalled"', {f"page:https://{PAC}": "timeout"}),
    (
        '[[peer]]\nrun = "pac-host"\nmode = "redirect"',
        {
            f"page:https://{PAC}": "302 https://pac.office.example/files/proxy.pac",
            "page:https://pac.office.example/files/proxy.pac": "200 *",
        },
    ),
    ('[[peer]]\nrun = "pac-host"\nmode = "redirect"\nat = "internet"', {f"page:https://{CLOUD_PAC}": "302 *files/proxy.pac"}),
    ('[[peer]]\nrun = "pac-host"\nmode = "syntax-error"', {f"get:http://{PAC}": "ECONNREFUSED", f"page:https://{PAC}": "200 *"}),
    ('[[peer]]\nrun = "pac-host"\nmode = "runtime-error"', {f"page:https://{PAC}": "200 *"}),
    ('[[peer]]\nrun = "pac-host"\nmode = "runaway"', {f"page:https://{PAC}": "200 *"}),
    ('[[peer]]\nrun = "pac-host"\ncertificate = "expired"', {"tls:pac.office.example:443": "verify10"}),
]


@pytest.mark.parametrize(("peer", "expected"), PEERS, ids=named(PEERS))
def test_a_peer_does_what_it_says(tmp_path: Path, peer: str, expected: dict[str, str]) -> None:
    prove(tmp_path, peer, expected)
