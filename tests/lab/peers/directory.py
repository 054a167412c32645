"""A domain controller in the office: LDAP that answers, and listeners on the other ports that the Auth Connector needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from tests.lab.peers.peer import Peer

if TYPE_CHECKING:
    from tests.lab.plan import Plan

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


class Directory(Peer, frozen=True, kw_only=True, tag="directory"):
    """A domain controller listens; its ``closed`` ports refuse. May stand twice, once a host."""

    host: Literal["dc1.office.example", "dc2.office.example"] = "dc1.office.example"
    closed: tuple[int, ...] = ()

    def apply(self, plan: Plan) -> None:
        """Listen on what is left."""
        plan.office.directories[self.host] = {port: speaks for port, speaks in PORTS.items() if port not in self.closed}
