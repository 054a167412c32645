"""More made-up reports: one for each verdict that :mod:`tests.gui.samples` does not have."""

from __future__ import annotations

from tests.gui import samples
from wssdiag.model.check import Status
from wssdiag.model.finding import Certainty, Evidence, Finding, Severity, Who
from wssdiag.model.mode import Confidence, Method, Mode
from wssdiag.model.report import NetworkState, Protected, Report, SignIn, VerdictStatus


def _found(code: str, severity: Severity, title: str, who: Who, evidence: str, **values: str) -> Finding:
    """The one matter of a report."""
    return Finding(
        code=code,
        severity=severity,
        confidence=Certainty.CERTAIN,
        title=title,
        values=values,
        evidence=(Evidence(check=evidence),),
        who=(who,),
    )


def agent_stopped() -> Report:
    """The agent is there and does nothing; the web works without it."""
    finding = _found("agent-stopped", Severity.BLOCKER, "The protection agent is not running", Who.USER, "web.method", product="WSS Agent")
    return samples.report(VerdictStatus.DEGRADED, finding.title, samples.checks_fine(), (finding,))


def dead_pac() -> Report:
    """A PAC file names a proxy that does not answer."""
    proxy = "proxy.example:8080"
    title, check_id = "The web gateways in your settings file do not answer", f"proxy.pac.{proxy.replace(':', '-')}"
    finding = _found("pac-dead-proxy", Severity.BLOCKER, title, Who.NETWORK, check_id, host="pac.example", proxies=proxy)
    web = samples.check("web.method", "Web traffic by the method in use", Status.FAIL, "no proxy answers", required=True)
    silent = samples.check(check_id, f"Proxy {proxy} of the PAC file", Status.FAIL, "no answer")
    checks = (*samples.replaced(samples.checks_fine(), web), samples.check("pac.file", "The PAC file of this computer"), silent)
    return samples.report(VerdictStatus.BROKEN, title, checks, (finding,), mode=Mode(method=Method.PAC_FILE, confidence=Confidence.HIGH))


def office_tunnel() -> Report:
    """Nothing of the service on the computer: the office carries its traffic."""
    mode = Mode(method=Method.IPSEC, confidence=Confidence.MEDIUM)
    state = NetworkState(sign_in=SignIn.NONE, protected=Protected.YES, protected_evidence=("a page came from the service's addresses",))
    return samples.report(
        VerdictStatus.HEALTHY, "This computer reaches everything that it needs", samples.checks_fine(), mode=mode, network=state
    )


def slow() -> Report:
    """Everything answers, the service late."""
    title, check_id = "The way to the service is slow, or loses packets", "round-trip.ctc-443"
    seen = {"host": samples.SERVICE, "time": "520 ms", "lost": "0", "tries": "6", "usual": "20 ms", "limit": "400 ms", "loss_limit": "10 %"}
    finding = _found("path-slow", Severity.MINOR, title, Who.NETWORK, check_id, **seen)
    late = samples.check(check_id, f"Round trips to {samples.SERVICE}", Status.WARN, "median 520 ms", elapsed_ms=3120.0)
    return samples.report(VerdictStatus.DEGRADED, title, (*samples.checks_fine(), late), (finding,))
