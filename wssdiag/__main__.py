"""Where the program starts: no arguments, or one file, open the window, or tell it as text where no window can be; else the command line.

Owns that decision and the standard streams of a windowed executable. Must not import Qt unless the window is wanted.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import os.path
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import speak
from wssdiag.system.language import system_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: How a frozen program starts itself as the process in which PAC files run.
PAC_WORKER = "--pac-worker"

#: Is this program whole? Behind it may stand Qt's own arguments (``-platform offscreen``) for its window.
SELF_TEST = "--self-test"

#: Windows: GetStdHandle's numbers, GetFileType's answers, and the parent for AttachConsole.
_STD_OUTPUT, _STD_ERROR = -11, -12
_REDIRECTED = frozenset({1, 3})  # FILE_TYPE_DISK, FILE_TYPE_PIPE
_PARENT_PROCESS = -1

#: The home folder of accounts without one (Debian Policy, 9.2.3). Nothing is there to read, and an ordinary account cannot make it.
_NOWHERE = "/nonexistent"

#: GetUserObjectInformation and USEROBJECTFLAGS (winuser.h).
_UOI_FLAGS, _WSF_VISIBLE = 1, 1


def main() -> int:
    """Start, and return the exit code."""
    arguments = sys.argv[1:]
    if arguments == [PAC_WORKER]:
        from wssdiag.pac.worker import main as serve_pac  # noqa: PLC0415 - a process of its own, which needs nothing else

        return serve_pac()
    provide_streams(attach=bool(arguments))
    provide_home()
    logging.captureWarnings(capture=True)  # libraries warn developers (of a certificate's odd serial, say): that is for the log
    if arguments[:1] == [SELF_TEST]:
        return _self_test(arguments[1:])
    return start(arguments, display=_display(), window=_window, text=_text)


def start(arguments: list[str], *, display: bool, window: Callable[[str], int], text: Callable[[list[str]], int]) -> int:
    """Choose the face. A window that can't be loaded (Qt or one of its libraries is missing) gives way to text.

    ``window`` gets the file that it shall open; empty: none.
    """
    file = file_to_open(arguments)
    if arguments and not file:
        return text(arguments)
    speak(system_language(os.environ))
    reason = _("there is no display here")
    if display:
        try:
            return window(file)
        except ImportError as error:
            reason = str(error)
    if file:
        sys.stderr.write(_("The window can't be opened: {reason}. This is the file as text.").format(reason=reason) + "\n")
        return text(["explain", file])
    sys.stderr.write(_("The window can't be opened: {reason}. This is the text check.").format(reason=reason) + "\n")
    sys.stderr.write(_("For the window, start wssdiag without arguments on a desktop; for other commands, see wssdiag --help.") + "\n")
    return text(["check"])


def file_to_open(arguments: list[str]) -> str:
    """The whole path of the one argument, where it is a file, no command and no option: a desktop hands it over for a double-click."""
    from wssdiag.cli.commands import COMMANDS  # noqa: PLC0415 - names alone; a window without a file needs none of them

    if len(arguments) != 1 or arguments[0] in COMMANDS or arguments[0].startswith("-") or not os.path.isfile(arguments[0]):  # noqa: PTH113 - Path.is_file() may raise
        return ""
    return os.path.abspath(arguments[0])  # noqa: PTH100 - as text, for another start of the program


def _display() -> bool:
    return has_display(sys.platform, os.environ) and desktop_is_seen()


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can be expected to open: on Windows and macOS, elsewhere where X or Wayland is named."""
    return platform in {"win32", "darwin"} or any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def provide_home() -> None:
    """An account that this computer does not know (a container's, say) has no home folder: it gets one that is not there."""
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = _NOWHERE


def provide_streams(*, attach: bool) -> None:
    """Fill the standard streams where there are none (a windowed executable): with the parent's if ``attach``, else with nothing."""
    if sys.stdout is None:
        sys.stdout = _stream(_STD_OUTPUT) if attach else _nothing()
    if sys.stderr is None:
        sys.stderr = _stream(_STD_ERROR) if attach else _nothing()


def _nothing() -> TextIO:
    """A stream that swallows what it gets."""
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - a device, no path


if sys.platform == "win32":
    import ctypes
    import msvcrt

    def _stream(number: int) -> TextIO:
        """The inherited handle where the parent redirected it, else the parent's console, else nothing."""
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetStdHandle.restype = ctypes.c_void_p
        handle = kernel.GetStdHandle(number)
        try:
            if handle and kernel.GetFileType(ctypes.c_void_p(handle)) in _REDIRECTED:
                return os.fdopen(msvcrt.open_osfhandle(handle, os.O_WRONLY), "w", encoding="utf-8", errors="replace", buffering=1)
            kernel.AttachConsole(_PARENT_PROCESS)  # refused when attached already, which is as good
            return open("CONOUT$", "w", encoding="utf-8", errors="replace", buffering=1)  # noqa: PTH123 - a device, no path
        except OSError:
            return _nothing()

    def desktop_is_seen() -> bool:
        """Whether a person can see this desktop. Nobody sees a service's, nor a remote shell's: a window would wait there for ever."""
        user32 = ctypes.WinDLL("user32")
        user32.GetProcessWindowStation.restype = ctypes.c_void_p
        station = ctypes.c_void_p(user32.GetProcessWindowStation())
        flags = (ctypes.c_uint32 * 3)()  # fInherit, fReserved, dwFlags
        told = user32.GetUserObjectInformationW(station, _UOI_FLAGS, flags, ctypes.sizeof(flags), None)
        return not told or bool(flags[2] & _WSF_VISIBLE)

else:

    def _stream(_number: int) -> TextIO:
        """Elsewhere a program without streams has nobody to speak to."""
        return _nothing()

    def desktop_is_seen() -> bool:
        """Elsewhere the environment has said it."""
        return True


def _self_test(more: list[str]) -> int:
    """Every part, the window too: on this screen, or without one."""
    from wssdiag.gui.selftest import part as window  # noqa: PLC0415 - as below
    from wssdiag.selftest.main import self_test  # noqa: PLC0415 - its servers are of no use to anything else

    speak(system_language(os.environ))
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # where a part hangs, whoever reads a pipe sees which
    return self_test((window(more or ([] if _display() else ["-platform", "offscreen"])),))


def _window(file: str) -> NoReturn:
    """The window, with a file to open in it. Only now is Qt loaded."""
    gc.disable()  # what is loaded from here stays: the window looks for waste once it is seen (gui.app)
    from wssdiag.gui.app import main as gui_main  # noqa: PLC0415 - Qt costs a second and libraries that a server lacks

    end_at_once(gui_main(file=file))


def end_at_once(code: int) -> NoReturn:
    """End the process as it is, with what was written flushed; the system takes back the rest.

    Workers may be in the midst of Qt or of a library. An interpreter that takes itself apart meanwhile ends them there (pthread_exit,
    until Python 3.14), and C++ answers with an abort.
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # whoever read it has gone
            stream.flush()
    os._exit(code)


def _text(arguments: list[str]) -> int:
    """The command line."""
    from wssdiag.cli.main import main as cli_main  # noqa: PLC0415 - the window must not wait for it

    return cli_main(arguments)


if __name__ == "__main__":
    sys.exit(main())
