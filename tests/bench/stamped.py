"""When a command says what: ``stamped.py COMMAND...`` prints JSON, a row ``[seconds since the start, line]`` each; the last is its end."""

from __future__ import annotations

import json
import subprocess
import sys
import time


def main(command: list[str]) -> int:
    """The exit code is the command's."""
    begun = time.monotonic()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, errors="replace") as process:
        lines = [(time.monotonic() - begun, line.rstrip()) for line in process.stdout or ()]
    print(json.dumps([*lines, (time.monotonic() - begun, "")]))
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
