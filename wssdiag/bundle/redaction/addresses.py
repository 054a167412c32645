"""Stand-ins for IP addresses: what two of them have in common in front, their stand-ins have in common. Pure.

An address stays within the special range that it is in (RFC 6890). A public one goes to a network that is not in use out in the internet.
What must stay (the catalogue's, the published networks) is walked first, so that whatever lies beside it stays beside it.
"""

from __future__ import annotations

from bisect import bisect_right
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_V4: Final = 4
_V6: Final = 6

#: A public IPv4 network is somebody's from here on; what is wider is a region of the internet.
_SIXTEEN: Final = 16

#: What says nothing of anybody: loopback, nothing at all, protocol assignments, multicast, the reserved sixteenth with its broadcast.
_NOBODYS: Final = tuple(ip_network(text) for text in ("0.0.0.0/8", "127.0.0.0/8", "192.0.0.0/24", "224.0.0.0/3", "::/127", "ff00::/8"))

#: Ranges within which an address stays, the first that holds it; the network behind it is where its stand-in lies.
_RANGES: Final = tuple(
    (ip_network(original), ip_network(stand_in))
    for original, stand_in in (
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("172.16.0.0/12", "172.16.0.0/12"),
        ("192.168.0.0/16", "192.168.0.0/16"),
        ("169.254.0.0/16", "169.254.0.0/16"),
        ("100.64.0.0/10", "100.64.0.0/10"),
        # What is meant for examples is rare, and small: it goes where no example is taken from.
        ("192.0.2.0/24", "198.19.2.0/24"),
        ("198.51.100.0/24", "198.19.100.0/24"),
        ("203.0.113.0/24", "198.19.113.0/24"),
        ("198.18.0.0/15", "198.18.0.0/15"),
        ("fe80::/64", "fe80::/64"),
        ("fe80::/10", "fe80::/10"),
        ("fd00::/8", "fd00::/8"),
        ("fc00::/8", "fc00::/8"),
        ("2001:db8::/32", "2001:db8::/32"),
        ("64:ff9b::/96", "64:ff9b::/96"),
        ("fec0::/10", "fec0::/10"),
        ("2001::/32", "2001::/32"),
        ("2002::/16", "2002::/16"),
        ("3fff::/20", "3fff::/20"),
        # Global unicast (RFC 4291): its second half, of which IANA has given nothing away. What claims to be there makes room for it:
        # two networks never go to one, or two addresses would have the same stand-in.
        ("2000::/4", "3000::/4"),
        ("3000::/4", "4000::/4"),
    )
)

#: An IPv4 address in the form of IPv6 (RFC 4291 section 2.5.5).
_HOLD_IPV4: Final = (IPv6Network("::/96"), IPv6Network("::ffff:0:0/96"))

#: For protocols, not for people (RFC 6890); but a Teredo address holds the IPv4 address of whoever has it.
_ASSIGNMENTS: Final = IPv6Network("2001::/23")
_TEREDO: Final = IPv6Network("2001::/32")

#: Networks of a military that does not show them to the internet: no rule takes them for private, and no site is there.
_UNSEEN: Final = tuple(IPv4Network(f"{first}.0.0.0/8") for first in (11, 21, 22, 26, 28, 29, 30, 33))
_SIXTEENS: Final = tuple(block for network in _UNSEEN for block in network.subnets(new_prefix=_SIXTEEN))

#: The bits of a stand-in where nothing decides: a subnet that hardly anybody has, and 1 as the first host.
_PATTERN: Final = {_V4: int(IPv4Address("0.203.231.0")), _V6: int(IPv6Address("0:e7ab:3c5d:71f9::"))}


