"""The fourth table of the list: proxies and PAC files."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from tests.diagnosis.law.told import Told, closed, failed, last, named, script, steps
from wssdiag.model.facts import known
from wssdiag.model.failure import Failure
from wssdiag.model.observation import HttpDetail, ProxyDetail, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.model.check import CheckResult
    from wssdiag.model.observation import PacDetail

_NOT_THERE = frozenset({Failure.NAME_NOT_FOUND, Failure.NO_ADDRESS, Failure.DNS_BOGON})
_TICKETS = frozenset({"negotiate", "ntlm", "kerberos"})
_GATEWAY = frozenset({502, 503, 504})
_INSIDE = (".local", ".lan", ".internal", ".intranet", ".corp", ".home", ".private", ".home.arpa")
_TYPES = ("proxy-autoconfig", "javascript")
_SLOW_MS = 1000.0


def proxy_name_not_found(told: Told) -> bool:
    own = [row for row in told.of("proxy.dns") if failed(row, _NOT_THERE)]
    others = [row for row in told.of("control.dns", "dns.server") if any(seen.ok for seen in row.observations)]
    return bool(own) and bool(others)


def proxy_unreachable(told: Told) -> bool:
    rows = told.of("proxy.tcp")
    silent = {row.address for row in known(told.facts.neighbours) if row.state in {"incomplete", "failed", "unreachable"}}
    away = any(seen.failure is Failure.NO_ROUTE and seen.target.address in silent for row in rows for seen in row.observations)
    return any(closed(row, told.subject) for row in rows) or (away and told.subject.kind == "unreachable")


def proxy_not_a_proxy(told: Told) -> bool:
    wrong = {Failure.TIMED_OUT, Failure.RESET, Failure.PROXY_NOT_A_PROXY}
    return any(failed(row, wrong, Step.PROXY) for row in told.of("proxy.connect"))


def _answer(row: CheckResult) -> list[ProxyDetail]:
    """What the proxy said, where nothing of the check went through it."""
    tried = steps(row, Step.PROXY)
    return [] if any(seen.ok for seen in tried) else [seen.detail for seen in tried if isinstance(seen.detail, ProxyDetail)]


def proxy_auth_required(told: Told) -> bool:
    asked = [one for row in told.cited for one in _answer(row) if one.status == 407]
    hopeless = all(one.schemes and set(one.schemes) <= _TICKETS for one in asked) and "krb5" in " ".join(told.said)
    return bool(asked) and (told.finding.severity == "notice" or (hopeless and not any(told.said.values())))


def proxy_denied(told: Told) -> bool:
    return any(one.status and 300 <= one.status != 407 and one.status not in _GATEWAY for row in told.cited for one in _answer(row))


def proxy_cannot_reach_service(told: Told) -> bool:
    return any(one.status in _GATEWAY for row in told.cited for one in _answer(row))


def proxy_not_the_service(told: Told) -> bool:
    web = told.checks["web.method"]
    carried = any(seen.ok and seen.via == "proxy" for seen in web.observations)
    host = told.subject.host or ""
    declared = any(host == text.rpartition(":")[0].lower() for text in told.profile.endpoints.proxies)
    return (
        told.report.network.protected == "no"
        and carried
        and told.control("proxy")
        and not declared
        and not host.endswith("threatpulse.net")
    )


def proxy_settings_conflict(told: Told) -> bool:
    rows = [row for row in known(told.facts.proxy_settings) if f"proxy_settings[{row.source}].{row.kind}" in told.said]
    return len(told.said) > 1 and len(set(told.said.values())) > 1 and len({row.applies_to for row in rows}) > 1 and told.by_proxy


def pac_file_scheme(told: Told) -> bool:
    urls = [row.pac_url or "" for row in known(told.facts.proxy_settings) if f"proxy_settings[{row.source}].pac" in told.said]
    return any(url.lower().startswith("file:") for url in urls)


def _came(told: Told) -> bool:
    """Whether an answer of HTTP came for the file."""
    row = told.file()
    seen = last(row)
    return seen is not None and isinstance(seen.detail, HttpDetail) and seen.detail.status is not None


def pac_unreachable(told: Told) -> bool:
    seen = last(told.file())
    return seen is not None and not seen.ok and not _came(told) and seen.step is not Step.PAC


def pac_internal_only(told: Told) -> bool:
    row, seen = told.file(), last(told.file())
    if row is None or seen is None or seen.ok or _came(told):
        return False
    host = seen.target.host or ""
    if seen.step is Step.RESOLVE:
        return seen.failure in _NOT_THERE and ("." not in host or host.endswith(_INSIDE)) and told.finding.confidence != "certain"
    addresses = named(row) or ((seen.target.address,) if seen.target.address else ())
    return (
        seen.failure in {Failure.NO_ROUTE, Failure.UNREACHABLE} and bool(addresses) and all(ip_address(one).is_private for one in addresses)
    )


def ends(*failures: Failure) -> Callable[[Told], bool]:
    """A row of which the last step of the file's own check is the proof."""

    def holds(told: Told) -> bool:
        seen = last(told.file())
        return seen is not None and seen.failure in failures

    return holds


