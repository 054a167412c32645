"""What the sources are: their commit and its time, so that what is made of them is the same whenever it is made."""

from __future__ import annotations

import datetime as dt
import os
import subprocess

from build.dev.needs import SetUpError
from build.dev.venv import ROOT

#: As reproducible-builds.org defines it; PyInstaller knows it too.
EPOCH = "SOURCE_DATE_EPOCH"


def commit() -> str:
    """The commit, with ``-dirty`` where the sources differ from it; empty where git knows none."""
    return _git("describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")


def epoch() -> str:
    """SOURCE_DATE_EPOCH, else the time of the commit, in seconds since 1970; empty where neither is known."""
    return os.environ.get(EPOCH) or _git("log", "-1", "--format=%ct")


def time() -> dt.datetime:
    """The same as a time. :class:`SetUpError` where it is not known: that of the clock would differ each time."""
    seconds = epoch()
    if not seconds.isdecimal():
        message = f"these sources are at no commit: set {EPOCH} to their time, in seconds since 1970"
        raise SetUpError(message)
    return dt.datetime.fromtimestamp(int(seconds), dt.UTC)


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607 - found by PATH
    except FileNotFoundError:
        return ""
    return "" if done.returncode else done.stdout.strip()
