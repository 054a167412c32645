"""Writes requirements.lock: one file for Python 3.11 to 3.14 on Windows, macOS and Linux, with hashes and without addresses."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from build.dev.needs import SetUpError
from build.dev.venv import LOCK, ROOT, create, install

#: The oldest Python that is supported; --universal goes up from there to what ``requires-python`` allows.
_OLDEST = "3.11"


def write_lock(arguments: list[str]) -> int:
    """Resolve pyproject.toml with uv from a throw-away environment; ``arguments`` are uv's (``--upgrade``)."""
    with tempfile.TemporaryDirectory() as folder:
        python = create(Path(folder) / "venv")
        install(python, "uv")
        made = Path(folder) / LOCK.name
        if LOCK.exists():
            made.write_bytes(LOCK.read_bytes())  # uv keeps the versions that it finds there
        command = [str(python), "-m", "uv", "pip", "compile", "pyproject.toml", "--group", "dev", "--output-file", str(made)]
        options = ["--universal", "--python-version", _OLDEST, "--generate-hashes", "--no-emit-index-url", "--quiet"]
        label = ["--custom-compile-command", "python3 dev.py lock"]
        done = subprocess.run([*command, *options, *label, *arguments], cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            return done.returncode
        text = made.read_text(encoding="utf-8")
    if "://" in text:
        message = "the lock would name an address; it was not written"
        raise SetUpError(message)
    LOCK.write_text(text, encoding="utf-8", newline="\n")
    return 0
