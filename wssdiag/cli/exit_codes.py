"""What the shell gets: disjoint codes that scripts rely on."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0  # done, healthy
    PROBLEM = 1  # a problem was found
    WRONG_USE = 2  # wrong use or bad input, with one line that says what and where
    OWN_FAILURE = 3  # wssdiag itself failed
    COULD_NOT_TELL = 4  # it could not be told, or not be done; nothing is guessed
    INTERRUPTED = 130  # interrupted: 128 + SIGINT, as shells count
