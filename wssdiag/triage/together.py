"""What rows have in common, since when, and which of them are wanted. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from wssdiag.triage.row import COLUMNS, Group, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

#: What rows can be grouped by. Where one has no cause its status stands for it.
BY: Final[dict[str, Callable[[Row], str]]] = {
    "cause": lambda row: row.matter,
    "method": lambda row: row.method,
    "site": lambda row: row.site,
    "version": lambda row: f"{row.agent} {row.agent_version}".strip(),
}

#: By which a reader sees at once whether it is one place, one method, or everybody.
USUAL: Final = ("cause", "method", "site")


def dated(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows with ``first_seen``, the newest run first; those without a time come last."""
    listed = list(rows)
    first: dict[tuple[str, str], str] = {}
    for row in listed:
        if row.started is not None:
            key = (row.matter, row.site)
            first[key] = min(first.get(key, row.started), row.started)
    listed.sort(key=lambda row: row.file)
    listed.sort(key=lambda row: row.started or "", reverse=True)
    return tuple(replace(row, first_seen=first.get((row.matter, row.site))) if row.started is not None else row for row in listed)


def grouped(rows: Iterable[Row], by: Sequence[str]) -> tuple[Group, ...]:
    """The rows in groups by the words of :data:`BY`, the largest group first."""
    members: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        members.setdefault(tuple(BY[name](row) for name in by), []).append(row)
    groups = [_group(dict(zip(by, key, strict=True)), some) for key, some in members.items()]
    return tuple(sorted(groups, key=lambda one: (-one.count, tuple(one.by.values()))))


def _group(by: dict[str, str], rows: list[Row]) -> Group:
    times = [row.started for row in rows if row.started]
    return Group(by=by, count=len(rows), first_seen=min(times, default=None), last_seen=max(times, default=None))


def chosen(rows: Iterable[Row], where: Sequence[tuple[str, str]], since: str | None) -> tuple[Row, ...]:
    """Those that fit every column that is named, by one of its patterns, and are not older than ``since``."""
    wanted: dict[str, list[str]] = {}
    for name, pattern in where:
        wanted.setdefault(name, []).append(pattern)
    return tuple(
        row
        for row in rows
        if (since is None or (row.started is not None and row.started >= since))
        and all(_fits(getattr(row, name), patterns) for name, patterns in wanted.items())
    )


def _fits(value: object, patterns: list[str]) -> bool:
    """Of a list one entry is enough; what is null or an empty list is the empty text."""
    texts = [str(one) for one in value] or [""] if isinstance(value, tuple) else ["" if value is None else str(value)]
    return any(fnmatchcase(text, pattern) for text in texts for pattern in patterns)


def condition(text: str) -> tuple[str, str] | None:
    """``"site=10.*"`` in its parts: a column, and what stands in it (``*`` and ``?`` as in file names). None where it is none."""
    name, equals, pattern = text.partition("=")
    return (name, pattern) if equals and name in COLUMNS else None


def instant(text: str) -> str | None:
    """A date or a time to the second, in UTC where it names no zone: as ``started`` of a row. None where it can't be read."""
    try:
        moment = datetime.fromisoformat(text)
        utc = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None
    return utc.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
