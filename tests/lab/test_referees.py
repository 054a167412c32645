"""The program says of every port, name, page and gateway what nmap, kdig, curl and ike-scan say of it, in the same network."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.lab.network.namespaces import PATH
from tests.lab.options import in_ci
from tests.lab.outcome import NotRun, Outcome
from tests.lab.proving import CTC, lab, written
from tests.lab.runner import play
from tests.lab.scenario import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

_REFEREE = str(ROOT / "tests" / "lab" / "referee.py")

_TOOLS = ("nmap", "kdig", "curl", "ike-scan")

#: kind, place, the program's word, the referee's word, the referee's own words.
Row = tuple[str, str, str, str, str]

AGENT = 'args = ["--method", "wss-agent"]\nprofile = { endpoints = { datacentres = ["gcato2-vip1.threatpulse.net"] } }'
PROXY = 'proxy = "http://proxy.office.example:3128"'
IPSEC = 'args = ["--method", "ipsec"]\nprofile = { endpoints = { ike_gateways = ["ipsec.gateway.example"] } }'
GATEWAY = '[[peer]]\nrun = "charon"\nto = ["ipsec.gateway.example"]\n'

PORTAL = "portal.threatpulse.com"
ADDRESS = "130.211.30.2"
ROUTER = "192.168.7.1"


def fault(words: str) -> str:
    return f"[[fault]]\n{words}\n"


#: Name -> head, words, and verdicts that must be among the rows: (kind, part of the place, the word of both).
NETWORKS: dict[str, tuple[str, str, tuple[tuple[str, str, str], ...]]] = {
    "healthy": (
        AGENT,
        "",
        (("tcp", f"{ADDRESS}:443", "open"), ("dns", f"www.cloudflare.com at {ROUTER}", "NOERROR 45."), ("udp", ":443", "open")),
    ),
    "a port dropped": (AGENT, fault(f'do = "drop"\nto = ["{CTC}"]\nport = 443'), (("tcp", f"{ADDRESS}:443", "filtered"),)),
    "a port refused": (AGENT, fault(f'do = "refuse"\nto = ["{CTC}"]\nport = 443'), (("tcp", f"{ADDRESS}:443", "closed"),)),
    "a port prohibited": (AGENT, fault(f'do = "prohibit"\nto = ["{CTC}"]\nport = 443'), (("tcp", f"{ADDRESS}:443", "filtered"),)),
    "a host unreachable": (AGENT, fault(f'do = "unreachable"\nto = ["{CTC}"]'), (("tcp", f"{ADDRESS}:443", "filtered"),)),
    "a name not found": (
        AGENT,
        fault(f'do = "name"\nhosts = ["{CTC}"]\nanswer = "nxdomain"'),
        (("dns", f"{CTC} at {ROUTER}", "NXDOMAIN"), ("dns", f"{CTC} at 1.1.1.1", f"NOERROR {ADDRESS}")),
    ),
    "a name that fails": (
        AGENT,
        fault(f'do = "name"\nhosts = ["{CTC}"]\nanswer = "servfail"'),
        (("dns", f"{CTC} at {ROUTER}", "SERVFAIL"),),
    ),
    "a name refused": (AGENT, fault(f'do = "name"\nhosts = ["{CTC}"]\nanswer = "refused"'), (("dns", f"{CTC} at {ROUTER}", "REFUSED"),)),
    "a silent resolver": (AGENT, fault('do = "resolver"\nanswer = "silent"'), (("dns", f"at {ROUTER}", "timeout"),)),
    "a resolver that truncates": (AGENT, fault('do = "resolver"\nanswer = "truncated"'), (("dns", f"at {ROUTER}", "NOERROR"),)),
    "pages with other answers": (
        AGENT,
        fault('do = "answer"\nto = ["captive.apple.com"]\nstatus = 503')
        + fault('do = "answer"\nto = ["www.msftconnecttest.com"]\nstatus = 302\nheaders = { Location = "http://a.example/" }')
        + fault('do = "answer"\nto = ["www.google.com"]\nstatus = 404'),
        (("http", "captive.apple.com", "503"), ("http", "www.msftconnecttest.com", "302")),
    ),
    "UDP 443 dropped": (
        AGENT,
        fault('do = "drop"\nto = ["everything"]\nport = 443\ntransport = "udp"'),
        (("udp", ":443", "open|filtered"),),
    ),
    "a proxy": (PROXY, "", (("proxy", "www.google.com:443", "200"), ("tcp", "10.20.0.10:3128", "open"))),
    "a proxy that wants a sign-in": (
        PROXY,
        fault('do = "proxy"\nwhere = "office"\nmode = "auth"\nschemes = ["basic"]'),
        (("proxy", ":443", "407"),),
    ),
    "a gateway": (IPSEC, GATEWAY, (("ike", ":500", "answers"), ("ike", ":4500", "answers"))),
    "a gateway without NAT traversal": (
        IPSEC,
        GATEWAY + fault('do = "drop"\nto = ["ipsec.gateway.example"]\nport = 4500\ntransport = "udp"'),
        (("ike", ":500", "answers"), ("ike", ":4500", "silent"), ("udp", ":4500", "open|filtered")),
    ),
    "a gateway that refuses": (
        IPSEC,
        '[[peer]]\nrun = "charon"\nto = ["ipsec.gateway.example"]\nports = [500]',
        (("ike", ":500", "answers"), ("ike", ":4500", "silent"), ("udp", ":4500", "closed")),
    ),
}


def rows_of(folder: Path, words: str, head: str) -> list[Row]:
    absent = [tool for tool in _TOOLS if shutil.which(tool, path=PATH) is None]
    if absent and in_ci():
        pytest.fail(f"not installed here: {', '.join(absent)}")
    if absent:
        pytest.skip(f"not installed here: {', '.join(absent)}")
    outcome = play(written(folder, words, head), (sys.executable, _REFEREE, "{program}"))
    if isinstance(outcome, NotRun):
        pytest.skip(outcome.reason)
    assert isinstance(outcome, Outcome), outcome
    assert outcome.stdout, outcome.stderr
    return [(kind, place, ours, theirs, told) for kind, place, ours, theirs, told in json.loads(outcome.stdout)]


def differences(rows: list[Row]) -> list[Row]:
    """Where program and referee do not say the same. What answers in its protocol may well say nothing to nmap, which does not speak it."""
    return [row for row in rows if row[2] != row[3] and not (row[0] == "udp" and row[2] == "open" and row[3] == "open|filtered")]


@pytest.mark.parametrize(("head", "words", "expected"), NETWORKS.values(), ids=NETWORKS)
def test_the_referees_say_the_same(head: str, words: str, expected: tuple[tuple[str, str, str], ...], tmp_path: Path) -> None:
    rows = rows_of(tmp_path, words, head)
    assert differences(rows) == []
    for kind, place, word in expected:
        assert [row for row in rows if row[0] == kind and place in row[1] and row[2].startswith(word)], (kind, place, word, rows)


def test_a_wrong_verdict_is_seen() -> None:
    right: Row = ("tcp", "192.0.2.1:443", "closed", "closed", "reset")
    assert differences([right]) == []
    for wrong in ("open", "filtered"):
        assert differences([right, (*right[:2], wrong, *right[3:])]) != []
    assert differences([("udp", "192.0.2.1:443", "open", "open|filtered", "no-response")]) == []
    assert differences([("udp", "192.0.2.1:443", "open|filtered", "open", "udp-response")]) != []
    assert differences([("dns", "a at 192.0.2.53", "NXDOMAIN", "NOERROR 192.0.2.1", "")]) != []
