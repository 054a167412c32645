"""macOS: launchd jobs, system extensions and VPN profiles as services. Must not know which of them is an agent's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wssdiag.model.facts import Service
from wssdiag.system.parse.rows import ABSENT
from wssdiag.system.parse.text import VALUE_LIMIT, lines_of

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture
    from wssdiag.model.unknown import Unknown

#: ``* (Connected)  <UUID> VPN (com.example.app) "Name"  [VPN:com.example.app]``; the kind at the end is not always there.
_PROFILE = re.compile(r'(\*?)\s*\(([A-Za-z ]{1,40})\)\s+([0-9A-Fa-f-]{36})\s([^"]*)"([^"]*)"\s*(?:\[[^:\]]*:?([^\]]*)\])?$')

#: The app behind a profile, in the middle of the line.
_APP = re.compile(r"VPN \(([A-Za-z0-9._-]{1,200})\)")

#: Columns of ``systemextensionsctl list``: enabled, active, team, "bundle (version)", name, [state].
_EXTENSION_COLUMNS = 6

#: Columns of ``launchctl list``: process id or "-", last exit status, label.
_JOB_COLUMNS = 3


def macos_services(capture: Capture) -> tuple[Service, ...] | Unknown:
    """The services of every listing that is there; Unknown where none is.

    A system extension is "running" when it is activated and enabled; ``start_type`` keeps its state in Apple's words. A VPN profile is
    "running" when it is connected, and "disabled" when it is off.
    """
    found: list[Service] = []
    seen = False
    for name, read in _LISTINGS.items():
        if (data := capture.get(name)) is not None:
            seen = True
            found.extend(service for line in lines_of(data) if len(line) <= VALUE_LIMIT and (service := read(line)))
    return tuple(found) if seen else ABSENT


def _job(line: str) -> Service | None:
    columns = line.split(None, _JOB_COLUMNS - 1)
    if len(columns) != _JOB_COLUMNS or not (columns[0] == "-" or columns[0].isdigit()):
        return None
    return Service(name=columns[2], status="running" if columns[0] != "-" else "stopped")


def _extension(line: str) -> Service | None:
    # The first two columns are "*" or nothing; the line's own white space was taken off, so they are counted from the end.
    columns = line.split("\t")[-(_EXTENSION_COLUMNS - 2) :]
    if len(columns) != _EXTENSION_COLUMNS - 2 or not columns[-1].startswith("["):
        return None
    bundle, _, _ = columns[1].partition(" (")
    state = columns[-1].strip("[]")
    if state == "state":
        return None  # the heading
    return Service(name=bundle, display_name=columns[2], status="running" if state == "activated enabled" else "stopped", start_type=state)


def _profile(line: str) -> Service | None:
    match = _PROFILE.match(line)
    if match is None:
        return None
    enabled, state, uuid, kind, title, bundle = match.groups()
    app = _APP.search(kind)
    return Service(
        name=bundle or (app[1] if app else uuid),
        display_name=title,
        status="running" if state == "Connected" else "stopped",
        start_type="manual" if enabled else "disabled",
    )


_LISTINGS = {
    "macos/launchd.txt": _job,
    "macos/systemextensions.txt": _extension,
    "macos/scutil-nc-list.txt": _profile,
}
