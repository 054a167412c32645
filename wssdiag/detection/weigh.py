"""Network evidence -> the final mode and the state of the network: is there a sign-in page, is web traffic protected. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from wssdiag.catalogue.signatures import declared
from wssdiag.detection.egress import egress_ip
from wssdiag.detection.protection import CONNECTS, Evidence, protection
from wssdiag.detection.sign_in import judge
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.mode import PROXY_METHODS, Confidence, Method, Mode, ModeEvidence
from wssdiag.model.report import NetworkState, Protected, SignIn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.catalogue.signatures import Signature


def network_state(seen: Evidence, signatures: tuple[Signature, ...] = ()) -> NetworkState:
    """What the run learned about the network, with the evidence for it."""
    sign_in, url = judge(seen.facts, seen.results, seen.catalogue, (*declared(seen.profile), *signatures))
    if sign_in is SignIn.REQUIRED and seen.mode.method in PROXY_METHODS and _proxy_carries(seen.results.values()):
        # The path rule: what answers around a proxy that works ("use the proxy") is no sign-in page, and stops nothing.
        sign_in, url = SignIn.UNKNOWN, None
    protected, evidence = protection(seen)
    return NetworkState(
        sign_in=sign_in, sign_in_url=url, egress_ip=egress_ip(seen.results), protected=protected, protected_evidence=evidence
    )


def weigh(mode: Mode, network: NetworkState) -> Mode:
    """The final mode: traffic that is protected with no method on this computer comes from the site's own tunnel."""
    if mode.method not in {Method.DIRECT, Method.UNKNOWN} or network.protected is not Protected.YES:
        return mode
    says = "web traffic is protected, and nothing on this computer does it: the office's own tunnel"
    line = ModeEvidence(fact="network.protected", value=str(network.protected), says=says)
    return msgspec.structs.replace(mode, method=Method.IPSEC, confidence=Confidence.MEDIUM, evidence=(line, *mode.evidence))


def _proxy_carries(results: Iterable[CheckResult]) -> bool:
    """Whether a known-good site answered through the proxy."""
    return any(result.id.startswith(CONNECTS) and result.status is Status.PASS for result in results)