def pac_slow(told: Told) -> bool:
    detail, seen = script(told.file()), last(told.file())
    late = seen is not None and seen.failure is Failure.TIMED_OUT and _came(told)
    return late or (detail is not None and detail.slowest_ms > _SLOW_MS)


def _ordinary(detail: PacDetail | None) -> list[tuple[str, ...]]:
    return [answer.proxies for answer in detail.answers if answer.ordinary] if detail else []


def pac_dead_proxy(told: Told) -> bool:
    """Every proxy that is named for ordinary addresses was tried, and none of them said a word."""
    answers = _ordinary(script(told.file()))
    entries = {entry for proxies in answers for entry in proxies if entry != "DIRECT"}
    ids = {f"proxy.pac.{host}-{port}" for entry in entries for host, _, port in [entry.partition(" ")[2].rpartition(":")]}
    tried = told.of("proxy.pac")
    said = any(_answer(row) and any(one.status for one in _answer(row)) for row in tried)
    around = any("DIRECT" in proxies for proxies in answers)
    dead = bool(tried) and not any(any(seen.ok for seen in steps(row, Step.PROXY, Step.HTTP)) for row in tried) and not said
    return ids == {row.id for row in tried} and dead and told.finding.severity == ("major" if around else "blocker")


def pac_goes_direct(told: Told) -> bool:
    answers = _ordinary(script(told.file()))
    silent = told.profile.expect.method == "direct" or (told.agent_in_use and told.captured)
    return bool(answers) and all(proxies[:1] == ("DIRECT",) for proxies in answers) and not silent


def pac_with_agent(told: Told) -> bool:
    if not (told.agent_in_use and told.captured):
        return False
    if not told.report.checks:
        return any(row.pac_url for row in known(told.facts.proxy_settings)) and told.finding.confidence == "possible"
    hosts = [entry.partition(" ")[2].rpartition(":")[0].strip("[]") for proxies in _ordinary(script(told.file())) for entry in proxies]
    return any(_is_ep_or_inside(host) for host in hosts if host)


def _is_ep_or_inside(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return (host.startswith("ep") and host.endswith(".threatpulse.net")) or "." not in host or host.endswith(_INSIDE)


def pac_wrong_type(told: Told) -> bool:
    row = told.file()
    details = [seen.detail for seen in row.observations if isinstance(seen.detail, HttpDetail)] if row else []
    return (
        script(row) is not None
        and bool(details)
        and not dict(details[-1].headers).get("content-type", "").partition(";")[0].endswith(_TYPES)
    )


def wpad_in_use(told: Told) -> bool:
    return any(row.kind == "auto-detect" and row.pac_url in told.said.values() for row in known(told.facts.proxy_settings))
