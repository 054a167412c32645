"""Reports made by hand, with realistic values: what a rendering must cope with on an ordinary day."""

from __future__ import annotations

import msgspec

from wssdiag.model.check import CheckResult, Status
from wssdiag.model.facts import Facts, Interface, InterfaceAddress, InterfaceType, Route
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Evidence, Finding, Kind, Scope, Severity, Subject, Who
from wssdiag.model.mode import Confidence, Method, Mode, ModeEvidence
from wssdiag.model.observation import ConnectDetail, Observation, ResolveDetail, Step, Target, Transport
from wssdiag.model.report import NetworkState, Protected, Report, SignIn, Verdict, VerdictStatus
from wssdiag.model.unknown import Unknown

HOST = "ctc.threatpulse.com"
ADDRESS = "130.211.30.2"


def facts(os: str = "windows", *, up: bool = True) -> Facts:
    """A notebook with one Wi-Fi connection."""
    unread = Unknown("not read in this sample")
    wifi = Interface(
        name="Wi-Fi", type=InterfaceType.WIFI, up=up, addresses=(InterfaceAddress(address="192.0.2.17", prefix=24),) if up else (), mtu=1500
    )
    return Facts(
        os=os,
        os_version="11 (26100)",
        collected_at="2026-03-04T09:12:31Z",
        interfaces=(wifi,),
        routes=(Route(destination="0.0.0.0/0", gateway="192.0.2.1", interface="Wi-Fi"),) if up else (),
        neighbours=(),
        resolvers=unread,
        hosts=(),
        processes=unread,
        services=unread,
        products=unread,
        connections=unread,
        files=unread,
        certificates=unread,
        environment=(),
        proxy_settings=(),
        windows_nlm="internet" if up else "local",
        networkmanager=unread,
        captive_portal_api=unread,
    )


def observation(step: Step, failure: Failure | None, host: str = HOST, offset_ms: float = 120.0) -> Observation:
    """One step towards the control centre."""
    resolving = step is Step.RESOLVE
    return Observation(
        step=step,
        target=Target(host=host, address=None if resolving else ADDRESS, port=None if resolving else 443, transport=Transport.TCP),
        offset_ms=offset_ms,
        elapsed_ms=4000.0 if failure else 18.2,
        failure=failure,
        detail=ResolveDetail(addresses=(ADDRESS,)) if resolving else ConnectDetail(source="192.0.2.17"),
    )


def check(check_id: str, title: str, status: Status = Status.PASS, summary: str = "18 ms", **fields: object) -> CheckResult:
    """A check with what matters here."""
    return msgspec.structs.replace(CheckResult(id=check_id, title=title, status=status, summary=summary, elapsed_ms=18.2), **fields)


DNS = check(f"dns.{HOST}", f"Name {HOST}", summary=ADDRESS, observations=(observation(Step.RESOLVE, None),))
CONTROL = check("control.tcp.example-443", "Control www.example.com, TCP 443", needs=("control.dns.www.example.com",))
CONTROL_DNS = check("control.dns.www.example.com", "Control name www.example.com", summary="203.0.113.80")
SIGN_IN = check("sign-in.example", "Wi-Fi sign-in, first operator")
WEB = check("web.method", "A web page by the method in use", summary="200 in 240 ms", required=True)
TCP = check("tcp.ctc-443", "Agent control centre, TCP 443", required=True, needs=(DNS.id,), endpoint="ctc-443")
TLS = check("tls.ctc-443", "Agent control centre, TLS", required=True, needs=("tcp.ctc-443",), endpoint="ctc-443")

AGENT = Mode(
    method=Method.WSS_AGENT,
    confidence=Confidence.HIGH,
    evidence=(ModeEvidence(fact="services[WSSAgent].status", value="running", says="the agent's service runs"),),
)


def report(findings: tuple[Finding, ...], status: VerdictStatus, checks: tuple[CheckResult, ...], **fields: object) -> Report:
    """A report whose verdict follows from its findings."""
    first = next((one for one in findings if one.masked_by is None and one.severity is not Severity.NOTICE), None)
    headline = first.title if first else "This computer reaches everything that it needs"
    made = Report(
        run_id="0198c1f2-7d1e-7a40-9a6e-1f5a3c2b4d5e",
        tool_version="1.0.0",
        catalogue_version="2026.03",
        started="2026-03-04T09:12:31Z",
        elapsed_ms=6210.0,
        verdict=Verdict(status=status, cause=first.code if first else None, headline=headline),
        mode=AGENT,
        network=NetworkState(sign_in=SignIn.NONE),
        checks=checks,
        findings=findings,
        locations=(),
        facts=facts(),
    )
    return msgspec.structs.replace(made, **fields)


