"""Reads a Windows computer through its APIs and the registry, never through translated text. Thin: nothing is concluded."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from wssdiag.model.capture import CaptureHeader
from wssdiag.model.codec import encode
from wssdiag.model.facts import InterfaceType, Service
from wssdiag.system import tables
from wssdiag.system.browser_files import FIREFOX_POLICIES, firefox_profiles, json_policies
from wssdiag.system.bundles import bundle_certificates
from wssdiag.system.environment import environment_json
from wssdiag.system.files import read_start
from wssdiag.system.gather import gather
from wssdiag.system.traced import agent_certificates, traced_files
from wssdiag.system.windows_iphlpapi import alias, ip_tables, with_adapters
from wssdiag.system.windows_nlm import connectivity_json
from wssdiag.system.windows_registry import products_json, profile_folder, registry_export
from wssdiag.system.windows_tables import FORWARD_ROW_BYTES, NEIGHBOUR_ROW_BYTES, forward_rows, neighbour_rows
from wssdiag.system.windows_users import Owner, settings_owner

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture
    from wssdiag.model.clock import Clock

#: The whole capture: hundreds of services are asked one by one.
_LIMIT_S = 6.0

_NEIGHBOUR_LIMIT_S = 1.5


class WindowsSystem:
    """This Windows computer, behind :class:`wssdiag.system.system.System`."""

    def __init__(self, clock: Clock, footprint: tuple[str, ...] = ()) -> None:
        self._clock = clock
        self._footprint = footprint

    def capture(self) -> Capture:
        """All files that Windows has an answer for; within :data:`_LIMIT_S`, once it is seen whose desktop this is."""
        owner = settings_owner()
        return gather(
            {
                "capture.json": lambda: self._header(owner),
                "processes.json": lambda: encode(tables.processes()),
                "services.json": _services,
                "interfaces.json": lambda: encode(with_adapters(tables.interfaces(lambda _name: InterfaceType.OTHER))),
                "connections.json": _connections,
                "routes.json": _routes,
                "neighbours.json": _neighbours,
                "products.json": lambda: products_json(owner.hive),
                "environment.json": lambda: environment_json(os.environ),
                "files.json": lambda: encode(traced_files(self._footprint)) if self._footprint else None,
                "certificates.json": lambda: encode((*agent_certificates(self._footprint), *bundle_certificates(os.environ))),
                "connectivity.json": connectivity_json,
                "hosts.txt": lambda: read_start(_system_folder() / "drivers" / "etc" / "hosts"),
                "browsers/firefox": lambda: _firefox(owner),
                "browsers/policies/firefox.json": lambda: json_policies(_firefox_policies(), FIREFOX_POLICIES),
                "windows/registry.reg": lambda: registry_export(owner.hive),
            },
            _LIMIT_S,
        )

    def neighbours(self) -> Capture:
        """The neighbour table alone, as it is now."""
        return gather({"neighbours.json": _neighbours}, _NEIGHBOUR_LIMIT_S)

    def _header(self, owner: Owner) -> bytes:
        return encode(
            CaptureHeader(
                os="windows",
                os_version=platform.version(),
                collected_at=self._clock.now().isoformat(timespec="seconds"),
                user=owner.user,
            )
        )


def _system_folder() -> Path:
    return Path(os.environ.get("SystemRoot", r"C:\Windows")) / "System32"  # noqa: SIM112 - Windows spells it so


def _firefox(owner: Owner) -> dict[str, bytes] | None:
    """The profiles of whose settings count; None where that is nobody's, or that person's folder is not known."""
    if owner.hive is None:
        return None
    profile = profile_folder(owner.hive) if owner.hive else None
    roaming = profile + r"\AppData\Roaming" if profile else os.environ.get("APPDATA") if not owner.hive else None
    return firefox_profiles([Path(roaming) / "Mozilla" / "Firefox"]) if roaming else None


def _firefox_policies() -> list[Path]:
    folders = [os.environ.get(name) for name in ("ProgramFiles(x86)", "ProgramFiles", "ProgramW6432")]
    return [Path(folder) / "Mozilla Firefox" / "distribution" / "policies.json" for folder in dict.fromkeys(folders) if folder]


def _services() -> bytes:
    found: list[Service] = []
    if sys.platform == "win32":
        for service in psutil.win_service_iter():
            try:
                row = service.as_dict()
            except (psutil.Error, OSError):
                continue  # one that this account may not ask, or that was removed meanwhile
            found.append(
                Service(
                    name=row["name"] or "",
                    display_name=row["display_name"] or "",
                    status=row["status"] or "",
                    start_type=row["start_type"] or "",
                    binpath=row["binpath"] or "",
                )
            )
    return encode(found)


def _connections() -> bytes | None:
    rows = tables.connections(tables.process_name)
    return None if rows is None else encode(rows)


def _routes() -> bytes | None:
    found = ip_tables("GetIpForwardTable2", FORWARD_ROW_BYTES)
    return encode([row for data in found for row in forward_rows(data, alias)]) if found else None


def _neighbours() -> bytes | None:
    found = ip_tables("GetIpNetTable2", NEIGHBOUR_ROW_BYTES)
    return encode([row for data in found for row in neighbour_rows(data, alias)]) if found else None
