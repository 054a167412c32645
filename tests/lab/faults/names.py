"""Faults of names: the resolver that the laptop was given, its list of resolvers, its hosts file.

Public resolvers always tell the truth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tests.lab.faults.fault import Fault
from tests.lab.plan import ROUTER_ADDRESS

if TYPE_CHECKING:
    from tests.lab.plan import Plan


class NoResolvers(Fault, frozen=True, kw_only=True, tag="no-resolvers"):
    """resolv.conf is empty."""

    def apply(self, plan: Plan) -> None:
        """Empty the file."""
        plan.names.resolv_conf.clear()


class Resolvers(Fault, frozen=True, kw_only=True, tag="resolvers"):
    """Other resolvers than the router's, in this order."""

    addresses: tuple[str, ...]

    def apply(self, plan: Plan) -> None:
        """Write the file anew."""
        plan.names.resolv_conf[:] = [f"nameserver {address}" for address in self.addresses]


class Resolver(Fault, frozen=True, kw_only=True, tag="resolver"):
    """The router's resolver says nothing, says no to everything, is slow, answers by TCP alone, or says no to AAAA questions.

    slow: every answer takes ``seconds``; truncated: by UDP it gives no records, and ``tcp`` says whether TCP passes; no-aaaa: ``code``
    is what it says to AAAA questions.
    """

    answer: Literal["silent", "servfail", "refused", "slow", "truncated", "no-aaaa"]
    seconds: float = 0.0
    tcp: bool = True
    code: Literal["refused", "servfail", "nxdomain"] = "refused"

    def apply(self, plan: Plan) -> None:
        """Silence is a firewall's, everything else the resolver's own."""
        if self.answer == "truncated":
            plan.names.truncates = True
            if not self.tcp:
                plan.packets.arriving.append(f"ip daddr {ROUTER_ADDRESS} tcp dport 53 drop")
        elif self.answer == "no-aaaa":
            plan.names.ipv6_answer = self.code
        elif self.answer == "silent":
            plan.packets.arriving.append(f"ip daddr {ROUTER_ADDRESS} th dport 53 drop")
        elif self.answer == "slow":
            plan.names.delay_s = self.seconds
        else:
            plan.names.everything = self.answer


class Name(Fault, frozen=True, kw_only=True, tag="name"):
    """The router's resolver gives its own answer for some names: a lie, unless it is ``genuine``, or everybody says so."""

    hosts: tuple[str, ...]
    answer: str  # nxdomain, refused, servfail, silent, or an address
    genuine: bool = False  # the hosts are really served at that address too
    everywhere: bool = False  # public resolvers do not know the hosts either

    def apply(self, plan: Plan) -> None:
        """Put the answer before the truth."""
        hosts = plan.zone.hosts(self.hosts)
        plan.names.answers.update(dict.fromkeys(hosts, self.answer))
        if self.genuine:
            plan.zone.names.update({host: (*plan.zone.names[host], self.answer) for host in hosts})
        if self.everywhere:
            for host in hosts:
                del plan.zone.names[host]


class InternalNamesOnly(Fault, frozen=True, kw_only=True, tag="internal-names-only"):
    """The router's resolver knows the office's names and no others."""

    def apply(self, plan: Plan) -> None:
        """Forward nothing."""
        plan.names.forwards = False


class HostsFile(Fault, frozen=True, kw_only=True, tag="hosts-file"):
    """Lines of the laptop's hosts file."""

    lines: tuple[str, ...]

    def apply(self, plan: Plan) -> None:
        """Append them."""
        plan.names.hosts += self.lines
