"""Starts a program as an administrator on Windows: its consent window asks the person (ShellExecuteExW, verb "runas")."""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING, Any, ClassVar

from wssdiag.model.unknown import Unknown
from wssdiag.system.command import command_line

if TYPE_CHECKING:
    from collections.abc import Sequence

#: shellapi.h: a process to wait for; done when the call comes back; no message of Windows' own where it fails.
_NO_CLOSE_PROCESS, _NO_ASYNC, _NO_UI = 0x40, 0x100, 0x400

#: winuser.h: what the program prints is for nobody.
_HIDDEN = 0

#: objbase.h: apartment-threaded, without DDE, as Microsoft's page on ShellExecuteEx asks for.
_APARTMENT = 0x2 | 0x4

#: winerror.h
_CANCELLED = 1223

_TIMED_OUT = 0x102


class _Execution(ctypes.Structure):
    """SHELLEXECUTEINFOW (shellapi.h)."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        ("size", ctypes.c_uint32),
        ("mask", ctypes.c_uint32),
        ("window", ctypes.c_void_p),
        ("verb", ctypes.c_wchar_p),
        ("file", ctypes.c_wchar_p),
        ("parameters", ctypes.c_wchar_p),
        ("folder", ctypes.c_wchar_p),
        ("show", ctypes.c_int),
        ("instance", ctypes.c_void_p),
        ("id_list", ctypes.c_void_p),
        ("class_name", ctypes.c_wchar_p),
        ("class_key", ctypes.c_void_p),
        ("hot_key", ctypes.c_uint32),
        ("icon", ctypes.c_void_p),
        ("process", ctypes.c_void_p),
    ]


def run_as_administrator(argv: Sequence[str], limit_s: float) -> Unknown | None:
    """Run the program and wait for its end. None: it ended with 0; :class:`Unknown` where not, where it takes longer, or nobody agreed.

    One that takes longer is left alone: this program has no right to end it.
    """
    answer: Unknown | None = Unknown("this is not Windows")
    if sys.platform == "win32":
        ole = ctypes.WinDLL("ole32")
        started = ole.CoInitializeEx(None, _APARTMENT) >= 0
        try:
            answer = _run(argv, limit_s)
        finally:
            if started:
                ole.CoUninitialize()
    return answer


def _run(argv: Sequence[str], limit_s: float) -> Unknown | None:
    answer: Unknown | None = None
    if sys.platform == "win32":
        execution = _Execution(
            size=ctypes.sizeof(_Execution),
            mask=_NO_CLOSE_PROCESS | _NO_ASYNC | _NO_UI,
            verb="runas",
            file=argv[0],
            parameters=command_line(argv[1:]),
            show=_HIDDEN,
        )
        if not ctypes.WinDLL("shell32", use_last_error=True).ShellExecuteExW(ctypes.byref(execution)):
            code = ctypes.get_last_error()
            return Unknown("nobody agreed" if code == _CANCELLED else f"it could not be started as an administrator ({code})")
        answer = _ended(ctypes.c_void_p(execution.process), limit_s)
    return answer


def _ended(process: ctypes.c_void_p, limit_s: float) -> Unknown | None:
    answer: Unknown | None = None
    if sys.platform == "win32":
        api = ctypes.WinDLL("kernel32")
        code = ctypes.c_uint32()
        try:
            if api.WaitForSingleObject(process, int(limit_s * 1000)) == _TIMED_OUT:
                answer = Unknown(f"it took longer than {limit_s:g} s")
            elif not api.GetExitCodeProcess(process, ctypes.byref(code)) or code.value:
                answer = Unknown(f"it ended with code {code.value}")
        finally:
            api.CloseHandle(process)
    return answer
