"""What a domain controller of the lab does, seen from the laptop by bytes that stand in the prober."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.proving import lab, named, prove

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

DC1, DC2 = "dc1.office.example", "dc2.office.example"
NAME = "_ldap._tcp.dc._msdcs.office.example"
SRV = f"srv:192.168.7.1:{NAME}"

WORDS: list[tuple[str, dict[str, str]]] = [
    ("", {f"search:{DC1}": "0x64 0", f"rpc:{DC1}": "port 49153", SRV: "code3"}),
    ('ldap = "refused"', {f"search:{DC1}": "0x65 50"}),
    ('ldap = "mute"', {f"search:{DC1}": "timeout"}),
    ('ldap = "http"', {f"search:{DC1}": "HTTP/1.1 400 Bad Request"}),
    ('mapper = "outside"', {f"rpc:{DC1}": "port 1026"}),
    ('mapper = "not-registered"', {f"rpc:{DC1}": "status 0x16c9a0d6"}),
    ('mapper = "refuses"', {f"rpc:{DC1}": "nak 2"}),
    ('mapper = "mute"', {f"rpc:{DC1}": "timeout"}),
    ('mapper = "http"', {f"rpc:{DC1}": "HTTP/1.1 400 Bad Request"}),
    ("closed = [135]", {f"rpc:{DC1}": "ECONNREFUSED"}),
    ("in_dns = true", {SRV: f"code0 {DC1}:389/100"}),
    (f'in_dns = true\n[[peer]]\nrun = "directory"\nhost = "{DC2}"\nin_dns = true', {SRV: f"code0 {DC1}:389/100 {DC2}:389/100"}),
]


@pytest.mark.parametrize(("words", "expected"), WORDS, ids=named(WORDS))
def test_a_directory_does_what_it_says(tmp_path: Path, words: str, expected: dict[str, str]) -> None:
    prove(tmp_path, f'[[peer]]\nrun = "directory"\n{words}', expected, prober="directory_prober.py")
