"""Squid as the office's proxy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.network.zone import OFFICE_PROXY_ADDRESS, OFFICE_PROXY_PORT
from tests.lab.peers.peer import Peer
from tests.lab.plan import Program

if TYPE_CHECKING:
    from tests.lab.plan import Plan

_CONFIG = f"""
http_port {OFFICE_PROXY_ADDRESS}:{OFFICE_PROXY_PORT}
pid_filename none
cache_log {{folder}}/cache.log
access_log none
cache_mem 8 MB
cache_effective_user proxy
coredump_dir {{folder}}
shutdown_lifetime 0 seconds
http_access allow all
"""


class Squid(Peer, frozen=True, kw_only=True, tag="squid"):
    """The office's proxy is squid."""

    def apply(self, plan: Plan) -> None:
        """Take the place of the lab's own proxy."""
        plan.office.ports.discard(OFFICE_PROXY_PORT)
        command = ("squid", "-N", "-f", "{folder}/squid.conf")
        plan.programs.append(Program("squid", "office", command, tcp=(OFFICE_PROXY_PORT,), files={"squid.conf": _CONFIG}, needs_root=True))
