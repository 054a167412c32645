"""Faults of the laptop's own connection to its first hop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tests.lab import plan as plans
from tests.lab.faults.fault import Fault
from tests.lab.faults.packets import EVERYTHING, reached
from tests.lab.network.ipv6 import ROUTER_ADDRESS_6
from tests.lab.plan import LINK_LOCAL_ADDRESS, ROUTER_ADDRESS, SECOND_ROUTER_ADDRESS

if TYPE_CHECKING:
    from tests.lab.plan import Plan


class LinkDown(Fault, frozen=True, kw_only=True, tag="link-down"):
    """The cable is out: no interface but loopback is up."""

    def apply(self, plan: Plan) -> None:
        """Take the laptop's interface down."""
        plan.link.up = False


class LinkLocalOnly(Fault, frozen=True, kw_only=True, tag="link-local-only"):
    """DHCP gave nothing: the interface is up with a link-local address alone."""

    def apply(self, plan: Plan) -> None:
        """Replace the address, and leave out the default route and all that lead through the router."""
        plan.link.address = LINK_LOCAL_ADDRESS
        plan.link.prefix = 16
        plan.link.default_route = False
        plan.link.routes = ()


class NoDefaultRoute(Fault, frozen=True, kw_only=True, tag="no-default-route"):
    """The laptop has an address and no way further than its own network, but for ``routes`` through the router."""

    routes: tuple[str, ...] = ()

    def apply(self, plan: Plan) -> None:
        """Leave out the default route."""
        plan.link.default_route = False
        plan.link.routes += self.routes


class GatewaySilent(Fault, frozen=True, kw_only=True, tag="gateway-silent"):
    """The router does not answer on the local network, not even ARP."""

    def apply(self, plan: Plan) -> None:
        """Switch off ARP at the router."""
        plan.link.gateway_answers = False


class SecondRoute(Fault, frozen=True, kw_only=True, tag="second-route"):
    """A second interface with a default route of its own and a worse metric; unless it ``works``, that way leads nowhere."""

    works: bool = True

    def apply(self, plan: Plan) -> None:
        """Add the interface; nowhere is at the second router's, which answers for itself and passes nothing."""
        plan.link.second_route = True
        if not self.works:
            plan.packets.forward.append('iifname "lan1" drop')
            plan.packets.arriving.append(f'iifname "lan1" ip daddr != {SECOND_ROUTER_ADDRESS} drop')


class Vpn(Fault, frozen=True, kw_only=True, tag="vpn"):
    """A tunnel interface takes some routes; what enters it comes out at the router, unless it does not pass."""

    routes: tuple[str, ...]  # names, groups, addresses, or the one word everything
    passes: bool = True

    def apply(self, plan: Plan) -> None:
        """Everything: two halves each, which win over the default route without taking its place."""
        halves = ("0.0.0.0/1", "128.0.0.0/1", *(("::/1", "8000::/1") if plan.link.ipv6 else ()))
        routes = halves if self.routes == EVERYTHING else reached(plan, self.routes)
        plan.link.vpn = plans.Vpn(routes=routes, passes=self.passes)


class Ipv6(Fault, frozen=True, kw_only=True, tag="ipv6"):
    """The laptop has IPv6 and every public name an AAAA record.

    dropped, refused: nothing of it passes the router. only: there is no IPv4, and the resolver makes up the AAAA records (RFC 6147).
    """

    how: Literal["works", "dropped", "refused", "only"]

    def apply(self, plan: Plan) -> None:
        """Applied before the other words, which then hold for both families."""
        plan.link.ipv6 = self.how
        passing = 'meta nfproto ipv6 oifname "wan0"'
        if self.how == "dropped":
            plan.packets.forward.append(f"{passing} drop")
        elif self.how == "refused":
            plan.packets.forward += [f"{passing} meta l4proto tcp reject with tcp reset", f"{passing} reject with icmpx port-unreachable"]
        elif self.how == "only":
            plan.names.resolv_conf[:] = [line.replace(ROUTER_ADDRESS, ROUTER_ADDRESS_6) for line in plan.names.resolv_conf]
