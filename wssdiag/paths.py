"""Where the program's files live: in a checkout, in a wheel, in a frozen build. The only place that asks "am I frozen?".

Names folders and files. Must not create, read or write them.
"""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import PlatformDirs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: The file in which an organisation tells the tool about itself.
PROFILE_NAME = "wssdiag-profile.toml"

#: windef.h and shlobj.h.
_MAX_PATH = 260
_CSIDL_PROGRAM_FILES = 0x26

#: Root's on every Mac; not what platformdirs answers for a Python of Homebrew, whose folder is a person's.
_MAC_SHARED = Path("/Library/Application Support")

#: XDG Base Directory Specification: where no variable says otherwise.
_XDG_CONFIG = "/etc/xdg"

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Installation:
    """How the program is installed. ``unpacked`` is the folder of a frozen build's data (``sys._MEIPASS``), else None."""

    package: Path  # the folder of the package wssdiag
    executable: Path
    unpacked: Path | None = None

    @property
    def resources(self) -> Path:
        """Frozen: beside the unpacked program; wheel: inside the package (hatchling puts it there); checkout: beside the package."""
        if self.unpacked:
            return self.unpacked / "resources"
        inside = self.package / "resources"
        return inside if inside.is_dir() else self.package.parent / "resources"

    @property
    def beside(self) -> tuple[Path, ...]:
        """The folders that a person would call "beside the program"; none for a wheel, which lives among other packages."""
        if self.unpacked:
            folder = self.executable.parent
            bundle = next((parent for parent in folder.parents if parent.suffix == ".app"), None)
            return (folder, bundle.parent) if bundle else (folder,)
        checkout = self.package.parent
        return (checkout,) if (checkout / "pyproject.toml").is_file() else ()


def installation() -> Installation:
    """The program that runs now. PyInstaller sets ``sys.frozen`` and ``sys._MEIPASS`` (its manual, "Run-time Information")."""
    frozen = bool(getattr(sys, "frozen", False))
    unpacked = str(getattr(sys, "_MEIPASS", "")) if frozen else ""
    return Installation(package=_PACKAGE, executable=Path(sys.executable).resolve(), unpacked=Path(unpacked) if unpacked else None)


def resources() -> Path:
    """The folder with the data that comes with the program."""
    return installation().resources


def profile_candidates() -> tuple[Path, ...]:
    """Where an organisation's profile is looked for, best first: beside the program, then the machine-wide configuration folder."""
    folders = (*installation().beside, *machine_wide(sys.platform, os.environ, _programs))
    return tuple(dict.fromkeys(folder / PROFILE_NAME for folder in folders))


def machine_wide(platform: str, environment: Mapping[str, str], programs: Callable[[], Path]) -> tuple[Path, ...]:
    """The folders for what holds for everybody on this computer: those that an ordinary account cannot write to.

    What stands there is told to everybody, whom to call and for whom a bundle is encrypted among it. So it is not Windows' folder for
    everybody's data, where anybody may make a folder first. Elsewhere than on Windows and macOS each folder of the XDG base directories
    counts: a desktop puts its own in front (``/etc/xdg/xdg-ubuntu:/etc/xdg``).
    """
    if platform == "win32":
        return (programs() / "wssdiag",)
    if platform == "darwin":
        return (_MAC_SHARED / "wssdiag",)
    named = (environment.get("XDG_CONFIG_DIRS") or _XDG_CONFIG).split(":")
    return tuple(Path(folder) / "wssdiag" for folder in named if folder.startswith("/"))


def log_file() -> Path:
    """The program's own log, for this user."""
    return _folders().user_log_path / "wssdiag.log"


def settings_file() -> Path:
    """What this user set for the window."""
    return _folders().user_config_path / "settings.json"


def place_file() -> Path:
    """Where this user's window stood when it was closed: it changes each time, so it lies apart from what a person set."""
    return _folders().user_state_path / "window.json"


def service_list_file() -> Path:
    """Where this user keeps the service's own list of its hosts and addresses, once it was taken."""
    return _folders().user_data_path / "service-list.json"


def history_folder() -> Path:
    """Where this user's past runs are kept."""
    return _folders().user_data_path / "history"


def triage_index_file() -> Path:
    """Where it is kept what bundles and reports were read, and what each says."""
    return _folders().user_data_path / "triage-index.json"


def case_file() -> Path:
    """The stand-ins of this user's bundles, and what they stand for; no bundle holds it."""
    return _folders().user_data_path / "case.json"


def bundle_key_file() -> Path:
    """The key of this user on this computer, with which bundles that were encrypted here can be read here."""
    return _folders().user_data_path / "bundle-key.txt"


def bundle_marker() -> Path:
    """Which bundle is being written: what a program that was killed left is found by it."""
    return _folders().user_state_path / "bundle-being-written.txt"


def undo_journal(*, elevated: bool) -> Path:
    """Where a fix writes down what it is about to change: an administrator's apart from a person's own."""
    folders = _folders()
    if not elevated:
        return folders.user_data_path / "undo.jsonl"
    return (_programs() / "wssdiag" if sys.platform == "win32" else folders.site_data_path) / "undo.jsonl"


def _programs() -> Path:
    """Windows' folder of programs, by the system and not by a variable that a user can set (SHGetFolderPathW, CSIDL_PROGRAM_FILES).

    Anybody may make a folder in the one for everybody's data (ProgramData) before an administrator does, and so forge what stands in it.
    """
    folder = "C:\\Program Files"
    if sys.platform == "win32":
        buffer = ctypes.create_unicode_buffer(_MAX_PATH)
        if ctypes.windll.shell32.SHGetFolderPathW(None, _CSIDL_PROGRAM_FILES, None, 0, buffer) == 0:
            folder = buffer.value
    return Path(folder)


def own_command() -> tuple[str, ...]:
    """How this program starts itself with arguments behind it; nothing is taken from the folder that it is started in (-P)."""
    here = installation()
    return (str(here.executable),) if here.unpacked else (sys.executable, "-P", "-m", "wssdiag")


def _folders() -> PlatformDirs:
    return PlatformDirs("wssdiag", appauthor=False)
