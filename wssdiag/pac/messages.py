"""What parent and child say to each other: one JSON document a line."""

from __future__ import annotations

import msgspec

#: An answer is a short list of proxies. What is longer is cut here, and never parsed.
ANSWER_LIMIT = 8192

#: A script over 1 MiB is refused before it comes here; JSON may double it.
LINE_LIMIT_BYTES = 8 * 1024 * 1024


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """When the script believes it is. With neither, now."""

    instant: float | None = None  # seconds since 1970, UTC
    wall: str | None = None  # local time without a zone, ISO 8601: taken in the child's own zone


class Load(msgspec.Struct, frozen=True, kw_only=True, tag="load"):
    """Take this script in place of any other. ``names`` are known already."""

    script: str
    own: tuple[str, ...] = ()  # this computer's addresses, the best first
    clock: Clock = Clock()
    names: dict[str, tuple[str, ...]] = {}


class Find(msgspec.Struct, frozen=True, kw_only=True, tag="find"):
    """What the script answers for these addresses. ``names`` are added to those that are known; an empty list does not resolve."""

    asked: tuple[tuple[str, str], ...]  # url, host
    names: dict[str, tuple[str, ...]] = {}


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """How the script did on one address, or while it was loaded."""

    answer: str | None = None
    error: str = ""  # the engine's words; empty: none
    limit: bool = False  # it passed a limit of time or memory
    missing: tuple[str, ...] = ()  # names that it asked for and the table does not have
    alerts: tuple[str, ...] = ()
    entry: bool = True  # it has FindProxyForURL (of a load)
    engine: bool = True  # False: this build has no JavaScript engine
    elapsed_ms: float = 0.0


class Replies(msgspec.Struct, frozen=True, kw_only=True):
    """One reply for each address, or fewer where the time of one message was used up."""

    replies: tuple[Reply, ...]
