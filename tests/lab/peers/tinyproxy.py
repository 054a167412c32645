"""Tinyproxy as the office's proxy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tests.lab.network.zone import OFFICE_PROXY_ADDRESS, OFFICE_PROXY_PORT
from tests.lab.peers.credentials import PASSWORD, USER
from tests.lab.peers.own_files import FILES, with_own_files
from tests.lab.peers.peer import Peer
from tests.lab.plan import Program

if TYPE_CHECKING:
    from tests.lab.plan import Plan

_CONFIG = f"""
Port {OFFICE_PROXY_PORT}
Listen {OFFICE_PROXY_ADDRESS}
Timeout 60
MaxClients 200
LogLevel Warning
"""


class Tinyproxy(Peer, frozen=True, kw_only=True, tag="tinyproxy"):
    """The office's proxy is tinyproxy, which wants a user's name where ``auth`` says so."""

    auth: Literal["none", "basic"] = "none"

    def apply(self, plan: Plan) -> None:
        """Take the place of the lab's own proxy."""
        plan.office.ports.discard(OFFICE_PROXY_PORT)
        known = f"BasicAuth {USER} {PASSWORD}\n" if self.auth == "basic" else ""
        command = with_own_files("tinyproxy", "-d", "-c", "{folder}/tinyproxy.conf")
        files = {"tinyproxy.conf": _CONFIG + known, **FILES}
        plan.programs.append(Program("tinyproxy", "office", command, tcp=(OFFICE_PROXY_PORT,), files=files, executable="tinyproxy"))