class Addresses:
    """The stand-ins of addresses. ``given`` are those of the case: what it holds, and to what is added."""

    def __init__(self, given: dict[str, str], stay: Iterable[Network]) -> None:
        self._given = given
        self._stand_ins = set(given.values())
        self._flips: dict[tuple[int, int, int], int] = {}  # version, length and bits of a prefix -> whether the next bit is another one
        self._sixteens: dict[int, int] = {}
        self._stay: dict[int, list[Network]] = {_V4: [], _V6: []}
        for network in sorted(set(stay), key=lambda row: (row.version, int(row.network_address), row.prefixlen)):
            self._stay[network.version].append(network)
            self._learn(network.network_address, network.network_address, network.prefixlen)
        self._bounds = {version: _bounds(rows) for version, rows in self._stay.items()}
        for original, stand_in in given.items():
            one, other = ip_network(original), ip_network(stand_in)
            self._learn(one.network_address, other.network_address, one.prefixlen)

    def stays(self, address: Address) -> bool:
        """Whether it is nobody's own: loopback, the catalogue's, the service's, what was never given to anybody."""
        if address in _ASSIGNMENTS and address not in _TEREDO:
            return True
        if address.version == _V6 and _range_of(address) is None and not any(address in network for network in _HOLD_IPV4):
            return True
        if any(address in network for network in _NOBODYS if network.version == address.version):
            return True
        starts, ends = self._bounds[address.version]
        return _inside(int(address), starts, ends)

    def address(self, text: str) -> str:
        """What stands for an address without a zone; ``ValueError`` for what is none."""
        address = ip_address(text)
        if isinstance(address, IPv6Address) and any(address in network for network in _HOLD_IPV4):
            low = int(address) & 0xFFFFFFFF
            made = int(ip_address(self.address(str(IPv4Address(low)))))
            return text if made == low else str(IPv6Address(int(address) - low + made))
        plain = str(address)
        if self.stays(address) or plain in self._stand_ins:
            return text
        return self._given.get(plain) or self._new(plain, address, address.max_prefixlen)

    def network(self, text: str) -> str:
        """What stands for a network in CIDR form; one that holds something that stays, or is a half of everything, stays."""
        network = ip_network(text, strict=False)
        plain = str(network)
        if network.prefixlen == network.max_prefixlen:
            return f"{self.address(str(network.network_address))}/{network.prefixlen}"
        if self._keeps(network) or plain in self._stand_ins:
            return text
        return self._given.get(plain) or self._new(plain, network.network_address, network.prefixlen)

    def _keeps(self, network: Network) -> bool:
        """What is too wide to be somebody's, and what holds something that stays."""
        if any(row.version == network.version and network.subnet_of(row) for row in _NOBODYS):  # type: ignore[arg-type]
            return True
        base = _range_of(network.network_address)
        wide = network.prefixlen < _SIXTEEN if base is None or network.version == _V6 else network.prefixlen <= base[0].prefixlen
        return wide or any(row.overlaps(network) for row in self._stay[network.version])

    def _new(self, plain: str, address: Address, length: int) -> str:
        stand_in = self._mapped(address, length)
        text = str(stand_in) if "/" not in plain else f"{stand_in}/{length}"
        self._given[plain] = text
        self._stand_ins.add(text)
        return text

    def _mapped(self, address: Address, length: int) -> Address:
        """Bit by bit: at each prefix that is new the next bit is that of the pattern."""
        version, width = address.version, address.max_prefixlen
        start, bits = self._start(address)
        value = int(address)
        fixed = bits << (width - start)
        pattern = _PATTERN[version] | (1 if length == width else 0)
        for place in range(start, length):
            bit = value >> (width - 1 - place) & 1
            flip = self._flips.setdefault((version, place, value >> (width - place)), bit ^ (pattern >> (width - 1 - place) & 1))
            fixed |= (bit ^ flip) << (width - 1 - place)
        return IPv4Address(fixed) if version == _V4 else IPv6Address(fixed)

    def _start(self, address: Address) -> tuple[int, int]:
        """How many bits in front are given, and which."""
        found = _range_of(address)
        if found:
            base, target = found
            # Where something of the range stays, what lies beside it must not go elsewhere.
            target = base if target != base and any(row.overlaps(base) for row in self._stay[_V4]) else target
            return target.prefixlen, int(target.network_address) >> (target.max_prefixlen - target.prefixlen)
        first = int(address) >> _SIXTEEN
        if first not in self._sixteens:
            taken = set(self._sixteens.values())
            free = (int(block.network_address) >> _SIXTEEN for block in _SIXTEENS)
            self._sixteens[first] = next((block for block in free if block not in taken), first)
        return _SIXTEEN, self._sixteens[first]

    def _learn(self, original: Address, stand_in: Address, length: int) -> None:
        """Take over that this prefix became that one."""
        width = original.max_prefixlen
        one, other = int(original), int(stand_in)
        if original.version == _V4 and _range_of(original) is None and length >= _SIXTEEN:
            self._sixteens.setdefault(one >> _SIXTEEN, other >> _SIXTEEN)
        for place in range(length):
            bit = width - 1 - place
            self._flips.setdefault((original.version, place, one >> (width - place)), (one >> bit ^ other >> bit) & 1)


def _range_of(address: Address) -> tuple[Network, Network] | None:
    found = ((base, target) for base, target in _RANGES if base.version == address.version and address in base)
    return next(found, None)


def _bounds(networks: list[Network]) -> tuple[list[int], list[int]]:
    merged: list[tuple[int, int]] = []
    for network in networks:
        first, last = int(network.network_address), int(network.broadcast_address)
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return [row[0] for row in merged], [row[1] for row in merged]


def _inside(value: int, starts: list[int], ends: list[int]) -> bool:
    place = bisect_right(starts, value) - 1
    return place >= 0 and value <= ends[place]
