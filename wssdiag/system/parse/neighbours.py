"""``neighbours.json`` -> neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wssdiag.model.facts import Neighbour
from wssdiag.system.parse.address import ip_of
from wssdiag.system.parse.mac import mac_of
from wssdiag.system.parse.rows import rows_of

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture
    from wssdiag.model.unknown import Unknown


def neighbours_of(capture: Capture) -> tuple[Neighbour, ...] | Unknown:
    """The neighbour table, states in lower case. A row without an address is left out."""
    return rows_of(capture, "neighbours.json", Neighbour, _tidy)


def _tidy(row: dict[str, Any]) -> dict[str, Any]:
    row["address"] = ip_of(row.get("address"))
    row["mac"] = mac_of(row.get("mac"))
    row["state"] = str(row.get("state", "")).lower()
    return row
