"""Rules for the PAC file: fetched, loaded, asked, and the proxies that it names. What the settings alone prove stands in ``settings``."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from wssdiag.checks.pac import proxy_check_id, said_no
from wssdiag.checks.pac_fetch import content_type
from wssdiag.diagnosis.case import Case, Conclusion, answered, check, fact
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Evidence, Severity, Subject
from wssdiag.model.mode import AGENT_METHODS, Method
from wssdiag.model.observation import HttpDetail, Observation, PacDetail, ResolveDetail, Step
from wssdiag.model.web_address import bare_host

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "pac.file"
_PROXIES = "proxy.pac"
_DIRECT = "DIRECT"

#: The types that browsers name for PAC files, and those of the scripts that they take as well.
PAC_TYPES = frozenset(
    {
        "application/x-ns-proxy-autoconfig",
        "application/x-javascript-config",
        "application/x-javascript",
        "application/javascript",
        "text/javascript",
    }
)

#: Names that no public resolver knows: special use (RFC 6762 appendix G, RFC 9476 and the registry of RFC 6761), and a plain name.
_INSIDE_ONLY = (".local", ".lan", ".internal", ".intranet", ".corp", ".home", ".private", ".home.arpa")

#: Slower than this and a page waits for it, each time.
_SLOW_MS = 1000.0

_NO_WAY = frozenset({Failure.NO_ROUTE, Failure.UNREACHABLE})
_NOT_THERE = frozenset({Failure.NAME_NOT_FOUND, Failure.NO_ADDRESS})

_OWN_PROXY_HOSTS = ".threatpulse.net"
_CODES = {
    Failure.HTTP_STATUS: ("pac-http-error", Severity.BLOCKER),
    Failure.REDIRECTED: ("pac-http-error", Severity.BLOCKER),
    Failure.PAC_NOT_SCRIPT: ("pac-not-script", Severity.BLOCKER),
    Failure.PAC_SYNTAX: ("pac-syntax-error", Severity.BLOCKER),
    Failure.PAC_RUNTIME: ("pac-runtime-error", Severity.BLOCKER),
    Failure.PAC_RUNAWAY: ("pac-runaway", Severity.BLOCKER),
    Failure.BODY_TOO_LARGE: ("pac-too-large", Severity.MAJOR),
}


def pac_unreachable(case: Case) -> Iterator[Conclusion]:
    """The address of the PAC file cannot be fetched: name, connect, TLS, or no first byte in time."""
    result, last = _file(case)
    if result and last and _not_fetched(last) and _inside_only(case, result, last) is None:
        yield _about(result, last, "pac-unreachable", Severity.BLOCKER)


def pac_internal_only(case: Case) -> Iterator[Conclusion]:
    """The PAC host lives in a network to which there is no way from here."""
    result, last = _file(case)
    if result and last and _not_fetched(last) and (why := _inside_only(case, result, last)):
        certainty, proof = why
        yield _about(result, last, "pac-internal-only", Severity.BLOCKER, certainty=certainty, more=proof)


def pac_of_no_use(case: Case) -> Iterator[Conclusion]:
    """What came is an error, no script, or a script that does not load, throws, or does not end."""
    result, last = _file(case)
    if result and last and last.failure in _CODES:
        code, severity = _CODES[last.failure]
        yield _about(result, last, code, severity)


def pac_slow(case: Case) -> Iterator[Conclusion]:
    """The body was not complete in time, or an evaluation takes over a second with its names."""
    result, last = _file(case)
    if result is None or last is None:
        return
    body_late = last.failure is Failure.TIMED_OUT and isinstance(last.detail, HttpDetail) and last.detail.status is not None
    slow = isinstance(last.detail, PacDetail) and last.ok and last.detail.slowest_ms > _SLOW_MS
    if body_late or slow:
        yield _about(result, last, "pac-slow", Severity.MINOR)


def pac_dead_proxy(case: Case) -> Iterator[Conclusion]:
    """No proxy that the file names for ordinary addresses answers. With a way around them, traffic leaves unprotected."""
    result, detail = _answers(case)
    if result is None or detail is None or _agent_carries(case):
        return
    named = {proxy_check_id(proxy) for answer in detail.answers if answer.ordinary for proxy in answer.proxies if proxy != _DIRECT}
    tried = tuple(row for row in case.family(_PROXIES) if row.id in named)
    if not tried:
        return
    if any(row.status is not Status.FAIL or said_no(row) for row in tried):
        return
    around = any(_DIRECT in answer.proxies for answer in detail.answers if answer.ordinary)
    yield _about(
        result,
        result.observations[-1],
        "pac-dead-proxy",
        Severity.MAJOR if around else Severity.BLOCKER,
        more=tuple(check(row) for row in tried),
        steps=tuple(row.id for row in tried),
        values={"proxies": _named(detail)},
    )


def pac_goes_direct(case: Case) -> Iterator[Conclusion]:
    """Ordinary addresses are answered DIRECT first, though the method expects the service and no agent is active."""
    result, detail = _answers(case)
    if result is None or detail is None or _agent_carries(case) or case.profile.expect.method is Method.DIRECT:
        return
    ordinary = [answer for answer in detail.answers if answer.ordinary]
    if ordinary and all(answer.proxies[:1] == (_DIRECT,) for answer in ordinary):
        yield _about(result, result.observations[-1], "pac-goes-direct", Severity.MAJOR)


def pac_with_agent(case: Case) -> Iterator[Conclusion]:
    """An active agent, and a PAC file that names the service's ``ep`` or a proxy inside: two lists of exceptions that differ."""
    result, detail = _answers(case)
    if result is None or detail is None or not _agent_carries(case):
        return
    named = [proxy for answer in detail.answers if answer.ordinary for proxy in answer.proxies if proxy != _DIRECT]
    if any(_ep_or_inside(proxy) for proxy in named):
        mode = fact("mode.method", str(case.mode.method))
        values = {"proxies": _named(detail)}
        yield _about(result, result.observations[-1], "pac-with-agent", Severity.NOTICE, more=(mode,), values=values)


