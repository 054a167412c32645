"""The PAC file: fetched, loaded, asked for ordinary and internal addresses; then every proxy that it names for ordinary ones.

The path of the method follows from it as in a browser: the first of its proxies that answers as one, or none where it says DIRECT or says
nothing of use.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from wssdiag.catalogue.rows import row_of_proxy
from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.pac_fetch import fetch, inline, inline_too_large, is_web, patience_s
from wssdiag.checks.proxy import place_of, sites_of, through
from wssdiag.checks.situation import WEB_SCHEMES, Situation, parse_hop, web_controls
from wssdiag.checks.wording import FAILURE_WORDS, failed_at
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.facts import ProxyKind, known
from wssdiag.model.failure import PROXY_SAID_NO, Failure
from wssdiag.model.mode import AGENT_METHODS, Method
from wssdiag.model.observation import HttpDetail, Observation, PacAnswer, PacDetail, ResolveDetail, Step, Target
from wssdiag.model.shown import shown
from wssdiag.model.web_address import address_of, default_port, host_of, is_literal, without_credentials
from wssdiag.pac.answer import DIRECT
from wssdiag.probes.network import Journey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wssdiag.model.facts import Facts
    from wssdiag.model.location import Control
    from wssdiag.pac.evaluate import Evaluator, OpenEvaluator
    from wssdiag.probes.network import Network, ProxyHop

FILE = "pac.file"

#: Ordinary addresses that the script is asked for: sites of unrelated operators.
_SITES = 3

#: Proxies of one file that are tried: as many as one answer may name. A file that leads to more is no PAC file of an organisation.
_MOST_PROXIES = 64

_METHODS = frozenset({Method.PAC_FILE, Method.SEP_PAC})
_KINDS = frozenset({ProxyKind.PAC, ProxyKind.AUTO_DETECT})
_TLS_KEYWORD = "HTTPS"
_SPOKEN = frozenset({"PROXY", _TLS_KEYWORD})


def pac_address(situation: Situation) -> str | None:
    """The PAC file that matters here: this computer's own, also beside an agent; for a method that is not in use, the profile's."""
    mode = situation.mode
    if situation.role != "client":
        return None
    if mode.in_use and mode.method in _METHODS | AGENT_METHODS:
        rows = known(situation.facts.proxy_settings)
        return next((row.pac_url for row in rows if row.kind in _KINDS and row.pac_url), None)
    return situation.profile.endpoints.pac_url if mode.method in _METHODS else None


def by_pac(situation: Situation) -> bool:
    """Whether the PAC file decides the path of the method. Beside an agent it is information."""
    return situation.mode.method in _METHODS and pac_address(situation) is not None


def file_checks(situation: Situation) -> tuple[Check, ...]:
    """The check of the file itself; none where there is no address for one."""
    url = pac_address(situation)
    if url is None:
        return ()
    asked = _asked(situation)
    own, patience = own_addresses(situation.facts), patience_s(situation.deadline_s)
    run = partial(ask_file, url=url, asked=asked, own=own, open_evaluator=situation.pac, patience=patience)
    return (Check(id=FILE, title="The PAC file of this computer", run=run),)


def proxy_checks(situation: Situation, results: Mapping[str, CheckResult]) -> tuple[Check, ...]:
    """One check for each proxy that the file names, those for ordinary addresses first; the others are asked for what they serve."""
    detail = evaluated(results)
    answers = sorted(detail.answers, key=lambda answer: not answer.ordinary) if detail else []
    named = {entry: answer for answer in reversed(answers) for entry in answer.proxies if entry != DIRECT}
    order = dict.fromkeys(entry for answer in answers for entry in answer.proxies if entry != DIRECT)
    return tuple(_proxy_check(entry, named[entry], situation) for entry in tuple(order)[:_MOST_PROXIES])


def _proxy_check(entry: str, answer: PacAnswer, situation: Situation) -> Check:
    hop = hop_of(entry)
    place = entry.partition(" ")[2]
    row = row_of_proxy(hop.host, hop.port, situation.catalogue) if hop else None
    run: Callable[[Network, Results], Outcome]
    if hop is None:
        run = partial(_unspoken, keyword=entry.partition(" ")[0])
    elif answer.ordinary:
        run = partial(_through, hop=hop, sites=sites_of(situation), plain=place_of(situation))
    else:
        run = partial(_for_inside, hop=hop, host=host_of(answer.url), port=default_port(answer.url))
    title = f"Proxy {place} of the PAC file" if answer.ordinary else f"Proxy {place} of the PAC file, for addresses inside"
    return Check(id=proxy_check_id(entry), title=title, run=run, needs=(FILE,), endpoint=row.id if row else None)


@dataclass(frozen=True, slots=True)
class Way:
    """How web traffic goes out by the file: by a proxy, directly (no proxy), or ``stopped``, with the outcome that says why."""

    proxy: ProxyHop | None = None
    check: str | None = None  # the one that tries the proxy
    refused: bool = False  # the proxy answers, and lets nothing through: what it says to a browser is worth seeing
    stopped: Outcome | None = None


def way_of(results: Mapping[str, CheckResult]) -> Way:
    """What a browser ends up with for an ordinary address. A file that is of no use means directly."""
    detail = evaluated(results)
    if detail is None:
        return _without_answers(results.get(FILE))
    entry = next((taken(answer, results) for answer in detail.answers if answer.ordinary), None)
    if entry is None:
        return Way(stopped=Outcome(Status.FAIL, "none of the proxies that the PAC file names carries it, and it names no way around them"))
    result, hop = results.get(proxy_check_id(entry)), None if entry == DIRECT else hop_of(entry)
    if hop is None and result:
        return Way(stopped=Outcome(Status.UNKNOWN, result.summary))
    return Way(hop, result.id, refused=said_no(result)) if result else Way()


def taken(answer: PacAnswer, results: Mapping[str, CheckResult]) -> str | None:
    """The entry of an answer that a browser stays with: the first that lives. None where all are dead.

    A proxy that answers with a refusal lives: Chromium goes on to the next entry only where the connection to the proxy itself fails
    (``net/http/proxy_fallback.cc``).
    """
    for entry in answer.proxies:
        result = results.get(proxy_check_id(entry))
        if entry == DIRECT or (result and (result.status in {Status.PASS, Status.UNKNOWN} or said_no(result))):
            return entry
    return None


def said_no(result: CheckResult) -> bool:
    """Whether a proxy's check failed, and the proxy itself said so."""
    return result.status is Status.FAIL and any(row.failure in PROXY_SAID_NO for row in result.observations)


