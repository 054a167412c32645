"""Reports of made-up computers, for tests of the window and for its pictures. Addresses are those that documents use as examples."""

from __future__ import annotations

from typing import Any

from wssdiag.diagnosis.verdict import HEADLINES
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.facts import Facts, Interface, InterfaceAddress, InterfaceType
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Evidence, Finding, Kind, Scope, Severity, Subject, Who
from wssdiag.model.mode import Confidence, Method, Mode, ModeEvidence
from wssdiag.model.observation import (
    Certificate,
    ConnectDetail,
    Observation,
    ResolveDetail,
    Step,
    Target,
    TlsDetail,
    Transport,
)
from wssdiag.model.report import NetworkState, Protected, Report, SignIn, Verdict, VerdictStatus
from wssdiag.model.unknown import Unknown

SERVICE = "ctc.threatpulse.com"
SERVICE_ADDRESS = "130.211.30.2"
NOT_READ = Unknown("not read in this sample")

FACTS = Facts(
    os="windows",
    os_version="11",
    interfaces=(
        Interface(
            name="Wi-Fi", type=InterfaceType.WIFI, up=True, addresses=(InterfaceAddress(address="192.0.2.20", prefix=24),), dhcp=True
        ),
    ),
    routes=NOT_READ,
    neighbours=NOT_READ,
    resolvers=NOT_READ,
    hosts=NOT_READ,
    processes=NOT_READ,
    services=NOT_READ,
    products=NOT_READ,
    connections=NOT_READ,
    files=NOT_READ,
    certificates=NOT_READ,
    environment=NOT_READ,
    proxy_settings=NOT_READ,
    windows_nlm="internet",
    networkmanager=NOT_READ,
    captive_portal_api=None,
)

AGENT = Mode(
    method=Method.WSS_AGENT,
    confidence=Confidence.HIGH,
    evidence=(
        ModeEvidence(fact="products[Symantec WSS Agent].version", value="9.8.1", says="WSS Agent is installed."),
        ModeEvidence(fact="services[WSSAgent].status", value="running", says="The background program of WSS Agent runs."),
    ),
)


def check(check_id: str, title: str, status: Status = Status.PASS, summary: str = "", **more: object) -> CheckResult:
    """A check; passed unless said otherwise."""
    fields: dict[str, Any] = {"summary": summary or "answers", "elapsed_ms": float(len(check_id) * 3), **more}
    return CheckResult(id=check_id, title=title, status=status, **fields)


def connect(failure: Failure | None, elapsed_ms: float, host: str = SERVICE, address: str = SERVICE_ADDRESS) -> Observation:
    """A TCP connect to port 443."""
    return Observation(
        step=Step.CONNECT,
        target=Target(host=host, address=address, port=443, transport=Transport.TCP),
        interface="Wi-Fi",
        offset_ms=40,
        elapsed_ms=elapsed_ms,
        failure=failure,
        detail=ConnectDetail(source="192.0.2.20", error="" if failure is None else "TimeoutError"),
    )


def resolve(host: str, address: str) -> Observation:
    """A look-up that worked."""
    return Observation(
        step=Step.RESOLVE,
        target=Target(host=host),
        offset_ms=5,
        elapsed_ms=21,
        detail=ResolveDetail(addresses=(address,), rcode="NOERROR", ttl=300),
    )


def handshake(host: str, address: str, issuer: str = "CN=Example Public CA") -> Observation:
    """A TLS handshake that worked."""
    leaf = Certificate(
        subject=f"CN={host}",
        issuer=issuer,
        names=(host,),
        not_before="2026-03-01T00:00:00Z",
        not_after="2027-03-01T00:00:00Z",
        sha256="5f" * 32,
    )
    return Observation(
        step=Step.TLS,
        target=Target(host=host, address=address, port=443, transport=Transport.TCP),
        offset_ms=60,
        elapsed_ms=84,
        detail=TlsDetail(server_name=host, version="TLSv1.3", chain=(leaf,), system_code=0, mozilla_code=0),
    )


HOSTS = ("pod.threatpulse.com", "portal.threatpulse.com", "client-id.wss.symantec.com", "ep.threatpulse.net", "saml.threatpulse.net")
CONTROLS = ("Example One", "Example Two", "Example Three")


