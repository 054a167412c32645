"""Network evidence -> the final mode and the state of the network: is there a sign-in page, is web traffic protected. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from wssdiag.catalogue.signatures import declared
from wssdiag.detection.egress import egress_ip
from wssdiag.detection.protection import CONNECTS, Evidence, protection
from wssdiag.detection.sign_in import judge
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.mode import PROXY_METHODS, Confidence, Method, Mode, ModeEvidence
from wssdiag.model.observation import PacDetail, Via
from wssdiag.model.report import NetworkState, Protected, SignIn
from wssdiag.pac.answer import DIRECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wssdiag.catalogue.signatures import Signature


def network_state(seen: Evidence, signatures: tuple[Signature, ...] = ()) -> NetworkState:
    """What the run learned about the network, with the evidence for it."""
    sign_in, url = judge(seen.facts, seen.results, seen.catalogue, (*declared(seen.profile), *signatures))
    if sign_in is SignIn.REQUIRED and seen.mode.method in PROXY_METHODS and _proxy_carries(seen.results.values()):
        # The path rule: what answers around a proxy that works ("use the proxy") is no sign-in page, and stops nothing.
        sign_in, url = SignIn.UNKNOWN, None
    protected, evidence = protection(seen, sign_in)
    return NetworkState(
        sign_in=sign_in, sign_in_url=url, egress_ip=egress_ip(seen.results), protected=protected, protected_evidence=evidence
    )


def _proxy_carries(results: Iterable[CheckResult]) -> bool:
    """Whether a known-good site answered through the proxy."""
    return any(result.id.startswith(CONNECTS) and result.status is Status.PASS for result in results)


@dataclass(frozen=True, slots=True)
class Final:
    """One row: in these modes, where ``when`` finds its evidence, the final mode is this. The method before becomes a rival."""

    methods: frozenset[Method]
    when: Callable[[Evidence, NetworkState], ModeEvidence | None]
    method: Method
    confidence: Confidence
    contradicts: bool = False  # the evidence speaks against the method, and is told as a contradiction too


def weigh(seen: Evidence, network: NetworkState) -> Mode:
    """The final mode: the first row of :data:`_FINAL` that fits, else what the facts say. A method that is not in use stays as named."""
    for row in _FINAL if seen.mode.in_use else ():
        if seen.mode.method in row.methods and (line := row.when(seen, network)):
            return _final(seen.mode, row, line)
    return seen.mode


def _final(mode: Mode, row: Final, line: ModeEvidence) -> Mode:
    before = () if mode.method is Method.UNKNOWN else (mode.method,)
    rivals = dict.fromkeys(method for method in (*before, *mode.rivals) if method is not row.method)
    return msgspec.structs.replace(
        mode,
        method=row.method,
        confidence=row.confidence,
        evidence=(line, *mode.evidence),
        rivals=tuple(rivals),
        contradictions=(*mode.contradictions, line.says) if row.contradicts else mode.contradictions,
    )


def _protected_by_nobody_here(_seen: Evidence, network: NetworkState) -> ModeEvidence | None:
    if network.protected is not Protected.YES:
        return None
    says = "web traffic is protected, and nothing on this computer does it: the office's own tunnel"
    return ModeEvidence(fact="network.protected", value=str(network.protected), says=says)


def _proxy_carried_web(seen: Evidence, _network: NetworkState) -> ModeEvidence | None:
    """Not where some programs alone follow the file: that its proxy works says nothing of the others."""
    web = seen.results.get("web.method")
    last = web.observations[-1] if web and web.observations else None
    if web is None or web.status is not Status.PASS or last is None or last.via is not Via.PROXY or Method.DIRECT in seen.mode.rivals:
        return None
    return ModeEvidence(fact=web.id, value=str(web.status), says="web traffic went through a proxy that the PAC file names")


def _file_says_direct(seen: Evidence, _network: NetworkState) -> ModeEvidence | None:
    """The first entry counts: what stands behind DIRECT is never taken."""
    result = seen.results.get("pac.file")
    last = result.observations[-1] if result and result.observations else None
    detail = last.detail if last and last.ok and isinstance(last.detail, PacDetail) else None
    ordinary = [answer.proxies for answer in detail.answers if answer.ordinary] if detail else []
    if not ordinary or any(proxies[:1] != (DIRECT,) for proxies in ordinary):
        return None
    return ModeEvidence(fact="pac.file", value=DIRECT, says="the PAC file sends ordinary web addresses past every proxy")


#: What the network says of the mode by the facts; the first row that fits wins. An agent that rests stays the method: its state is told.
_FINAL: tuple[Final, ...] = (
    Final(frozenset({Method.DIRECT, Method.UNKNOWN}), _protected_by_nobody_here, Method.IPSEC, Confidence.MEDIUM),
    Final(frozenset({Method.PAC_FILE}), _file_says_direct, Method.PAC_FILE, Confidence.LOW, contradicts=True),
    Final(frozenset({Method.PAC_FILE}), _proxy_carried_web, Method.PAC_FILE, Confidence.HIGH),
)
