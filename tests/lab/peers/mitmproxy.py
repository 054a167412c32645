"""Mitmproxy as a transparent interceptor on the router."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.peers.peer import Peer
from tests.lab.plan import Program

if TYPE_CHECKING:
    from tests.lab.plan import Plan

#: It needs older libraries than the project does: an environment of its own, made by dev.py.
PROGRAM = Path(__file__).resolve().parents[3] / ".venv-mitmproxy" / "bin" / "mitmdump"

#: Who signs what it shows; a scenario's profile may declare it.
AUTHORITY = "Example Web Inspection CA"

_PORT = 8443

#: It sends what its file holds beside the first certificate (CertStore.from_files in its source): there the root stands twice.
_WITH_ROOT = 'mkdir {folder}/both && cat {folder}/mitmproxy-ca.pem {folder}/mitmproxy-ca.pem >{folder}/both/mitmproxy-ca.pem && exec "$@"'

#: The office's own servers are not beyond the router's line.
_OFFICE = "10.0.0.0/8"


class Mitmproxy(Peer, frozen=True, kw_only=True, tag="mitmproxy"):
    """TCP 443 of these hosts, or of ``everything``, is intercepted; with ``trusted`` the laptop's store holds the authority."""

    to: tuple[str, ...]
    trusted: bool = False
    root: bool = False  # it sends its root as well

    def apply(self, plan: Plan) -> None:
        """Redirect on the router. The servers' own certificates are not judged: what the laptop sees is the interceptor's word."""
        plan.world.authorities[AUTHORITY] = self.trusted
        where = f"!= {_OFFICE}" if self.to == ("everything",) else f"{{ {', '.join(plan.zone.addresses(self.to))} }}"
        plan.packets.redirect.append(f"ip daddr {where} tcp dport 443 redirect to :{_PORT}")
        options = ("--mode", "transparent", "--listen-port", str(_PORT), "--ssl-insecure", "--set", "termlog_verbosity=warn", "-q")
        command: tuple[str, ...] = (str(PROGRAM), "--set", "confdir={folder}/both" if self.root else "confdir={folder}", *options)
        if self.root:
            command = ("sh", "-c", _WITH_ROOT, "sh", *command)
        authorities = {"mitmproxy-ca.pem": AUTHORITY}
        plan.programs.append(Program("mitmproxy", "router", command, tcp=(_PORT,), authorities=authorities, executable=str(PROGRAM)))
