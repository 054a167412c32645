"""Rules for what the settings of this computer alone tell of proxies: the settings rows of the fourth table, and SEP's local proxy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wssdiag.detection.settings_compared import SYSTEM, in_force, lead_apart, server_for_https, way_of
from wssdiag.diagnosis.case import Case, Conclusion, check, fact
from wssdiag.model.facts import ProxyKind, ProxySetting, known
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity, Subject
from wssdiag.model.mode import AGENT_METHODS, Method
from wssdiag.model.observation import Step
from wssdiag.model.unknown import Unknown
from wssdiag.model.web_address import DEFAULT_PORTS, bare_host, host_of, is_here

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.finding import Evidence

_PAC_METHODS = frozenset({Method.PAC_FILE, Method.SEP_PAC})

_FIREFOX = "firefox"

_LISTENING = frozenset({"listen", "listening"})

_RUNNING = "running"

#: What a port number may look like; a longer text is none, and would only cost time.
_PORT = re.compile(r"[0-9]{1,5}")

#: The service of SEP's local proxy (KB 231681).
_LOCAL_PROXY = "seplpsservice"

#: A listener on all addresses listens on the loopback too.
_ANYWHERE = frozenset({"0.0.0.0", "::", "*"})  # noqa: S104 - compared with, never bound to


def proxy_settings_conflict(case: Case) -> Iterator[Conclusion]:
    """Two sources each say where an ordinary https address goes, and they name different places.

    Only what can be compared counts: a proxy with a proxy, a PAC address with a PAC address, "direct" said aloud with either. A source that
    is silent is no conflict (services without a proxy of their own are ordinary), nor is a relay on this computer, which leads elsewhere.
    """
    if not case.by_proxy or not case.mode.in_use:
        return
    chosen = _in_force(case)
    first = chosen.get(SYSTEM) or next(iter(chosen.values()), None)
    other = next((row for row in chosen.values() if first and row is not first and _disagree(case, first, row)), None)
    if first and other:
        values = {"source": first.source, "way": way_of(first), "other_source": other.source, "other_way": way_of(other)}
        evidence = (_evidence(first), _evidence(other))
        yield Conclusion("proxy-settings-conflict", Severity.MINOR, Certainty.CERTAIN, evidence, values=values)


def pac_file_scheme(case: Case) -> Iterator[Conclusion]:
    """The PAC address in force is file://. Firefox reads such files, all others refuse."""
    if case.mode.method not in _PAC_METHODS or not case.mode.in_use:
        return
    for follows, row in _in_force(case).items():
        if follows != _FIREFOX and row.pac_url and row.pac_url.lower().startswith("file:"):
            yield Conclusion("pac-file-scheme", Severity.MAJOR, Certainty.CERTAIN, (_evidence(row),), values={"url": row.pac_url})
            return


def pac_beside_agent(case: Case) -> Iterator[Conclusion]:
    """Where nothing was checked: an agent that carries traffic, and a PAC address in force. Possible, until the script is asked."""
    mode = case.mode
    row = _in_force(case).get(SYSTEM)
    if case.results or not (mode.method in AGENT_METHODS and mode.in_use and mode.agent_captures) or row is None or not row.pac_url:
        return
    yield Conclusion(
        "pac-with-agent",
        Severity.NOTICE,
        Certainty.POSSIBLE,
        (_evidence(row), fact("mode.method", str(mode.method))),
        subject=Subject(host=host_of(row.pac_url) or None),
        values={"host": host_of(row.pac_url) or row.pac_url, "proxies": "unasked"},
    )


def wpad_in_use(case: Case) -> Iterator[Conclusion]:
    """Automatic detection is on, and it is known which PAC it found. That it is on alone says nothing: it is nearly everywhere."""
    if not case.mode.in_use:
        return
    row = next((row for row in known(case.facts.proxy_settings) if row.applies_to == SYSTEM), None)
    if row and row.kind is ProxyKind.AUTO_DETECT and row.pac_url:
        yield Conclusion("wpad-in-use", Severity.NOTICE, Certainty.LIKELY, (_evidence(row),), values={"url": row.pac_url})


