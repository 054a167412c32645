"""Faults of a firewall on the way: by address, port and transport, as nft statements on the router."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tests.lab.faults.fault import Fault

if TYPE_CHECKING:
    from tests.lab.plan import Plan

Transports = Literal["tcp", "udp", "any"]


class _Packets(Fault, frozen=True, kw_only=True):
    """What is hit: ``to`` holds names, groups (service, controls, sign-in, clock, resolvers), addresses, or the one word everything."""

    to: tuple[str, ...]
    port: int | None = None
    transport: Transports = "any"

    def matches(self, plan: Plan) -> list[str]:
        """The left side of the nft statements, one for each transport."""
        where = "" if self.to == ("everything",) else f"ip daddr {{ {', '.join(plan.zone.addresses(self.to))} }} "
        if self.port is None and self.transport == "any":
            return [where.strip()]
        protocols = ("tcp", "udp") if self.transport == "any" else (self.transport,)
        ports = "" if self.port is None else f" th dport {self.port}"
        return [f"{where}meta l4proto {protocol}{ports}" for protocol in protocols]


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
                plan.packets.forward.append(f"{match} reject with icmp port-unreachable")


class Prohibit(_Packets, frozen=True, kw_only=True, tag="prohibit"):
    """An ICMP answer of a firewall: administratively prohibited."""

    def apply(self, plan: Plan) -> None:
        """Reject what matches."""
        plan.packets.forward += [f"{match} reject with icmp admin-prohibited" for match in self.matches(plan)]


class Unreachable(_Packets, frozen=True, kw_only=True, tag="unreachable"):
    """An ICMP answer of a router: host unreachable."""

    def apply(self, plan: Plan) -> None:
        """Reject what matches."""
        plan.packets.forward += [f"{match} reject with icmp host-unreachable" for match in self.matches(plan)]


class Lose(Fault, frozen=True, kw_only=True, tag="lose"):
    """Some packets of every kind are lost, in both directions."""

    percent: int

    def apply(self, plan: Plan) -> None:
        """Drop by chance."""
        plan.packets.forward.append(f"numgen random mod 100 < {self.percent} drop")


class NoInternet(Fault, frozen=True, kw_only=True, tag="no-internet"):
    """The router's line is dead, for itself too; with ``router_silent`` it does not even answer for itself (ARP works)."""

    how: Literal["dropped", "unreachable"] = "dropped"
    router_silent: bool = False

    def apply(self, plan: Plan) -> None:
        """Dropped: beyond the router, so that it gets silence itself. Unreachable: at the router, which knows it and says so at once."""
        if self.how == "dropped":
            plan.packets.beyond.append("drop")
        else:
            plan.packets.forward.append('oifname "wan0" reject with icmp net-unreachable')
            plan.packets.leaving.append('oifname "wan0" drop')
        if self.router_silent:
            plan.packets.arriving.append('iifname "lan0" drop')


class NoDirectEgress(Fault, frozen=True, kw_only=True, tag="no-direct-egress"):
    """The laptop's own way to the internet is closed; the office's proxy goes on."""

    def apply(self, plan: Plan) -> None:
        """Drop what goes from the laptop to the internet."""
        plan.packets.forward.append('iifname "lan0" oifname "wan0" drop')
