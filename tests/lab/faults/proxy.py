"""Faults of HTTP proxies: the on-premises one, and the service's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tests.lab.faults.fault import Fault
from tests.lab.plan import Proxy

if TYPE_CHECKING:
    from tests.lab.plan import Plan


class ProxyFault(Fault, frozen=True, kw_only=True, tag="proxy"):
    """A proxy that wants credentials, refuses, cannot go on, says nothing, or is no proxy."""

    where: Literal["office", "service"] = "office"
    mode: Literal["auth", "status", "silent", "not-a-proxy"]
    status: int = 403  # of "status"
    schemes: tuple[str, ...] = ("Negotiate",)  # of "auth"
    body: str = "refused by the proxy"  # of "status"

    def apply(self, plan: Plan) -> None:
        """Replace the behaviour."""
        proxy = Proxy(self.mode, self.status, self.schemes, self.body)
        if self.where == "office":
            plan.office.proxy = proxy
        else:
            plan.world.service_proxy = proxy
