"""Runs on Windows: ``python calls.py ARGUMENTS FOLDER`` calls the functions by which fixes are done, and prints their answers as JSON.

ARGUMENTS is a file with a JSON list of argument lists: what a program is handed by a command line, and by a consent window.
``python calls.py --told FILE ...`` is that program: it writes its arguments down, and ends with the code of its last one.
"""

from __future__ import annotations

import ctypes
import json
import sys
from pathlib import Path
from typing import Any

import psutil

from wssdiag.system.command import command_line
from wssdiag.system.elevation import is_elevated
from wssdiag.system.windows_calls import flush_dns, open_page, renew_lease, tell_of_proxy_settings
from wssdiag.system.windows_elevation import run_as_administrator
from wssdiag.system.windows_services import start_service

SERVICES = ("BITS", "BITS", "LanmanServer", "no such service")


def as_windows_reads(text: str) -> list[str]:
    found: list[str] = []
    if sys.platform == "win32":
        take_apart = ctypes.WinDLL("shell32").CommandLineToArgvW
        take_apart.restype = ctypes.POINTER(ctypes.c_wchar_p)
        count = ctypes.c_int()
        rows = take_apart(ctypes.c_wchar_p(f"program.exe {text}"), ctypes.byref(count))
        found = [rows[number] or "" for number in range(1, count.value)]
    return found


def status_of(name: str) -> str:
    status = ""
    if sys.platform == "win32" and name in {service.name() for service in psutil.win_service_iter()}:
        status = psutil.win_service_get(name).status()
    return status


def reason(answer: Any) -> str | None:  # noqa: ANN401 - None, or why not
    return None if answer is None else answer.unknown


def elevated(arguments: list[str], folder: Path) -> dict[str, Any]:
    told = folder / "told.json"
    told.unlink(missing_ok=True)
    answer = run_as_administrator([sys.executable, "-B", __file__, "--told", str(told), *arguments], 60)
    return {"answer": reason(answer), "told": json.loads(told.read_text(encoding="utf-8"))}


def answers(cases: list[list[str]], folder: Path) -> dict[str, Any]:
    tell_of_proxy_settings()
    return {
        "arguments": [as_windows_reads(command_line(case)) for case in cases],
        "elevated": [elevated([*case, code], folder) for case, code in zip(cases[:2], ("0", "3"), strict=True)],
        "not there": reason(run_as_administrator([r"C:\no\such\program.exe"], 60)),
        "too long": reason(run_as_administrator([sys.executable, "-c", "import time; time.sleep(3)"], 0.3)),
        "is elevated": is_elevated(),
        "services": [[status_of(name), reason(start_service(name)), status_of(name)] for name in SERVICES],
        "leases": [reason(renew_lease(name)) for name in ("eth0", "no such interface")],
        "page": reason(open_page("ms-settings:dateandtime")),
        "flush": reason(flush_dns()),
    }


if sys.argv[1] == "--told":
    Path(sys.argv[2]).write_text(json.dumps(sys.argv[3:]), encoding="utf-8")
    sys.exit(int(sys.argv[-1]))
print(json.dumps(answers(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))))
