"""Traces that programs leave on a computer, as data, and whether a thing seen there is one of them. Pure.

Owns the words for traces and what a match means. Must not conclude: that a trace means an agent is in use is for detection to say.
"""

from __future__ import annotations

import re
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

import msgspec

from wssdiag.model.location import Sureness
from wssdiag.model.mode import Method

if TYPE_CHECKING:
    from collections.abc import Iterable


class Kind(StrEnum):
    """What kind of thing the trace is, and so which fact it is compared with."""

    PROCESS = "process"  # the name of a running process
    SERVICE = "service"  # the name of a service, launch daemon or unit
    IMAGE = "image"  # the path of the program behind a process or a service
    PRODUCT = "product"  # the name of an installed product
    FILE = "file"  # a path that exists
    INTERFACE = "interface"  # the name or the description of a network interface
    EXTENSION = "extension"  # the bundle id of a macOS system extension or app
    VPN = "vpn"  # the name of a VPN profile


class Match(StrEnum):
    """How a value is compared; letter case and the direction of slashes never count."""

    EXACT = "exact"  # the whole of it
    CONTAINS = "contains"  # a part of it
    GLOB = "glob"  # * and ? as in file names
    FOLDER = "folder"  # this folder, or anything beneath it; on whatever drive
    TITLE = "title"  # this name, and behind it no more than a version or an edition: "... Agent 9.7 (x64)" but not "... Agent Backup"


#: What may stand behind the name of a product that is the same product.
_EDITION = re.compile(r"(?:[\s,()_-]|v?[0-9]{1,9}(?:\.[0-9]{1,9}){0,5}|agent|version|build|for|windows|mac|macos|x64|x86|arm64|bit){0,20}")

#: How Windows writes where a path begins; which drive it is does not count.
_ROOT = re.compile(r"(?:[/.?]{3,4})?[a-z]:|%programfiles%(?=/)")


System = Literal["windows", "macos", "linux"]


class Mark(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One trace: where it would be seen, and what it looks like there."""

    kind: Kind
    os: System
    match: Match = Match.EXACT
    value: str
    certainty: Sureness
    source: str


class Trace(Mark, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A trace of the service's own agents. A match does not tell whether the agent runs or works."""

    method: Method
    alone: bool = True  # False: a condition of the method, which does not name it
    says: str  # what a match means, for a reader: "The background program of WSS Agent runs."


class ClientTrace(Mark, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A trace of another vendor's gateway or VPN client: weak evidence, names change between versions."""

    product: str


class Footprint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``footprint.toml``."""

    schema: Literal["wssdiag.footprint/1"]
    trace: tuple[Trace, ...] = ()


class Looks(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a client looks on one system, by kind of trace. ``*`` as in file names; an interface is told by a part of its description."""

    process: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    interface: tuple[str, ...] = ()
    extension: tuple[str, ...] = ()


class Client(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another vendor's gateway or VPN client."""

    product: str
    certainty: Sureness
    source: str
    windows: Looks = Looks()
    macos: Looks = Looks()
    linux: Looks = Looks()


class OtherClients(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``other-clients.toml``."""

    schema: Literal["wssdiag.other-clients/1"]
    client: tuple[Client, ...] = ()


AnyMark = TypeVar("AnyMark", bound=Mark)


def match_trace(trace: Mark, text: str) -> bool:
    """Whether a name or path of the trace's kind, seen on the trace's system, is what the trace describes."""
    pattern, seen = _plain(trace.value), _plain(text).strip('"')
    match trace.match:
        case Match.EXACT:
            return seen == pattern
        case Match.CONTAINS:
            return pattern in seen
        case Match.GLOB:
            return fnmatchcase(seen, pattern)
        case Match.TITLE:
            return seen.strip().startswith(pattern) and bool(_EDITION.fullmatch(seen.strip()[len(pattern) :]))
        case Match.FOLDER:
            pattern, seen = _rootless(pattern), _rootless(seen)
            return seen == pattern or seen.startswith(pattern.rstrip("/") + "/")


def matching(traces: Iterable[AnyMark], os: str, kind: Kind, text: str) -> tuple[AnyMark, ...]:
    """The traces of one kind and system that a text seen there matches, in catalogue order."""
    return tuple(trace for trace in traces if trace.os == os and trace.kind is kind and match_trace(trace, text))


class Finder(Generic[AnyMark]):
    """The traces of one system, to be compared with many names: whole names are looked up, patterns tried only where one of them fits."""

    def __init__(self, traces: Iterable[AnyMark], os: str) -> None:
        self._whole: dict[tuple[Kind, str], list[AnyMark]] = {}
        self._others: dict[Kind, list[AnyMark]] = {}
        for trace in traces:
            if trace.os == os and trace.match is Match.EXACT:
                self._whole.setdefault((trace.kind, _plain(trace.value)), []).append(trace)
            elif trace.os == os:
                self._others.setdefault(trace.kind, []).append(trace)
        self._some = {kind: _any_of(rows) for kind, rows in self._others.items()}

    def find(self, kind: Kind, text: str) -> tuple[AnyMark, ...]:
        """The traces of a kind that a text matches: whole names first."""
        seen = _plain(text).strip('"')
        whole = self._whole.get((kind, seen), ())
        if kind not in self._some or not self._some[kind].search(seen):
            return tuple(whole)
        return (*whole, *(trace for trace in self._others[kind] if match_trace(trace, text)))


def _any_of(traces: Iterable[Mark]) -> re.Pattern[str]:
    """What every text that one of the traces matches holds. More may hold it."""
    return re.compile("|".join(re.escape(_core(trace)) for trace in traces))


def _core(trace: Mark) -> str:
    """The longest part of a value that stands in each text it matches."""
    value = _plain(trace.value)
    if trace.match is Match.GLOB:
        return max(re.split(r"[*?\[\]]", value), key=len)
    return value.rpartition("/")[2] if trace.match is Match.FOLDER else value


def client_traces(clients: Iterable[Client]) -> tuple[ClientTrace, ...]:
    """The traces of other vendors' clients, one a name."""
    return tuple(
        ClientTrace(
            product=client.product,
            kind=kind,
            os=system,
            match=_match_of(kind, system, value),
            value=value,
            certainty=client.certainty,
            source=client.source,
        )
        for client in clients
        for system, looks in _by_system(client)
        for kind, values in _by_kind(looks)
        for value in values
    )


def _by_system(client: Client) -> tuple[tuple[System, Looks], ...]:
    return (("windows", client.windows), ("macos", client.macos), ("linux", client.linux))


def _by_kind(looks: Looks) -> tuple[tuple[Kind, tuple[str, ...]], ...]:
    return (
        (Kind.PROCESS, looks.process),
        (Kind.SERVICE, looks.service),
        (Kind.INTERFACE, looks.interface),
        (Kind.EXTENSION, looks.extension),
    )


def _match_of(kind: Kind, system: System, value: str) -> Match:
    if "*" in value:
        return Match.GLOB
    # On Windows an adapter has a sentence for a name; on Linux its name is short and whole.
    return Match.CONTAINS if kind is Kind.INTERFACE and system == "windows" else Match.EXACT


def _rootless(path: str) -> str:
    """A path from its drive on; ``%ProgramFiles%`` is that folder of the drive."""
    found = _ROOT.match(path)
    if not found:
        return path
    return ("/program files" if found[0].startswith("%") else "") + path[found.end() :]


def _plain(text: str) -> str:
    return text.casefold().replace("\\", "/")
