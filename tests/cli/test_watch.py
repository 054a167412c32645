from __future__ import annotations

import json
import os
import re
import signal
import socket
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.cli.program import catalogue
from tests.fakes import FakeSystem
from tests.servers.tcp import serve
from tests.world import CTC, World
from wssdiag.cli.exit_codes import Exit
from wssdiag.cli.watch import follow
from wssdiag.model.mode import Method
from wssdiag.session import Pace, Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.program import Ended, Program

#: A test that hangs ends here.
PATIENCE_S = 10.0

TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d ")


def watch(wssdiag: Program, port: int, *more: object) -> Ended:
    """Watch one port of the loopback, and nothing else."""
    file = wssdiag.write("catalogue.toml", catalogue(port))
    return wssdiag("watch", "--method", "wss-agent", "--catalogue", file, "--only", f"tcp.here-{port}", *more)


def words(text: str) -> list[str]:
    """The lines without their times, each of which is there."""
    lines = text.splitlines()
    assert all(TIME.match(line) for line in lines)
    return [TIME.sub("", line, count=1) for line in lines]


@pytest.mark.parametrize(("answers", "code", "verdict"), [(True, 0, "Healthy: "), (False, 1, "Works, with a problem: ")])
def test_the_exit_code_is_that_of_the_last_check(wssdiag: Program, answers: bool, code: int, verdict: str) -> None:
    with serve(lambda connection: None) as port, socket.create_server(("127.0.1.1", 0)) as closed:
        shut = int(closed.getsockname()[1])
        closed.close()
        ended = watch(wssdiag, port if answers else shut, "--count", 1)
    lines = words(ended.out)
    assert (ended.code, ended.err, len(lines)) == (code, "", 2)
    assert lines[0].startswith(verdict)
    assert lines[1].startswith("1 run: ")


def test_could_not_tell(wssdiag: Program) -> None:
    ended = wssdiag("watch", "--only", "none", "--count", 1, "--method", "wss-agent")
    assert ended.code == 4
    assert words(ended.out)[0].startswith("Could not tell: ")


def test_an_interrupt_ends_it_with_the_account(wssdiag: Program) -> None:
    asked = threading.Event()

    def interrupt() -> None:
        asked.wait(PATIENCE_S)
        time.sleep(0.5)  # by now it most likely waits for the next run; either way it has to end
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    before = signal.getsignal(signal.SIGINT)
    began = time.monotonic()
    with serve(lambda connection: asked.set()) as port:
        ended = watch(wssdiag, port)
    assert ended.code == 130
    assert words(ended.out)[-1].startswith(("1 run: ", "No run came to its end."))
    assert time.monotonic() - began < PATIENCE_S
    assert signal.getsignal(signal.SIGINT) is before


@dataclass
class Changing(FakeSystem):
    """A computer that is asked once for each run; ``before`` is called with its number."""

    before: Callable[[int], None] = lambda _run: None
    runs: int = 0

    def capture(self) -> dict[str, bytes]:
        self.runs += 1
        self.before(self.runs)
        return super().capture()


def follow_a_port(world: World, *, as_lines: bool, count: int = 6) -> Exit:
    """Six runs; the port is closed before the third and open again before the fifth."""
    changes = {3: lambda: world.network.block(CTC, 443), 5: world.network.firewall.clear}
    world.system = Changing(world.system.files, before=lambda run: changes.get(run, lambda: None)())
    return follow(world.session, Request(method=Method.WSS_AGENT), Pace(10.0, count), world.cancel, as_lines=as_lines)


def test_a_port_that_closes_and_opens_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert follow_a_port(World(), as_lines=False) is Exit.DONE
    lines = words(capsys.readouterr().out)
    assert lines[0] == "Healthy: This computer reaches everything that it needs"
    assert lines[1] == "Does not work: Your network blocks the door to the service (ctc.threatpulse.com 443) [port-blocked]"
    assert lines[2].startswith("Connection to ctc.threatpulse.com, TCP 443: passed -> failed: ")
    solved = lines.index("Solved: Your network blocks the door to the service (ctc.threatpulse.com 443) [port-blocked]")
    assert lines[solved - 1] == lines[0]
    assert lines[-1] == "6 runs: Healthy for 30.0 s, Does not work for 20.0 s."
    assert len(lines) < 10


def test_nothing_is_said_while_nothing_changes(capsys: pytest.CaptureFixture[str]) -> None:
    assert follow_a_port(World(), as_lines=False, count=2) is Exit.DONE
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_as_events(capsys: pytest.CaptureFixture[str]) -> None:
    assert follow_a_port(World(), as_lines=True) is Exit.DONE
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["event"] for event in events] == ["watch_started", *["run"] * 3, "change", *["run"] * 2, "change", "run", "watch_ended"]
    assert [event["seq"] for event in events] == list(range(len(events)))
    assert [one["code"] for one in events[4]["changes"]["new"]] == ["port-blocked"]
    assert [one["code"] for one in events[7]["changes"]["solved"]] == ["port-blocked"]
    assert [state["status"] for state in events[-1]["states"]] == ["healthy", "broken"]
    assert (events[-1]["runs"], events[-1]["interrupted"]) == (6, False)


def test_closed_at_the_end_is_a_problem() -> None:
    assert follow_a_port(World(), as_lines=True, count=4) is Exit.PROBLEM
