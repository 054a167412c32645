"""Faults of packets on their way: a firewall on the router, as nft statements; and what the line to the internet does to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from tests.lab.faults.fault import Fault
from tests.lab.network import ipv6
from tests.lab.network.relay import Condition
from tests.lab.network.zone import OFFICE, UnknownTargetError

if TYPE_CHECKING:
    from tests.lab.plan import Plan

Transports = Literal["tcp", "udp", "any"]
Families = Literal["ipv4", "ipv6", "any"]

EVERYTHING = ("everything",)

#: Neighbour discovery (RFC 4861) never leaves its link, and nothing works without it.
_NEIGHBOURS = "{ nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert }"


def reached(plan: Plan, words: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses of names, groups and addresses, in both families where there are two."""
    addresses = plan.zone.addresses(words)
    return tuple(dict.fromkeys((*addresses, *(ipv6.beside(addresses, plan.link.ipv6) if plan.link.ipv6 else ()))))


class _Packets(Fault, frozen=True, kw_only=True):
    """What is hit: ``to`` holds names, groups (service, controls, sign-in, clock, resolvers), addresses, or the one word everything."""

    to: tuple[str, ...]
    port: int | None = None
    transport: Transports = "any"
    family: Families = "any"

    def matches(self, plan: Plan) -> list[str]:
        """The left side of the nft statements, one for each family and transport."""
        protocols = ("tcp", "udp") if self.transport == "any" else (self.transport,)
        ports = "" if self.port is None else f" th dport {self.port}"
        if self.port is None and self.transport == "any":
            return [where.strip() for where in self._places(plan)]
        return [f"{where}meta l4proto {protocol}{ports}" for where in self._places(plan) for protocol in protocols]

    def _places(self, plan: Plan) -> list[str]:
        """The addresses, one expression for each family that has any."""
        if self.to == EVERYTHING:
            return ["" if self.family == "any" else f"meta nfproto {self.family} "]
        addresses = reached(plan, self.to)
        families = {
            "ipv4": ("ip", [address for address in addresses if ":" not in address]),
            "ipv6": ("ip6", [address for address in addresses if ":" in address]),
        }
        wanted = families.values() if self.family == "any" else [families[self.family]]
        return [f"{header} daddr {{ {', '.join(found)} }} " for header, found in wanted if found]


class Drop(_Packets, frozen=True, kw_only=True, tag="drop"):
    """Silence."""

    def apply(self, plan: Plan) -> None:
        """Drop what matches on its way through the router."""
        plan.packets.forward += [f"{match} drop" for match in self.matches(plan)]


class Refuse(_Packets, frozen=True, kw_only=True, tag="refuse"):
    """A TCP reset to the first packet, an ICMP port unreachable for everything else."""

    def apply(self, plan: Plan) -> None:
        """Refuse what matches."""
        for match in self.matches(plan):
            if "l4proto udp" not in match:
                tcp = match if "l4proto tcp" in match else f"{match} meta l4proto tcp"
                plan.packets.forward.append(f"{tcp} reject with tcp reset")
            if "l4proto tcp" not in match:
                plan.packets.forward.append(f"{match} reject with icmpx port-unreachable")


class Prohibit(_Packets, frozen=True, kw_only=True, tag="prohibit"):
    """An ICMP answer of a firewall: administratively prohibited."""

    def apply(self, plan: Plan) -> None:
        """Reject what matches."""
        plan.packets.forward += [f"{match} reject with icmpx admin-prohibited" for match in self.matches(plan)]


class Unreachable(_Packets, frozen=True, kw_only=True, tag="unreachable"):
    """An ICMP answer of a router: host unreachable."""

    def apply(self, plan: Plan) -> None:
        """Reject what matches."""
        plan.packets.forward += [f"{match} reject with icmpx host-unreachable" for match in self.matches(plan)]


