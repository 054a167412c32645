"""The fifth table of the list: agents."""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from tests.diagnosis.law.told import Told, chains, failed, tail
from wssdiag.detection.sightings import sightings
from wssdiag.model.facts import known
from wssdiag.model.failure import Failure
from wssdiag.model.observation import EchoDetail

if TYPE_CHECKING:
    from wssdiag.detection.sightings import Sighting
    from wssdiag.model.check import CheckResult

_AGENTS = frozenset({"wss-agent", "unified-agent", "sep-tunnel"})

#: Words of the agent's log.
_DOWN = re.compile(r"Connection failed \(\d+\) for|Connection failed \(\d+\)|has closed the connection")
_UP = re.compile(r"Connected: CC:|Connection to WSS successful")
_LOGIN = re.compile(r"status:(FAIL|DENIED|REFUSED|REJECTED|PENDING|WAITING)")


def _traces(told: Told) -> list[Sighting]:
    return [*sightings(told.facts, told.background.footprint)]


def agent_missing(told: Told) -> bool:
    read = [name for name in ("processes", "services") if name in told.said]
    expected = told.profile.expect.method
    return expected in _AGENTS and bool(read) and not any(row.method is expected for row in _traces(told))


def agents_conflict(told: Told) -> bool:
    running = {row.method for row in _traces(told) if row.active and row.fact in told.said and row.method in _AGENTS}
    return len(running) > 1


def agent_disabled(told: Told) -> bool:
    named = {row.fact.partition("]")[0] for row in _traces(told)}
    return any(str(value).endswith("disabled") or value == "activated waiting for user" for value in told.said.values()) and all(
        fact.partition("]")[0] in named for fact in told.said
    )


def agent_stopped(told: Told) -> bool:
    """Some trace is cited that it is installed, and none of its own shows that it runs."""
    traces = _traces(told)
    methods = {row.method for row in traces if row.fact in told.said}
    return bool(methods & _AGENTS) and not any(row.active and row.trace.alone for row in traces if row.fact in told.said)


def agent_control_unreachable(told: Told) -> bool:
    return told.subject.endpoint in {"ctc-443", "ua-ctc-443"} and told.method in _AGENTS and {row.status for row in told.cited} == {"fail"}


def _log(told: Told) -> str:
    """What the cited log says from the controller's last answer on."""
    return " ".join(str(value) for value in told.said.values())


def agent_sign_in_needed(told: Told) -> bool:
    return all(tail(told, row) for row in told.said.items()) and _LOGIN.search(_log(told)) is not None and _runs(told)


def _runs(told: Told) -> bool:
    return told.agent_in_use and any(row.active for row in _traces(told) if row.method == told.method)


def agent_tunnel_down(told: Told) -> bool:
    """Told to connect, and the last word of the log is that it is not; or it leaves unprotected although it was told so."""
    lines = [row for row in told.said.items() if row[0].endswith(".tail")]
    text = " ".join(str(line) for _, line in lines)
    active = "ACTIVE" in _last_tail(told)
    down = _DOWN.search(text) is not None
    open_web = told.report.network.protected == "no"
    return (
        bool(lines)
        and all(tail(told, row) for row in lines)
        and active
        and (down or open_web)
        and _runs(told)
        and told.report.network.protected != "yes"
    )


def _last_tail(told: Told) -> str:
    return "\n".join(row.tail or "" for row in known(told.facts.files))


def _version(text: object) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", str(text)))


def agent_too_old(told: Told) -> bool:
    installed = [value for fact, value in told.said.items() if fact.startswith("products[")]
    minimum = told.profile.expect.agent_minimum_version
    refused = any(
        "CTC Response" in str(value) and "ACTIVE" not in str(value) and "PASSIVE" not in str(value) for value in told.said.values()
    )
    below = [
        limit for limit in (minimum, "8.3.1" if refused else None) if limit and any(_version(one) < _version(limit) for one in installed)
    ]
    return bool(installed) and bool(below)


