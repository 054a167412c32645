"""Holds every TCP port of a range, so that nobody can connect from one of them. Run as ``python holder.py FIRST LAST``."""

from __future__ import annotations

import socket
import sys
import threading


def main(arguments: list[str]) -> None:
    """Listen on all of them until killed: without SO_REUSEADDR a bound port is given to nobody else."""
    held = []
    for port in range(int(arguments[0]), int(arguments[1]) + 1):
        holder = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        holder.bind(("0.0.0.0", port))
        holder.listen()
        held.append(holder)
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1:])
