"""What the real proxies of the office do, seen from the lab's laptop without the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.proving import lab, named, prove

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

PROXY = "proxy:proxy.office.example:3128"
WEB = f"{PROXY}:www.google.com:443"
CTC = f"{PROXY}:ctc.threatpulse.com:443"
NO_LINE = '\n[[fault]]\ndo = "{how}"\nto = ["ctc.threatpulse.com"]'

PEERS: list[tuple[str, dict[str, str]]] = [
    ('[[peer]]\nrun = "squid"', {WEB: "200", CTC: "200"}),
    (
        '[[peer]]\nrun = "squid"\nauth = "basic"',
        {WEB: "407 Basic", f"{WEB}:clerk:wrong": "407 Basic", f"{WEB}:clerk:made-up": "200"},
    ),
    ('[[peer]]\nrun = "squid"\nauth = "negotiate"', {WEB: "407 Negotiate", f"{WEB}:clerk:made-up": "407 Negotiate"}),
    ('[[peer]]\nrun = "squid"\ndeny = ["service"]', {WEB: "200", CTC: "403", f"{PROXY}:130.211.30.2:443": "200"}),
    ('[[peer]]\nrun = "squid"' + NO_LINE.format(how="drop"), {WEB: "200", CTC: "503"}),
    ('[[peer]]\nrun = "squid"' + NO_LINE.format(how="refuse"), {WEB: "200", CTC: "503"}),
    ('[[peer]]\nrun = "tinyproxy"', {WEB: "200", CTC: "200"}),
    (
        '[[peer]]\nrun = "tinyproxy"\nauth = "basic"',
        {WEB: "407 Basic", f"{WEB}:clerk:wrong": "401", f"{WEB}:clerk:made-up": "200"},
    ),
    ('[[peer]]\nrun = "tinyproxy"' + NO_LINE.format(how="refuse"), {WEB: "200", CTC: "500"}),
]


@pytest.mark.parametrize(("words", "expected"), PEERS, ids=named(PEERS))
def test_a_real_proxy_answers_as_its_word_says(tmp_path: Path, words: str, expected: dict[str, str]) -> None:
    prove(tmp_path, words, expected, prober="peer_prober.py")