class _Line(Fault, frozen=True, kw_only=True):
    """What the line to the internet does, in both directions, to the packets of ``to``; empty: to all. The office is not behind it."""

    to: tuple[str, ...] = ()

    def addresses(self, plan: Plan) -> tuple[str, ...]:
        """Who is hit; empty: all. What is on this side of the line is an error, for nothing would happen to it."""
        addresses = () if self.to in {(), EVERYTHING} else reached(plan, self.to)
        if near := set(OFFICE.values()).intersection(addresses):
            raise UnknownTargetError(near.pop())
        return addresses


class Delay(_Line, frozen=True, kw_only=True, tag="delay"):
    """A round trip takes that much longer."""

    ms: Annotated[float, msgspec.Meta(gt=0)]

    def apply(self, plan: Plan) -> None:
        """Half of it in each direction."""
        plan.packets.line.append(Condition(addresses=self.addresses(plan), delay_s=self.ms / 2000))


class Lose(_Line, frozen=True, kw_only=True, tag="lose"):
    """Some packets of every kind are lost."""

    percent: Annotated[float, msgspec.Meta(gt=0, le=100)]

    def apply(self, plan: Plan) -> None:
        """By chance, each direction on its own."""
        plan.packets.line.append(Condition(addresses=self.addresses(plan), lose=self.percent / 100))


class SmallMtu(_Line, frozen=True, kw_only=True, tag="small-mtu"):
    """Larger packets do not pass; their sender is not told, unless ``icmp`` is sent (path MTU discovery, RFC 1191 and RFC 8201)."""

    bytes: Annotated[int, msgspec.Meta(ge=68, le=1500)]
    icmp: Literal["dropped", "sent"] = "dropped"

    def apply(self, plan: Plan) -> None:
        """On the line, where no cable's offloading hides the true size of a packet."""
        plan.packets.line.append(Condition(addresses=self.addresses(plan), mtu=self.bytes, told=self.icmp == "sent"))


class IcmpFiltered(Fault, frozen=True, kw_only=True, tag="icmp-filtered"):
    """No ICMP of any kind passes the router, and it neither answers nor sends any itself; neighbour discovery goes on.

    With ``to``, what goes to these alone is dropped; with ``over``, packets of more bytes alone.
    """

    to: tuple[str, ...] = ()
    over: Annotated[int, msgspec.Meta(ge=0, lt=1500)] = 0

    def apply(self, plan: Plan) -> None:
        """Drop both protocols everywhere but beyond the line."""
        size, size_6 = (f" ip length > {self.over}", f" ip6 length > {max(0, self.over - 40)}") if self.over else ("", "")
        rules = [f"meta l4proto icmp{size} drop", f"meta l4proto ipv6-icmp icmpv6 type != {_NEIGHBOURS}{size_6} drop"]
        if self.to:
            places = Drop(to=self.to).matches(plan)
            plan.packets.forward += [
                f"{place} {rule}" for place in places for rule in rules if place.startswith("ip6") == ("icmpv6" in rule)
            ]
            return
        for hook in (plan.packets.forward, plan.packets.arriving, plan.packets.leaving):
            hook.extend(rules)


class NoInternet(Fault, frozen=True, kw_only=True, tag="no-internet"):
    """The router's line is dead, for itself too; with ``router_silent`` it does not even answer for itself (ARP works)."""

    how: Literal["dropped", "unreachable"] = "dropped"
    router_silent: bool = False

    def apply(self, plan: Plan) -> None:
        """Dropped: beyond the router, so that it gets silence itself. Unreachable: at the router, which knows it and says so at once."""
        if self.how == "dropped":
            plan.packets.beyond.append("drop")
        else:
            plan.packets.forward.append('oifname "wan0" reject with icmpx no-route')
            plan.packets.leaving.append('oifname "wan0" drop')
        if self.router_silent:
            plan.packets.arriving.append('iifname "lan0" drop')


class NoDirectEgress(Fault, frozen=True, kw_only=True, tag="no-direct-egress"):
    """The laptop's own way to the internet is closed; the office's proxy goes on."""

    def apply(self, plan: Plan) -> None:
        """Drop what goes from the laptop to the internet."""
        plan.packets.forward.append('iifname "lan0" oifname "wan0" drop')
