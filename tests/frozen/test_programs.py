"""Each built program in an environment that holds next to nothing: whole, quiet, with the right exit codes, over pipes and into files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from build.dev import wine
from tests.frozen.built import ALL, CONSOLE, LINUX, ONE_FILE, WINDOW, Built, Done, Job
from tests.lab.scenario import CAPTURES

if TYPE_CHECKING:
    from pathlib import Path

SELF_TEST = Job(("--self-test", "-platform", "offscreen"))
SCRIPT = 'function FindProxyForURL(url, host) { return dnsResolve(host) == "192.0.2.1" ? "PROXY proxy.example:8080" : "DIRECT"; }'
PAC = ("pac", "eval", "--format", "json", "--url", "http://a.example/", "--resolve", "a.example=192.0.2.1")
WORKER = (
    json.dumps({"type": "load", "script": SCRIPT})
    + "\n"
    + json.dumps({"type": "find", "asked": [["http://b.example/", "b.example"]]})
    + "\n"
)

#: Seconds of processor time of a start that only says its version. It is not waited for by a clock: others may use this machine.
START_CPU_S = 0.25

Answers = dict[str, Done]


def jobs(program: Built, folder: Path) -> dict[str, Job]:
    """What each program is asked. A check of a computer from a capture, where there is no network: a problem is found."""
    script = folder / "proxy.pac"
    script.write_text(SCRIPT, encoding="utf-8")
    check = ("check", "--format", "json", "--facts", program.path(CAPTURES / "lab-windows-agent"))
    return {
        "self-test": SELF_TEST,
        "version": Job(("--version",)),
        "wrong option": Job(("--no-such-option",)),
        "wrong word": Job(("explain", "no-such-cause")),
        "check": Job(check),
        "file": Job(("ports", "--format", "json", "--output", program.path(folder / "ports.json"))),
        "pac": Job((*PAC, "--pac", program.path(script))),
        "worker": Job(("--pac-worker",), WORKER),
    }


@pytest.fixture(scope="module")
def told() -> dict[str, tuple[Answers, Path]]:
    """What the programs said, each asked once."""
    return {}


@pytest.fixture
def answers(request: pytest.FixtureRequest, told: dict[str, tuple[Answers, Path]], tmp_path_factory: pytest.TempPathFactory) -> Answers:
    program: Built = request.getfixturevalue("program")
    if program.name not in told:
        folder = tmp_path_factory.mktemp(program.name)
        told[program.name] = (program.run(jobs(program, folder), folder), folder)
    return told[program.name][0]


each = pytest.mark.parametrize("program", [pytest.param(one, id=one.name, marks=pytest.mark.frozen(one.system)) for one in ALL])


@each
def test_every_part_of_it_works_and_nothing_is_said_aside(program: Built, answers: Answers) -> None:
    done = answers["self-test"]
    lines = done.out.splitlines()
    assert (done.code, done.err) == (0, ""), done.out
    assert len(lines) > 18
    assert all(line.endswith(" ok") for line in lines[1:-1]), done.out
    assert "window       ok" in lines


@each
def test_exit_codes(program: Built, answers: Answers) -> None:
    codes = {name: answers[name].code for name in ("version", "wrong option", "wrong word", "check", "file", "pac", "worker")}
    assert codes == {"version": 0, "wrong option": 2, "wrong word": 2, "check": 1, "file": 0, "pac": 0, "worker": 0}
    assert len(answers["wrong word"].err.splitlines()) == 1


@each
def test_results_come_through_a_pipe_and_into_a_file(program: Built, answers: Answers, told: dict[str, tuple[Answers, Path]]) -> None:
    piped = json.loads(answers["check"].out)
    assert (piped["schema"], piped["verdict"]["status"]) == ("wssdiag.report/1", "broken")
    assert json.loads((told[program.name][1] / "ports.json").read_bytes())
    assert (answers["check"].err, answers["file"].out, answers["file"].err) == ("", "", "")


@each
def test_pac_files_are_evaluated_by_the_program_itself(program: Built, answers: Answers) -> None:
    (row,) = json.loads(answers["pac"].out)["results"]
    assert row["answer"] == "PROXY proxy.example:8080"
    loaded, found = (json.loads(line)["replies"] for line in answers["worker"].out.splitlines())
    assert loaded[0]["engine"] is not False
    assert found[0]["missing"] == ["b.example"]


@pytest.mark.frozen("linux")
@pytest.mark.parametrize("program", [LINUX], ids=["linux"])
def test_it_starts_quickly(program: Built, answers: Answers) -> None:
    assert answers["version"].cpu_s < START_CPU_S


@pytest.mark.frozen("windows")
@pytest.mark.parametrize("program", [WINDOW, ONE_FILE], ids=lambda program: program.name)
def test_a_program_with_a_window_writes_where_its_caller_points(program: Built, tmp_path: Path) -> None:
    """The shell's own redirection into a file, which the program inherits; pipes are what all other tests here read."""
    batch = tmp_path / "write.cmd"
    name, out = program.path(program.file), program.path(tmp_path)
    lines = ("@echo off", f'"{name}" ports --format json > "{out}\\file.json"')
    batch.write_text("\r\n".join((*lines, "")), encoding="ascii")
    job = {"command": [wine.PROGRAM, "cmd", "/c", program.path(batch)]}
    done = program.start({"shell": job}, tmp_path)["shell"]
    assert (done.code, done.out, done.err) == (0, "", "")
    assert json.loads((tmp_path / "file.json").read_bytes())["locations"]


@pytest.mark.frozen("windows")
def test_the_command_line_loads_nothing_of_the_window_on_windows(tmp_path: Path) -> None:
    loud = {"WINEDEBUG": "+loaddll"}
    asked = {"text": Job(("ports",), environment=loud), "window": Job(SELF_TEST.arguments, environment=loud)}
    told = CONSOLE.run(asked, tmp_path)
    assert "Qt6Core" in told["window"].err
    assert "python311" in told["text"].err
    assert "Qt6" not in told["text"].err


@pytest.mark.frozen("linux")
def test_the_command_line_loads_nothing_of_the_window_on_linux(tmp_path: Path) -> None:
    loud = {"LD_DEBUG": "files"}
    asked = {"text": Job(("ports",), environment=loud), "window": Job(SELF_TEST.arguments, environment=loud)}
    told = LINUX.run(asked, tmp_path)
    assert "libQt6Core" in told["window"].err
    assert "libpython3" in told["text"].err
    assert "libQt6" not in told["text"].err
