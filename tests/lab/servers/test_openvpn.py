"""The agent's tunnel as far as the lab has it: OpenVPN's first packet is answered over UDP and TCP 443, until a fault switches it off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.proving import CTC, fits, lab, seen

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

DATACENTRE = "gcato2-vip1.threatpulse.net"
HEAD = f'profile = {{ endpoints = {{ datacentres = ["{DATACENTRE}"] }} }}\n'
UDP, TCP = f"openvpn:{DATACENTRE}:443:udp", f"openvpn:{DATACENTRE}:443:tcp"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", {UDP: "answers", TCP: "answers", f"openvpn:{CTC}:443:udp": "answers", f"tls:{DATACENTRE}:443": "TLSv1.3"}),
        (
            f'[[fault]]\ndo = "drop"\nto = ["{DATACENTRE}"]\nport = 443\ntransport = "udp"',
            {UDP: "timeout", TCP: "answers", f"openvpn:{CTC}:443:udp": "answers"},
        ),
        (
            '[[fault]]\ndo = "drop"\nto = ["everything"]\nport = 443\ntransport = "udp"',
            {UDP: "timeout", TCP: "answers", f"openvpn:{CTC}:443:udp": "timeout"},
        ),
        (f'[[fault]]\ndo = "refuse"\nto = ["{DATACENTRE}"]\nport = 443\ntransport = "udp"', {UDP: "ECONNREFUSED", TCP: "answers"}),
        (f'[[fault]]\ndo = "drop"\nto = ["{DATACENTRE}"]\nport = 443\ntransport = "tcp"', {UDP: "answers", TCP: "timeout"}),
    ],
    ids=["on", "off here", "off everywhere", "refused", "TCP off"],
)
def test_it_answers_until_it_is_switched_off(tmp_path: Path, words: str, expected: dict[str, str]) -> None:
    found = dict(zip(expected, seen(tmp_path, words, list(expected), HEAD), strict=True))
    assert {step: word for step, word in found.items() if not fits(word, expected[step])} == {}
