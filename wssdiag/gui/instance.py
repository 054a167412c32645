"""One window a person and desktop: a second start brings the first to the front. The only local socket of the program.

Whoever cannot tell opens a window: two are better than none.
"""

from __future__ import annotations

import os
import sys
import zlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from wssdiag.paths import settings_file

if TYPE_CHECKING:
    from collections.abc import Mapping


#: The other end is on this computer; a connection is there at once or not at all.
_CONNECT_MS = 500

#: A window that is only just being made answers within a second; one that hangs never does.
PATIENCE_MS = 2000

#: What the first one answers: whatever else listens under that name is none of ours.
_SHOWN = b"wssdiag: shown\n"

#: Windows, AllowSetForegroundWindow: any process.
_ANY_PROCESS = -1

#: What tells two desktops of one person apart: a window on another screen is of no use to whoever sits at this one.
_DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "SESSIONNAME")


class Instance(QObject):
    """``called`` when a later start wants this window in front."""

    called = Signal()

    def __init__(self, name: str, patience_ms: int = PATIENCE_MS) -> None:
        super().__init__()
        self._name = name
        self._patience_ms = patience_ms
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def is_first(self) -> bool:
        """Whether this start opens a window. False: another one has just shown its own.

        A socket that a crashed one left refuses, and is replaced. One that takes the call and does not answer hangs: then this start
        opens a window of its own and leaves the name alone.
        """
        call = QLocalSocket()
        call.connectToServer(self._name)
        if call.waitForConnected(_CONNECT_MS):
            _let_come_to_front()
            while call.bytesAvailable() < len(_SHOWN) and call.waitForReadyRead(self._patience_ms):
                pass
            return bytes(call.read(len(_SHOWN)).data()) != _SHOWN
        if call.error() is QLocalSocket.LocalSocketError.ConnectionRefusedError:
            QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def _answer(self) -> None:
        while (call := self._server.nextPendingConnection()) is not None:
            self.called.emit()
            call.write(_SHOWN)
            call.disconnectFromServer()  # after what was written has gone


def local_name() -> str:
    """Where the starts of this person on this desktop meet: a file in the person's own folder, on Windows a pipe."""
    if sys.platform == "win32":
        return name_for("", str(settings_file()), os.environ)
    else:  # noqa: RET505 - mypy reads it so, for each system
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.RuntimeLocation)
        return f"{folder}/{name_for(str(os.getuid()), str(settings_file()), os.environ)}"


def name_for(user: str, settings: str, environment: Mapping[str, str]) -> str:
    """Another name for each user, user's folder and desktop; short, for a socket's path has 104 characters on macOS.

    It keeps nobody out: the rights of the socket do.
    """
    parts = (user, settings, *(environment.get(name, "") for name in _DESKTOP))
    return f"wssdiag-{zlib.crc32(chr(0).join(parts).encode(errors='surrogateescape')):08x}"


def _let_come_to_front() -> None:
    """Windows lets only the program that the person just started come to the front: this one passes that on."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - for Windows alone

        ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROCESS)
