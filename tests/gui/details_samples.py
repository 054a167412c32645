"""A report with everything that the technician's views show: many steps, chains of several kinds, proxy settings, locations."""

from __future__ import annotations

from msgspec.structs import replace

from tests.gui import samples
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import Failure
from wssdiag.model.observation import (
    Certificate,
    ConnectDetail,
    HttpDetail,
    Observation,
    ResolveDetail,
    Step,
    Target,
    TlsDetail,
    Transport,
)
from wssdiag.model.report import Report, VerdictStatus

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


def many(count: int = 200) -> tuple[CheckResult, ...]:
    """As many checks as a large run has, one of them slow and silent, the last ones not run."""
    made = [
        samples.check(
            f"tls.location-{at}", f"TLS with host-{at}.example", observations=steps(f"host-{at}.example", at * 18.0), elapsed_ms=297
        )
        for at in range(count - 12)
    ]
    silent = samples.connect(Failure.TIMED_OUT, 1600)
    made[3] = samples.check(
        "tcp.ctc-443",
        f"Port 443 of {LONG}",
        Status.FAIL,
        "no answer",
        observations=(samples.resolve(LONG, "192.0.2.1"), silent),
        elapsed_ms=1622,
    )
    rest = [samples.check(f"tls.skipped-{at}", f"TLS with site-{at}.example", Status.SKIPPED, "not run", elapsed_ms=0) for at in range(12)]
    return (*made, *rest)


def large() -> Report:
    """A run of 200 checks."""
    return samples.report(VerdictStatus.BROKEN, samples.PORT_BLOCKED.title, many(), (samples.PORT_BLOCKED,))


def rechecked(results: tuple[CheckResult, ...], ago_ms: float) -> tuple[CheckResult, ...]:
    """The results as a re-check keeps them: their times lie before its own."""
    return tuple(
        replace(one, observations=tuple(replace(seen, offset_ms=seen.offset_ms - ago_ms) for seen in one.observations)) for one in results
    )
