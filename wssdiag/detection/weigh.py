"""Network evidence -> the final mode and the state of the network: is there a sign-in page, is web traffic protected. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from wssdiag.catalogue.merge import FROM_PROFILE
from wssdiag.catalogue.signatures import declared
from wssdiag.detection.sign_in import judge
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.facts import Facts, known
from wssdiag.model.mode import PROXY_METHODS, Confidence, Method, Mode, ModeEvidence
from wssdiag.model.observation import TlsDetail
from wssdiag.model.report import NetworkState, Protected, SignIn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wssdiag.catalogue.signatures import Signature
    from wssdiag.model.location import Catalogue
    from wssdiag.model.profile import Profile


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
    authorities = {
        *(value.casefold() for value in profile.expect.root_ca_sha256),
        *(row.sha256.casefold() for row in known(facts.certificates)),
    }
    for subject in _re_signed_by(authorities, results.values()):
        return Protected.YES, (f"web certificates lead to the service's own authority: {subject}",)
    if mode.method in PROXY_METHODS and (proxy := _service_proxy(results, catalogue)):
        return Protected.YES, (f"the service's proxy {proxy} carries web traffic",)
    web = results.get("web.method")
    if mode.method is Method.DIRECT and web and web.status is Status.PASS:
        return Protected.NO, ("no method is set on this computer, and web sites are reached directly",)
    return Protected.UNKNOWN, ("nothing that was seen proves it either way",)


def _re_signed_by(authorities: set[str], results: Iterable[CheckResult]) -> Iterable[str]:
    """Subjects of certificates in web chains (controls, ``web.method``) whose fingerprint is one of the service's authorities."""
    for result in results:
        if not result.id.startswith("control.tls.") and result.id != "web.method":
            continue
        for seen in result.observations:
            if isinstance(seen.detail, TlsDetail):
                yield from (row.subject for row in seen.detail.chain if row.sha256 in authorities)


def _proxy_carries(results: Iterable[CheckResult]) -> bool:
    """Whether a known-good site answered through the proxy."""
    return any(result.id.startswith("proxy.connect.") and result.status is Status.PASS for result in results)


def _service_proxy(results: Mapping[str, CheckResult], catalogue: Catalogue) -> str | None:
    """The service's own proxy, where a CONNECT through it was answered. The organisation's proxy may forward elsewhere."""
    proxies = {row.id: row for row in catalogue.location if row.protocol == "http-proxy" and FROM_PROFILE not in row.provenance.source}
    for result in results.values():
        location = proxies.get(result.endpoint or "")
        if location and result.id.startswith("proxy.connect.") and result.status is Status.PASS:
            return location.host or location.id
    return None
