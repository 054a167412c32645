"""What the faults of http do, seen by the standard library alone from the lab's laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.proving import CTC, lab, named, prove

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

HOTEL = "wifi.hotel.example"

FAULTS: list[tuple[str, dict[str, str]]] = [
    ('do = "answer"\nto = ["sign-in"]\nstatus = 403\nbody = "no"', {"get:http://captive.apple.com/hotspot-detect.html": "403 * no"}),
    (
        'do = "answer"\nto = ["captive.apple.com"]\npath = "/other"\nstatus = 500\nbody = "broken"',
        {
            "get:http://captive.apple.com/other": "500 * broken",
            "get:http://captive.apple.com/hotspot-detect.html": "200 *Success*",
        },
    ),
    (
        'do = "sign-in-page"\nkind = "redirect"',
        {
            "get:http://captive.apple.com/": "302 http://wifi.hotel.example/login *",
            "tcp:1.1.1.1:443": "timeout",
            f"name:{CTC}": "130.211.30.2",
        },
    ),
    (
        'do = "sign-in-page"\nkind = "page"\nothers = "refused"',
        {"get:http://captive.apple.com/": "200 * <html><title>Welcome to the hotel*", "tcp:1.1.1.1:443": "ECONNREFUSED"},
    ),
    (
        'do = "second-route"\n[[fault]]\ndo = "sign-in-page"\nkind = "redirect"\non = "second"',
        {
            "get:http://captive.apple.com/hotspot-detect.html": "200 * Success",
            "by:eth0:captive.apple.com": "HTTP/1.1 * OK",
            "by:eth1:captive.apple.com": "HTTP/1.1 302 *",
        },
    ),
    (
        'do = "vpn"\nroutes = ["everything"]\npasses = false\n[[fault]]\ndo = "sign-in-page"\nkind = "511"',
        {"by:tun0:captive.apple.com": "timeout", "by:eth0:captive.apple.com": "HTTP/1.1 511 *"},
    ),
    ('do = "sign-in-page"\nkind = "511"', {"get:http://captive.apple.com/": "511 *"}),
    (
        'do = "sign-in-page"\nkind = "page"\npasses = ["captive.apple.com"]',
        {
            "get:http://captive.apple.com/hotspot-detect.html": "200 * Success",
            "tcp:captive.apple.com:443": "open",
            "get:http://www.msftconnecttest.com/connecttest.txt": "200 * <html><title>Welcome to the hotel*",
            "tcp:1.1.1.1:443": "timeout",
            f"name:{HOTEL}": "EAI_NONAME",
        },
    ),
    (
        'do = "sign-in-page"\nkind = "redirect"\napi = true',
        {
            f"page:https://{HOTEL}/captive-portal/api": "200 application/captive+json *",
            f"get:https://{HOTEL}/captive-portal/api": '*"captive": true*',
            "get:http://captive.apple.com/": f"302 http://{HOTEL}/login *",
            "tcp:1.1.1.1:443": "timeout",
        },
    ),
    (
        'do = "sign-in-page"\nkind = "redirect"\napi = true\nsigned_in = true',
        {
            f"get:https://{HOTEL}/captive-portal/api": '*"captive": false*',
            "get:http://captive.apple.com/hotspot-detect.html": "200 * Success",
            "tcp:1.1.1.1:443": "open",
        },
    ),
]


@pytest.mark.parametrize(("fault", "expected"), FAULTS, ids=named(FAULTS))
def test_a_fault_does_what_it_says(tmp_path: Path, fault: str, expected: dict[str, str]) -> None:
    prove(tmp_path, fault, expected)
