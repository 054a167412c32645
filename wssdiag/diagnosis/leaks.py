"""Rules for side roads around the service: web traffic by IPv6, and by QUIC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.detection.authority import Authority
from wssdiag.diagnosis.case import Case, Conclusion, answered, check
from wssdiag.model.finding import Certainty, Severity
from wssdiag.model.mode import AGENT_METHODS, Method
from wssdiag.model.observation import Step, TlsDetail, Transport
from wssdiag.model.report import Protected
from wssdiag.probes.verify_codes import GOOD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.check import CheckResult
    from wssdiag.model.observation import Observation

#: Where a direct answer by QUIC can be a leak. In the others nothing is meant to hold UDP back.
_QUIC_METHODS = AGENT_METHODS | {Method.IPSEC, Method.TRANS_PROXY}


def ipv6_leak(case: Case) -> Iterator[Conclusion]:
    """By IPv4 the service re-signs a site, by IPv6 the same site answers for itself."""
    if not _protected(case) or case.by_proxy:
        return
    authority = Authority.of(case.facts, case.profile)
    for result in case.family("web.ipv6"):
        carried = _carried(case, authority, _host(result))
        own = next((seen for seen in result.observations if _answers_for_itself(seen, authority)), None)
        if carried is None or own is None:
            continue
        yield Conclusion(
            "ipv6-leak",
            Severity.MINOR,
            Certainty.CERTAIN,
            (check(result), check(carried)),
            (result.id,),
            values={"host": own.target.host or "", "address": own.target.address or ""},
        )
        return  # the side road is open: another site adds nothing


def quic_leak(case: Case) -> Iterator[Conclusion]:
    """QUIC answers directly, while TCP to the same site goes through the service.

    A notice where nobody can tell: an agent may carry UDP itself, and a browser that follows a proxy does not speak QUIC.
    """
    if not _protected(case) or case.mode.method not in _QUIC_METHODS:
        return
    authority = Authority.of(case.facts, case.profile)
    doubt = case.mode.method is not Method.IPSEC or case.mode.agent_captures
    for result in (*case.family("web.quic"), *case.family("control.udp")):
        seen = next((row for row in result.observations if row.ok and row.step is Step.UDP and row.target.transport is Transport.UDP), None)
        carried = _carried(case, authority, _host(result)) or _service_proxy(case)
        if seen is None or carried is None:
            continue
        yield Conclusion(
            "quic-leak",
            Severity.NOTICE if doubt else Severity.MINOR,
            Certainty.POSSIBLE if doubt else Certainty.LIKELY,
            (check(result), check(carried)),
            (result.id,),
            values={"host": seen.target.host or "", "address": seen.target.address or ""},
        )
        return


def _protected(case: Case) -> bool:
    """Whether the service carries this computer's web traffic now, by a method that it uses itself."""
    return case.network.protected is Protected.YES and case.mode.in_use and case.role == "client"


def _host(result: CheckResult) -> str | None:
    return next((seen.target.host for seen in result.observations if seen.target.host), None)


def _carried(case: Case, authority: Authority, host: str | None) -> CheckResult | None:
    """The check that shows the service's certificate in this site's place, by IPv4."""
    for result in case.family("control.tls"):
        for seen in result.observations:
            by_ipv4 = ":" not in (seen.target.address or "")
            if host and seen.target.host == host and by_ipv4 and isinstance(seen.detail, TlsDetail) and authority.proven(seen.detail):
                return result
    return None


def _answers_for_itself(seen: Observation, authority: Authority) -> bool:
    detail = seen.detail
    public = isinstance(detail, TlsDetail) and detail.mozilla_code == GOOD and not authority.signs(detail)
    return public and ":" in (seen.target.address or "")


def _service_proxy(case: Case) -> CheckResult | None:
    """The service's proxy that carried a known-good site; that it is the service's, the network state says."""
    return next((row for row in case.family("proxy.connect") if answered(row)), None) if case.by_proxy else None
