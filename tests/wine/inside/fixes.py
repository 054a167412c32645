"""Runs on Windows: fixes on the real registry, and taking them back. ``python fixes.py CASES`` prints what was seen, as JSON.

CASES is a file with a JSON list; journals are written beside it. A case: the values to begin with (key -> type and hexadecimal data), the
action, and steps one by one: ``do``, ``undo``; ``do N``, ``undo N``: in a process that ends itself before its write number N; ``set KEY``:
somebody else changes that value; ``reset``: Windows' own function takes the proxy of services away.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

import wssdiag
from wssdiag.model.fix import Action
from wssdiag.system.actions.journal import Journal
from wssdiag.system.actions.windows import windows_hands
from wssdiag.system.actions.windows_values import AUTO_CONFIG_URL, IN_FORCE, LEGACY, PROXY_ENABLE, WINHTTP, WINHTTP_32, Raw, registry_store
from wssdiag.system.actions.work import Wish, Work
from wssdiag.system.clock import SystemClock
from wssdiag.system.parse.facts import facts_of
from wssdiag.system.reg_value import RegValue
from wssdiag.system.windows_raw_values import delete_raw, read_raw, write_raw

# The package's own door leads to libraries that are not there under Wine; what is tried here needs none of them.
door = ModuleType("wssdiag.session")
door.__path__ = [str(Path(wssdiag.__path__[0]) / "session")]
sys.modules[door.__name__] = door

from wssdiag.session.fixing import Fixing  # noqa: E402 - behind the door

if TYPE_CHECKING:
    from wssdiag.model.unknown import Unknown

KEYS = (PROXY_ENABLE, AUTO_CONFIG_URL, LEGACY, IN_FORCE, WINHTTP, WINHTTP_32)
ENDED = 86


class Config(ctypes.Structure):
    """WINHTTP_CURRENT_USER_IE_PROXY_CONFIG (winhttp.h)."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        ("auto_detect", ctypes.c_int),
        ("pac_url", ctypes.c_wchar_p),
        ("servers", ctypes.c_wchar_p),
        ("bypass", ctypes.c_wchar_p),
    ]


def of_windows() -> dict[str, Any] | None:
    config = Config()
    if sys.platform == "win32" and ctypes.WinDLL("winhttp").WinHttpGetIEProxyConfigForCurrentUser(ctypes.byref(config)):
        return {name: getattr(config, name) for name, _ in Config._fields_}
    return None


class Services(ctypes.Structure):
    """WINHTTP_PROXY_INFO (winhttp.h)."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [("type", ctypes.c_uint32), ("servers", ctypes.c_wchar_p), ("bypass", ctypes.c_wchar_p)]


#: WINHTTP_ACCESS_TYPE_NO_PROXY
NO_PROXY = 1


def of_services() -> dict[str, Any] | None:
    info = Services()
    if sys.platform == "win32" and ctypes.WinDLL("winhttp").WinHttpGetDefaultProxyConfiguration(ctypes.byref(info)):
        return {"type": info.type, "servers": info.servers}
    return None


def reset_by_windows() -> None:
    if sys.platform == "win32":
        ctypes.WinDLL("winhttp").WinHttpSetDefaultProxyConfiguration(ctypes.byref(Services(NO_PROXY, None, None)))


class Fuse:
    """Ends this process before the write of that number, with nothing tidied up; None never does."""

    def __init__(self, left: int | None) -> None:
        self._left = left

    def burn(self) -> None:
        if self._left == 0:
            os._exit(ENDED)
        self._left = None if self._left is None else self._left - 1

    def write(self, key: str, value: RegValue) -> Unknown | None:
        self.burn()
        return write_raw(key, value)

    def delete(self, key: str) -> Unknown | None:
        self.burn()
        return delete_raw(key)


def fixing(folder: Path, writes: int | None = None) -> Fixing:
    fuse = Fuse(writes)
    hands = windows_hands(registry_store(Raw(write=fuse.write, delete=fuse.delete)))
    return Fixing(hands, Journal(folder / "undo.jsonl"), SystemClock())


def done(folder: Path, action: str, writes: int | None = None) -> str:
    there = fixing(folder, writes)
    work = there.hands.work(Wish(Action(action), source="internet-settings"), facts_of({}))
    return str(there.do(Action(action), work).outcome) if isinstance(work, Work) else work.unknown


def taken_back(folder: Path, writes: int | None = None) -> list[str]:
    there = fixing(folder, writes)
    return [str(there.undo(entry).outcome) for entry in there.entries() if entry.open]


def values() -> dict[str, tuple[int, str] | None]:
    rows = {key: read_raw(key) for key in KEYS}
    return {key: (row.kind, row.data.hex()) if isinstance(row, RegValue) else None for key, row in rows.items()}


def begin_with(wanted: dict[str, tuple[int, str]]) -> None:
    for key in KEYS:
        if key in wanted:
            write_raw(key, RegValue(wanted[key][0], bytes.fromhex(wanted[key][1])))
        else:
            delete_raw(key)


def ended(step: str, count: str, folder: Path, action: str) -> int:
    """The step in a process that ends itself in the middle; its exit code."""
    line = [sys.executable, "-B", __file__, step, count, str(folder), action]
    return subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode


def taken(step: str, folder: Path, action: str) -> Any:  # noqa: ANN401 - a step's own answer
    verb, _, rest = step.partition(" ")
    if verb == "set":
        return write_raw(rest, RegValue(1, b"n\0e\0w\0\0\0"))
    if verb == "reset":
        return reset_by_windows()
    if rest:
        return ended(verb, rest, folder, action)
    return done(folder, action) if verb == "do" else taken_back(folder)


def tried(wanted: dict[str, tuple[int, str]], action: str, steps: list[str]) -> list[dict[str, Any]]:
    begin_with(wanted)
    folder = Path(tempfile.mkdtemp(dir=Path(sys.argv[1]).parent))
    return [now(None), *(now(taken(each, folder, action)) for each in steps)]


def now(answer: Any) -> dict[str, Any]:  # noqa: ANN401 - a step's own answer
    return {"answer": answer, "values": values(), "windows": of_windows(), "services": of_services()}


if len(sys.argv) > 2:
    step, writes, place, name = sys.argv[1:]
    _ = done(Path(place), name, int(writes)) if step == "do" else taken_back(Path(place), int(writes))
else:
    print(json.dumps([tried(*case) for case in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))]))
