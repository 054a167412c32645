"""What goes into the executables, and what does not. Pure: names in, names out."""

from __future__ import annotations

from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Imported by a name in a text, or by code that is only reached on some computers: PyInstaller does not see them.
HIDDEN = ("pyrage",)

#: Modules that something imports for a case that does not happen here.
EXCLUDED = (
    "_pyrepl",
    "asyncio",
    "curses",
    "distutils",
    "doctest",
    "lib2to3",
    "multiprocessing",
    "packaging",
    "pdb",
    "pkg_resources",
    "pycparser",
    "pydoc",
    "readline",
    "setuptools",
    "sqlite3",
    "tkinter",
    "unittest",
    "xmlrpc",
)

#: Folders of Qt's plugins that nothing here uses. "tls" is Qt's own: the probes bring their own encryption. The last draws by OpenGL.
_PLUGINS = frozenset(
    {
        "egldeviceintegrations",
        "generic",
        "imageformats",
        "networkinformation",
        "platforminputcontexts",
        "platformthemes",
        "tls",
        "wayland-graphics-integration-client",
    }
)

#: Libraries and plugins, by the beginning of their names.
_LIBRARIES = (
    "opengl32sw",
    "d3dcompiler",
    "qt6opengl",
    "qt6pdf",
    "qt6qml",
    "qt6quick",
    "qt6virtualkeyboard",
    "libqt6eglfs",
    "libqt6opengl",
    "libqt6pdf",
    "libqt6qml",
    "libqt6quick",
    "libqt6virtualkeyboard",
    "libqt6waylandegl",
    "libqeglfs",
    "libqlinuxfb",
    "libqminimal",
    "libqvkkhrdisplay",
    "libqvnc",
    "libqwayland-egl",
    "qdirect2d",
    "qminimal",
)

#: What of the machine that builds may go along on Linux, by the beginning of its name: what Python itself was linked with, and the small
#: libraries of X that many desktops lack. Everything else belongs to the computer that runs the program: its C and C++ libraries, its
#: graphics driver, its desktop (mixed with those of another system they fail in ways that nobody understands).
_TAKEN_ALONG = (
    "libbz2.so",
    "libcrypto.so",
    "libexpat.so",
    "libffi.so",
    "liblzma.so",
    "libpython3",
    "libssl.so",
    "libuuid.so",
    "libxcb-",
    "libxkbcommon",
    "libz.so",
)

#: Those that come with Qt's and Python's packages stand at the top too.
_OF_PACKAGES = ("libqt6", "libpyside6", "libshiboken6", "libicu")

#: Which of Qt's own translations are shipped, beside English: those of the program.
LANGUAGES = ("de",)

#: Endings of what translators and testers read, and the program does not.
_SOURCES = frozenset({".po", ".pot"})

_Entry = TypeVar("_Entry", bound=tuple[str, ...])


def kept(entries: Iterable[_Entry]) -> list[_Entry]:
    """PyInstaller's entries (name inside, path, kind) without what nothing uses, and without what belongs to the computer."""
    return [entry for entry in entries if _is_used(PureWindowsPath(entry[0])) and not is_of_the_computer(entry[0])]


def is_of_the_computer(inside: str) -> bool:
    """Whether a file, by its path inside, is a library of the Linux system that builds and may not be taken along."""
    path = PureWindowsPath(inside)
    name = path.name.lower()
    return len(path.parts) == 1 and name.startswith("lib") and ".so" in name and not name.startswith((*_TAKEN_ALONG, *_OF_PACKAGES))


def _is_used(path: PureWindowsPath) -> bool:
    parts = [part.lower() for part in path.parts]
    name = parts[-1]
    if "plugins" in parts[:-1] and parts[parts.index("plugins") + 1] in _PLUGINS:
        return False
    if "translations" in parts[:-1] and "pyside6" in parts:
        return name in {f"qtbase_{language}.qm" for language in LANGUAGES}
    return path.suffix not in _SOURCES and not name.startswith(_LIBRARIES)
