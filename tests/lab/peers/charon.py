"""strongSwan's charon as an IKEv2 responder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tests.lab.peers.own_files import FILES, with_own_files
from tests.lab.peers.peer import Peer
from tests.lab.plan import Program

if TYPE_CHECKING:
    from tests.lab.plan import Plan

#: Where Debian has it; on nobody's PATH.
_CHARON = "/usr/lib/ipsec/charon"

#: What it takes to answer IKE_SA_INIT: it knows no peer, and says so. Its rule for routes of its own would take away the lab's trick
#: that every address is local.
_CONFIG = """
charon {
  load = random nonce openssl kdf kernel-netlink socket-default
  install_routes = no
  routing_table = 0
  filelog { stderr { default = 1 } }
}
"""


class Charon(Peer, frozen=True, kw_only=True, tag="charon"):
    """At these hosts a responder answers on ``ports``; on the other of the two nobody listens. Elsewhere in the internet nobody does."""

    to: tuple[str, ...]
    ports: tuple[Literal[500, 4500], ...] = (500, 4500)

    def apply(self, plan: Plan) -> None:
        """Add it. It binds both ports of every address: what is not its own is refused before it."""
        hosts = ", ".join(plan.zone.addresses(self.to))
        plan.packets.beyond.append(f"ip daddr != {{ {hosts} }} udp dport {{ 500, 4500 }} reject with icmp port-unreachable")
        closed = sorted({500, 4500} - set(self.ports))
        plan.packets.beyond += [f"udp dport {port} reject with icmp port-unreachable" for port in closed]
        command = with_own_files(_CHARON, "--use-syslog", "no")
        files = {"strongswan.conf": _CONFIG, **FILES}
        environment = {"STRONGSWAN_CONF": "{folder}/strongswan.conf"}
        ports = (500, 4500)
        plan.programs.append(Program("charon", "internet", command, udp=ports, files=files, environment=environment, executable=_CHARON))
