"""A real QUIC server (aioquic) on UDP 443."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.peers.peer import Peer
from tests.lab.plan import Program

if TYPE_CHECKING:
    from tests.lab.plan import Plan

_ROOT = Path(__file__).resolve().parents[3]

#: Where it listens: UDP 443 of these hosts is redirected there, since the lab's own answers to QUIC have 443 of every address.
_PORT = 4433


class Quic(Peer, frozen=True, kw_only=True, tag="quic"):
    """These hosts complete a QUIC handshake, where the lab's own only negotiate the version."""

    to: tuple[str, ...]

    def apply(self, plan: Plan) -> None:
        """Add it, with a good certificate for all of their names."""
        plan.packets.beyond_redirect.append(f"ip daddr {{ {', '.join(plan.zone.addresses(self.to))} }} udp dport 443 redirect to :{_PORT}")
        command = (sys.executable, "-m", "tests.lab.servers.quic", str(_PORT), "{folder}/server.pem")
        certificates = {"server.pem": plan.zone.hosts(self.to)}
        environment = {"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        plan.programs.append(Program("quic", "internet", command, udp=(_PORT,), environment=environment, certificates=certificates))
