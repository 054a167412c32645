"""Programs of others: started with their files, known to listen, told in one line when they do not start."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.lab.network.namespaces import LabError
from tests.lab.network.zone import build_zone
from tests.lab.obstacles import obstacle
from tests.lab.plan import Plan, Program
from tests.lab.programs import Running, is_installed, start
from wssdiag.catalogue.loader import load_builtin
from wssdiag.model.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LISTEN = """
import socket, sys, time
server = socket.socket()
server.bind(("127.0.0.1", 0))
time.sleep(0.2)
server.listen()
time.sleep(60)
"""


@pytest.fixture
def stopped() -> Iterator[list[Running]]:
    """What is put in here is ended with the test."""
    running: list[Running] = []
    yield running
    for one in running:
        one.process.kill()
        one.process.wait()


def python(code: str, **more: object) -> Program:
    return Program("snake", "router", (sys.executable, "-c", code), **more)  # type: ignore[arg-type]


def test_files_secrets_and_the_folder_are_there_before_the_start(tmp_path: Path, stopped: list[Running]) -> None:
    code = "import os, pathlib; print(pathlib.Path('sub/a.conf').read_text(), pathlib.Path('key').read_text(), os.environ['WHERE'])"
    program = python(code, files={"sub/a.conf": "at {folder}/x"}, environment={"WHERE": "{folder}"})
    running = start(program, [], tmp_path / "own", {"key": b"{folder}"})
    stopped.append(running)
    running.process.wait(10.0)
    folder = tmp_path / "own"
    assert running.log.read_text() == f"at {folder}/x {{folder}} {folder}\n"


def test_one_that_does_not_start_is_told_in_one_line_with_the_end_of_what_it_said(tmp_path: Path, stopped: list[Running]) -> None:
    running = start(
        python("print('x' * 5000)\nprint('first\\n\\nbad\\x1b[31m option: --no')\nraise SystemExit(3)", tcp=(1,)), [], tmp_path / "own"
    )
    stopped.append(running)
    with pytest.raises(LabError) as told:
        running.wait()
    text = str(told.value)
    assert text.startswith("the peer snake did not start: ")
    assert text.endswith("first bad[31m option: --no")
    assert "\n" not in text
    assert len(text) < 600


def test_one_that_says_nothing_is_told_by_how_it_ended(tmp_path: Path, stopped: list[Running]) -> None:
    running = start(python("raise SystemExit(3)", tcp=(1,)), [], tmp_path / "own")
    stopped.append(running)
    with pytest.raises(LabError, match=r"^the peer snake did not start: it ended with 3 and said nothing$"):
        running.wait()


def test_one_that_never_listens_is_told_in_time(tmp_path: Path, stopped: list[Running]) -> None:
    running = start(python("import time; print('up', flush=True); time.sleep(60)", tcp=(1,)), [], tmp_path / "own")
    stopped.append(running)
    with pytest.raises(LabError, match=r"^the peer snake does not listen on its ports after 0.5 s: up$"):
        running.wait(0.5)


def test_one_that_is_not_installed_is_told_by_name(tmp_path: Path) -> None:
    program = Program("snake", "router", (str(tmp_path / "no-such-program"),))
    with pytest.raises(LabError, match=r"the peer snake did not start: .*no-such-program is not installed"):
        start(program, [], tmp_path / "own")


@pytest.mark.parametrize(
    ("program", "installed"),
    [
        (Program("a", "router", ("sh", "-c", "")), True),
        (Program("a", "router", (sys.executable,)), True),
        (Program("a", "router", ("no-such-program",)), False),
        (Program("a", "router", ("sh", "-c", "exec no-such-program"), executable="no-such-program"), False),
        (Program("a", "router", ("no-such-wrapper",), executable="sh"), True),
    ],
)
def test_what_is_not_installed_is_known_before_anything_is_built(program: Program, installed: bool) -> None:
    assert is_installed(program) is installed
    plan = Plan(zone=build_zone(load_builtin(), Profile()), programs=[program])
    assert obstacle(plan, users=True, tunnels=True) == ("" if installed else "not installed here: a")
