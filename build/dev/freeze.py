"""Makes the executables: ``dev.py build linux``, ``dev.py build windows`` (by Wine).

The recipe is build/wssdiag.spec; what comes of it lies in dist, and everything on the way there in .work/freeze.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from build.dev import needs, signing, venv, wine
from build.dev.needs import SetUpError
from build.dev.venv import ROOT
from build.freeze.licences import gather
from build.freeze.search_paths import forget
from build.freeze.signatures import unsigned
from build.freeze.strangers import strangers
from build.release import commit

DIST = ROOT / "dist"

SYSTEMS = ("linux", "windows")

_SPEC = "build/wssdiag.spec"
_WORK = Path(".work") / "freeze"

#: Drawn for the programs, and shown by their installers too.
ICON = ROOT / _WORK / "win32" / "wssdiag.ico"

_MADE_FROM = (venv.FREEZER.lock, wine.WINDOWS.lock, ROOT / _SPEC, ROOT / "LICENSE")
_FOLDERS_MADE_FROM = ("wssdiag", "resources", "build/freeze")

#: Two minutes on two cores that have nothing else to do.
_LIMIT_S = 1200.0


def build(system: str) -> int:
    """Make the executables of one system, in dist/linux or dist/windows; 1 where something is inside that may not be."""
    sources = _sources()  # those of now: what is edited meanwhile may be inside, or not
    _stamp(system).unlink(missing_ok=True)
    made = linux() if system == "linux" else windows()
    if found := strangers(made):
        print("dev.py: these come from the machine that built, and may not be inside:", *found, sep="\n  ", file=sys.stderr)
        return 1
    signed = system != "windows" or _signed(made)
    _stamp(system).write_text(sources, encoding="utf-8")
    print(f"dev.py: made {made}", *([] if signed else [signing.UNSIGNED]), sep="; ")
    return 0


def obstacle(system: str) -> str:
    """Why the programs of a system cannot be tried here, in one line; empty where they stand in dist and are those of these sources."""
    stamp = _stamp(system)
    made = stamp.is_file() and (DIST / system).is_dir()
    current = made and stamp.read_text(encoding="utf-8") == _sources()
    return "" if current else f"dist/{system} is {'older than the sources' if made else 'not made'}; python3 dev.py build {system} makes it"


def linux() -> Path:
    """The folder dist/linux/wssdiag."""
    _demand((*needs.QT, *needs.FREEZE, *needs.python_library()))
    python = venv.ready(venv.FREEZER)
    prepared = _prepared("linux")
    packages = next((venv.FREEZER.folder / "lib").glob("python3*")) / "site-packages"
    licence = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    gather(packages, licence, sys.version.split()[0], prepared / "licenses")
    done = subprocess.run([str(python), *_pyinstaller("linux")], cwd=ROOT, env=_environment(), stdin=subprocess.DEVNULL, check=False)
    made = _result("linux", done.returncode)
    forget(made)
    return made


def windows() -> Path:
    """The folder dist/windows: the single file wssdiag.exe, and the folder wssdiag."""
    _demand((*needs.QT, *needs.WINE, *needs.SIGNATURES))
    wine.make()
    if wrong := unsigned(wine.PYTHON):
        message = f"the Windows Python is not what it should be: {'; '.join(wrong)}"
        raise SetUpError(message)
    prepared = _prepared("win32")
    gather(wine.PACKAGES, wine.PYTHON / "LICENSE.txt", wine.PYTHON_VERSION, prepared / "licenses")
    draw = [str(venv.ready(venv.FREEZER)), "-m", "build.freeze.icon", str(ICON)]
    if subprocess.run(draw, cwd=ROOT, env=_environment(), stdin=subprocess.DEVNULL, check=False).returncode:
        message = "the icon could not be drawn"
        raise SetUpError(message)
    same = ["env", f"{commit.EPOCH}={commit.epoch() or 0}", "PYTHONHASHSEED=0"]  # so that the same sources give the same bytes
    done = wine.run((*same, wine.PROGRAM, str(wine.PYTHON / "python.exe"), *_pyinstaller("windows")), _LIMIT_S)
    if done.returncode:
        sys.stderr.write((done.stdout + done.stderr).decode(errors="replace"))
    return _result("windows", done.returncode)


def taken(system: str) -> Path:
    """What PyInstaller took along, by the spec: pairs of the name inside and the path that it came from, in JSON."""
    return ROOT / _WORK / f"{system}-work" / "wssdiag" / "taken.json"


def _signed(made: Path) -> bool:
    """Whether the programs were signed; nothing is left of them where that failed."""
    try:
        return signing.sign(sorted(made.rglob("wssdiag*.exe")))
    except SetUpError:
        shutil.rmtree(made)
        raise


def _pyinstaller(system: str) -> tuple[str, ...]:
    folders = ("--distpath", f"dist/{system}", "--workpath", str(_WORK / f"{system}-work"))
    return ("-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN", *folders, _SPEC)


def _stamp(system: str) -> Path:
    return ROOT / _WORK / f"{system}-made-from"


def _sources() -> str:
    """A fingerprint of everything that an executable is made from."""
    found = hashlib.sha256()
    for path in (*_MADE_FROM, *(ROOT / name for name in _FOLDERS_MADE_FROM)):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.suffix != ".pyc":
                found.update(f"{file.relative_to(ROOT)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def _prepared(platform: str) -> Path:
    """The folder that the spec reads from."""
    folder = ROOT / _WORK / platform
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _result(system: str, code: int) -> Path:
    if code:
        shutil.rmtree(DIST / system, ignore_errors=True)
        message = f"the executables for {system} could not be made"
        raise SetUpError(message)
    return DIST / system


def _environment() -> dict[str, str]:
    return {**venv.environment(), "QT_QPA_PLATFORM": "offscreen", "PYTHONHASHSEED": "0"}


def _demand(wanted: tuple[needs.Need, ...]) -> None:
    lacking = needs.provide(wanted)
    if lacking:
        raise SetUpError(needs.told(lacking))