def checks_fine() -> tuple[CheckResult, ...]:
    """All that a healthy run would show."""
    made = [
        check("dns.server.192.0.2.1", "DNS server 192.0.2.1", summary="answers in 12 ms"),
        check("sign-in.example-one", "Sign-in probe Example One", summary="the right answer: no sign-in page in between"),
        check("sign-in.example-two", "Sign-in probe Example Two", summary="the right answer: no sign-in page in between"),
        check("clock.example-one", "Time at Example One", summary="Sat, 10 Oct 2026 08:00:00 GMT"),
        check(
            f"dns.{SERVICE}", f"Name {SERVICE}", summary=SERVICE_ADDRESS, observations=(resolve(SERVICE, SERVICE_ADDRESS),), required=True
        ),
        check(
            "tcp.ctc-443",
            f"Connection to {SERVICE}, TCP 443",
            summary="connected in 22 ms",
            observations=(connect(None, 22),),
            required=True,
        ),
        check(
            "tls.ctc-443",
            f"Answer of {SERVICE}: Traffic controller",
            summary="answers in 84 ms",
            observations=(handshake(SERVICE, SERVICE_ADDRESS),),
            required=True,
        ),
    ]
    for number, host in enumerate(HOSTS):
        made += [
            check(f"dns.{host}", f"Name {host}", summary=f"198.51.100.{number + 10}"),
            check(f"tcp.location-{number}", f"Connection to {host}, TCP 443", summary="connected in 18 ms"),
            check(f"tls.location-{number}", f"Answer of {host}: SAML sign-in at the service", summary="answers in 84 ms"),
        ]
    for name in CONTROLS:
        key = name.lower().replace(" ", "-")
        made += [
            check(f"control.dns.{key}", f"Name {key}.example", summary="203.0.113.9 in 12 ms"),
            check(f"control.tcp.{key}", f"Known-good site {key}.example, TCP 443", summary="connected in 18 ms"),
            check(f"control.tls.{key}", f"Certificate of the known-good site {key}.example", summary="holds, in 84 ms"),
        ]
    made.append(check("web.method", "Web traffic by the method in use", summary="www.example.com answers in 80 ms", required=True))
    return tuple(made)


def replaced(checks: tuple[CheckResult, ...], *new: CheckResult) -> tuple[CheckResult, ...]:
    """The checks, some of them with another outcome."""
    by_id = {one.id: one for one in new}
    return tuple(by_id.get(one.id, one) for one in checks)


def report(
    status: VerdictStatus,
    headline: str,
    checks: tuple[CheckResult, ...],
    findings: tuple[Finding, ...] = (),
    *,
    mode: Mode = AGENT,
    network: NetworkState | None = None,
    cancelled: bool = False,
) -> Report:
    """A report around these checks; its cause is the first unmasked finding."""
    cause = next((one.code for one in findings if one.masked_by is None and one.severity is not Severity.NOTICE), None)
    return Report(
        run_id="5a3c",
        tool_version="0.1.0",
        catalogue_version="2026.11",
        started="2026-11-23T09:15:00Z",
        elapsed_ms=6200,
        cancelled=cancelled,
        verdict=Verdict(status=status, cause=cause, headline=headline),
        mode=mode,
        network=network or NetworkState(sign_in=SignIn.NONE, protected=Protected.UNKNOWN),
        checks=checks,
        findings=findings,
        locations=(),
        facts=FACTS,
    )


def healthy() -> Report:
    """Everything works and the traffic is shown to be protected."""
    state = NetworkState(
        sign_in=SignIn.NONE, protected=Protected.YES, protected_evidence=("the agent's log says that its tunnel stands: Tunnel Connected",)
    )
    return report(VerdictStatus.HEALTHY, "This computer reaches everything that it needs", checks_fine(), network=state)


PORT_BLOCKED = Finding(
    code="port-blocked",
    severity=Severity.BLOCKER,
    confidence=Certainty.CERTAIN,
    title="Your network blocks the door to the service",
    subject=Subject(
        endpoint="ctc-443",
        host=SERVICE,
        address=SERVICE_ADDRESS,
        port=443,
        transport=Transport.TCP,
        kind=Kind.DROPPED,
        scope=Scope.DESTINATION,
    ),
    values={
        "purpose": "Traffic controller",
        "host": SERVICE,
        "address": SERVICE_ADDRESS,
        "port": "443",
        "transport": "TCP",
        "kind": "dropped",
        "control": "www.example.com (port 443)",
        "from": "192.0.2.20",
    },
    evidence=(Evidence(check="tcp.ctc-443"), Evidence(check="control.tcp.example-one")),
    who=(Who.NETWORK,),
)

DNS_BLOCKED = Finding(
    code="dns-name-blocked",
    severity=Severity.MAJOR,
    confidence=Certainty.LIKELY,
    title="Your network hides a name that WSS needs",
    values={"host": "portal.threatpulse.com", "answer": "NXDOMAIN", "other": "another resolver"},
    evidence=(Evidence(check="dns.portal.threatpulse.com"),),
    who=(Who.NETWORK,),
)


