"""``routes.json`` -> routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wssdiag.model.facts import Route
from wssdiag.system.parse.address import ip_of, network_of
from wssdiag.system.parse.rows import rows_of

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture
    from wssdiag.model.unknown import Unknown

#: A gateway of all zeros says that the destination is on the link.
_ON_LINK = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, never bound to


def routes_of(capture: Capture) -> tuple[Route, ...] | Unknown:
    """The routing table; a gateway that is no address ("On-link", "link#4") is None. A row without a network is left out."""
    return rows_of(capture, "routes.json", Route, _tidy)


def _tidy(row: dict[str, Any]) -> dict[str, Any]:
    gateway = ip_of(row.pop("gateway", None))
    if gateway is not None and gateway not in _ON_LINK:
        row["gateway"] = gateway
    row["destination"] = network_of(row.get("destination"), gateway)
    return row
