"""What one scenario needs beyond namespaces, and this account or machine does not have: it is then told as not run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.lab.programs import is_installed

if TYPE_CHECKING:
    from tests.lab.plan import Plan

_TUN = "/dev/net/tun"


def can_tunnel() -> bool:
    """Whether a TUN device may be made: the file is everybody's on a desktop, and root's in many containers."""
    return os.access(_TUN, os.R_OK | os.W_OK)


def obstacle(plan: Plan, *, users: bool, tunnels: bool) -> str:
    """Why this plan cannot be built here, in a few words; empty when it can. ``users``: there are others than this one."""
    absent = [program.name for program in plan.programs if not is_installed(program)]
    if absent:
        return f"not installed here: {', '.join(absent)}"
    barred = [program.name for program in plan.programs if program.needs_root and not users]
    if barred:
        return f"needs root ({', '.join(barred)})"
    if (plan.packets.line or plan.link.vpn) and not tunnels:
        return f"needs root, or leave to use {_TUN} (the wire in user space)"
    return ""
