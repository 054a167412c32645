"""What runs without a person: as root or SYSTEM, with no session, no home folder that holds anything, nothing on standard input."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

import pytest

from build.dev import wine
from build.dev.venv import ROOT
from tests.frozen.built import CONSOLE, LINUX
from wssdiag.cli.exit_codes import Exit
from wssdiag.cli.parser import command_line
from wssdiag.model.fix import Action
from wssdiag.model.profile import Policy

if TYPE_CHECKING:
    from pathlib import Path

FLEET = ROOT / "installer" / "fleet"

PROFILE = 'schema = "wssdiag.profile/1"\norganisation = "Example Ltd"\n[policy]\ncontact_hosts = "none"\n'

#: An account that owns nothing: its home folder is there, and nobody can write to it.
ROOT_ACCOUNT = "root:x:0:0:root:/proc:/bin/sh\n"

CHECK = ("check", "--format", "json")

#: A public key of age, for what a page leaves out.
RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"

_LIMIT_S = 120.0


class Ran(NamedTuple):
    """What a management agent gets of a start."""

    code: int
    out: bytes
    err: bytes


def root(folder: Path, *arguments: str, accounts: str = ROOT_ACCOUNT, profile: str = "", closed: str = "<&-", program: str = "") -> Ran:
    """A start by root without any variable, where nothing can be written, with its own /etc; ``closed``: streams that are not there."""
    etc = folder / "etc"
    folder.mkdir(exist_ok=True)
    lines = [
        f"cp -r /etc {shlex.quote(str(etc))} 2>/dev/null || true",
        f"mkdir -p {shlex.quote(str(etc))}/xdg/wssdiag",
        f"mount --bind {shlex.quote(str(etc))} /etc",
        f"printf %s {shlex.quote(accounts)} > /etc/passwd; echo 'passwd: files' > /etc/nsswitch.conf",
        f"printf %s {shlex.quote(profile)} > /etc/xdg/wssdiag/wssdiag-profile.toml" if profile else "rm -rf /etc/xdg/wssdiag",
        "cd /proc",
        f"exec env -i {program or shlex.quote(str(LINUX.file))} {shlex.join(arguments)} {closed}",
    ]
    command = ["unshare", "-rnm", "setsid", "--wait", "sh", "-ec", "\n".join(lines)]
    done = subprocess.run(command, capture_output=True, timeout=_LIMIT_S, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


#: The sources, as ``dev.py run`` starts them.
SOURCES = f"PYTHONPATH={shlex.quote(str(ROOT))} {shlex.quote(sys.executable)} -P -m wssdiag"

both = pytest.mark.parametrize(
    "program",
    [
        pytest.param("", id="built", marks=pytest.mark.frozen("linux")),
        pytest.param(SOURCES, id="sources", marks=pytest.mark.skipif(sys.platform != "linux", reason="needs Linux' namespaces")),
    ],
)


@both
def test_root_without_a_session_gets_one_document_and_nothing_aside(tmp_path: Path, program: str) -> None:
    ran = root(tmp_path, *CHECK, program=program)
    report = json.loads(ran.out)
    assert (ran.code, ran.err) == (1, b"")
    assert (report["schema"], report["verdict"]["cause"]) == ("wssdiag.report/1", "no-network")


@both
def test_an_account_that_the_computer_does_not_know_is_no_obstacle(tmp_path: Path, program: str) -> None:
    ran = root(tmp_path, *CHECK, "--only", "none", accounts="", program=program)
    assert json.loads(ran.out)["schema"] == "wssdiag.report/1"
    assert (ran.code, ran.err) == (1, b"")


@pytest.mark.frozen("linux")
@pytest.mark.parametrize("closed", ["<&- >&-", "<&- >&- 2>&-"])
def test_whoever_closes_the_output_still_gets_the_exit_code(tmp_path: Path, closed: str) -> None:
    assert root(tmp_path, *CHECK, "--only", "none", closed=closed) == Ran(1, b"", b"")


@pytest.mark.frozen("linux")
def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    ran = root(tmp_path, *CHECK, "--output", "report.json")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, b"", 1)


@pytest.mark.frozen("linux")
def test_the_machine_wide_profile_is_found_without_any_variable(tmp_path: Path) -> None:
    ran = root(tmp_path, "check", "--list-hosts", "--format", "json", profile=PROFILE)
    assert (ran.code, json.loads(ran.out)["hosts"], ran.err) == (0, [], b"")


#: What Windows sets for each account; a management agent may start programs without.
_VARIABLES = ("APPDATA", "LOCALAPPDATA", "HOMEDRIVE", "HOMEPATH", "USERNAME", "ALLUSERSPROFILE", "ProgramData", "PUBLIC")


@pytest.mark.frozen("windows")
def test_system_gets_one_document_that_says_who_asked(tmp_path: Path) -> None:
    """As Intune and Configuration Manager start it: in the system's folder, with the system account's own folder for a home."""
    batch, name = tmp_path / "start.cmd", CONSOLE.path(CONSOLE.file)
    home = r"set USERPROFILE=C:\windows\system32\config\systemprofile"
    unset = tuple(f"set {variable}=" for variable in _VARIABLES)
    start = f'"{name}" check --format json --only none < nul'
    lines = ("@echo off", r"cd /d C:\windows\system32", *unset, home, start, "exit /b %ERRORLEVEL%", "")
    batch.write_text("\r\n".join(lines), encoding="ascii")
    done = CONSOLE.start({"shell": {"command": [wine.PROGRAM, "cmd", "/c", CONSOLE.path(batch)]}}, tmp_path / "run")["shell"]
    report = json.loads(done.out)
    assert (report["schema"], report["facts"]["user"]) == ("wssdiag.report/1", "system")
    assert (done.code, done.err) == (1, "")


@pytest.mark.frozen("linux")
@pytest.mark.parametrize(("arguments", "code", "told"), [("", 1, "problem no-network"), ("--facts missing", 2, "failed with exit code 2")])
def test_a_script_of_root_keeps_the_verdict_for_the_inventory(tmp_path: Path, arguments: str, code: int, told: str) -> None:
    folder = tmp_path / "kept"
    for name in ("check.sh", "extension-attribute.sh"):
        text = (FLEET / "jamf" / name).read_text(encoding="utf-8")
        text = text.replace("/var/db/wssdiag", str(folder)).replace("/Applications/wssdiag.app/Contents/MacOS/wssdiag", str(LINUX.file))
        (tmp_path / name).write_text(text.replace("--deadline 120", f"--deadline 120 {arguments}"), encoding="utf-8")
    before = root(tmp_path / "1", program=f"/bin/sh {tmp_path}/extension-attribute.sh")
    assert before == Ran(0, b"<result>never checked</result>\n", b"")
    ran = root(tmp_path / "2", program=f"/bin/sh {tmp_path}/check.sh")
    assert (ran.code, ran.out.decode().split(" ", 1)[1]) == (code, f"{told}\n")
    after = root(tmp_path / "3", program=f"/bin/sh {tmp_path}/extension-attribute.sh")
    assert after.out == b"<result>" + ran.out.strip() + b"</result>\n"


@pytest.mark.parametrize("script", sorted(ROOT.glob("installer/**/*.sh")), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_scripts_are_scripts_of_every_shell(script: Path) -> None:
    done = subprocess.run(["/bin/sh", "-n", str(script)], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def commands_of(file: Path) -> list[list[str]]:
    """What an example asks of wssdiag, as its own parser would get it."""
    text = file.read_text(encoding="utf-8")
    match file.suffix:
        case ".xml":
            namespace = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
            return [(line.text or "").split() for line in ET.fromstring(text).iter(f"{namespace}Arguments")]  # noqa: S314 - our own file
        case ".yml":
            return [[word.strip().strip("\"'") for word in line.split(",")][1:] for line in re.findall(r"argv: \[(.*)\]", text)]
        case ".ps1":
            return [line.replace("$fix", "start-agent").split() for line in re.findall(r"& \$program (.*)", text)]
        case _:
            return [line.split() for line in re.findall(r'"\$program" (.*?) <', text)]


EXAMPLES = ("ansible/check.yml", "intune/detect.ps1", "intune/remediate.ps1", "jamf/check.sh", "task-scheduler/scheduled-task.xml")


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_an_example_asks_for_is_a_command(name: str) -> None:
    asked = commands_of(FLEET / name)
    assert asked
    for words in asked:
        assert command_line().parse_args(words).command in {"check", "fix"}


def test_a_remediation_does_what_the_guide_of_the_cause_says() -> None:
    text = (FLEET / "intune" / "remediate.ps1").read_text(encoding="utf-8")
    fixes = re.findall(r"'([a-z-]+)' = '([a-z-]+)'", text)
    assert len(fixes) > 1
    for cause, action in fixes:
        guide = (ROOT / "resources" / "knowledge" / "en" / f"{cause}.toml").read_text(encoding="utf-8")
        assert f'action = "{action}"' in guide


def test_every_example_stands_in_the_page() -> None:
    page = (FLEET / "README.md").read_text(encoding="utf-8")
    files = [path.relative_to(FLEET).as_posix() for path in FLEET.rglob("*.*") if path.name != "README.md"]
    assert len(files) > len(EXAMPLES)
    assert [name for name in files if f"`{name}`" not in page] == []


def test_the_commands_of_the_page_are_commands() -> None:
    page = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```\n(.*?)```", page, re.DOTALL) for line in block.splitlines()]
    asked = [line.partition("wssdiag-cli ")[2].replace("age1...", RECIPIENT) for line in lines if "wssdiag-cli " in line]
    assert len(asked) > 6
    for line in asked:
        assert command_line().parse_args(shlex.split(line)).command


def test_the_page_tells_every_exit_code_and_every_policy() -> None:
    page = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    assert {f"| {code.value} |" for code in Exit if f"| {code.value} |" not in page} == set()
    assert {f"`policy.{name}`" for name in Policy.__struct_fields__ if f"`policy.{name}`" not in page} == set()
    assert {action for action in Action if f"`{action}`" not in page} == set()
