"""The Auth Connector server in the office, as clients see it: the logon application's port."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.lab.network.zone import OFFICE
from tests.lab.peers.peer import Peer
from tests.lab.plan import Page

if TYPE_CHECKING:
    from tests.lab.plan import Plan

HOST: Final = "ac.office.example"

#: The reference names one port to this server: 80, from all clients.
PORTS: Final = (80,)


class AuthConnector(Peer, frozen=True, kw_only=True, tag="auth-connector"):
    """The server listens; its ``closed`` ports refuse."""

    closed: tuple[int, ...] = ()

    def apply(self, plan: Plan) -> None:
        """Listen on what is left."""
        plan.office.listening |= {(OFFICE[HOST], port) for port in PORTS if port not in self.closed}
        plan.office.pages[HOST] = Page(200, "signed in", {"Content-Type": "text/plain"})
