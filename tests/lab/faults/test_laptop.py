"""What the faults of the laptop itself do, seen by the standard library alone from the lab's laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.proving import CTC, lab, named, prove

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

FAULTS: list[tuple[str, dict[str, str]]] = [
    (
        'do = "local-filter"\nto = ["ctc.threatpulse.com"]\nhow = "reject"',
        {f"tcp:{CTC}:443": "EHOSTUNREACH", f"udp:{CTC}:443": "EPERM", "tcp:www.google.com:443": "open"},
    ),
    (
        'do = "local-filter"\nto = ["ctc.threatpulse.com"]\nport = 443\ntransport = "tcp"\nhow = "drop"',
        {f"tcp:{CTC}:443": "timeout", f"tcp:{CTC}:80": "open", f"udp:{CTC}:443": "answered"},
    ),
    (
        'do = "local-filter"\nto = ["everything"]\nport = 443\ntransport = "udp"\nhow = "drop"',
        {f"udp:{CTC}:443": "EPERM", f"tcp:{CTC}:443": "open", f"name:{CTC}": "130.211.30.2"},
    ),
    ('do = "no-local-ports"', {f"tcp:{CTC}:443": "EADDRNOTAVAIL", f"udp:{CTC}:443": "answered", f"name:{CTC}": "130.211.30.2"}),
    ('do = "no-local-ports"\ntaken = false', {f"tcp:{CTC}:443": "open"}),
    ('do = "clock-shift"\nhours = 5', {"clock:captive.apple.com": "+300", "timers": "steady"}),
    ('do = "clock-shift"\nhours = -0.05', {"clock:captive.apple.com": "-3", "timers": "steady"}),
    ('do = "clock-shift"\nhours = 1440', {"clock:captive.apple.com": "+86400", f"tls:{CTC}:443": "verify10"}),
    ('do = "clock-off"\nhours = 0', {"clock:captive.apple.com": "+0", "timers": "steady"}),
]


@pytest.mark.parametrize(("fault", "expected"), FAULTS, ids=named(FAULTS))
def test_a_fault_does_what_it_says(tmp_path: Path, fault: str, expected: dict[str, str]) -> None:
    prove(tmp_path, fault, expected)
