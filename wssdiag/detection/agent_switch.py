"""Whether macOS keeps an agent back although parts of it run: its extension waits for approval, or its VPN profile is off. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.catalogue.footprint import Kind
from wssdiag.model.facts import Facts, Service, known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wssdiag.detection.sightings import Sighting

_RUNNING = "running"

#: States of a system extension in Apple's words (``systemextensionsctl list``) in which it does nothing until somebody allows it.
_NOT_ALLOWED = frozenset({"activated waiting for user", "activated disabled"})

#: How the facts keep whether a VPN profile is on.
_PROFILE_OFF, _PROFILE_ON = "disabled", "manual"


def kept_back(facts: Facts, traces: Iterable[Sighting]) -> Service | None:
    """The extension or the profile of an agent that is not allowed, where no other of its kind is; None elsewhere.

    An update leaves the former extension in the list, and of several profiles one is enough.
    """
    rows = tuple(_services(facts, traces))
    profiles = [row for row in rows if row.start_type in {_PROFILE_OFF, _PROFILE_ON}]
    extensions = [row for row in rows if row not in profiles]
    waiting = [row for row in extensions if row.start_type in _NOT_ALLOWED]
    if waiting and not any(row.status == _RUNNING for row in extensions):
        return waiting[0]
    return profiles[0] if profiles and all(row.start_type == _PROFILE_OFF and row.status != _RUNNING for row in profiles) else None


def _services(facts: Facts, traces: Iterable[Sighting]) -> Iterator[Service]:
    if facts.os != "macos":
        return
    named = {row.fact for row in traces if row.trace.kind in {Kind.EXTENSION, Kind.VPN}}
    yield from (row for row in known(facts.services) if f"services[{row.name}].status" in named)
