"""Squid as the office's proxy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tests.lab.network.zone import OFFICE, OFFICE_PROXY_ADDRESS, OFFICE_PROXY_NAME, OFFICE_PROXY_PORT
from tests.lab.peers.credentials import PASSWORD, USER
from tests.lab.peers.peer import Peer
from tests.lab.plan import PUBLIC_RESOLVER, Program

if TYPE_CHECKING:
    from tests.lab.plan import Plan

#: Without a name and a resolver of its own squid asks this machine's resolver, which the lab does not have: for its own name for 10 s
#: before it listens, and for every host that it is asked for. Its limits for a connection are minutes; a person's patience is not.
_CONFIG = f"""
http_port {OFFICE_PROXY_ADDRESS}:{OFFICE_PROXY_PORT}
visible_hostname {OFFICE_PROXY_NAME}
dns_nameservers {PUBLIC_RESOLVER}
hosts_file {{folder}}/hosts
connect_timeout 1 second
pinger_enable off
pid_filename none
cache_log {{folder}}/cache.log
access_log none
cache_mem 8 MB
cache_effective_user proxy
coredump_dir {{folder}}
shutdown_lifetime 0 seconds
max_filedescriptors 1024
"""

#: A helper reads one request a line and answers in one: "user password" for Basic, tokens for Negotiate.
_HELPERS = {
    "basic": f'while read -r user password; do [ "$user $password" = "{USER} {PASSWORD}" ] && echo OK || echo ERR; done\n',
    "negotiate": "while read -r token; do echo BH this proxy knows nobody; done\n",
}
_REALM = {"basic": "auth_param basic realm Office\n", "negotiate": ""}


class Squid(Peer, frozen=True, kw_only=True, tag="squid"):
    """The office's proxy is squid, which wants a user's name where ``auth`` says so, and answers 403 for the hosts of ``deny``."""

    auth: Literal["none", "basic", "negotiate"] = "none"
    deny: tuple[str, ...] = ()

    def apply(self, plan: Plan) -> None:
        """Take the place of the lab's own proxy."""
        plan.office.ports.discard(OFFICE_PROXY_PORT)
        files = {
            "squid.conf": _CONFIG + self._denied(plan) + self._who(),
            "helper": _HELPERS.get(self.auth, ""),
            "hosts": "".join(f"{address} {name}\n" for name, address in OFFICE.items()),
        }
        command = ("squid", "-N", "-f", "{folder}/squid.conf")
        plan.programs.append(Program("squid", "office", command, tcp=(OFFICE_PROXY_PORT,), files=files, needs_root=True))

    def _denied(self, plan: Plan) -> str:
        """What is refused to everybody, whoever asks. ``-n``: an address is no reason to ask for a name."""
        if not self.deny:
            return ""
        return f"acl denied dstdomain -n {' '.join(plan.zone.hosts(self.deny))}\nhttp_access deny denied\n"

    def _who(self) -> str:
        if self.auth == "none":
            return "http_access allow all\n"
        program = f"auth_param {self.auth} program /bin/sh {{folder}}/helper\nauth_param {self.auth} children 1 startup=1\n"
        return f"{program}{_REALM[self.auth]}acl known proxy_auth REQUIRED\nhttp_access allow known\nhttp_access deny all\n"
