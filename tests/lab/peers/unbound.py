"""Unbound as the router's resolver, and as the public resolvers' DNS over TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.network.zone import OFFICE
from tests.lab.peers.peer import Peer
from tests.lab.plan import PUBLIC_RESOLVER, ROUTER_ADDRESS, SECOND_RESOLVER, Program

if TYPE_CHECKING:
    from tests.lab.plan import Plan

_DOT_PORT = 853

#: No user to change to, nothing outside its folder, no signatures to check: the lab's names have none.
_COMMON = """
server:
  username: ""
  chroot: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  module-config: "iterator"
  access-control: 0.0.0.0/0 allow
  do-ip6: no
"""


def _forward(address: str) -> str:
    return f'forward-zone:\n  name: "."\n  forward-addr: {address}\n'


class Unbound(Peer, frozen=True, kw_only=True, tag="unbound"):
    """The router's resolver is unbound; with ``dot`` each public resolver speaks DNS over TLS too, by the name that it has."""

    dot: bool = False

    def apply(self, plan: Plan) -> None:
        """Take the place of dnsmasq on the router. It tells no lies: words that want a resolver to lie are an error beside it."""
        plan.names.by_program = True
        interfaces = "".join(f"  interface: {address}\n" for address in (ROUTER_ADDRESS, SECOND_RESOLVER))
        office = "".join(f'  local-data: "{name}. A {address}"\n' for name, address in OFFICE.items())
        config = _COMMON + interfaces + '  local-zone: "office.example." static\n' + office + _forward(PUBLIC_RESOLVER)
        command = ("unbound", "-d", "-c", "{folder}/unbound.conf")
        plan.programs.append(Program("unbound", "router", command, tcp=(53,), udp=(53,), files={"unbound.conf": config}))
        if self.dot:
            plan.programs.append(_over_tls(plan))


def _over_tls(plan: Plan) -> Program:
    """One more for all of the public resolvers' addresses; what it is asked it asks the lab's own public resolver."""
    resolvers = plan.zone.groups["resolvers"]
    names = tuple(name for name, addresses in plan.zone.names.items() if set(addresses) & set(resolvers))
    listening = "".join(f"  interface: {address}@{_DOT_PORT}\n" for address in resolvers)
    tls = f'  tls-port: {_DOT_PORT}\n  tls-service-key: "{{folder}}/server.pem"\n  tls-service-pem: "{{folder}}/server.pem"\n'
    config = f"{_COMMON}  ip-freebind: yes\n  do-not-query-localhost: no\n{listening}{tls}{_forward('127.0.0.1')}"
    command = ("unbound", "-d", "-c", "{folder}/unbound.conf")
    files = {"unbound.conf": config}
    return Program("unbound-dot", "internet", command, tcp=(_DOT_PORT,), files=files, certificates={"server.pem": names})
