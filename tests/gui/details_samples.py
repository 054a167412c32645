"""A report with everything that the technician's views show: many steps, chains of several kinds, proxy settings, locations."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tests.gui import samples
from wssdiag.catalogue.loader import load_builtin
from wssdiag.gui.work import PacAsked
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.facts import ProxyKind, ProxyServer, ProxySetting
from wssdiag.model.failure import Failure
from wssdiag.model.mode import Method
from wssdiag.model.observation import (
    Certificate,
    ConnectDetail,
    HttpDetail,
    Observation,
    PacAnswer,
    PacDetail,
    ResolveDetail,
    Step,
    Target,
    TlsDetail,
    Transport,
)
from wssdiag.model.report import Report, VerdictStatus

if TYPE_CHECKING:
    from wssdiag.model.location import Catalogue

LONG = "a-name-that-an-organisation-made-up-on-a-long-friday-afternoon.department.example"


def certificate(subject: str, issuer: str, *, names: tuple[str, ...] = (), sha256: str = "5f" * 32) -> Certificate:
    """One of a chain."""
    return Certificate(
        subject=subject,
        issuer=issuer,
        names=names,
        not_before="2026-03-01T00:00:00Z",
        not_after="2027-03-01T00:00:00Z",
        sha256=sha256,
    )


def steps(host: str, begin_ms: float, chain: TlsDetail | None = None) -> tuple[Observation, ...]:
    """Look up, connect, shake hands, ask."""
    target = Target(host=host, address="198.51.100.7", port=443, transport=Transport.TCP)
    tls = chain or TlsDetail(server_name=host, version="TLSv1.3", system_code=0, mozilla_code=0, chain=public_chain(host))
    return (
        Observation(step=Step.RESOLVE, target=Target(host=host), offset_ms=begin_ms, elapsed_ms=21, detail=ResolveDetail()),
        Observation(step=Step.CONNECT, target=target, offset_ms=begin_ms + 21, elapsed_ms=32, detail=ConnectDetail()),
        Observation(step=Step.TLS, target=target, offset_ms=begin_ms + 53, elapsed_ms=84, detail=tls),
        Observation(step=Step.HTTP, target=target, offset_ms=begin_ms + 137, elapsed_ms=160, detail=HttpDetail(status=200)),
    )


def public_chain(host: str) -> tuple[Certificate, ...]:
    """As most sites send it."""
    between = certificate("CN=Example Issuing CA 3,O=Example Trust,C=US", "CN=Example Root,O=Example Trust,C=US", sha256="a1" * 32)
    return (certificate(f"CN={host}", between.subject, names=(host, f"www.{host}")), between)


def private_chain(host: str, authority: str, **codes: int | None) -> TlsDetail:
    """Signed by somebody whom Mozilla does not know."""
    root = certificate(f"CN={authority}", f"CN={authority}", sha256="c3" * 32)
    leaf = certificate(f"CN={host}", root.subject, names=tuple(f"{at}.{host}" for at in range(60)), sha256="d4" * 32)
    return TlsDetail(server_name=host, version="TLSv1.2", chain=(leaf, root), **codes)  # type: ignore[arg-type]


def many(count: int = 200) -> tuple[CheckResult, ...]:
    """As many checks as a large run has, one of them slow and silent, the last ones not run."""
    made = [
        samples.check(
            f"tls.location-{at}",
            f"Answer of host-{at}.example: Portal, asked by the Auth Connector",
            observations=steps(f"host-{at}.example", at * 18.0),
            elapsed_ms=297,
        )
        for at in range(count - 12)
    ]
    silent = samples.connect(Failure.TIMED_OUT, 1600)
    made[3] = samples.check(
        "tcp.ctc-443",
        f"Connection to {LONG}, TCP 443",
        Status.FAIL,
        "no answer",
        observations=(samples.resolve(LONG, "192.0.2.1"), silent),
        elapsed_ms=1622,
    )
    signed: tuple[dict[str, int | None], ...] = ({"system_code": 0, "mozilla_code": 19}, {"system_code": 20, "mozilla_code": 20}, {})
    for at, codes in enumerate(signed, 5):
        host = f"host-{at}.example"
        detail = private_chain(host, "Example Corp Proxy CA\\, of the whole organisation", leaf_code=0, **codes)
        made[at] = replace(made[at], observations=steps(host, at * 18.0, detail))
    rest = [
        samples.check(
            f"tls.skipped-{at}",
            f"Answer of site-{at}.example: Portal, asked by the Auth Connector",
            Status.SKIPPED,
            f"not run: tcp.skipped-{at} failed",
            elapsed_ms=0,
        )
        for at in range(12)
    ]
    return (*made, *rest)


SETTINGS = (
    ProxySetting(
        source="internet-settings",
        applies_to="system",
        kind=ProxyKind.PAC,
        pac_url=f"http://{LONG}/proxies/of/the/whole/organisation/proxy.pac",
        bypass=("localhost", "*.example"),
        policy=True,
    ),
    ProxySetting(source="internet-settings", applies_to="system", kind=ProxyKind.AUTO_DETECT),
    ProxySetting(
        source="firefox",
        applies_to="firefox",
        kind=ProxyKind.MANUAL,
        servers=(ProxyServer(scheme="http", host="proxy.example", port=8080), ProxyServer(scheme="https", host="proxy.example", port=8080)),
        bypass=tuple(f"site-{at}.example" for at in range(60)),
    ),
    ProxySetting(source="winhttp", applies_to="services", kind=ProxyKind.DIRECT),
    ProxySetting(source="environment", applies_to="command-line", kind=ProxyKind.PAC, pac_url="http://other.example/proxy.pac"),
)


@cache
def catalogue() -> Catalogue:
    """The one that comes with the program, read once."""
    return load_builtin()


def located() -> tuple[CheckResult, ...]:
    """What a run may have seen of the agent's locations: one silent, the others open."""
    rows = [row for row in catalogue().location if {Method.WSS_AGENT, "portal"} & set(row.methods) and row.port is not None]
    return tuple(
        samples.check(
            f"{'tls' if row.protocol == 'tls' else row.transport}.{row.id}",
            f"{row.purpose}, {row.transport.upper()} {row.port}",
            Status.FAIL if at == 2 else Status.PASS,
            "203.0.113.9: no answer" if at == 2 else "connected in 18 ms",
            observations=(samples.connect(Failure.TIMED_OUT if at == 2 else None, 22, row.host or "", "198.51.100.7"),),
        )
        for at, row in enumerate(rows[:6])
    )


