"""What the real programs on the router and in the internet do, seen from the lab's laptop without the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.outcome import Outcome
from tests.lab.proving import CTC, PARKED, lab, named, prove, written
from tests.lab.runner import play

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

GOOGLE = "www.google.com"
UNBOUND = '[[peer]]\nrun = "unbound"'
CHARON = f'[[peer]]\nrun = "charon"\nto = ["{CTC}"]'
DROP_NAT = f'\n[[fault]]\ndo = "drop"\nto = ["{CTC}"]\nport = 4500\ntransport = "udp"'

PEERS: list[tuple[str, dict[str, str]]] = [
    (f"{UNBOUND}\ndot = true", {f"dot:1.1.1.1:one.one.one.one:{CTC}": "130.211.30.2", f"dot:9.9.9.9:dns.quad9.net:{CTC}": "130.211.30.2"}),
    (f"{UNBOUND}\ndot = true", {f"dot:8.8.8.8:dns.google:{CTC}": "130.211.30.2", f"dot:8.8.8.8:{GOOGLE}:{CTC}": "verify62"}),
    (
        f"{UNBOUND}\ndot = true",
        {"dot:1.1.1.1:one.one.one.one:no-such-name.example": "code3", f"dot:1.0.0.1:one.one.one.one:{CTC}": "ECONNREFUSED"},
    ),
    (UNBOUND, {f"dot:1.1.1.1:one.one.one.one:{CTC}": "ECONNREFUSED"}),
    (
        CHARON,
        {f"ike:{CTC}:500": "NO_PROPOSAL_CHOSEN", f"ike:{CTC}:4500": "NO_PROPOSAL_CHOSEN", f"ike:{GOOGLE}:500": "ECONNREFUSED"},
    ),
    (f"{CHARON}\nports = [500]", {f"ike:{CTC}:500": "NO_PROPOSAL_CHOSEN", f"ike:{CTC}:4500": "ECONNREFUSED"}),
    (f"{CHARON}{DROP_NAT}", {f"ike:{CTC}:500": "NO_PROPOSAL_CHOSEN", f"ike:{CTC}:4500": "timeout"}),
    ('[[peer]]\nrun = "quic"\nto = ["dns.google"]', {"quic:dns.google": "h3", "quic:one.one.one.one": "no handshake"}),
]

#: Steps of the standard library's prober: who signs what, and that nothing else has changed.
PLAIN: list[tuple[str, dict[str, str]]] = [
    (UNBOUND, {f"name:{CTC}": "130.211.30.2", "name:proxy.office.example": "10.20.0.10", "name:no-such-name.example": "EAI_NONAME"}),
    (UNBOUND, {"name:no-such-name.office.example": "EAI_NONAME", "tcp:192.168.7.2:53": "open"}),
    (CHARON, {f"tls:{CTC}:443": "TLSv1.3", f"name:{CTC}": "130.211.30.2"}),
    ('[[peer]]\nrun = "quic"\nto = ["dns.google"]', {"udp:dns.google:443": "answered", "udp:one.one.one.one:443": "answered"}),
]

MITMPROXY = f'[[peer]]\nrun = "mitmproxy"\nto = ["{CTC}"]'
INTERCEPTED: list[tuple[str, dict[str, str]]] = [
    (MITMPROXY, {f"tls:{CTC}:443": "verify20", f"mozilla:{GOOGLE}:443": "TLSv1.3"}),
    (f"{MITMPROXY}\nroot = true", {f"tls:{CTC}:443": "verify19"}),
    (f"{MITMPROXY}\ntrusted = true", {f"tls:{CTC}:443": "TLSv1.3", f"mozilla:{CTC}:443": "verify20", f"mozilla:{GOOGLE}:443": "TLSv1.3"}),
    (
        '[[peer]]\nrun = "mitmproxy"\nto = ["everything"]\ntrusted = true',
        {f"tls:{CTC}:443": "TLSv1.3", f"mozilla:{GOOGLE}:443": "verify20", f"mozilla:{PARKED}:443:{CTC}": "verify20"},
    ),
]


@pytest.mark.parametrize(("words", "expected"), PEERS, ids=named(PEERS))
def test_a_real_program_speaks_its_protocol(tmp_path: Path, words: str, expected: dict[str, str]) -> None:
    prove(tmp_path, words, expected, prober="peer_prober.py")


@pytest.mark.parametrize(("words", "expected"), PLAIN, ids=named(PLAIN))
def test_beside_a_real_program_the_rest_is_as_ever(tmp_path: Path, words: str, expected: dict[str, str]) -> None:
    prove(tmp_path, words, expected)


@pytest.mark.parametrize(("words", "expected"), INTERCEPTED, ids=named(INTERCEPTED))
def test_an_interceptor_signs_what_it_is_given(tmp_path: Path, words: str, expected: dict[str, str]) -> None:
    prove(tmp_path, words, expected)


def test_a_resolver_of_others_is_not_asked_to_lie(tmp_path: Path) -> None:
    lie = '[[fault]]\ndo = "name"\nhosts = ["ctc.threatpulse.com"]\nanswer = "nxdomain"'
    outcome = play(written(tmp_path, f"{UNBOUND}\n{lie}"), ("true",))
    assert isinstance(outcome, str)
    assert "gives no other answers" in outcome


def test_the_laptop_sees_its_own_processes_alone(tmp_path: Path) -> None:
    outcome = play(written(tmp_path, CHARON), ("sh", "-c", "cat /proc/[0-9]*/comm"))
    assert isinstance(outcome, Outcome), outcome
    assert outcome.stdout.split() == ["sh"]  # as it was before cat began
