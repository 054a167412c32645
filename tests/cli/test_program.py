"""The program as a process of its own, in a network namespace without any interface but a loopback that is down."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import catalogue

ROOT = Path(__file__).resolve().parents[2]
ALONE = ["unshare", "-rn"]
TELL_IMPORTS = {"PYTHONPROFILEIMPORTTIME": "1"}

WINDOW = frozenset({"PySide6", "shiboken6", "wssdiag.gui"})

#: What takes a tenth of a second and more to load, and no answer about the program itself needs.
HEAVY = WINDOW | {"certifi", "cryptography", "dns", "h11", "jinja2", "psutil", "quickjs", "ssl", "truststore", "wssdiag.session"}


def alone() -> bool:
    """Whether this system lets a process have a network of its own."""
    return shutil.which("unshare") is not None and subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode == 0


def names_loaded(ended: subprocess.CompletedProcess[bytes]) -> frozenset[str]:
    """All modules that a process imported, as the interpreter tells them (``-X importtime``)."""
    rows = (line.rsplit("|", 1) for line in ended.stderr.decode().splitlines() if line.startswith("import time:"))
    return frozenset(row[-1].strip() for row in rows)


def parts_of(names: frozenset[str]) -> frozenset[str]:
    """The first part of each name; of our own the first two."""
    return frozenset(".".join(name.split(".")[: 2 if name.startswith("wssdiag.") else 1]) for name in names)


pytestmark = pytest.mark.skipif(not alone(), reason="needs network namespaces")


def wssdiag(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **variables}
    command = [*ALONE, sys.executable, "-m", "wssdiag", *arguments]
    return subprocess.run(command, check=False, capture_output=True, timeout=60, env=environment, cwd=home)


def test_a_computer_without_a_network(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.toml"
    file.write_text(catalogue(9, control=7))
    ended = wssdiag(tmp_path, "check", "--catalogue", str(file), "--method", "wss-agent", "--format", "json")
    report = json.loads(ended.stdout)
    assert report["verdict"] == {"status": "broken", "cause": "no-network", "headline": report["findings"][0]["title"]}
    assert (ended.returncode, ended.stderr) == (1, b"")


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("check", "--help"), ("pac", "eval", "--url", "no")])
def test_what_only_speaks_of_itself_loads_nothing_heavy(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    loaded = names_loaded(wssdiag(tmp_path, *arguments, **TELL_IMPORTS))
    assert "wssdiag.cli.parser" in loaded
    assert parts_of(loaded) & HEAVY == set()


@pytest.mark.parametrize("command", ["causes", "ports", "detect", "check"])
def test_the_command_line_never_loads_the_window(tmp_path: Path, command: str) -> None:
    ended = wssdiag(tmp_path, command, **TELL_IMPORTS)
    assert ended.stdout
    loaded = names_loaded(ended)
    assert "wssdiag.session" in loaded
    assert parts_of(loaded) & WINDOW == set()


def test_the_reader_goes_away(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [*ALONE, sys.executable, "-m", "wssdiag", "causes"]
    ended = subprocess.run(command, check=False, stdout=write, stderr=subprocess.PIPE, timeout=60, env=environment, cwd=tmp_path)
    os.close(write)
    assert (ended.returncode, ended.stderr) == (0, b"")