def _without_answers(result: CheckResult | None) -> Way:
    if result is None or result.status is Status.UNKNOWN:
        return Way(stopped=Outcome(Status.UNKNOWN, "the PAC file could not be evaluated, so the path of web traffic is not known"))
    last = result.observations[-1] if result.observations else None
    if last and last.failure is Failure.PAC_RUNAWAY:
        return Way(stopped=Outcome(Status.FAIL, "the PAC file never comes to an answer"))
    if last and last.failure is Failure.TIMED_OUT and isinstance(last.detail, HttpDetail) and last.detail.status is not None:
        return Way(stopped=Outcome(Status.UNKNOWN, "the PAC file had not come when the time was over"))
    return Way()


def evaluated(results: Mapping[str, CheckResult]) -> PacDetail | None:
    """What the file said, where it could be asked."""
    result = results.get(FILE)
    last = result.observations[-1] if result and result.observations else None
    return last.detail if last and last.ok and isinstance(last.detail, PacDetail) else None


def hop_of(entry: str) -> ProxyHop | None:
    """``PROXY host:port`` or ``HTTPS host:port`` as a hop; None for SOCKS, which is not spoken here."""
    keyword, _, place = entry.partition(" ")
    if keyword not in _SPOKEN:
        return None
    hop = parse_hop(place)
    return msgspec.structs.replace(hop, tls_name=hop.host) if keyword == _TLS_KEYWORD else hop


def proxy_check_id(entry: str) -> str:
    """The id of the check of a proxy that the file names: "PROXY host:port" or another kind."""
    host, _, port = entry.partition(" ")[2].rpartition(":")
    return f"proxy.pac.{host.strip('[]')}-{port}"


def _asked(situation: Situation) -> tuple[PacAnswer, ...]:
    """Addresses without an answer yet. For https a browser gives the script the host alone."""
    sites = [site for site in web_controls(situation.catalogue) if not is_literal(site.host) and site.port in WEB_SCHEMES][:_SITES]
    ordinary = [PacAnswer(url=address_of(WEB_SCHEMES[site.port], site.host, site.port)) for site in sites]
    suffixes = dict.fromkeys(row.dns_suffix for row in known(situation.facts.interfaces) if row.up and row.dns_suffix)
    internal = ["http://intranet/", *(f"https://intranet.{suffix}/" for suffix in suffixes)]
    return (*ordinary, *(PacAnswer(url=url, ordinary=False) for url in internal))


def own_addresses(facts: Facts) -> tuple[str, ...]:
    """The addresses of the interfaces that lead out, then the others."""
    ways = {route.interface for route in known(facts.routes) if route.destination in {"0.0.0.0/0", "::/0"}}
    rows = sorted((row for row in known(facts.interfaces) if row.up and row.type != "loopback"), key=lambda row: row.name not in ways)
    return tuple(entry.address.partition("%")[0] for row in rows for entry in row.addresses)


