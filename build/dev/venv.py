"""The virtual environments: made from their locks, and made anew when the lock or the Python version changes.

.venv is the project's. Mitmproxy, a program that the lab uses, needs older libraries than the project does: it has its own. So has
PyInstaller, which must find nothing but what is shipped.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from build.dev.needs import VENV, SetUpError, provide, told

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Environment:
    """A folder of the checkout, and the lock that it is made from."""

    folder: Path
    lock: Path

    @property
    def stamp(self) -> Path:
        """Written last: a set-up that was interrupted leaves none, and is begun again."""
        return self.folder / "made-from"

    @property
    def report(self) -> Path:
        """What pip tells of its work: which file of those that the lock allows, by its hash."""
        return self.folder / "installed.json"


PROJECT = Environment(ROOT / ".venv", ROOT / "requirements.lock")
FREEZER = Environment(ROOT / ".venv-freezer", ROOT / "requirements-freezer.lock")
MITMPROXY = Environment(ROOT / ".venv-mitmproxy", ROOT / "requirements-mitmproxy.lock")


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


def ready(wanted: Environment = PROJECT) -> Path:
    """The interpreter of an environment, made or made anew where it must be; some milliseconds where it need not."""
    name, made_from = wanted.folder.name, wanted.lock.name
    stamp = f"{made_from} {hashlib.sha256(wanted.lock.read_bytes()).hexdigest()}, Python 3.{sys.version_info.minor}\n"
    python = python_of(wanted.folder)
    if python.exists() and wanted.report.exists() and wanted.stamp.exists() and wanted.stamp.read_text(encoding="utf-8") == stamp:
        return python
    if Path(sys.prefix).resolve() == wanted.folder.resolve():
        message = f"the lock has changed, and {name} can't replace itself: start dev.py with the system's Python"
        raise SetUpError(message)
    print(f"dev.py: making {name} from {made_from} (a minute or two, once)", file=sys.stderr, flush=True)
    try:
        create(wanted.folder)
        install(python, "--require-hashes", "--no-deps", f"--report={wanted.report}", f"--requirement={wanted.lock}")
    except SetUpError as error:
        message = f"{name}: {error}"
        raise SetUpError(message) from error
    wanted.stamp.write_text(stamp, encoding="utf-8")
    return python


def _call(command: list[str], complaint: str) -> None:
    """Run a step of the set-up; its own output tells why it failed."""
    if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False).returncode != 0:
        raise SetUpError(complaint)
