"""Reads and writes one value of Windows' registry, byte for byte. The only place that writes to it; what may be written, others say.

Not by ``winreg``'s own functions: they end a text at its first zero, and turn what has no type of theirs into something else.
"""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING

from wssdiag.model.unknown import Unknown
from wssdiag.system.reg_value import RegValue

if TYPE_CHECKING:
    from collections.abc import Callable

if sys.platform == "win32":
    import winreg

#: Settings have some hundred bytes.
_LIMIT_BYTES = 1024 * 1024

_NOT_HERE = Unknown("there is no registry on this system")


def read_raw(key: str) -> RegValue | Unknown | None:
    r"""The value at ``HKCU\path:name``; None where it, or its key, is not there."""
    answer: RegValue | Unknown | None = _NOT_HERE
    if sys.platform == "win32":
        hive, path, name = _place(key)
        try:
            with winreg.OpenKey(hive, path, 0, winreg.KEY_QUERY_VALUE | winreg.KEY_WOW64_64KEY) as handle:
                answer = _query(int(handle), name)
        except FileNotFoundError:
            answer = None
        except OSError as error:
            answer = _refused(key, error)
    return answer


def write_raw(key: str, value: RegValue) -> Unknown | None:
    """Set the value, and wait until it is on the disk. None, or why it was not possible."""
    answer: Unknown | None = _NOT_HERE
    if sys.platform == "win32":
        hive, path, name = _place(key)
        try:
            with winreg.CreateKeyEx(hive, path, 0, winreg.KEY_SET_VALUE | winreg.KEY_WOW64_64KEY) as handle:
                kind, data = ctypes.c_uint32(value.kind), value.data
                _call("RegSetValueExW", ctypes.c_void_p(int(handle)), ctypes.c_wchar_p(name), 0, kind, data, len(data))
                winreg.FlushKey(handle)
            answer = None
        except OSError as error:
            answer = _refused(key, error)
    return answer


def delete_raw(key: str) -> Unknown | None:
    """Take the value away, and wait until that is on the disk. None, also where there was none, or why it was not possible."""
    answer: Unknown | None = _NOT_HERE
    if sys.platform == "win32":
        hive, path, name = _place(key)
        try:
            with winreg.OpenKey(hive, path, 0, winreg.KEY_SET_VALUE | winreg.KEY_WOW64_64KEY) as handle:
                winreg.DeleteValue(handle, name)
                winreg.FlushKey(handle)
            answer = None
        except FileNotFoundError:
            answer = None
        except OSError as error:
            answer = _refused(key, error)
    return answer


def _place(key: str) -> tuple[int, str, str]:
    """Hive, path and name; no path has a colon in it, a name may."""
    hive = 0
    path, _, name = key.partition(":")
    root, _, below = path.partition("\\")
    if sys.platform == "win32":
        hive = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}[root]
    return hive, below, name


def _query(handle: int, name: str) -> RegValue:
    kind, size = ctypes.c_uint32(), ctypes.c_uint32(_LIMIT_BYTES)
    buffer = ctypes.create_string_buffer(_LIMIT_BYTES)
    pointers = (ctypes.byref(kind), buffer, ctypes.byref(size))
    _call("RegQueryValueExW", ctypes.c_void_p(handle), ctypes.c_wchar_p(name), None, *pointers)
    return RegValue(kind.value, buffer.raw[: size.value])


def _call(function: str, *arguments: object) -> None:
    """A function of winreg.h; OSError by the code that it gives."""
    if sys.platform == "win32":
        call: Callable[..., int] = getattr(ctypes.WinDLL("advapi32"), function)
        if code := call(*arguments):
            raise ctypes.WinError(code)


def _refused(key: str, error: OSError) -> Unknown:
    return Unknown(f"Windows does not open {key} ({getattr(error, 'winerror', None) or error.errno})")
