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