def agent_legacy(told: Told) -> bool:
    return told.method == "unified-agent" and _runs(told) and any(row.active and row.fact in told.said for row in _traces(told))


def sep_local_proxy_stopped(told: Told) -> bool:
    """Something that a PAC setting leads to is on this computer; and the socket was refused, is in no list, or its service is stopped."""
    refused = any(
        seen.failure is Failure.REFUSED and str(seen.target.address).startswith(("127.", "::1"))
        for row in told.cited
        for seen in row.observations
    )
    listed = any(fact == "connections" for fact in told.said)
    stopped = any(fact.lower() == "services[seplpsservice].status" and value != "running" for fact, value in told.said.items())
    return told.method in {"pac-file", "sep-pac"} and (refused or listed or stopped)


def _unconnected(told: Told) -> bool:
    quoted = [row for row in told.said.items() if row[0].endswith(".tail")]
    return bool(quoted) and all(tail(told, row) for row in quoted) and bool(_DOWN.search(_log(told)) or _LOGIN.search(_log(told)))


def fail_closed(told: Told) -> bool:
    """Not connected; web traffic fails; something else gets through; no known-good site answers."""
    web = told.checks["web.method"]
    passes = any(told.answers(row) for row in told.cited if row is not web)
    return (
        _unconnected(told)
        and web in told.cited
        and web.status == "fail"
        and passes
        and not any(map(told.answers, told.family("control.tls")))
    )


def fail_open(told: Told) -> bool:
    web = told.checks["web.method"]
    public = any(one.mozilla_code == 0 for row in told.of("control.tls") for one in chains(row))
    works = web in told.cited and any(seen.ok for seen in web.observations)
    return _unconnected(told) and works and public and told.report.network.protected != "yes"


def vpn_carries_service(told: Told) -> bool:
    """A route that holds the address leads into a tunnel that is up."""
    tunnels = {row.name for row in known(told.facts.interfaces) if row.type == "tunnel" and row.up}
    routes = [row for row in known(told.facts.routes) if f"routes[{row.destination}].interface" in told.said and row.interface in tunnels]
    holds = any(ip_address(told.subject.address or "") in ip_network(row.destination, strict=False) for row in routes)
    failing = any(fact.endswith(".tail") for fact in told.said)
    return holds and (told.finding.severity == "notice" or (failing and bool(_DOWN.search(_log(told)))))


def other_gateway_client(told: Told) -> bool:
    failing = bool(told.cited) and all(row.status == "fail" for row in told.cited)
    return bool(told.said) and told.finding.confidence == "possible" and (told.finding.severity == "notice" or failing)


def agent_udp_not_tried(told: Told) -> bool:
    """A full echo that was sent and did not come back; none of its kind came back; and the network works."""
    echoes = [row for row in told.of("echo", "control.echo") if row.observations]
    kind = "echo." if told.family("echo") else "control.echo."
    own = [row for row in told.report.checks if row.id.startswith(kind) and row.observations]
    back = any(isinstance(row.observations[0].detail, EchoDetail) and row.observations[0].detail.received_bytes is not None for row in own)
    lost = any(
        _is_lost(row.observations[0].detail) or failed(row, {Failure.TIMED_OUT, Failure.UNREACHABLE}) or _first_lost(row) for row in echoes
    )
    return lost and not back and told.method in _AGENTS and any(map(told.answers, told.cited))


def _is_lost(detail: object) -> bool:
    return isinstance(detail, EchoDetail) and bool(detail.path_mtu)


def _first_lost(row: CheckResult) -> bool:
    return row.observations[0].failure in {Failure.TIMED_OUT, Failure.UNREACHABLE}


def agent_passive(told: Told) -> bool:
    told_so = any("PASSIVE" in str(value) for value in told.said.values())
    by_another = told.report.network.protected == "yes" and bool(_DOWN.search(_log(told)))
    return _runs(told) and (told_so or by_another)
