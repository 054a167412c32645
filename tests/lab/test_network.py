"""The healthy network, the faults of time and chance, and what is left of it all."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.outcome import Outcome
from tests.lab.proving import CTC, PARKED, lab, seen, written
from tests.lab.runner import play, stage_command
from tests.lab.scenario import ROOT

if TYPE_CHECKING:
    import pytest

pytestmark = lab

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


def test_a_healthy_lab_is_a_little_internet(tmp_path: Path) -> None:
    assert dict(zip(HEALTHY, seen(tmp_path, "", list(HEALTHY)), strict=True)) == HEALTHY


def test_the_clock_of_the_world_is_shifted(tmp_path: Path) -> None:
    (answer,) = seen(tmp_path, '[[fault]]\ndo = "clock-off"\nhours = 5.0', ["get:http://captive.apple.com/hotspot-detect.html"])
    date = parsedate_to_datetime(answer.split("  ")[1].partition(" GMT")[0] + " GMT")
    assert abs(date.timestamp() - time.time() - 5 * 3600) < 60


def test_one_clock_of_the_world_is_shifted(tmp_path: Path) -> None:
    urls = ("get:http://captive.apple.com/", "get:http://www.gstatic.com/")
    answers = seen(tmp_path, '[[fault]]\ndo = "clock-off"\nhours = 5.0\nto = ["captive.apple.com"]', list(urls))
    one, other = (parsedate_to_datetime(text.split("  ")[1].partition(" GMT")[0] + " GMT") for text in answers)
    assert abs((one - other).total_seconds() - 5 * 3600) < 60


def test_a_slow_resolver_is_slow_and_right(tmp_path: Path) -> None:
    start = time.monotonic()
    (answer,) = seen(tmp_path, '[[fault]]\ndo = "resolver"\nanswer = "slow"\nseconds = 0.4', [f"name:{CTC}"])
    assert answer == "130.211.30.2"
    assert time.monotonic() - start > 0.4


def test_lost_packets_come_again(tmp_path: Path) -> None:
    answers = seen(tmp_path, '[[fault]]\ndo = "lose"\npercent = 5', ["tcp:1.1.1.1:443"] * 20)
    assert answers.count("open") > 10


def test_nothing_of_the_machine_is_seen_from_the_laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://leak.example:1")
    outcome = play(written(tmp_path, ""), ("sh", "-c", "env; ls -A /run $HOME; cat /etc/hosts /etc/resolv.conf; ls /sys/class/net"))
    assert isinstance(outcome, Outcome), outcome
    assert "leak" not in outcome.stdout
    tail = outcome.stdout[outcome.stdout.index("/mnt/home:") :]
    assert tail.replace("mount\n", "") == "/mnt/home:\n\n/run:\n127.0.0.1 localhost\nnameserver 192.168.7.1\neth0\nlo\n"


def test_nothing_is_left_after_the_worst_end(tmp_path: Path) -> None:
    path = written(tmp_path, "")
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
