"""Who sits at this Mac or Linux computer: a program run as root must not take root's own settings for that person's."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

if sys.platform != "win32":
    import os
    import pwd


class Person(NamedTuple):
    """Whose files are read."""

    name: str
    home: Path


def user_id() -> int:
    """This program's own account; 0 is root."""
    number = -1
    if sys.platform != "win32":
        number = os.getuid()
    return number


def owner_of(path: Path) -> int | None:
    """The account that a file belongs to, a link not followed; None where it cannot be asked."""
    try:
        return path.lstat().st_uid
    except OSError:
        return None


def person_at(own: int, things: Iterable[Path]) -> Person | None:
    """This program's own user; for root the person to whom ``things`` of a desktop belong (its sockets, the console).

    None: nobody but root, or several people.
    """
    if own:
        return _person(own)
    people = {number for path in things if (number := owner_of(path))}
    return _person(people.pop()) if len(people) == 1 else None


def _person(number: int) -> Person | None:
    person = None
    if sys.platform != "win32":
        try:
            row = pwd.getpwuid(number)
            person = Person(row.pw_name, Path(row.pw_dir))
        except KeyError:
            person = None
    return person
