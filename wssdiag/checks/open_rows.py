"""Rows that a method needs and for which no host is known: told as not checked, so that a run without them passes for no whole one. Pure.

Only ends of tunnels: every other open row belongs to what an organisation may well not have. Asks nothing.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.reach import is_required
from wssdiag.checks.situation import AUTH_CONNECTOR, Situation
from wssdiag.model.check import Status
from wssdiag.model.location import Need
from wssdiag.model.mode import AGENT_METHODS
from wssdiag.model.observation import Transport

if TYPE_CHECKING:
    from wssdiag.model.location import Location
    from wssdiag.probes.network import Network

#: Placeholder -> what is missing.
_MISSING = {
    "ike_gateways": "no gateway is known; name ike_gateways in the profile, or take the service's list",
    "datacentres": "no data centre is known; name datacentres in the profile, or take the service's list",
}


def open_checks(situation: Situation) -> tuple[Check, ...]:
    """One for each open row. Behind a proxy the site's tunnel is not this computer's matter."""
    if situation.role == AUTH_CONNECTOR or situation.by_proxy:
        return ()
    rows = (row for row in situation.catalogue.location if situation.mode.method in row.methods)
    return tuple(_told(row, situation) for row in rows if _is_open(row))


def _is_open(row: Location) -> bool:
    return row.placeholder in _MISSING and not row.host and row.need is Need.REQUIRED and row.transport is not Transport.IP


def _told(row: Location, situation: Situation) -> Check:
    """An agent is told its data centres by its controller, which is required itself; nobody tells where a site's tunnel ends."""
    family = row.protocol if row.protocol == "tls" else str(row.transport)
    return Check(
        id=f"{family}.{row.id}",
        title=f"{row.purpose}, {row.transport.upper()} {row.port}",
        run=partial(_not_checked, missing=_MISSING[row.placeholder or ""]),
        required=is_required(row) and situation.mode.method not in AGENT_METHODS,
        endpoint=row.id,
    )


def _not_checked(_network: Network, _results: Results, *, missing: str) -> Outcome:
    return Outcome(Status.UNKNOWN, f"not checked: {missing}")