def finding(code: str, values: dict[str, str], evidence: tuple[Evidence, ...], who: Who | None = Who.NETWORK, **fields: object) -> Finding:
    """A certain blocker, unless told otherwise."""
    made = Finding(
        code=code,
        severity=Severity.BLOCKER,
        confidence=Certainty.CERTAIN,
        title=code.replace("-", " "),
        values=values,
        evidence=evidence,
        who=(who,) if who else (),
    )
    return msgspec.structs.replace(made, **fields)


PORT_BLOCKED = finding(
    "port-blocked",
    {
        "purpose": "agent control",
        "host": HOST,
        "address": ADDRESS,
        "port": "443",
        "transport": "TCP",
        "kind": "dropped",
        "control": "www.example.com",
        "from": "192.0.2.17",
    },
    (Evidence(check="tcp.ctc-443"), Evidence(check=CONTROL.id)),
    subject=Subject(
        endpoint="ctc-443",
        host=HOST,
        address=ADDRESS,
        port=443,
        transport=Transport.TCP,
        kind=Kind.DROPPED,
        scope=Scope.DESTINATION,
    ),
)
PASSIVE = finding(
    "agent-passive",
    {},
    (Evidence(fact="files[log].tail", value="PASSIVE"),),
    who=None,
    severity=Severity.NOTICE,
    confidence=Certainty.LIKELY,
)
PROXY = "proxy.example:8080"


def healthy() -> Report:
    """The agent is connected and everything passed."""
    return report(
        (),
        VerdictStatus.HEALTHY,
        (SIGN_IN, CONTROL_DNS, CONTROL, DNS, TCP, TLS, WEB),
        network=NetworkState(sign_in=SignIn.NONE, protected=Protected.YES, protected_evidence=("the agent's log says connected",)),
    )


def port_blocked() -> Report:
    """A firewall drops TCP 443 to the control centre."""
    tcp = msgspec.structs.replace(
        TCP,
        status=Status.FAIL,
        summary=f"{ADDRESS}: no answer",
        elapsed_ms=4000.0,
        observations=(observation(Step.RESOLVE, None), observation(Step.CONNECT, Failure.TIMED_OUT, offset_ms=140.0)),
    )
    tls = msgspec.structs.replace(TLS, status=Status.SKIPPED, summary="needs tcp.ctc-443", blocked_by="tcp.ctc-443", elapsed_ms=0.0)
    masked = finding("not-protected", {"method": "wss-agent"}, (Evidence(check="web.method"),), Who.HELPDESK, severity=Severity.MAJOR)
    masked = msgspec.structs.replace(masked, masked_by="port-blocked")
    web = msgspec.structs.replace(WEB, status=Status.FAIL, summary="the agent lets no page through")
    return report((PORT_BLOCKED, masked, PASSIVE), VerdictStatus.BROKEN, (SIGN_IN, CONTROL_DNS, CONTROL, DNS, tcp, tls, web))


def wifi_sign_in() -> Report:
    """A hotel."""
    url = "http://wifi.hotel.example/login"
    found = finding("wifi-sign-in", {"url": url}, (Evidence(check=SIGN_IN.id),), Who.USER)
    page = msgspec.structs.replace(SIGN_IN, status=Status.FAIL, summary=f"redirected to {url}")
    control = msgspec.structs.replace(CONTROL, status=Status.FAIL, summary="no answer")
    web = msgspec.structs.replace(WEB, status=Status.FAIL, summary="redirected")
    network = NetworkState(sign_in=SignIn.REQUIRED, sign_in_url=url)
    return report((found,), VerdictStatus.BROKEN, (page, CONTROL_DNS, control, DNS, web), network=network, facts=facts("macos"))


def proxy_auth() -> Report:
    """A proxy that asks for a ticket which this computer has not."""
    connect = check("proxy.connect.proxy.example-8080", f"Proxy {PROXY}, CONNECT", Status.FAIL, "407, offers negotiate", required=True)
    web = msgspec.structs.replace(WEB, status=Status.FAIL, summary="the proxy asks for a sign-in")
    values = {"proxy": PROXY, "schemes": "negotiate"}
    found = finding("proxy-auth-required", values, (Evidence(check=connect.id),), Who.HELPDESK)
    proxied = Mode(method=Method.EXPLICIT_PROXY, confidence=Confidence.MEDIUM, rivals=(Method.PAC_FILE,))
    return report((found,), VerdictStatus.BROKEN, (connect, web), mode=proxied, facts=facts("linux"))


def no_network() -> Report:
    """Airplane mode."""
    found = finding("no-network", {}, (Evidence(fact="interfaces", value="none is up"),), Who.USER)
    web = msgspec.structs.replace(WEB, status=Status.FAIL, summary="this computer finds no way there")
    return report((found,), VerdictStatus.BROKEN, (web,), facts=facts(up=False), network=NetworkState())


def every() -> dict[str, Report]:
    """All samples by name."""
    return {
        "healthy": healthy(),
        "port-blocked": port_blocked(),
        "wifi-sign-in": wifi_sign_in(),
        "proxy-auth": proxy_auth(),
        "no-network": no_network(),
    }
