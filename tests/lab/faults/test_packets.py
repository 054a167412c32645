"""What the faults of packets do, seen by the standard library alone from the lab's laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.proving import CTC, PARKED, lab, named, prove

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

FAULTS: list[tuple[str, dict[str, str]]] = [
    ('do = "drop"\nto = ["ctc.threatpulse.com"]', {f"tcp:{CTC}:443": "timeout", "tcp:www.google.com:443": "open"}),
    ('do = "drop"\nto = ["everything"]\nport = 8080', {"tcp:www.cloudflare.com:8080": "timeout", "tcp:www.cloudflare.com:443": "open"}),
    ('do = "refuse"\nto = ["service"]\nport = 443', {f"tcp:{CTC}:443": "ECONNREFUSED", "tcp:proxy.threatpulse.net:8080": "open"}),
    ('do = "refuse"\nto = ["service"]', {f"tcp:{CTC}:443": "ECONNREFUSED", "tcp:proxy.threatpulse.net:8080": "ECONNREFUSED"}),
    ('do = "prohibit"\nto = ["ctc.threatpulse.com"]', {f"tcp:{CTC}:443": "EHOSTUNREACH"}),
    ('do = "unreachable"\nto = ["ctc.threatpulse.com"]', {f"tcp:{CTC}:443": "EHOSTUNREACH"}),
    (
        'do = "drop"\nto = ["service"]\nfamily = "ipv6"\n[[fault]]\ndo = "ipv6"\nhow = "works"',
        {f"tcp6:{CTC}:443": "timeout", f"trip:{CTC}:443": "timeout", "tcp:130.211.30.2:443": "open", "tcp6:www.google.com:443": "open"},
    ),
    (
        'do = "refuse"\nto = ["service"]\nport = 443\n[[fault]]\ndo = "ipv6"\nhow = "works"',
        {f"tcp6:{CTC}:443": "ECONNREFUSED", "tcp:130.211.30.2:443": "ECONNREFUSED", "tcp6:www.google.com:443": "open"},
    ),
    (
        'do = "prohibit"\nto = ["everything"]\nfamily = "ipv4"\n[[fault]]\ndo = "ipv6"\nhow = "works"',
        {"tcp:1.1.1.1:443": "EHOSTUNREACH", f"tcp6:{CTC}:443": "open"},
    ),
    ('do = "delay"\nms = 300', {f"trip:{CTC}:443": "300 ms", "trip:1.1.1.1:443": "300 ms", "trip:192.168.7.1:53": "0 ms"}),
    ('do = "delay"\nms = 200\nto = ["service"]', {f"trip:{CTC}:443": "200 ms", "trip:1.1.1.1:443": "0 ms"}),
    (
        'do = "delay"\nms = 200\nto = ["service"]\n[[fault]]\ndo = "ipv6"\nhow = "works"',
        {f"trip:{CTC}:443": "200 ms", "trip:130.211.30.2:443": "200 ms", "trip:www.google.com:443": "0 ms"},
    ),
    ('do = "lose"\npercent = 100\nto = ["service"]', {f"tcp:{CTC}:443": "timeout", "tcp:1.1.1.1:443": "open"}),
    (
        'do = "small-mtu"\nbytes = 1400',
        {
            f"tcp:{CTC}:443": "open",
            f"tls:{CTC}:443": "timeout",
            f"mss:{CTC}:443:1200": "TLSv1.3",
            "get:http://www.gstatic.com/": "200 *",
            "big:www.gstatic.com": "timeout",
        },
    ),
    (
        'do = "small-mtu"\nbytes = 1400\nto = ["service"]',
        {f"tls:{CTC}:443": "timeout", "tls:www.google.com:443": "TLSv1.3", "big:www.gstatic.com": "200"},
    ),
    ('do = "small-mtu"\nbytes = 1400\nicmp = "sent"', {f"tls:{CTC}:443": "TLSv1.3", "big:www.gstatic.com": "200"}),
    (
        'do = "small-mtu"\nbytes = 1400\nicmp = "sent"\n[[fault]]\ndo = "ipv6"\nhow = "only"',
        {f"tls:{CTC}:443": "TLSv1.3", "big:www.gstatic.com": "200"},
    ),
    (
        'do = "small-mtu"\nbytes = 1400\nicmp = "sent"\n[[fault]]\ndo = "icmp-filtered"',
        {"big:www.gstatic.com": "timeout", "get:http://www.gstatic.com/": "200 *"},
    ),
    (
        'do = "icmp-filtered"',
        {"echo:1.1.1.1": "timeout", "echo:192.168.7.1": "timeout", "tcp:192.168.7.1:53": "open", "tcp:1.1.1.1:443": "open"},
    ),
    ('do = "icmp-filtered"\n[[fault]]\ndo = "ipv6"\nhow = "only"', {f"tls:{CTC}:443": "TLSv1.3"}),
    ('do = "icmp-filtered"\nto = ["1.1.1.1"]', {"echo:1.1.1.1": "timeout", "echo:8.8.8.8:1500": "answered", "tcp:1.1.1.1:443": "open"}),
    (
        'do = "icmp-filtered"\nover = 1000',
        {
            "echo:1.1.1.1:1000": "answered",
            "echo:1.1.1.1:1004": "timeout",
            "big:www.gstatic.com": "200",
            "echo:192.168.7.1": "answered",
        },
    ),
    ('do = "no-internet"', {f"tcp:{PARKED}:443": "timeout", "tcp:192.168.7.1:53": "open"}),
    ('do = "no-internet"\nhow = "unreachable"', {f"tcp:{PARKED}:443": "ENETUNREACH", "tcp:192.168.7.1:53": "open"}),
    ('do = "no-internet"\nrouter_silent = true', {f"tcp:{PARKED}:443": "timeout", "tcp:192.168.7.1:53": "timeout"}),
    (
        'do = "no-direct-egress"',
        {"tcp:1.1.1.1:443": "timeout", "connect:10.20.0.10:3128:ctc.threatpulse.com:443": "HTTP/1.1 200 Connection established"},
    ),
]


@pytest.mark.parametrize(("fault", "expected"), FAULTS, ids=named(FAULTS))
def test_a_fault_does_what_it_says(tmp_path: Path, fault: str, expected: dict[str, str]) -> None:
    prove(tmp_path, fault, expected)
