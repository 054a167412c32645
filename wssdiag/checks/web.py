"""Plain web requests: the Wi-Fi sign-in probe sites, the clocks of other people, and what a browser would do now (``web.method``)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wssdiag.catalogue.signatures import declared
from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.portal_api import portal_api_checks
from wssdiag.checks.situation import WEB_SCHEMES, Situation, web_controls
from wssdiag.checks.wording import failed_at, milliseconds
from wssdiag.detection.service_page import asks_who
from wssdiag.detection.sign_in import right_answer
from wssdiag.model.check import Status
from wssdiag.model.failure import Failure
from wssdiag.model.observation import HttpDetail, Observation, Via
from wssdiag.model.web_address import DEFAULT_PORTS, address_of, is_literal
from wssdiag.probes.network import HttpAsk, Journey, Network, ProxyHop, TlsAsk

if TYPE_CHECKING:
    from wssdiag.catalogue.signatures import Signature
    from wssdiag.model.location import ClockSource, Control, SignInProbe

#: Unrelated sites that a browser would open; one that answers is enough, two that fail are no accident.
_SITES = 2

#: A first site that took longer has used up the time of a second: both and their limits must fit into a run.
PATIENCE_S = 5.0

_SILENCE = frozenset({Failure.TIMED_OUT, Failure.DNS_TIMEOUT})


def sign_in_checks(situation: Situation) -> tuple[Check, ...]:
    """Plain HTTP to sites whose right answer is known, and the network's own word: always directly, before any proxy."""
    probes = tuple(
        Check(id=f"sign-in.{probe.id}", title=f"Sign-in probe {probe.owner}", run=partial(_probe, probe=probe), endpoint=probe.url)
        for probe in situation.catalogue.sign_in_probe
    )
    return (*probes, *portal_api_checks(situation))


def clock_checks(situation: Situation, proxy: ProxyHop | None, proxy_check: str | None) -> tuple[Check, ...]:
    """The Date headers of unrelated operators, by the path of the method: one source each, so that any two are two opinions."""
    sources = {source.operator: source for source in reversed(situation.catalogue.clock_source)}
    return tuple(
        Check(
            id=f"clock.{source.id}",
            title=f"Time at {source.operator}",
            run=partial(_clock, source=source, proxy=proxy),
            needs=(proxy_check,) if proxy_check else (),
            endpoint=source.id,
        )
        for source in reversed(sources.values())
    )


def web_check(situation: Situation, proxy: ProxyHop | None, needs: tuple[str, ...] = ()) -> Check:
    """What a browser on this computer would do now by the method in use."""
    sites = web_controls(situation.catalogue)[:_SITES]
    pages = declared(situation.profile)
    return Check(
        id="web.method",
        title="Web traffic by the method in use",
        run=partial(_browse, sites=sites, proxy=proxy, captured=situation.mode.agent_captures, pages=pages),
        needs=needs,
        required=True,
    )


def no_way(outcome: Outcome) -> Check:
    """The same where there is no way that could be tried: known without asking the network."""
    return Check(id="web.method", title="Web traffic by the method in use", run=lambda _network, _results: outcome, required=True)


def _get(network: Network, url: str, proxy: ProxyHop | None = None) -> tuple[Observation, ...]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    return network.travel(
        Journey(
            host=host,
            port=parts.port or DEFAULT_PORTS[parts.scheme],
            proxy=proxy,
            tls=TlsAsk(server_name=host) if secure else None,
            http=HttpAsk(url=url),
        )
    )


def _probe(network: Network, _results: Results, *, probe: SignInProbe) -> Outcome:
    return judged_answer(probe, _get(network, probe.url))


def judged_answer(probe: SignInProbe, seen: tuple[Observation, ...]) -> Outcome:
    """What the answer to a probe says. None at all proves nothing: a sign-in page answers."""
    last = seen[-1]
    if not isinstance(last.detail, HttpDetail) or not last.answered:
        return Outcome(Status.UNKNOWN, failed_at(last), seen)
    if right_answer(probe, last.detail):
        return Outcome(Status.PASS, "the right answer: no sign-in page in between", seen)
    return Outcome(Status.WARN, f"another answer than expected: status {last.detail.status}", seen)


def _clock(network: Network, _results: Results, *, source: ClockSource, proxy: ProxyHop | None) -> Outcome:
    seen = _get(network, source.url, proxy)
    last = seen[-1]
    date = dict(last.detail.headers).get("date") if isinstance(last.detail, HttpDetail) else None
    return (
        Outcome(Status.PASS, date, seen)
        if last.answered and date
        else Outcome(Status.UNKNOWN, failed_at(last) if not last.ok else "no date", seen)
    )


def _browse(
    network: Network, results: Results, *, sites: tuple[Control, ...], proxy: ProxyHop | None, captured: bool, pages: tuple[Signature, ...]
) -> Outcome:
    if not sites:
        return Outcome(Status.UNKNOWN, "no known-good site may be contacted")
    seen: tuple[Observation, ...] = ()
    for site in sites:
        seen += network.travel(_visit(site, proxy))
        last = seen[-1]
        if asks_who(last, pages):
            return Outcome(Status.UNKNOWN, "the service's own sign-in page answers: nobody has signed in yet", seen)
        if last.answered:
            return Outcome(Status.PASS, f"{site.host} answers in {milliseconds(seen)}", seen)
        if last.failure is Failure.PROXY_AUTH:
            return Outcome(Status.UNKNOWN, failed_at(last), seen)
        if last.failure in _SILENCE and not _something_answers(results):
            break  # a second site would only cost its time-out on a network that answers nothing
        if sum(row.elapsed_ms for row in seen) > PATIENCE_S * 1000:
            break
    via = Via.AGENT if captured else seen[-1].via
    return Outcome(Status.FAIL, f"{failed_at(seen[-1])} (by {via})", seen)


def _visit(site: Control, proxy: ProxyHop | None) -> Journey:
    """As a browser goes: the name by the system's resolver, the certificate judged, the front page asked for."""
    scheme = WEB_SCHEMES.get(site.port)
    name = None if is_literal(site.host) else site.host
    return Journey(
        host=site.host,
        port=site.port,
        proxy=proxy,
        tls=TlsAsk(server_name=name) if scheme == "https" else None,
        http=HttpAsk(url=address_of(scheme, site.host, site.port)) if scheme else None,
    )


def _something_answers(results: Results) -> bool:
    settled = tuple(results.items())  # in one go: other checks are settled meanwhile
    return any(check_id.startswith("control.tcp.") and result.status is Status.PASS for check_id, result in settled)
