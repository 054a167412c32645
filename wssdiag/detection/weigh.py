"""Network evidence -> the final mode and the state of the network: is there a sign-in page, is web traffic protected. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from wssdiag.catalogue.merge import FROM_PROFILE
from wssdiag.catalogue.signatures import declared
from wssdiag.detection.agent_log import AgentState, agent_state
from wssdiag.detection.authority import Authority, web_chains
from wssdiag.detection.sign_in import judge
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.mode import PROXY_METHODS, Confidence, Method, Mode, ModeEvidence
from wssdiag.model.observation import Via
from wssdiag.model.report import NetworkState, Protected, SignIn
from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wssdiag.catalogue.signatures import Signature
    from wssdiag.model.facts import Facts
    from wssdiag.model.location import Catalogue
    from wssdiag.model.profile import Profile


#: Checks that ask a proxy for a known-good site: the configured one, and those that a PAC file names.
_CONNECTS = ("proxy.connect.", "proxy.pac.")


def network_state(
    mode: Mode,
    facts: Facts,
    results: Mapping[str, CheckResult],
    catalogue: Catalogue,
    profile: Profile,
    signatures: tuple[Signature, ...] = (),
) -> NetworkState:
    """What the run learned about the network, with the evidence for it."""
    sign_in, url = judge(facts, results, catalogue, (*declared(profile), *signatures))
    if sign_in is SignIn.REQUIRED and mode.method in PROXY_METHODS and _proxy_carries(results.values()):
        # The path rule: what answers around a proxy that works ("use the proxy") is no sign-in page, and stops nothing.
        sign_in, url = SignIn.UNKNOWN, None
    protected, evidence = _protected(mode, facts, results, catalogue, profile)
    return NetworkState(sign_in=sign_in, sign_in_url=url, protected=protected, protected_evidence=evidence)


def weigh(mode: Mode, network: NetworkState) -> Mode:
    """The final mode: traffic that is protected with no method on this computer comes from the site's own tunnel."""
    if mode.method not in {Method.DIRECT, Method.UNKNOWN} or network.protected is not Protected.YES:
        return mode
    says = "web traffic is protected, and nothing on this computer does it: the office's own tunnel"
    line = ModeEvidence(fact="network.protected", value=str(network.protected), says=says)
    return msgspec.structs.replace(mode, method=Method.IPSEC, confidence=Confidence.MEDIUM, evidence=(line, *mode.evidence))


def _protected(
    mode: Mode, facts: Facts, results: Mapping[str, CheckResult], catalogue: Catalogue, profile: Profile
) -> tuple[Protected, tuple[str, ...]]:
    if not mode.in_use:
        return Protected.UNKNOWN, (f"{mode.method} is not in use on this computer",)
    authority = Authority.of(facts, profile)
    for _, _, detail in web_chains(results):
        if subject := authority.proven(detail):
            return Protected.YES, (f"web certificates lead to the service's own authority: {subject}",)
    if mode.method in PROXY_METHODS and (proxy := _service_proxy(results, catalogue)):
        return Protected.YES, (f"the service's proxy {proxy} carries web traffic",)
    web = results.get("web.method")
    if (
        "pac.file" in results
        and mode.method in PROXY_METHODS
        and web
        and web.status is Status.PASS
        and web.observations[-1].via is Via.DIRECT
    ):
        return Protected.NO, ("by the PAC file web sites are reached directly",)
    by_log = _by_the_log(mode, facts, results)
    if by_log:
        return by_log
    web = results.get("web.method")
    named = any(authority.named(detail) for _, _, detail in web_chains(results))
    if mode.method is Method.DIRECT and web and web.status is Status.PASS and not named:
        return Protected.NO, ("no method is set on this computer, and web sites are reached directly",)
    return Protected.UNKNOWN, ("nothing that was seen proves it either way",)


def _by_the_log(mode: Mode, facts: Facts, results: Mapping[str, CheckResult]) -> tuple[Protected, tuple[str, ...]] | None:
    """What the log of an agent that runs and carries proves: its tunnel stands, or it does not and web sites are reached all the same."""
    state = agent_state(facts)
    runs = mode.method is Method.WSS_AGENT and mode.agent_captures and not isinstance(facts.processes, Unknown)
    if not runs or not isinstance(state, AgentState):
        return None
    if state.connected:
        return Protected.YES, (f"the agent's log says that its tunnel stands: {state.tunnel_line}",)
    chains = (detail for result, _, detail in web_chains(results) if result.status is Status.PASS)
    if (state.down or state.locked_out) and any(detail.mozilla_code == 0 for detail in chains):
        return Protected.NO, ("the agent's log says that it is not connected, and web sites are reached with their own certificates",)
    return None


def _proxy_carries(results: Iterable[CheckResult]) -> bool:
    """Whether a known-good site answered through the proxy."""
    return any(result.id.startswith(_CONNECTS) and result.status is Status.PASS for result in results)


def _service_proxy(results: Mapping[str, CheckResult], catalogue: Catalogue) -> str | None:
    """The service's own proxy, where a CONNECT through it was answered. The organisation's proxy may forward elsewhere."""
    proxies = {row.id: row for row in catalogue.location if row.protocol == "http-proxy" and FROM_PROFILE not in row.provenance.source}
    for result in results.values():
        location = proxies.get(result.endpoint or "")
        if location and result.id.startswith(_CONNECTS) and result.status is Status.PASS and _is_taken(result, results):
            return location.host or location.id
    return None


def _is_taken(result: CheckResult, results: Mapping[str, CheckResult]) -> bool:
    """Of the proxies that a PAC file names, only the one that web traffic takes counts; the configured one is always taken."""
    web = results.get("web.method")
    return not result.id.startswith("proxy.pac.") or (web is not None and result.id in web.needs)
