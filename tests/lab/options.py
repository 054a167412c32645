"""What the lab's command lines have in common: numbers, and whether this is a build machine."""

from __future__ import annotations

import argparse
import os
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """Tells wrong use in one line."""

    def error(self, message: str) -> NoReturn:
        """Exit 2."""
        self.exit(2, f"lab: {message}\n")


def positive(text: str) -> int:
    """A number of at least one."""
    if not text.isdecimal() or int(text) < 1:
        message = f"{text!r} is no number of at least 1"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def filled(text: str) -> str:
    """A text that says something: an empty one, as of a variable that is not set, must not mean "play everything"."""
    if not text.strip():
        message = "a text is wanted, and this one is empty"
        raise argparse.ArgumentTypeError(message)
    return text


def default_jobs() -> int:
    """Scenarios side by side: most of their time is waiting."""
    return 2 * (os.cpu_count() or 1)


def in_ci() -> bool:
    """Whether this is a build machine, on which nothing may be left out silently."""
    return os.environ.get("CI", "").lower() in {"1", "true"}