def pac_wrong_type(case: Case) -> Iterator[Conclusion]:
    """The content type of the file is none of the types of PAC files."""
    result = None if _agent_carries(case) else _answers(case)[0]
    page = next((row for row in reversed(result.observations) if isinstance(row.detail, HttpDetail)), None) if result else None
    if result is None or page is None or not isinstance(page.detail, HttpDetail):
        return
    if content_type(page.detail) not in PAC_TYPES:
        yield _about(result, page, "pac-wrong-type", Severity.NOTICE)


def _named(detail: PacDetail) -> str:
    """The proxies that the file names for ordinary addresses, each once: ``"a.example:8080, b.example:8080"``."""
    named = (proxy.partition(" ")[2] for answer in detail.answers if answer.ordinary for proxy in answer.proxies if proxy != _DIRECT)
    return ", ".join(dict.fromkeys(named))


def _file(case: Case) -> tuple[CheckResult | None, Observation | None]:
    """The check of the file with its last step, where the file matters: beside an active agent nothing goes by it."""
    result = case.results.get(FILE)
    if result is None or not result.observations or result.status not in {Status.FAIL, Status.PASS} or _agent_carries(case):
        return None, None
    return result, result.observations[-1]


def _answers(case: Case) -> tuple[CheckResult | None, PacDetail | None]:
    """The check of the file and what the script answered, where it did; also beside an agent."""
    result = case.results.get(FILE)
    last = result.observations[-1] if result and result.observations else None
    return (result, last.detail) if last and last.ok and isinstance(last.detail, PacDetail) else (None, None)


def _not_fetched(last: Observation) -> bool:
    """Nothing came: a step before the answer failed, or not a byte of the answer came."""
    if last.ok or last.step is Step.PAC or last.failure in _CODES:
        return False
    return not isinstance(last.detail, HttpDetail) or last.detail.status is None


def _inside_only(case: Case, result: CheckResult, last: Observation) -> tuple[Certainty, tuple[Evidence, ...]] | None:
    """How sure it is that the host is one of another network, with the name that does resolve here; None where nothing says so."""
    host = bare_host(last.target.host or "")
    if last.step is Step.RESOLVE and last.failure in _NOT_THERE:
        inside = "." not in host or host.endswith(_INSIDE_ONLY)
        other = case.resolving_control() or next(filter(answered, case.family("dns.server")), None)
        return (Certainty.LIKELY, (check(other),)) if inside and other else None
    if last.step is not Step.CONNECT or last.failure not in _NO_WAY:
        return None
    named = (row.detail.addresses for row in result.observations if isinstance(row.detail, ResolveDetail) and row.ok)
    addresses = next(named, (last.target.address or "",))
    return (Certainty.CERTAIN, ()) if addresses and all(_is_private(address) for address in addresses) else None


def _is_private(address: str) -> bool:
    try:
        return ip_address(address.partition("%")[0]).is_private
    except ValueError:
        return False


def _agent_carries(case: Case) -> bool:
    return case.mode.method in AGENT_METHODS and case.mode.in_use and case.mode.agent_captures


def _ep_or_inside(proxy: str) -> bool:
    host = proxy.partition(" ")[2].rpartition(":")[0].strip("[]").lower()
    first = host.partition(".")[0]
    return (
        (host.endswith(_OWN_PROXY_HOSTS) and first.startswith("ep")) or "." not in host or host.endswith(_INSIDE_ONLY) or _is_private(host)
    )


def _about(  # noqa: PLR0913 - one row of a finding; a parameter object would be the finding again
    result: CheckResult,
    seen: Observation,
    code: str,
    severity: Severity,
    *,
    certainty: Certainty = Certainty.CERTAIN,
    more: tuple[Evidence, ...] = (),
    steps: tuple[str, ...] = (),
    values: dict[str, str] | None = None,
) -> Conclusion:
    host = next((row.target.host for row in reversed(result.observations) if row.target.host), None) or ""
    values = {"host": host, **_seen(seen), **(values or {})}
    subject = Subject(host=host or None, address=seen.target.address, port=seen.target.port, transport=seen.target.transport)
    return Conclusion(code, severity, certainty, (check(result), *more), steps or (result.id,), subject, values)


def _seen(seen: Observation) -> dict[str, str]:
    """What the last step itself tells: the status of an answer, or the engine's words."""
    if isinstance(seen.detail, HttpDetail):
        return {"status": str(seen.detail.status)} if seen.failure in {Failure.HTTP_STATUS, Failure.REDIRECTED} else {}
    return {"message": seen.detail.error} if seen.failure in {Failure.PAC_SYNTAX, Failure.PAC_RUNTIME} else {}