def sep_local_proxy_stopped(case: Case) -> Iterator[Conclusion]:
    """The PAC address in force, or a proxy that the file names, is on this computer; SEP's local proxy belongs there; nothing listens."""
    sep = [row for row in case.traces if row.method in {Method.SEP_PAC, Method.SEP_TUNNEL}]
    expected = case.profile.expect.method is Method.SEP_PAC
    if case.mode.method not in _PAC_METHODS or not case.mode.in_use or not (sep or expected):
        return
    for row in _in_force(case).values():
        url = row.pac_url or ""
        hosted_here = url.lower().startswith("http") and is_here(host_of(url))
        port = _port_of(url) if hosted_here else _refused_proxy(case)
        proof = _not_listening(case, port) if port else ()
        if proof and url:
            yield Conclusion(
                "sep-local-proxy-stopped",
                Severity.BLOCKER,
                Certainty.CERTAIN,
                (_evidence(row), *proof),
                subject=Subject(host=host_of(url) if hosted_here else None, port=port),
                values={"url": url, "port": str(port)},
            )
            return


def _refused_proxy(case: Case) -> int | None:
    """The port of a proxy on this computer that the PAC file names, and that refused this run."""
    for result in case.family("proxy.pac"):
        for seen in result.observations:
            if seen.step is Step.CONNECT and seen.failure is Failure.REFUSED and is_here(seen.target.address or ""):
                return seen.target.port
    return None


def _in_force(case: Case) -> dict[str, ProxySetting]:
    return in_force(known(case.facts.proxy_settings))


def _disagree(case: Case, one: ProxySetting, other: ProxySetting) -> bool:
    """Whether they lead apart, and it is not one proxy under two names, nor two proxies that the organisation has."""
    servers = [server_for_https(row) for row in (one, other)]
    hosts = [bare_host(server.host) for server in servers if server]
    if not lead_apart(one, other) or len(hosts) < len(servers):
        return lead_apart(one, other)
    first, second = hosts
    return not ({first, second} <= _declared(case) or _addresses(case, first) & _addresses(case, second))


def _declared(case: Case) -> set[str]:
    return {bare_host(text.rpartition(":")[0].strip("[]")) for text in case.profile.endpoints.proxies}


def _addresses(case: Case, host: str) -> set[str]:
    """The host, and every address at which this run met it: a name and an address may be one proxy."""
    met = {seen.target.address for row in case.results.values() for seen in row.observations if bare_host(seen.target.host or "") == host}
    return {host, *(address for address in met if address)}


def _not_listening(case: Case, port: int) -> tuple[Evidence, ...]:
    """The proof that nothing listens: this run was refused there; or the sockets were read, and those that listen are others.

    Where neither is known a service that is stopped is the proof.
    """
    sockets = known(case.facts.connections)
    listening = [row for row in sockets if row.status in _LISTENING and row.transport == "tcp"]
    if any(_place(row.local) == port for row in listening):
        return ()
    for result in case.results.values():
        for seen in result.observations:
            here = is_here(seen.target.address or "") and seen.target.port == port and seen.step is Step.CONNECT
            if here and seen.failure is Failure.REFUSED:
                return (check(result),)
    services = known(case.facts.services)
    stopped = next((row for row in services if row.name.casefold() == _LOCAL_PROXY and row.status != _RUNNING), None)
    if stopped:
        return (fact(f"services[{stopped.name}].status", stopped.status),)
    if listening and not isinstance(case.facts.connections, Unknown):
        return (fact("connections", f"{len(listening)} sockets listen, none on port {port}"),)
    return ()


def _place(local: str) -> int | None:
    """The port of a local end that loopback connections reach."""
    host, _, port = local.rpartition(":")
    address = host.strip("[]").partition("%")[0]
    return int(port) if _PORT.fullmatch(port) and (address in _ANYWHERE or is_here(address)) else None


def _port_of(url: str) -> int | None:
    try:
        parts = urlsplit(url)
        return parts.port or DEFAULT_PORTS.get(parts.scheme.lower())
    except ValueError:
        return None


def _evidence(row: ProxySetting) -> Evidence:
    return fact(f"proxy_settings[{row.source}].{row.kind}", way_of(row))
