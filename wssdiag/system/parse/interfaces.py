"""``interfaces.json`` -> interfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wssdiag.model.facts import Interface, InterfaceType
from wssdiag.system.parse.address import ip_of
from wssdiag.system.parse.mac import mac_of
from wssdiag.system.parse.rows import rows_of

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture
    from wssdiag.model.unknown import Unknown

_TYPES = frozenset(InterfaceType)

#: Prefix lengths end at the size of the address.
_BITS = {4: 32, 6: 128}


def interfaces_of(capture: Capture) -> tuple[Interface, ...] | Unknown:
    """The interfaces; a type that this version does not know is "other", an address that is none is left out."""
    return rows_of(capture, "interfaces.json", Interface, _tidy)


def _tidy(row: dict[str, Any]) -> dict[str, Any]:
    kind = str(row.get("type", "")).lower()
    row["type"] = kind if kind in _TYPES else InterfaceType.OTHER
    row["addresses"] = [row_address for item in _list(row.get("addresses")) if (row_address := _address(item))]
    row["dns_servers"] = [address for item in _list(row.get("dns_servers")) if (address := ip_of(item))]
    if "mac" in row:
        row["mac"] = mac_of(row["mac"])
    return row


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _address(item: object) -> dict[str, Any] | None:
    if not isinstance(item, dict) or (address := ip_of(item.get("address"))) is None:
        return None
    bits = _BITS[6 if ":" in address else 4]
    prefix = item.get("prefix")
    valid = isinstance(prefix, int) and 0 <= prefix <= bits
    return {"address": address, "prefix": prefix if valid else bits}
