"""Whose settings count on this Windows computer: the person at the desktop. The only place with calls about sessions and accounts.

A management tool's program runs as SYSTEM, or elevated as somebody else; its own HKEY_CURRENT_USER says nothing of that person.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
import threading
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

if sys.platform == "win32":
    import winreg

_SYSTEM = "S-1-5-18"

#: Accounts of people: of this computer or its domain, and of Microsoft Entra.
_PERSON = re.compile(r"S-1-(?:5-21|12-1)(?:-[0-9]{1,10}){4}")

#: The desktop itself: whoever it belongs to, sits there.
_SHELL = "explorer.exe"

#: As many rows as the parsers take.
_ROW_LIMIT = 20_000

_CURRENT_SERVER = None

#: An answer takes some milliseconds.
_LIMIT_S = 1.5


class Process(NamedTuple):
    """What the session list says of a process."""

    pid: int
    name: str
    sid: str  # empty where this account may not know


class Owner(NamedTuple):
    """Whose settings are read as HKEY_CURRENT_USER."""

    hive: str | None  # the key below HKEY_USERS; empty: this program's own user; None: nobody's
    user: str  # for ``capture.json``


class _ProcessInfo(ctypes.Structure):
    """WTS_PROCESS_INFOW (wtsapi32.h)."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        ("session", ctypes.c_uint32),
        ("pid", ctypes.c_uint32),
        ("name", ctypes.c_wchar_p),
        ("sid", ctypes.c_void_p),
    ]


def settings_owner() -> Owner:
    """The person whose desktop this is, where the settings of that person are loaded."""
    # The profile of the SYSTEM account has this folder in every language; its name is translated.
    as_system = "config\\systemprofile" in os.environ.get("USERPROFILE", "").lower()
    return owner_of(in_time(_processes, _LIMIT_S), os.getpid(), _loaded(), as_system=as_system)


def in_time(ask: Callable[[], tuple[Process, ...]], limit_s: float) -> tuple[Process, ...]:
    """What the session service answers; nothing where it takes longer, or is not there (a call to it cannot be interrupted)."""
    answers: SimpleQueue[tuple[Process, ...]] = SimpleQueue()

    def answer() -> None:
        try:
            answers.put(ask())
        except (OSError, AttributeError):  # no such library, or no such function in it
            answers.put(())

    threading.Thread(target=answer, name="capture-sessions", daemon=True).start()
    try:
        return answers.get(timeout=limit_s)
    except Empty:
        return ()


def owner_of(processes: tuple[Process, ...], pid: int, loaded: frozenset[str], *, as_system: bool) -> Owner:
    """This program's own user where that is who sits at a desktop, or nobody does; else the one person who does.

    ``loaded`` are the accounts whose settings are in memory. With several people at desktops nobody can say who is meant.
    """
    own = next((row.sid for row in processes if row.pid == pid), "")
    people = {row.sid for row in processes if row.name.lower() == _SHELL and _PERSON.fullmatch(row.sid)}
    if not as_system and own != _SYSTEM and (not own or own in people or not people):
        return Owner("", "interactive")
    if not people and as_system:
        # Nobody is seen at a desktop, or it could not be asked: loaded settings of one person alone are that person's.
        people = {sid for sid in loaded if _PERSON.fullmatch(sid)}
    readable = people & loaded
    return Owner(readable.pop() if len(people) == 1 and readable else None, "system")


def _loaded() -> frozenset[str]:
    found: set[str] = set()
    if sys.platform == "win32":
        with winreg.OpenKey(winreg.HKEY_USERS, "") as key:
            below, _, _ = winreg.QueryInfoKey(key)
            found = {winreg.EnumKey(key, number) for number in range(min(below, _ROW_LIMIT))}
    return frozenset(found)


def _processes() -> tuple[Process, ...]:
    """WTSEnumerateProcesses: who owns what, without a look-up of names, which may ask a domain controller. Empty where it will not say."""
    found: list[Process] = []
    if sys.platform == "win32":
        api = ctypes.WinDLL("wtsapi32")
        rows, count = ctypes.c_void_p(), ctypes.c_uint32()
        if api.WTSEnumerateProcessesW(_CURRENT_SERVER, 0, 1, ctypes.byref(rows), ctypes.byref(count)) and rows.value:
            try:
                for number in range(min(count.value, _ROW_LIMIT)):
                    row = _ProcessInfo.from_address(rows.value + number * ctypes.sizeof(_ProcessInfo))
                    found.append(Process(pid=row.pid, name=row.name or "", sid=_sid(row.sid)))
            finally:
                api.WTSFreeMemory(rows)
    return tuple(found)


def _sid(address: int | None) -> str:
    """An account's number as text (S-1-...); empty where there is none."""
    text = ctypes.c_wchar_p()
    if sys.platform == "win32" and address:
        if ctypes.WinDLL("advapi32").ConvertSidToStringSidW(ctypes.c_void_p(address), ctypes.byref(text)):
            found = text.value or ""
            ctypes.WinDLL("kernel32").LocalFree(text)
            return found
    return ""