def ask_file(
    network: Network,
    _results: Results,
    *,
    url: str,
    asked: tuple[PacAnswer, ...],
    own: tuple[str, ...],
    open_evaluator: OpenEvaluator | None,
    patience: float,
) -> Outcome:
    """Fetch the file in ``patience`` seconds, load it and ask it; names that it wants are looked up. ``own``: this computer's addresses."""
    text = inline(url)
    seen: tuple[Observation, ...] = ()
    body = b""
    if text is None:
        if large := inline_too_large(url):
            return Outcome(Status.FAIL, failed_at(large), (large,))
        if not is_web(url):
            return Outcome(Status.FAIL, "a browser fetches PAC files from web addresses only")
        fetched = fetch(network, url, patience)
        seen, text, body = fetched.observations, fetched.text, fetched.body
        if text is None:
            return Outcome(Status.FAIL, failed_at(seen[-1]), seen)
    if open_evaluator is None:
        return Outcome(Status.UNKNOWN, "PAC files can't be evaluated by this build", seen)
    resolver = _Resolver(network)
    with open_evaluator(resolver.addresses, own) as evaluator:
        row = _evaluation(evaluator, text, asked, resolver.spent_ms, _begun(seen))
    detail = row.detail
    if isinstance(detail, PacDetail):
        about = msgspec.structs.replace(detail, source=shown(without_credentials(url)), body_size=len(body) or len(text))
        row = msgspec.structs.replace(row, target=Target(host=host_of(url) or None), detail=about)
    seen += (row,)
    if row.failure is Failure.UNKNOWN:
        return Outcome(Status.UNKNOWN, "PAC files can't be evaluated on this system", seen)
    if row.failure:
        return Outcome(Status.FAIL, FAILURE_WORDS[row.failure], seen)
    return Outcome(Status.PASS, _summary(row), seen)


def _evaluation(
    evaluator: Evaluator, text: str, asked: tuple[PacAnswer, ...], spent_ms: Mapping[str, float], offset_ms: float
) -> Observation:
    """Load the script and ask it. The failure of an ordinary address is the file's; that of an internal one is nobody's matter here."""
    loaded = evaluator.load(text)
    rows = () if loaded.failure else tuple(evaluator.find([(one.url, host_of(one.url)) for one in asked]))
    pairs = tuple(zip(asked, rows, strict=False))
    bad = loaded if loaded.failure else next((row for one, row in pairs if one.ordinary and row.failure), None)
    answers = tuple(
        msgspec.structs.replace(one, answer=shown(row.answer), proxies=row.proxies, names=row.names)
        for one, row in pairs
        if row.answer is not None
    )
    times = [row.elapsed_ms + sum(spent_ms.get(name, 0.0) for name in row.names) for row in rows]
    detail = PacDetail(error=bad.message if bad else "", answers=answers, slowest_ms=max(times, default=0.0))
    failure = bad.failure if bad else None
    elapsed = loaded.elapsed_ms + sum(times)
    return Observation(step=Step.PAC, target=Target(), offset_ms=offset_ms, elapsed_ms=elapsed, failure=failure, detail=detail)


def _summary(row: Observation) -> str:
    detail = row.detail
    first = next((answer for answer in detail.answers if answer.ordinary), None) if isinstance(detail, PacDetail) else None
    return f"ordinary addresses go to {'; '.join(first.proxies)}" if first else "loaded"


class _Resolver:
    """The system's resolver as the script's, with the time that each name took."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self.spent_ms: dict[str, float] = {}

    def addresses(self, name: str) -> tuple[str, ...]:
        """None where it does not resolve."""
        seen = self._network.resolve(name)
        self.spent_ms[name] = seen.elapsed_ms
        return seen.detail.addresses if seen.ok and isinstance(seen.detail, ResolveDetail) else ()


def _begun(seen: tuple[Observation, ...]) -> float:
    return seen[-1].offset_ms + seen[-1].elapsed_ms if seen else 0.0


def _through(network: Network, _results: Results, *, hop: ProxyHop, sites: tuple[Control, ...], plain: tuple[str, int] | None) -> Outcome:
    return through(network, hop, sites, plain)


def _for_inside(network: Network, _results: Results, *, hop: ProxyHop, host: str, port: int) -> Outcome:
    """Whether a proxy that is named for addresses inside answers as one: the very address that it was asked about need not exist."""
    seen = network.travel(Journey(host=host, port=port, proxy=hop))
    last = seen[-1]
    if last.ok or last.failure in PROXY_SAID_NO:
        return Outcome(Status.PASS, "answers" if last.ok else f"answers: {failed_at(last)}", seen)
    return Outcome(Status.FAIL, failed_at(last), seen)


def _unspoken(_network: Network, _results: Results, *, keyword: str) -> Outcome:
    return Outcome(Status.UNKNOWN, f"proxies of the kind {keyword} are not tested by this version")
