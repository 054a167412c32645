"""What psutil reads the same way on every system: interfaces, processes, connections. Must not read a process's arguments."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

import psutil

from wssdiag.model.facts import Connection, Interface, InterfaceAddress, InterfaceType, Process

if TYPE_CHECKING:
    from collections.abc import Callable

#: As many rows as the parsers take.
_ROW_LIMIT = 20_000

#: psutil's words for "no state": UDP has none.
_NO_STATUS = "NONE"

_STREAM = "SOCK_STREAM"


def interfaces(type_of: Callable[[str], InterfaceType]) -> tuple[Interface, ...]:
    """The interfaces by name; ``up`` is "running": switched on and with a carrier. DNS servers and DHCP stay unknown."""
    addresses = psutil.net_if_addrs()
    found: list[Interface] = []
    states = psutil.net_if_stats()
    for name in list(dict.fromkeys([*addresses, *states]))[:_ROW_LIMIT]:
        rows = addresses.get(name, [])
        state = states.get(name)
        found.append(
            Interface(
                name=name,
                type=type_of(name),
                up=bool(state and state.isup),
                addresses=tuple(address for row in rows if (address := _address(row))),
                mac=next((row.address.lower().replace("-", ":") for row in rows if row.family == psutil.AF_LINK), None),
                mtu=state.mtu if state else None,
            )
        )
    return tuple(found)


def _address(row: Any) -> InterfaceAddress | None:  # noqa: ANN401 - psutil's stubs do not name its rows publicly
    if row.family == psutil.AF_LINK:
        return None
    try:
        address = ipaddress.ip_address(row.address.partition("%")[0])
        # A netmask of IPv6 is an address too: its set bits are the prefix.
        mask = int(ipaddress.ip_address(row.netmask)) if row.netmask else (1 << address.max_prefixlen) - 1
    except ValueError:
        return None
    return InterfaceAddress(address=str(address), prefix=mask.bit_count())


def processes() -> tuple[Process, ...]:
    """The processes, by name and executable; what belongs to another user may have no executable."""
    found: list[Process] = []
    for process in psutil.process_iter(["name", "exe"]):
        if len(found) == _ROW_LIMIT:
            break
        found.append(Process(pid=process.pid, name=process.info["name"] or "", exe=process.info["exe"] or None))
    return tuple(found)


def process_name(pid: int) -> str:
    """The name of a process; empty where it is gone or hidden."""
    try:
        return psutil.Process(pid).name()
    except psutil.Error:
        return ""


def connections(name_of: Callable[[int], str]) -> tuple[Connection, ...] | None:
    """The TCP and UDP sockets, each process's name asked for once; None where this user may not see them at all."""
    try:
        rows = psutil.net_connections("inet")[:_ROW_LIMIT]
    except psutil.AccessDenied:
        return None
    names = {pid: name_of(pid) for pid in {row.pid for row in rows} if pid}
    return tuple(
        Connection(
            pid=row.pid,
            process=names.get(row.pid or 0, ""),
            local=_endpoint(row.laddr),
            remote=_endpoint(row.raddr) if row.raddr else None,
            status="" if row.status == _NO_STATUS else row.status.lower(),
            transport="tcp" if row.type.name == _STREAM else "udp",
        )
        for row in rows
        if row.laddr
    )


def _endpoint(address: Any) -> str:  # noqa: ANN401 - psutil's stubs do not name its rows publicly
    return f"[{address.ip}]:{address.port}" if ":" in address.ip else f"{address.ip}:{address.port}"