def _port_blocked_checks() -> tuple[CheckResult, ...]:
    blocked = check(
        "tcp.ctc-443",
        f"Connection to {SERVICE}, TCP 443",
        Status.FAIL,
        f"{SERVICE_ADDRESS}: no answer",
        observations=(resolve(SERVICE, SERVICE_ADDRESS), connect(Failure.TIMED_OUT, 4003)),
        needs=(f"dns.{SERVICE}",),
        required=True,
        elapsed_ms=4026.0,
    )
    skipped = check(
        "tls.ctc-443",
        f"Answer of {SERVICE}: Traffic controller",
        Status.SKIPPED,
        "not run: tcp.ctc-443 failed",
        blocked_by="tcp.ctc-443",
        required=True,
    )
    web = check("web.method", "Web traffic by the method in use", Status.FAIL, f"{SERVICE_ADDRESS}: no answer", required=True)
    open_one = check(
        "control.tcp.example-one",
        "Known-good site example-one.example, TCP 443",
        summary="connected in 18 ms",
        observations=(connect(None, 18, "www.example.com", "203.0.113.9"),),
    )
    return replaced(checks_fine(), blocked, skipped, web, open_one)


def port_blocked() -> Report:
    """The one in the picture: the service's port is silent, everything else answers."""
    return report(VerdictStatus.BROKEN, PORT_BLOCKED.title, _port_blocked_checks(), (PORT_BLOCKED,))


def port_and_name_blocked() -> Report:
    """Two matters, one of them masked by nothing."""
    return report(VerdictStatus.BROKEN, PORT_BLOCKED.title, _port_blocked_checks(), (PORT_BLOCKED, DNS_BLOCKED))


def sign_in_page() -> Report:
    """A hotel's page stands in the way; it answers for the web too."""
    sign_in = Finding(
        code="wifi-sign-in",
        severity=Severity.BLOCKER,
        confidence=Certainty.CERTAIN,
        title="This Wi-Fi wants you to sign in first",
        values={"url": "http://login.hotel.example/"},
        evidence=(Evidence(check="sign-in.example-one"), Evidence(check="sign-in.example-two")),
        who=(Who.USER,),
    )
    consequence = Finding(
        code="certificate-name",
        severity=Severity.MAJOR,
        confidence=Certainty.CERTAIN,
        title="The service's certificate is for another name",
        values={"purpose": "Traffic controller", "host": SERVICE, "names": "login.hotel.example"},
        evidence=(Evidence(check="tls.ctc-443"),),
        masked_by="wifi-sign-in",
        who=(Who.NETWORK,),
    )
    checks = replaced(
        checks_fine(),
        check("sign-in.example-one", "Sign-in probe Example One", Status.FAIL, "another answer than expected: status 200"),
        check("sign-in.example-two", "Sign-in probe Example Two", Status.FAIL, "another answer than expected: status 200"),
        check(
            "tls.ctc-443",
            f"Answer of {SERVICE}: Traffic controller",
            Status.FAIL,
            f"{SERVICE_ADDRESS}: the certificate is for another name",
            required=True,
        ),
        check("web.method", "Web traffic by the method in use", Status.FAIL, "another answer than expected: status 200", required=True),
    )
    state = NetworkState(sign_in=SignIn.REQUIRED, sign_in_url="http://login.hotel.example/")
    return report(VerdictStatus.BROKEN, sign_in.title, checks, (sign_in, consequence), network=state)


def no_network() -> Report:
    """No interface is up; nothing could be tried."""
    finding = Finding(
        code="no-network",
        severity=Severity.BLOCKER,
        confidence=Certainty.CERTAIN,
        title="This computer is not connected to a network",
        values={},
        evidence=(Evidence(fact="interfaces[Wi-Fi].up", value=False),),
        who=(Who.USER,),
    )
    checks = tuple(
        check(one.id, one.title, Status.FAIL if not one.needs else Status.SKIPPED, "no route", required=one.required)
        for one in checks_fine()
    )
    return report(VerdictStatus.BROKEN, finding.title, checks, (finding,))


def cancelled() -> Report:
    """Stopped in the middle."""
    checks = tuple(
        one if at < 9 else check(one.id, one.title, Status.CANCELLED, "not finished", required=one.required)
        for at, one in enumerate(checks_fine())
    )
    return report(VerdictStatus.INCOMPLETE, "The check was stopped before it could tell", checks, cancelled=True)


def could_not_tell() -> Report:
    """A required check proves nothing."""
    why = "www.example.com: the proxy asks for a sign-in (by proxy)"
    unclear = check("web.method", "Web traffic by the method in use", Status.UNKNOWN, why, required=True)
    return report(VerdictStatus.INCOMPLETE, HEADLINES[VerdictStatus.INCOMPLETE], replaced(checks_fine(), unclear))
