"""Starts a service of Windows (winsvc.h). Must not know which services there are, nor stop or change one."""

from __future__ import annotations

import ctypes
import sys
import time

from wssdiag.model.unknown import Unknown

#: winsvc.h: no more rights than are used.
_CONNECT = 0x0001
_QUERY_STATUS, _START = 0x0004, 0x0010

_STOPPED, _RUNNING = 1, 4

_ALREADY_RUNNING = 1056

#: SERVICE_STATUS: seven numbers, the state is the second.
_Status = ctypes.c_uint32 * 7
_STATE = 1

#: The services manager itself gives a service 30 s to answer; an agent is up in a few.
_LIMIT_S = 20.0

_PAUSE_S = 0.2


def start_service(name: str) -> Unknown | None:
    """Start it, and wait until it runs; nothing is done where it runs already. :class:`Unknown` with Windows' error number where not."""
    answer: Unknown | None = Unknown("this is not Windows")
    if sys.platform == "win32":
        api = ctypes.WinDLL("advapi32", use_last_error=True)
        api.OpenSCManagerW.restype = api.OpenServiceW.restype = ctypes.c_void_p
        manager = ctypes.c_void_p(api.OpenSCManagerW(None, None, _CONNECT))
        service = ctypes.c_void_p(api.OpenServiceW(manager, ctypes.c_wchar_p(name), _QUERY_STATUS | _START) if manager else None)
        if service and (api.StartServiceW(service, 0, None) or ctypes.get_last_error() == _ALREADY_RUNNING):
            answer = _running(name, service)
        else:
            answer = Unknown(f"the service {name} could not be started ({ctypes.get_last_error()})")
        for handle in (service, manager):
            if handle:
                api.CloseServiceHandle(handle)
    return answer


def _running(name: str, service: ctypes.c_void_p) -> Unknown | None:
    state = _STOPPED
    if sys.platform == "win32":
        status, end = _Status(), time.monotonic() + _LIMIT_S
        while ctypes.WinDLL("advapi32").QueryServiceStatus(service, ctypes.byref(status)):
            state = status[_STATE]
            if state in {_RUNNING, _STOPPED} or time.monotonic() > end:
                break
            time.sleep(_PAUSE_S)
    if state == _RUNNING:
        return None
    return Unknown(f"the service {name} ended at once" if state == _STOPPED else f"the service {name} did not run after {_LIMIT_S:g} s")
