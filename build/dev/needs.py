"""What the machine must have beside Python, and how it gets there on Debian and its kin.

Asks by trying: a library is there when it loads, a program when it is found. Must not install anything unless it runs as root.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import sysconfig
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Where programs for root stand; not on the PATH of everybody.
_ROOT_PROGRAMS = ("/usr/local/sbin", "/usr/sbin", "/sbin")


class SetUpError(Exception):
    """The machine lacks something; the text is one line, with the command that brings it."""


@dataclass(frozen=True)
class Need:
    """Something that a verb cannot do without."""

    kind: Literal["library", "program", "module", "file"]
    name: str  # the soname, the program, the Python module or the path
    package: str  # of Debian

    @property
    def met(self) -> bool:
        """Whether it is there now."""
        if self.kind == "module":
            return find_spec(self.name) is not None
        if self.kind == "file":
            return Path(self.name).exists()
        if self.kind == "program":
            path = os.pathsep.join((os.environ.get("PATH", os.defpath), *_ROOT_PROGRAMS))
            return shutil.which(self.name, path=path) is not None
        try:
            ctypes.CDLL(self.name)
        except OSError:
            return False
        return True


#: Debian ships the standard library without ensurepip, which the venv module needs.
VENV = (Need("module", "ensurepip", f"python3.{sys.version_info.minor}-venv"),)

#: Qt without a screen (offscreen).
QT = (
    Need("library", "libGL.so.1", "libgl1"),
    Need("library", "libEGL.so.1", "libegl1"),
    Need("library", "libxkbcommon.so.0", "libxkbcommon0"),
    Need("library", "libdbus-1.so.3", "libdbus-1-3"),
    Need("library", "libfontconfig.so.1", "libfontconfig1"),
    Need("library", "libglib-2.0.so.0", "libglib2.0-0"),
)

#: Qt in a window (xcb).
WINDOW = (
    *QT,
    Need("library", "libxcb-cursor.so.0", "libxcb-cursor0"),
    Need("library", "libxcb-icccm.so.4", "libxcb-icccm4"),
    Need("library", "libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Need("library", "libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    Need("library", "libxcb-shape.so.0", "libxcb-shape0"),
)

#: A screen that nobody looks at.
SCREEN = (Need("program", "Xvfb", "xvfb"),)

#: The network lab.
LAB = (
    Need("program", "ip", "iproute2"),
    Need("program", "nft", "nftables"),
    Need("program", "dnsmasq", "dnsmasq-base"),
    Need("program", "squid", "squid"),
    Need("program", "tinyproxy", "tinyproxy-bin"),
    Need("program", "unbound", "unbound"),
    Need("file", "/usr/lib/ipsec/charon", "strongswan-charon"),
    Need("file", "/usr/lib/ipsec/plugins/libstrongswan-openssl.so", "libstrongswan-standard-plugins"),
    Need("program", "datefudge", "datefudge"),
    Need("program", "nmap", "nmap"),
    Need("program", "kdig", "knot-dnsutils"),
    Need("program", "curl", "curl"),
    Need("program", "ike-scan", "ike-scan"),
)

#: GNOME's settings, for the fixes that change them.
DESKTOP = (
    Need("program", "gsettings", "libglib2.0-bin"),
    Need("file", "/usr/share/glib-2.0/schemas/org.gnome.system.proxy.gschema.xml", "gsettings-desktop-schemas"),
)

#: What judges a desktop's files: the menu entry, the description of the program, the file type.
DESKTOP_FILES = (
    Need("program", "desktop-file-validate", "desktop-file-utils"),
    Need("program", "appstreamcli", "appstream"),
    Need("program", "update-mime-database", "shared-mime-info"),
)

#: Windows' own interfaces, for the readers of Windows.
WINE = (Need("file", "/usr/lib/wine/wine64", "wine64"),)

#: PyInstaller reads and strips libraries with the first two; the third takes out where a library was built.
FREEZE = (Need("program", "objdump", "binutils"), Need("program", "strip", "binutils"), Need("program", "chrpath", "chrpath"))

#: Who signed a Windows file.
SIGNATURES = (Need("program", "osslsigncode", "osslsigncode"),)

#: What packs for Windows Installer, and reads what was packed.
MSI = (Need("program", "wixl", "wixl"), Need("program", "msibuild", "msitools"), Need("program", "msiinfo", "msitools"))

#: What makes the setup for Windows.
NSIS = (Need("program", "makensis", "nsis"),)

#: Every installer and package, and what reads them again.
INSTALLERS = (*DESKTOP_FILES, *MSI, *NSIS)

#: What merges and compiles translations.
TRANSLATIONS = (Need("program", "msgmerge", "gettext"), Need("program", "msgfmt", "gettext"))

#: Debian starts the daemons of what it installs, unless this file says 101 to everything (invoke-rc.d(8)).
_POLICY = Path("/usr/sbin/policy-rc.d")
_NO_DAEMONS = "#!/bin/sh\n# made by dev.py while it installs packages; one that was left behind can be deleted\nexit 101\n"


def provide(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Install what is missing where that may be done (root, apt-get), and return what is missing still. Nothing to ask off Linux."""
    lacking = _missing(needs) if sys.platform == "linux" else ()
    if lacking and is_root() and shutil.which("apt-get"):
        _install(lacking)
        lacking = _missing(lacking)
    return lacking


def python_library() -> tuple[Need, ...]:
    """The library of this Python, which an executable takes along. Debian has it in a package of its own."""
    name = str(sysconfig.get_config_var("INSTSONAME") or "")
    here = Path(str(sysconfig.get_config_var("LIBDIR") or "")) / name
    return () if here.is_file() else (Need("library", name, f"libpython3.{sys.version_info.minor}"),)


def is_root() -> bool:
    """Whether this may change the machine."""
    return sys.platform != "win32" and os.geteuid() == 0


def told(lacking: tuple[Need, ...]) -> str:
    """One line: what is missing, and the exact command that brings it."""
    names = ", ".join(need.name for need in lacking)
    packages = " ".join(sorted({need.package for need in lacking}))
    return f"missing: {names}. On Debian or Ubuntu: sudo apt-get install --no-install-recommends {packages}"


def _missing(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Those that are not met."""
    return tuple(need for need in needs if not need.met)


def _install(lacking: tuple[Need, ...]) -> None:
    """Ask apt-get once. Its failure is seen by what is missing afterwards."""
    packages = sorted({need.package for need in lacking})
    print(f"dev.py: installing {' '.join(packages)}", file=sys.stderr, flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with no_daemons(_POLICY):
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
            subprocess.run(["apt-get", "-qq", *arguments], env=env, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)  # noqa: S607 - found by PATH, as apt-get is everywhere


@contextmanager
def no_daemons(policy: Path) -> Iterator[None]:
    """Nothing that is installed meanwhile is started. A policy of the machine's own stays as it is; one that we left before goes."""
    own = not policy.exists() or policy.read_text(encoding="utf-8", errors="replace") == _NO_DAEMONS
    try:
        if own:
            policy.write_text(_NO_DAEMONS, encoding="utf-8")
            policy.chmod(0o755)
        yield
    finally:
        if own:
            policy.unlink(missing_ok=True)
