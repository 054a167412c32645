"""Whether the Auth Connector's own traffic goes through the site's tunnel into the service. It needs a direct path.

Behind the same tunnel as its users they stay "unauthenticated" (the vendor's deployment guide for the Auth Connector). No cause of the
closed list says so: the check warns, and there is no finding.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.situation import AUTH_CONNECTOR, Situation
from wssdiag.detection.authority import Authority, web_chains
from wssdiag.model.check import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wssdiag.model.check import CheckResult
    from wssdiag.probes.network import Network

PATH = "path.auth-connector"


def path_checks(situation: Situation, results: Mapping[str, CheckResult]) -> tuple[Check, ...]:
    """After the first wave, once known-good sites have shown their certificates: one check, in role auth-connector alone."""
    if situation.role != AUTH_CONNECTOR:
        return ()
    needs = tuple(dict.fromkeys(result.id for result, _, _ in web_chains(results) if result.status in {Status.PASS, Status.WARN}))
    return (Check(id=PATH, title="The Auth Connector's own way to the service", run=partial(_judge, situation=situation), needs=needs),)


def _judge(_network: Network, results: Results, *, situation: Situation) -> Outcome:
    authority = Authority.of(situation.facts, situation.profile)
    chains = [(seen.target.host or "", detail) for _, seen, detail in web_chains(results)]
    signed = [host for host, detail in chains if authority.signs(detail)]
    own = [host for host, detail in chains if detail.mozilla_code == 0]
    if signed:
        says = f"goes through the site's own tunnel ({signed[0]} shows the service's certificate); the Auth Connector needs a direct path"
        return Outcome(Status.WARN, says)
    if not own:
        return Outcome(Status.UNKNOWN, "no known-good site showed its own certificate")
    if not (authority.fingerprints or authority.issuers):
        return Outcome(Status.UNKNOWN, "known-good sites show their own certificates; how the service signs is not known here")
    return Outcome(Status.PASS, f"direct: {own[0]} shows its own certificate, not the service's")
