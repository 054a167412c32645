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
from wssdiag.system.bundles import bundle_certificates
from wssdiag.system.environment import environment_json
from wssdiag.system.files import read_start
from wssdiag.system.gather import gather
from wssdiag.system.traced import agent_certificates, traced_files
from wssdiag.system.windows_iphlpapi import alias, table, with_adapters
from wssdiag.system.windows_registry import products_json, registry_export
from wssdiag.system.windows_tables import FORWARD_ROW_BYTES, NEIGHBOUR_ROW_BYTES, forward_rows, neighbour_rows

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
        """All files that Windows has an answer for; within :data:`_LIMIT_S`. What Windows itself thinks of its connection is not read."""
        return gather(
            {
                "capture.json": self._header,
                "processes.json": lambda: encode(tables.processes()),
                "services.json": _services,
                "interfaces.json": lambda: encode(with_adapters(tables.interfaces(lambda _name: InterfaceType.OTHER))),
                "connections.json": _connections,
                "routes.json": _routes,
                "neighbours.json": _neighbours,
                "products.json": products_json,
                "environment.json": lambda: environment_json(os.environ),
                "files.json": lambda: encode(traced_files(self._footprint)) if self._footprint else None,
                "certificates.json": lambda: encode((*agent_certificates(self._footprint), *bundle_certificates(os.environ))),
                "hosts.txt": lambda: read_start(_system_folder() / "drivers" / "etc" / "hosts"),
                "windows/registry.reg": registry_export,
            },
            _LIMIT_S,
        )

    def neighbours(self) -> Capture:
        """The neighbour table alone, as it is now."""
        return gather({"neighbours.json": _neighbours}, _NEIGHBOUR_LIMIT_S)

    def _header(self) -> bytes:
        # The profile of the SYSTEM account has this folder in every language; its name is translated.
        as_system = "config\\systemprofile" in os.environ.get("USERPROFILE", "").lower()
        return encode(
            CaptureHeader(
                os="windows",
                os_version=platform.version(),
                collected_at=self._clock.now().isoformat(timespec="seconds"),
                user="system" if as_system else "interactive",
            )
        )


def _system_folder() -> Path:
    return Path(os.environ.get("SystemRoot", r"C:\Windows")) / "System32"  # noqa: SIM112 - Windows spells it so


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
    data = table("GetIpForwardTable2", FORWARD_ROW_BYTES)
    return None if data is None else encode(forward_rows(data, alias))


def _neighbours() -> bytes | None:
    data = table("GetIpNetTable2", NEIGHBOUR_ROW_BYTES)
    return None if data is None else encode(neighbour_rows(data, alias))
