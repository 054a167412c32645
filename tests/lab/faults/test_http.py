"""What the faults of http do, seen by the standard library alone from the lab's laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.proving import CTC, lab, named, prove

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

FAULTS: list[tuple[str, dict[str, str]]] = [
    ('do = "answer"\nto = ["sign-in"]\nstatus = 403\nbody = "no"', {"get:http://captive.apple.com/hotspot-detect.html": "403 * no"}),
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
    ('do = "sign-in-page"\nkind = "511"', {"get:http://captive.apple.com/": "511 *"}),
]


@pytest.mark.parametrize(("fault", "expected"), FAULTS, ids=named(FAULTS))
def test_a_fault_does_what_it_says(tmp_path: Path, fault: str, expected: dict[str, str]) -> None:
    prove(tmp_path, fault, expected)
