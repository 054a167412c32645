"""A domain controller in the office: LDAP and an endpoint mapper that answer, and listeners on the other ports of the Auth Connector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from tests.lab.peers.peer import Peer

if TYPE_CHECKING:
    from tests.lab.plan import Plan

#: The port that the endpoint mapper names, and one that no rule for the Auth Connector opens.
DYNAMIC_PORT: Final = 49153
OUTSIDE_PORT: Final = 1026

#: Port -> what is spoken there; nothing: it listens. The last three stand for the range of dynamic RPC, 49152 to 65535.
PORTS: Final[dict[int, str]] = {
    88: "",
    135: "",
    139: "",
    389: "ldap",
    445: "",
    636: "ldaps",
    3268: "ldap",
    3269: "ldaps",
    49152: "",
    49153: "",
    49154: "",
}


#: What the word says -> what the server speaks.
_LDAP = {"root-entry": "ldap", "refused": "ldap-refused"}
_MAPPER = {
    "port": f"mapper {DYNAMIC_PORT}",
    "outside": f"mapper {OUTSIDE_PORT}",
    "not-registered": "mapper not-registered",
    "refuses": "mapper refuses",
}


class Directory(Peer, frozen=True, kw_only=True, tag="directory"):
    """A domain controller listens; its ``closed`` ports refuse. May stand twice, once a host.

    ldap: what 389 says; mapper: what 135 says; in_dns: the inside resolver names it as a controller of its domain.
    """

    host: Literal["dc1.office.example", "dc2.office.example"] = "dc1.office.example"
    closed: tuple[int, ...] = ()
    ldap: Literal["root-entry", "refused", "mute", "http"] = "root-entry"
    mapper: Literal["port", "outside", "not-registered", "refuses", "mute", "http"] = "port"
    in_dns: bool = False

    def apply(self, plan: Plan) -> None:
        """Listen on what is left."""
        ports = PORTS | {389: _LDAP.get(self.ldap, self.ldap), 135: _MAPPER.get(self.mapper, self.mapper)}
        plan.office.directories[self.host] = {port: speaks for port, speaks in ports.items() if port not in self.closed}
        if self.in_dns:
            plan.names.controllers.append(self.host)
