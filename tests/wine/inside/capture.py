"""Runs on Windows: ``python capture.py FOLDER [NAME=VALUE]...`` writes the whole capture down, as ``wssdiag capture`` does.

Two sockets are open meanwhile. Wine hands on no variable that Windows has itself: those that a test wants otherwise are arguments.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from wssdiag.system.clock import SystemClock
from wssdiag.system.folder import write_capture
from wssdiag.system.windows import WindowsSystem

HOSTS = r"%SystemRoot%\System32\drivers\etc\hosts"

listener = socket.create_server(("127.0.0.1", 2968))
datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
datagrams.bind(("127.0.0.1", 2969))
for argument in sys.argv[2:]:
    name, _, value = argument.partition("=")
    os.environ[name] = value
write_capture(WindowsSystem(SystemClock(), (HOSTS, r"C:\no\such\file")).capture(), Path(sys.argv[1]))
