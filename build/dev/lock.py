"""Writes the locks, with hashes and without addresses: each one file for Python 3.11 to 3.14 on Windows, macOS and Linux.

But for the Windows that is set up from Linux: pip judges a requirement's marker by the system that it runs on.
"""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from build.dev.needs import SetUpError
from build.dev.venv import FREEZER, MITMPROXY, PROJECT, ROOT, create, install
from build.dev.wine import WINDOWS

if TYPE_CHECKING:
    from build.dev.venv import Environment

#: The oldest Python that is supported; --universal goes up from there to what ``requires-python`` allows.
_OLDEST = "3.11"

_EVERYWHERE = ("--universal",)
_ON_WINDOWS = ("--python-platform", "x86_64-pc-windows-msvc")

#: What executables are made from: what the program needs on a machine of its own, and PyInstaller; in the versions that are tested.
_SHIPPED = ("pyproject.toml", "--extra", "encrypted-bundles", "--group", "freeze", "--constraints", "requirements.lock")


@dataclass(frozen=True)
class Lock:
    """What one lock is resolved from."""

    environment: Environment
    sources: tuple[str, ...]  # uv's arguments
    target: tuple[str, ...] = _EVERYWHERE


LOCKS = (
    Lock(PROJECT, ("pyproject.toml", "--group", "dev")),
    Lock(MITMPROXY, ("--group", "pyproject.toml:mitmproxy")),
    Lock(FREEZER, _SHIPPED),
    Lock(WINDOWS, (*_SHIPPED, "--group", "wine"), _ON_WINDOWS),
)


def write_lock(arguments: list[str]) -> int:
    """Resolve pyproject.toml with uv from a throw-away environment; ``arguments`` are uv's (``--upgrade``)."""
    with tempfile.TemporaryDirectory() as folder:
        python = create(Path(folder) / "venv")
        install(python, "uv")
        resolved: dict[Path, str] = {}
        for lock in LOCKS:
            made = Path(folder) / lock.environment.lock.name
            code = _resolve(python, lock, made, arguments)
            if code:
                return code
            resolved[lock.environment.lock] = made.read_text(encoding="utf-8")
    if any("://" in text for text in resolved.values()):
        message = "a lock would name an address; none was written"
        raise SetUpError(message)
    for path, text in resolved.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0


def _resolve(python: Path, lock: Lock, made: Path, arguments: list[str]) -> int:
    """Write one lock to ``made``; uv's exit code."""
    if lock.environment.lock.exists():
        made.write_bytes(lock.environment.lock.read_bytes())  # uv keeps the versions that it finds there
    command = [str(python), "-m", "uv", "pip", "compile", *lock.sources, "--output-file", str(made)]
    options = [*lock.target, "--python-version", _OLDEST, "--generate-hashes", "--no-emit-index-url", "--quiet"]
    label = ["--custom-compile-command", "python3 dev.py lock"]
    return subprocess.run([*command, *options, *label, *arguments], cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode
