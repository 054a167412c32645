"""What the faults of link do, seen by the standard library alone from the lab's laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.proving import lab, named, prove

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

FAULTS: list[tuple[str, dict[str, str]]] = [
    ('do = "link-down"', {"links": "eth0=down", "route": "none", "tcp:1.1.1.1:443": "ENETUNREACH"}),
    ('do = "link-local-only"', {"links": "eth0=up", "route": "none", "tcp:1.1.1.1:443": "ENETUNREACH"}),
    ('do = "no-default-route"', {"route": "none", "tcp:1.1.1.1:443": "ENETUNREACH", "tcp:192.168.7.1:53": "open"}),
    (
        'do = "no-default-route"\nroutes = ["10.20.0.0/24"]',
        {"route": "none", "tcp:1.1.1.1:443": "ENETUNREACH", "tcp:proxy.office.example:3128": "open"},
    ),
    ('do = "gateway-silent"', {"route": "default", "tcp:192.168.7.1:53": "timeout"}),
]


@pytest.mark.parametrize(("fault", "expected"), FAULTS, ids=named(FAULTS))
def test_a_fault_does_what_it_says(tmp_path: Path, fault: str, expected: dict[str, str]) -> None:
    prove(tmp_path, fault, expected)
