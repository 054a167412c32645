"""What the faults of tls do, seen by the standard library alone from the lab's laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.proving import CTC, lab, named, prove

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

FAULTS: list[tuple[str, dict[str, str]]] = [
    (
        'do = "present"\nto = ["ctc.threatpulse.com"]\ncertificate = "expired"',
        {f"tls:{CTC}:443": "verify10", "tls:www.google.com:443": "TLSv1.3"},
    ),
    ('do = "present"\nto = ["ctc.threatpulse.com"]\ncertificate = "not-yet-valid"', {f"tls:{CTC}:443": "verify9"}),
    ('do = "present"\nto = ["ctc.threatpulse.com"]\ncertificate = "short-lived"', {f"tls:{CTC}:443": "TLSv1.3"}),
    ('do = "present"\nto = ["ctc.threatpulse.com"]\ncertificate = "wrong-name"', {f"tls:{CTC}:443": "verify62"}),
    ('do = "present"\nto = ["ctc.threatpulse.com"]\ncertificate = "self-signed"', {f"tls:{CTC}:443": "verify18"}),
    ('do = "present"\nto = ["ctc.threatpulse.com"]\ncertificate = "unknown-issuer"', {f"tls:{CTC}:443": "verify20"}),
    (
        'do = "present"\nto = ["controls"]\ncertificate = "corporate"',
        {"tls:www.google.com:443": "TLSv1.3", "mozilla:www.google.com:443": "verify20"},
    ),
    ('do = "present"\nto = ["controls"]\ncertificate = "interceptor"', {"tls:www.google.com:443": "verify20", f"tls:{CTC}:443": "TLSv1.3"}),
    (
        'do = "present"\nto = ["controls"]\ncertificate = "authority"\nauthority = "Example Cloud Gateway CA"',
        {"tls:www.google.com:443": "verify19", "mozilla:www.google.com:443": "verify19", f"tls:{CTC}:443": "TLSv1.3"},
    ),
    (
        'do = "present"\nto = ["controls"]\ncertificate = "authority"\nauthority = "Example Cloud Gateway CA"\ntrusted = true',
        {"tls:www.google.com:443": "TLSv1.3", "mozilla:www.google.com:443": "verify19", f"tls:{CTC}:443": "TLSv1.3"},
    ),
    (
        'do = "handshake"\nto = ["ctc.threatpulse.com"]\nhow = "alert"',
        {
            f"tls:{CTC}:443": "ssl:SSLV3_ALERT_HANDSHAKE_FAILURE",
            f"tls:{CTC}:443:www.google.com": "ssl:SSLV3*",
            "tls:www.google.com:443": "TLSv1.3",
        },
    ),
    ('do = "handshake"\nto = ["ctc.threatpulse.com"]\nhow = "alert"\nalert = 70', {f"tls:{CTC}:443": "ssl:TLSV1_ALERT_PROTOCOL_VERSION"}),
    ('do = "handshake"\nto = ["ctc.threatpulse.com"]\nhow = "old-version"', {f"tls:{CTC}:443": "ssl:UNSUPPORTED_PROTOCOL"}),
    ('do = "handshake"\nto = ["ctc.threatpulse.com"]\nhow = "stall"', {f"tcp:{CTC}:443": "open", f"tls:{CTC}:443": "timeout"}),
    (
        'do = "cut"\nnames = ["ctc.threatpulse.com"]',
        {f"tls:{CTC}:443": "ECONNRESET", f"tls:{CTC}:443:www.google.com": "verify62", f"tcp:{CTC}:443": "open"},
    ),
    ('do = "cut"\nnames = ["ctc.threatpulse.com"]\ntimes = 1', {f"tls:{CTC}:443": "ECONNRESET", f"tls:130.211.30.2:443:{CTC}": "TLSv1.3"}),
    (
        'do = "cut"\nto = ["ctc.threatpulse.com"]\nport = 443',
        {f"tls:{CTC}:443:www.google.com": "ECONNRESET", "tls:www.google.com:443": "TLSv1.3"},
    ),
]


@pytest.mark.parametrize(("fault", "expected"), FAULTS, ids=named(FAULTS))
def test_a_fault_does_what_it_says(tmp_path: Path, fault: str, expected: dict[str, str]) -> None:
    prove(tmp_path, fault, expected)
