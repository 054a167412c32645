"""Runs a command while a program serves PAC files: ``while_it_runs.py PROGRAM... -- COMMAND...``; the exit code is the command's."""

from __future__ import annotations

import subprocess
import sys

_LOAD = b'{"type": "load", "script": "function FindProxyForURL() { return 1; }"}\n'


def main(arguments: list[str]) -> int:
    """The program has answered once before the command starts, and ends behind it."""
    between = arguments.index("--")
    with subprocess.Popen([*arguments[:between], "--pac-worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write(_LOAD)
        program.stdin.flush()
        program.stdout.readline()
        return subprocess.run(arguments[between + 1 :], check=False).returncode


sys.exit(main(sys.argv[1:]))
