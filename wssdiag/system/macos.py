"""Reads a Mac by its own command-line tools, which are not translated. Thin: nothing is concluded."""

from __future__ import annotations

import os
import platform
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wssdiag.model.capture import CaptureHeader
from wssdiag.model.codec import encode
from wssdiag.model.facts import InterfaceType
from wssdiag.model.unknown import Unknown
from wssdiag.system import tables
from wssdiag.system.browser_files import CHROMIUM_POLICIES, FIREFOX_POLICIES, firefox_profiles, json_policies, managed_preferences
from wssdiag.system.bundles import bundle_certificates
from wssdiag.system.command import run
from wssdiag.system.environment import environment_json
from wssdiag.system.files import read_start
from wssdiag.system.gather import gather
from wssdiag.system.macos_networksetup import networksetup_text, portal_api
from wssdiag.system.macos_tables import arp_neighbours, interface_type, ndp_neighbours, netstat_routes, wifi_devices
from wssdiag.system.posix_person import person_at, user_id
from wssdiag.system.secrets import without_credentials
from wssdiag.system.traced import agent_certificates, traced_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.model.capture import Capture
    from wssdiag.model.clock import Clock

_LIMIT_S = 6.0

_COMMAND_LIMIT_S = 3.0

_HARDWARE_PORTS = ("networksetup", "-listallhardwareports")

#: Files of the capture that are a command's own output.
_LISTINGS: dict[str, tuple[str, ...]] = {
    "macos/scutil-proxy.txt": ("scutil", "--proxy"),
    "macos/scutil-dns.txt": ("scutil", "--dns"),
    "macos/scutil-nc-list.txt": ("scutil", "--nc", "list"),
    "macos/systemextensions.txt": ("systemextensionsctl", "list"),
    "macos/launchd.txt": ("launchctl", "list"),
}


#: Preferences that an organisation manages: the domains of the browsers, by what is kept of them.
_MANAGED = Path("/Library/Managed Preferences")
_DOMAINS = {
    "com.google.Chrome": CHROMIUM_POLICIES,
    "com.microsoft.Edge": CHROMIUM_POLICIES,
    "org.chromium.Chromium": CHROMIUM_POLICIES,
    "org.mozilla.firefox": FIREFOX_POLICIES,
}

_FIREFOX = "Library/Application Support/Firefox"
_FIREFOX_POLICIES = Path("/Applications/Firefox.app/Contents/Resources/distribution/policies.json")


class MacosSystem:
    """This Mac, behind :class:`wssdiag.system.system.System`."""

    def __init__(self, clock: Clock, footprint: tuple[str, ...] = ()) -> None:
        self._clock = clock
        self._footprint = footprint

    def capture(self) -> Capture:
        """All files that macOS has an answer for; within :data:`_LIMIT_S`. As root (a management tool) those of who sits at the console."""
        person = person_at(user_id(), [Path("/dev/console")])
        return gather(
            {
                "capture.json": self._header,
                "processes.json": lambda: encode(tables.processes()),
                "interfaces.json": _interfaces,
                "connections.json": _connections,
                "routes.json": _routes,
                "neighbours.json": _neighbours,
                "environment.json": lambda: environment_json(os.environ),
                "files.json": lambda: encode(traced_files(self._footprint)) if self._footprint else None,
                "certificates.json": lambda: encode((*agent_certificates(self._footprint), *bundle_certificates(os.environ))),
                "connectivity.json": _connectivity,
                "macos/networksetup.txt": lambda: networksetup_text(_run),
                "hosts.txt": partial(read_start, Path("/etc/hosts")),
                "browsers/firefox": lambda: firefox_profiles([person.home / _FIREFOX]) if person else None,
                "browsers/policies/firefox.json": lambda: json_policies([_FIREFOX_POLICIES], FIREFOX_POLICIES),
                **{
                    f"macos/managed-preferences/{domain}.plist": partial(_managed, domain, kept, person.name if person else "")
                    for domain, kept in _DOMAINS.items()
                },
                **{name: partial(_listing, argv) for name, argv in _LISTINGS.items()},
            },
            _LIMIT_S,
        )

    def neighbours(self) -> Capture:
        """The neighbour table alone, as it is now."""
        return gather({"neighbours.json": _neighbours}, _COMMAND_LIMIT_S)

    def _header(self) -> bytes:
        return encode(
            CaptureHeader(
                os="macos",
                os_version=platform.mac_ver()[0],
                collected_at=self._clock.now().isoformat(timespec="seconds"),
                user="system" if user_id() == 0 else "interactive",
            )
        )


def _managed(domain: str, kept: frozenset[str], name: str) -> bytes | None:
    """What is managed for this person, else what is managed for the computer."""
    places = [_MANAGED / name] * bool(name) + [_MANAGED]
    return next((found for place in places if (found := managed_preferences(place / f"{domain}.plist", kept)) is not None), None)


def _run(argv: Sequence[str]) -> bytes | Unknown:
    return run(argv, _COMMAND_LIMIT_S)


def _connectivity() -> bytes | None:
    """Only the captive portal API: macOS does not tell programs what it thinks of its connection."""
    ports = [
        row.name for row in tables.interfaces(lambda _name: InterfaceType.OTHER) if row.up and row.addresses and row.name.startswith("en")
    ]
    api = portal_api(_run, ports)
    return encode({"captive_portal_api": api}) if api else None


def _listing(argv: Sequence[str]) -> bytes | None:
    output = run(argv, _COMMAND_LIMIT_S)
    return None if isinstance(output, Unknown) else without_credentials(output.decode("utf-8", errors="replace")).encode()


def _interfaces() -> bytes:
    ports = run(_HARDWARE_PORTS, _COMMAND_LIMIT_S)
    wifi = frozenset[str]() if isinstance(ports, Unknown) else wifi_devices(ports)
    return encode(tables.interfaces(lambda name: interface_type(name, wifi)))


def _connections() -> bytes | None:
    rows = tables.connections(tables.process_name)
    return None if rows is None else encode(rows)


def _routes() -> bytes | None:
    output = run(["netstat", "-rn"], _COMMAND_LIMIT_S)
    return None if isinstance(output, Unknown) else encode(netstat_routes(output))


def _neighbours() -> bytes | None:
    arp = run(["arp", "-an"], _COMMAND_LIMIT_S)
    ndp = run(["ndp", "-an"], _COMMAND_LIMIT_S)
    if isinstance(arp, Unknown):
        return None
    return encode(arp_neighbours(arp) + (() if isinstance(ndp, Unknown) else ndp_neighbours(ndp)))
