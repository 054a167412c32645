"""What the faults of link do, seen by the standard library alone from the lab's laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.proving import CTC, lab, named, prove

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

CTC_6 = "2a0e:1ab0:6464::82d3:1e02"

FAULTS: list[tuple[str, dict[str, str]]] = [
    ('do = "link-down"', {"links": "eth0=down", "route": "none", "tcp:1.1.1.1:443": "ENETUNREACH"}),
    ('do = "link-local-only"', {"links": "eth0=up", "route": "none", "tcp:1.1.1.1:443": "ENETUNREACH"}),
    ('do = "no-default-route"', {"route": "none", "tcp:1.1.1.1:443": "ENETUNREACH", "tcp:192.168.7.1:53": "open"}),
    (
        'do = "no-default-route"\nroutes = ["10.20.0.0/24"]',
        {"route": "none", "tcp:1.1.1.1:443": "ENETUNREACH", "tcp:proxy.office.example:3128": "open"},
    ),
    (
        'do = "no-default-route"\nroutes = ["10.20.0.0/24"]\n[[fault]]\ndo = "link-local-only"',
        {"links": "eth0=up", "route": "none", "tcp:10.20.0.10:3128": "ENETUNREACH"},
    ),
    ('do = "gateway-silent"', {"route": "default", "tcp:192.168.7.1:53": "timeout"}),
    ('do = "second-route"', {"links": "eth0=up eth1=up", "out:1.1.1.1": "eth0", "out:192.168.8.1": "eth1", "tcp:1.1.1.1:443": "open"}),
    ('do = "link-down"\n[[fault]]\ndo = "second-route"', {"links": "eth0=down eth1=up", "out:1.1.1.1": "eth1", "tcp:1.1.1.1:443": "open"}),
    (
        'do = "link-down"\n[[fault]]\ndo = "second-route"\nworks = false',
        {"out:1.1.1.1": "eth1", "tcp:1.1.1.1:443": "timeout", "tcp:192.168.7.1:53": "timeout", "echo:192.168.8.1": "answered"},
    ),
    (
        'do = "vpn"\nroutes = ["everything"]',
        {
            "links": "eth0=up tun0=unknown",
            "route": "default",
            "out:1.1.1.1": "tun0",
            "out:192.168.7.1": "eth0",
            f"tls:{CTC}:443": "TLSv1.3",
            "connect:proxy.office.example:3128:ctc.threatpulse.com:443": "HTTP/1.1 200 Connection established",
        },
    ),
    (
        'do = "vpn"\nroutes = ["service"]\npasses = false',
        {"out:130.211.30.2": "tun0", f"tcp:{CTC}:443": "timeout", "out:1.1.1.1": "eth0", "tls:www.google.com:443": "TLSv1.3"},
    ),
    (
        'do = "vpn"\nroutes = ["everything"]\n[[fault]]\ndo = "ipv6"\nhow = "works"',
        {f"out:{CTC_6}": "tun0", f"tcp6:{CTC}:443": "open"},
    ),
    (
        'do = "ipv6"\nhow = "works"',
        {f"names:{CTC}": f"130.211.30.2,{CTC_6}", f"tcp6:{CTC}:443": "open", f"tls:{CTC}:443": "TLSv1.3", "tcp:1.1.1.1:443": "open"},
    ),
    ('do = "ipv6"\nhow = "dropped"', {f"out:{CTC_6}": "eth0", f"tcp6:{CTC}:443": "timeout", "tcp:1.1.1.1:443": "open"}),
    ('do = "ipv6"\nhow = "refused"', {f"tcp6:{CTC}:443": "ECONNREFUSED", "tcp:1.1.1.1:443": "open"}),
    (
        'do = "ipv6"\nhow = "only"',
        {
            f"name6:{CTC}": "64:ff9b::82d3:1e02",
            f"tls:{CTC}:443": "TLSv1.3",
            "tcp:1.1.1.1:443": "ENETUNREACH",
            "tcp:192.168.7.1:53": "ENETUNREACH",
            f"openvpn:{CTC}:443:udp": "answers",
            "connect:proxy.threatpulse.net:8080:www.google.com:443": "HTTP/1.1 200 Connection established",
        },
    ),
    (
        'do = "present"\nto = ["ctc.threatpulse.com"]\ncertificate = "expired"\n[[fault]]\ndo = "ipv6"\nhow = "only"',
        {f"tls:{CTC}:443": "verify10", "tls:www.google.com:443": "TLSv1.3"},
    ),
    (
        'do = "cut"\nto = ["ctc.threatpulse.com"]\n[[fault]]\ndo = "ipv6"\nhow = "only"',
        {f"tls:{CTC}:443": "ECONNRESET", "tls:www.google.com:443": "TLSv1.3"},
    ),
]


@pytest.mark.parametrize(("fault", "expected"), FAULTS, ids=named(FAULTS))
def test_a_fault_does_what_it_says(tmp_path: Path, fault: str, expected: dict[str, str]) -> None:
    prove(tmp_path, fault, expected)
