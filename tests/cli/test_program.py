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


def alone() -> bool:
    """Whether this system lets a process have a network of its own."""
    return shutil.which("unshare") is not None and subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(not alone(), reason="needs network namespaces")


def wssdiag(home: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    command = [*ALONE, sys.executable, "-m", "wssdiag", *arguments]
    return subprocess.run(command, check=False, capture_output=True, timeout=60, env=environment, cwd=home)


def test_a_computer_without_a_network(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.toml"
    file.write_text(catalogue(9, control=7))
    ended = wssdiag(tmp_path, "check", "--catalogue", str(file), "--method", "wss-agent", "--format", "json")
    report = json.loads(ended.stdout)
    assert report["verdict"] == {"status": "broken", "cause": "no-network", "headline": report["findings"][0]["title"]}
    assert (ended.returncode, ended.stderr) == (1, b"")


def test_the_reader_goes_away(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [*ALONE, sys.executable, "-m", "wssdiag", "causes"]
    ended = subprocess.run(command, check=False, stdout=write, stderr=subprocess.PIPE, timeout=60, env=environment, cwd=tmp_path)
    os.close(write)
    assert (ended.returncode, ended.stderr) == (0, b"")