def large() -> Report:
    """A run of 200 checks, with settings of several sources."""
    made = samples.report(VerdictStatus.BROKEN, samples.PORT_BLOCKED.title, (*many(), *located()), (samples.PORT_BLOCKED,))
    beside = tuple(row for row in catalogue().location if "portal" in row.methods)
    return replace(made, facts=replace(made.facts, proxy_settings=SETTINGS), locations=beside)


def _pac_check(title: str, *answers: PacAnswer) -> CheckResult:
    detail = PacDetail(source=str(SETTINGS[0].pac_url), body_size=812, answers=answers, slowest_ms=31.0)
    seen = Observation(step=Step.PAC, target=Target(host=LONG), offset_ms=400, elapsed_ms=31, detail=detail)
    return samples.check("pac.file", title, summary="ordinary addresses go to PROXY proxy.example:8080; DIRECT", observations=(seen,))


def with_pac() -> Report:
    """A run that asked the PAC file in force."""
    proxies = ("PROXY proxy.example:8080", "DIRECT")
    answers = (
        PacAnswer(url="https://www.example.com/", answer="PROXY proxy.example:8080; DIRECT", proxies=proxies, names=("www.example.com",)),
        PacAnswer(url="http://intranet/", ordinary=False, answer="DIRECT", proxies=("DIRECT",)),
    )
    made = large()
    return replace(made, checks=(*made.checks, _pac_check("The PAC file of this computer", *answers)))


def answered(url: str) -> PacAsked:
    """What came of a question."""
    proxies = ("PROXY proxy.example:8080", "DIRECT")
    answer = PacAnswer(url=url, answer="PROXY proxy.example:8080; DIRECT", proxies=proxies, names=("www.example.net",))
    return PacAsked(url, _pac_check(f"The PAC file, asked for {url}", answer))


def unanswered(url: str) -> PacAsked:
    """The file's host is silent."""
    seen = samples.connect(Failure.TIMED_OUT, 4000, LONG, "192.0.2.1")
    return PacAsked(url, samples.check("pac.file", f"The PAC file, asked for {url}", Status.FAIL, "no answer", observations=(seen,)))


def rechecked(results: tuple[CheckResult, ...], ago_ms: float) -> tuple[CheckResult, ...]:
    """The results as a re-check keeps them: their times lie before its own."""
    return tuple(
        replace(one, observations=tuple(replace(seen, offset_ms=seen.offset_ms - ago_ms) for seen in one.observations)) for one in results
    )
