"""The virtual environment in .venv: made from requirements.lock, and made anew when the lock or the Python version changes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from build.dev.needs import VENV, SetUpError, provide, told

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.lock"
VENV_DIR = ROOT / ".venv"

#: Written last: a set-up that was interrupted leaves none, and is begun again.
_STAMP = VENV_DIR / "made-from"


def python_of(venv: Path) -> Path:
    """The interpreter of a virtual environment."""
    return venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def environment() -> dict[str, str]:
    """The variables for what runs in the virtual environment: this checkout is importable, nothing else is added."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def create(target: Path) -> Path:
    """An empty virtual environment, in place of what was there; returns its interpreter. :class:`SetUpError` if it can't be made."""
    lacking = provide(VENV)
    if lacking:
        raise SetUpError(told(lacking))
    _call([sys.executable, "-m", "venv", "--clear", str(target)], "the virtual environment could not be made")
    return python_of(target)


def install(python: Path, *arguments: str) -> None:
    """``pip install`` with wheels only: a source package would fetch its build tools without hashes."""
    options = ["--disable-pip-version-check", "--no-input", "--quiet", "--only-binary", ":all:"]
    _call([str(python), "-m", "pip", "install", *options, *arguments], "the packages could not be installed")


def ready() -> Path:
    """The interpreter of .venv, made or made anew where it must be; some milliseconds where it need not."""
    wanted = f"requirements.lock {hashlib.sha256(LOCK.read_bytes()).hexdigest()}, Python 3.{sys.version_info.minor}\n"
    python = python_of(VENV_DIR)
    if python.exists() and _STAMP.exists() and _STAMP.read_text(encoding="utf-8") == wanted:
        return python
    if Path(sys.prefix).resolve() == VENV_DIR.resolve():
        message = "the lock has changed, and .venv can't replace itself: start dev.py with the system's Python"
        raise SetUpError(message)
    print("dev.py: making .venv from requirements.lock (a minute or two, once)", file=sys.stderr, flush=True)
    create(VENV_DIR)
    install(python, "--require-hashes", "--no-deps", "--requirement", str(LOCK))
    _STAMP.write_text(wanted, encoding="utf-8")
    return python


def _call(command: list[str], complaint: str) -> None:
    """Run a step of the set-up; its own output tells why it failed."""
    if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False).returncode != 0:
        raise SetUpError(complaint)
