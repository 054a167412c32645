"""Every fault does what it says, seen by the standard library alone from the lab's laptop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from tests.lab.namespaces import missing
from tests.lab.outcome import Outcome
from tests.lab.runner import play, stage_command
from tests.lab.scenario import ROOT

pytestmark = [pytest.mark.lab, pytest.mark.skipif(bool(missing()), reason="needs root or unprivileged user namespaces")]

CTC = "ctc.threatpulse.com"
PARKED = "45.99.99.99"

HEALTHY: dict[str, str] = {
    "links": "eth0=up",
    "route": "default",
    f"name:{CTC}": "130.211.30.2",
    "name:proxy.office.example": "10.20.0.10",
    "name:no-such-name.example": "EAI_NONAME",
    f"tls:{CTC}:443": "TLSv1.3",
    f"mozilla:{CTC}:443": "TLSv1.3",
    f"tls:{PARKED}:443:{CTC}": "verify62",
    f"tcp:{CTC}:81": "ECONNREFUSED",
    "connect:proxy.threatpulse.net:8080:www.google.com:443": "HTTP/1.1 200 Connection established",
    "connect:proxy.office.example:3128:ctc.threatpulse.com:443": "HTTP/1.1 200 Connection established",
    "connect:proxy.office.example:3128:no-such-name.example:443": "HTTP/1.1 502 Bad Gateway",
}

FAULTS: list[tuple[str, dict[str, str]]] = [
    ('do = "link-down"', {"links": "eth0=down", "route": "none", "tcp:1.1.1.1:443": "ENETUNREACH"}),
    ('do = "link-local-only"', {"links": "eth0=up", "route": "none", "tcp:1.1.1.1:443": "ENETUNREACH"}),
    ('do = "no-default-route"', {"route": "none", "tcp:1.1.1.1:443": "ENETUNREACH", "tcp:192.168.7.1:53": "open"}),
    (
        'do = "no-default-route"\nroutes = ["10.20.0.0/24"]',
        {"route": "none", "tcp:1.1.1.1:443": "ENETUNREACH", "tcp:proxy.office.example:3128": "open"},
    ),
    ('do = "gateway-silent"', {"route": "default", "tcp:192.168.7.1:53": "timeout"}),
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
    ('do = "internal-names-only"', {f"name:{CTC}": "EAI_NONAME", "name:proxy.office.example": "10.20.0.10"}),
    ('do = "no-resolvers"', {f"name:{CTC}": "EAI_AGAIN", "tcp:1.1.1.1:443": "open"}),
    ('do = "resolvers"\naddresses = ["8.8.8.8"]', {f"name:{CTC}": "130.211.30.2", "name:proxy.office.example": "EAI_NONAME"}),
    ('do = "resolver"\nanswer = "servfail"', {f"name:{CTC}": "EAI_AGAIN"}),
    ('do = "resolver"\nanswer = "refused"', {f"name:{CTC}": "EAI_AGAIN"}),
    (
        'do = "name"\nhosts = ["ctc.threatpulse.com"]\nanswer = "nxdomain"',
        {f"name:{CTC}": "EAI_NONAME", "name:www.google.com": "45.79.25.20"},
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
    ('do = "answer"\nto = ["sign-in"]\nstatus = 403\nbody = "no"', {"get:http://captive.apple.com/hotspot-detect.html": "403 * no"}),
    (
        'do = "sign-in-page"\nkind = "redirect"',
        {
            "get:http://captive.apple.com/": "302 http://wifi.hotel.example/login *",
            "tcp:1.1.1.1:443": "timeout",
            f"name:{CTC}": "130.211.30.2",
        },
    ),
    (
        'do = "sign-in-page"\nkind = "page"\nothers = "refused"',
        {"get:http://captive.apple.com/": "200 * <html><title>Welcome to the hotel*", "tcp:1.1.1.1:443": "ECONNREFUSED"},
    ),
    ('do = "sign-in-page"\nkind = "511"', {"get:http://captive.apple.com/": "511 *"}),
    (
        'do = "present"\nto = ["ctc.threatpulse.com"]\ncertificate = "expired"',
        {f"tls:{CTC}:443": "verify10", "tls:www.google.com:443": "TLSv1.3"},
    ),
    ('do = "present"\nto = ["ctc.threatpulse.com"]\ncertificate = "not-yet-valid"', {f"tls:{CTC}:443": "verify9"}),
    ('do = "present"\nto = ["ctc.threatpulse.com"]\ncertificate = "wrong-name"', {f"tls:{CTC}:443": "verify62"}),
    ('do = "present"\nto = ["ctc.threatpulse.com"]\ncertificate = "self-signed"', {f"tls:{CTC}:443": "verify18"}),
    ('do = "present"\nto = ["ctc.threatpulse.com"]\ncertificate = "unknown-issuer"', {f"tls:{CTC}:443": "verify20"}),
    (
        'do = "present"\nto = ["controls"]\ncertificate = "corporate"',
        {"tls:www.google.com:443": "TLSv1.3", "mozilla:www.google.com:443": "verify20"},
    ),
    ('do = "present"\nto = ["controls"]\ncertificate = "interceptor"', {"tls:www.google.com:443": "verify20", f"tls:{CTC}:443": "TLSv1.3"}),
    (
        'do = "cut"\nnames = ["ctc.threatpulse.com"]',
        {f"tls:{CTC}:443": "ECONNRESET", f"tls:{CTC}:443:www.google.com": "verify62", f"tcp:{CTC}:443": "open"},
    ),
    (
        'do = "cut"\nto = ["ctc.threatpulse.com"]\nport = 443',
        {f"tls:{CTC}:443:www.google.com": "ECONNRESET", "tls:www.google.com:443": "TLSv1.3"},
    ),
    ('do = "proxy"\nmode = "auth"', {"connect:proxy.office.example:3128:www.google.com:443": "HTTP/1.1 407 Proxy Authentication Required"}),
    ('do = "proxy"\nmode = "status"\nstatus = 502', {"connect:proxy.office.example:3128:www.google.com:443": "HTTP/1.1 502 Bad Gateway"}),
    ('do = "proxy"\nmode = "silent"', {"connect:proxy.office.example:3128:www.google.com:443": "timeout"}),
    ('do = "proxy"\nmode = "not-a-proxy"', {"connect:proxy.office.example:3128:www.google.com:443": "220 mail.office.example ESMTP ready"}),
    (
        'do = "proxy"\nwhere = "service"\nmode = "status"\nstatus = 403',
        {"connect:proxy.threatpulse.net:8080:www.google.com:443": "HTTP/1.1 403 Forbidden"},
    ),
]


def seen(folder: Path, fault: str, steps: list[str]) -> list[str]:
    path = folder / "scenario.toml"
    path.write_text(
        'title = "t"\ncause = ""\nstatus = "healthy"\nexit = 0\n' + (f"[[fault]]\n{fault}\n" if fault else ""), encoding="utf-8"
    )
    outcome = play(path, (sys.executable, str(ROOT / "tests" / "lab" / "prober.py"), *steps))
    assert isinstance(outcome, Outcome), outcome
    assert not outcome.stderr
    return outcome.stdout.splitlines()


def fits(text: str, pattern: str) -> bool:
    parts = pattern.split("*")
    return text.startswith(parts[0]) and all(part.strip() in text for part in parts) if len(parts) > 1 else text == pattern


def test_a_healthy_lab_is_a_little_internet(tmp_path: Path) -> None:
    assert dict(zip(HEALTHY, seen(tmp_path, "", list(HEALTHY)), strict=True)) == HEALTHY


@pytest.mark.parametrize(("fault", "expected"), FAULTS, ids=[" ".join(fault.split()) for fault, _ in FAULTS])
def test_a_fault_does_what_it_says(tmp_path: Path, fault: str, expected: dict[str, str]) -> None:
    found = dict(zip(expected, seen(tmp_path, fault, list(expected)), strict=True))
    wrong = {step: word for step, word in found.items() if not fits(word, expected[step])}
    assert not wrong, f"expected {expected}"


def test_the_clock_of_the_world_is_shifted(tmp_path: Path) -> None:
    (answer,) = seen(tmp_path, 'do = "clock-off"\nhours = 5.0', ["get:http://captive.apple.com/hotspot-detect.html"])
    date = parsedate_to_datetime(answer.split("  ")[1].partition(" GMT")[0] + " GMT")
    assert abs(date.timestamp() - time.time() - 5 * 3600) < 60


def test_one_clock_of_the_world_is_shifted(tmp_path: Path) -> None:
    urls = ("get:http://captive.apple.com/", "get:http://www.gstatic.com/")
    answers = seen(tmp_path, 'do = "clock-off"\nhours = 5.0\nto = ["captive.apple.com"]', list(urls))
    one, other = (parsedate_to_datetime(text.split("  ")[1].partition(" GMT")[0] + " GMT") for text in answers)
    assert abs((one - other).total_seconds() - 5 * 3600) < 60


def test_a_slow_resolver_is_slow_and_right(tmp_path: Path) -> None:
    start = time.monotonic()
    (answer,) = seen(tmp_path, 'do = "resolver"\nanswer = "slow"\nseconds = 0.4', [f"name:{CTC}"])
    assert answer == "130.211.30.2"
    assert time.monotonic() - start > 0.4


def test_lost_packets_come_again(tmp_path: Path) -> None:
    answers = seen(tmp_path, 'do = "lose"\npercent = 5', ["tcp:1.1.1.1:443"] * 20)
    assert answers.count("open") > 10


def test_nothing_of_the_machine_is_seen_from_the_laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://leak.example:1")
    path = tmp_path / "scenario.toml"
    path.write_text('title = "t"\ncause = ""\nstatus = "healthy"\nexit = 0\n', encoding="utf-8")
    outcome = play(path, ("sh", "-c", "env; ls -A /run $HOME; cat /etc/hosts /etc/resolv.conf; ls /sys/class/net"))
    assert isinstance(outcome, Outcome), outcome
    assert "leak" not in outcome.stdout
    tail = outcome.stdout[outcome.stdout.index("/mnt/home:") :]
    assert tail.replace("mount\n", "") == "/mnt/home:\n\n/run:\n127.0.0.1 localhost\nnameserver 192.168.7.1\neth0\nlo\n"


def test_nothing_is_left_after_the_worst_end(tmp_path: Path) -> None:
    path = tmp_path / "scenario.toml"
    path.write_text('title = "t"\ncause = ""\nstatus = "healthy"\nexit = 0\n', encoding="utf-8")
    mark = str(tmp_path)
    with subprocess.Popen(stage_command(path, "--keep"), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as stage:
        assert stage.stdout is not None
        assert "enter" in stage.stdout.readline()
        assert mark in processes()
        os.kill(stage.pid, signal.SIGKILL)
    deadline = time.monotonic() + 5.0
    while mark in processes() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert mark not in processes()


def processes() -> str:
    """The command lines of all processes."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(path.read_text(encoding="utf-8", errors="replace"))
        except OSError:
            continue
    return "\n".join(lines)
