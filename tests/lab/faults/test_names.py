"""What the faults of names do, seen by the standard library alone from the lab's laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.proving import CTC, PARKED, lab, named, prove

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

FAULTS: list[tuple[str, dict[str, str]]] = [
    ('do = "internal-names-only"', {f"name:{CTC}": "EAI_NONAME", "name:proxy.office.example": "10.20.0.10"}),
    ('do = "no-resolvers"', {f"name:{CTC}": "EAI_AGAIN", "tcp:1.1.1.1:443": "open"}),
    ('do = "resolvers"\naddresses = ["8.8.8.8"]', {f"name:{CTC}": "130.211.30.2", "name:proxy.office.example": "EAI_NONAME"}),
    ('do = "resolver"\nanswer = "servfail"', {f"name:{CTC}": "EAI_AGAIN"}),
    ('do = "resolver"\nanswer = "refused"', {f"name:{CTC}": "EAI_AGAIN"}),
    ('do = "resolver"\nanswer = "truncated"', {f"name:{CTC}": "130.211.30.2", f"ask:192.168.7.1:{CTC}:A": "0 0 truncated"}),
    (
        'do = "resolver"\nanswer = "truncated"\ntcp = false',
        {f"ask:192.168.7.1:{CTC}:A": "0 0 truncated", "tcp:192.168.7.1:53": "timeout", f"ask:1.1.1.1:{CTC}:A": "0 1"},
    ),
    (
        'do = "resolver"\nanswer = "no-aaaa"',
        {f"name:{CTC}": "130.211.30.2", f"ask:192.168.7.1:{CTC}:A": "0 1", f"ask:192.168.7.1:{CTC}:AAAA": "5 0"},
    ),
    ('do = "resolver"\nanswer = "no-aaaa"\ncode = "nxdomain"', {f"name:{CTC}": "130.211.30.2", f"ask:192.168.7.1:{CTC}:AAAA": "3 0"}),
    ('do = "resolver"\nanswer = "slow"\nseconds = 0.4', {f"name:{CTC}": "130.211.30.2", f"ask:192.168.7.1:{CTC}:A": "0 1 late"}),
    (
        'do = "name"\nhosts = ["ctc.threatpulse.com"]\nanswer = "nxdomain"',
        {f"name:{CTC}": "EAI_NONAME", "name:www.google.com": "45.79.25.20"},
    ),
    (
        'do = "name"\nhosts = ["ctc.threatpulse.com"]\nanswer = "nxdomain"\neverywhere = true',
        {f"name:{CTC}": "EAI_NONAME", f"ask:1.1.1.1:{CTC}:A": "3 0", "ask:1.1.1.1:www.google.com:A": "0 1"},
    ),
    (
        'do = "name"\nhosts = ["ctc.threatpulse.com"]\nanswer = "servfail"',
        {f"name:{CTC}": "EAI_AGAIN", "name:www.google.com": "45.79.25.20"},
    ),
    ('do = "name"\nhosts = ["ctc.threatpulse.com"]\nanswer = "0.0.0.0"', {f"name:{CTC}": "0.0.0.0", "name:www.google.com": "45.79.25.20"}),
    ('do = "name"\nhosts = ["ctc.threatpulse.com"]\nanswer = "45.99.99.99"', {f"tls:{CTC}:443": "verify62"}),
    ('do = "hosts-file"\nlines = ["45.99.99.99 ctc.threatpulse.com"]', {f"name:{CTC}": PARKED}),
    (
        'do = "name"\nhosts = ["ctc.threatpulse.com"]\nanswer = "45.88.1.1"\ngenuine = true',
        {f"name:{CTC}": "45.88.1.1", f"tls:{CTC}:443": "TLSv1.3", f"tls:130.211.30.2:443:{CTC}": "TLSv1.3"},
    ),
]


@pytest.mark.parametrize(("fault", "expected"), FAULTS, ids=named(FAULTS))
def test_a_fault_does_what_it_says(tmp_path: Path, fault: str, expected: dict[str, str]) -> None:
    prove(tmp_path, fault, expected)
