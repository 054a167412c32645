"""macOS's listings as rows: routes, neighbours, hardware ports. Pure: text in, rows out."""

from __future__ import annotations

import re

from wssdiag.model.facts import InterfaceType, Neighbour, Route
from wssdiag.system.parse.address import ip_of, network_of
from wssdiag.system.parse.mac import mac_of
from wssdiag.system.parse.text import lines_of

#: ``? (192.0.2.1) at 0:11:22:33:44:55 on en0 ifscope [ethernet]``
_ARP = re.compile(r"\S{1,255} \(([0-9.]{7,15})\) at (\S{1,20}) on (\S{1,32})")

#: Names that tell the kind; en* is what hardware ports are called, wired and wireless.
_NAMES: tuple[tuple[tuple[str, ...], InterfaceType], ...] = (
    (("lo",), InterfaceType.LOOPBACK),
    (("utun", "ppp", "ipsec", "gif", "stf", "tun", "tap"), InterfaceType.TUNNEL),
    (("pdp_ip",), InterfaceType.CELLULAR),
    (("en",), InterfaceType.ETHERNET),
)

#: Columns of ``netstat -rn`` before the optional ones: destination, gateway, flags, interface.
_ROUTE_COLUMNS = 4

#: Columns of ``ndp -an``: address, hardware address, interface, expiry, state.
_NDP_COLUMNS = 5

#: ndp(8): the states' letters.
_NDP_STATES = {"R": "reachable", "S": "stale", "D": "delay", "P": "probe", "N": "incomplete", "I": "incomplete", "W": "incomplete"}

_OCTETS = 4


def netstat_routes(text: bytes) -> tuple[Route, ...]:
    """``netstat -rn``: routes without those of single neighbours and multicast. macOS has no metric: the order of the rows decides."""
    found: list[Route] = []
    family = "0.0.0.0/0"
    for line in lines_of(text):
        words = line.split()
        if words[:1] in (["Internet:"], ["Internet6:"]):
            family = "0.0.0.0/0" if words[0] == "Internet:" else "::/0"
        # L: a neighbour; W: cloned from another; m: multicast (route(8)). R, B: refused.
        if len(words) < _ROUTE_COLUMNS or not words[2].startswith("U") or set(words[2]) & set("LWmRB"):
            continue
        destination = family if words[0] == "default" else _destination(words[0])
        if destination:
            found.append(Route(destination=destination, gateway=ip_of(words[1]), interface=words[3]))
    return tuple(found)


def _destination(text: str) -> str | None:
    """``192.0.2``, ``10/8`` and ``127`` leave out octets of zero: without a prefix each octet counts eight bits."""
    if ":" in text:
        address, slash, prefix = text.partition("/")
        return network_of(address.partition("%")[0] + slash + prefix)
    octets, slash, prefix = text.partition("/")
    parts = octets.split(".")
    if len(parts) > _OCTETS or not all(part.isdigit() for part in parts):
        return None
    full = ".".join([*parts, *["0"] * (_OCTETS - len(parts))])
    return network_of(f"{full}/{prefix if slash else 8 * len(parts)}")


def arp_neighbours(text: bytes) -> tuple[Neighbour, ...]:
    """``arp -an``: an entry without a hardware address is incomplete; nothing says when one was last confirmed: stale."""
    found: list[Neighbour] = []
    for line in lines_of(text):
        match = _ARP.match(line)
        if match and (address := ip_of(match[1])):
            mac = mac_of(match[2])
            found.append(Neighbour(address=address, mac=mac, interface=match[3], state="stale" if mac else "incomplete"))
    return tuple(found)


def ndp_neighbours(text: bytes) -> tuple[Neighbour, ...]:
    """``ndp -an``."""
    found: list[Neighbour] = []
    for line in lines_of(text):
        words = line.split()
        if len(words) >= _NDP_COLUMNS and (address := ip_of(words[0])):
            state = next((_NDP_STATES[word] for word in words[4:] if word in _NDP_STATES), "stale")
            found.append(Neighbour(address=address, mac=mac_of(words[1]), interface=words[2], state=state))
    return tuple(found)


def wifi_devices(text: bytes) -> frozenset[str]:
    """``networksetup -listallhardwareports``: the devices whose port is Wi-Fi (AirPort on old systems)."""
    found: set[str] = set()
    wifi = False
    for line in lines_of(text):
        key, _, value = line.partition(": ")
        if key == "Hardware Port":
            wifi = value in {"Wi-Fi", "AirPort"}
        elif key == "Device" and wifi:
            found.add(value)
    return frozenset(found)


def interface_type(name: str, wifi: frozenset[str]) -> InterfaceType:
    """The kind of an interface by its name; awdl, llw, bridge and the like lead to no network outside: "other"."""
    if name in wifi:
        return InterfaceType.WIFI
    return next((kind for prefixes, kind in _NAMES if name.startswith(prefixes)), InterfaceType.OTHER)
