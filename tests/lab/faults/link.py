"""Faults of the laptop's own connection to its first hop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.faults.fault import Fault
from tests.lab.plan import LINK_LOCAL_ADDRESS

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
        """Replace the address, and leave out the default route."""
        plan.link.address = LINK_LOCAL_ADDRESS
        plan.link.prefix = 16
        plan.link.default_route = False


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
