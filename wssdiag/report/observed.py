"""How one measured step is said: what was tried, where, by which way, what came of it, and after how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.observation import HttpDetail, ProxyDetail, ResolveDetail, Step, TlsDetail, Via
from wssdiag.report import wording
from wssdiag.report.failures import failure_words
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.model.observation import Observation, Target

#: A name at a large provider has a dozen addresses; a reader compares the first few.
_ADDRESSES = 4


def step_word(step: Step) -> str:
    """What was tried, in a technician's word."""
    return {
        Step.RESOLVE: _("Look up name"),
        Step.CONNECT: _("Connect"),
        Step.UDP: _("Datagram"),
        Step.ICMP: _("Echo"),
        Step.PROXY: _("Ask proxy"),
        Step.TLS: _("TLS handshake"),
        Step.HTTP: _("HTTP request"),
        Step.LDAP: _("Ask directory"),
        Step.RPC: _("Ask endpoint mapper"),
        Step.PAC: _("PAC file"),
    }[step]


def target_text(target: Target) -> str:
    """Where a step went: ``name (address):port/transport``; what is not known is left out. Not yet fit to be shown."""
    if target.host and target.address and target.host != target.address:
        place = f"{target.host} ({target.address})"
    else:
        place = target.host or target.address or ""
    if target.port is not None:
        place += f" {target.port}"
    return place + (f"/{target.transport}" if target.transport and target.port is not None else "")


def step_line(seen: Observation) -> str:
    """One step as a line of a record: ``"Connect, a.example 443/tcp: no answer in time (4.0 s)"``. Not yet fit to be shown."""
    rest = {
        "step": step_word(seen.step),
        "place": target_text(seen.target),
        "outcome": ", ".join(filter(None, (_("worked") if seen.failure is None else failure_words(seen.failure), _came_back(seen)))),
        "time": wording.duration(seen.elapsed_ms),
    }
    if seen.via is Via.AGENT:
        return _("{step}, {place}, through the agent: {outcome} ({time})").format(**rest)
    if seen.via is Via.PROXY:
        return _("{step}, {place}, through the proxy: {outcome} ({time})").format(**rest)
    return _("{step}, {place}: {outcome} ({time})").format(**rest)


def _came_back(seen: Observation) -> str:
    """What the other side said, in a few words; empty where the outcome says it all."""
    match seen.detail:
        case ResolveDetail(addresses=addresses) if addresses:
            return ", ".join(addresses[:_ADDRESSES])
        case HttpDetail(status=status, headers=headers) if status is not None and dict(headers).get("location"):
            return _("status {status}, sent on to {url}").format(status=status, url=dict(headers)["location"])
        case ProxyDetail(status=status) | HttpDetail(status=status) if status is not None:
            return _("status {status}").format(status=status)
        case TlsDetail(chain=chain) if chain:
            return _("issued by {issuer}").format(issuer=chain[-1].issuer)
    return ""
