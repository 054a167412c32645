"""The names of the service's proxy inside a site's tunnel, side by side.

``ep`` and ``ep1`` share one address, ``ep-all`` gives all at once, ``ep-roundrobin`` one at a time (the reference; KB 386655). The second
wave, from what the names answered; asks nothing by itself.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import TRANS_PROXY, service_proxies
from wssdiag.checks.check import Check, Outcome, Results
from wssdiag.checks.names import addresses_in, host_check
from wssdiag.model.check import Status
from wssdiag.model.mode import Method

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wssdiag.checks.situation import Situation
    from wssdiag.model.check import CheckResult
    from wssdiag.probes.network import Network

ANSWERS = "ep.answers"

#: The first label of the names that are compared.
_ONE, _ALL, _ROTATING = "ep", "ep-all", "ep-roundrobin"

#: How many addresses a summary shows.
_SHOWN = 4


def answer_checks(situation: Situation, results: Mapping[str, CheckResult]) -> tuple[Check, ...]:
    """One check where this method's names were looked up, at least two of them; else none."""
    if situation.mode.method is not Method.TRANS_PROXY:
        return ()
    hosts = [row.host for row in service_proxies(situation.catalogue) if row.host and TRANS_PROXY in row.methods]
    asked = {host: found for host in dict.fromkeys(hosts) if (found := _addresses(host, results)) is not None}
    if len(asked) <= 1:
        return ()
    return (Check(id=ANSWERS, title="Whether the names of the service's proxy agree", run=partial(_compare, answers=asked)),)


def _addresses(host: str, results: Mapping[str, CheckResult]) -> tuple[str, ...] | None:
    """What the name answered; none where it gave no address, None where it was not asked."""
    result = results.get(host_check(host)) or results.get(f"proxy.dns.{host}")
    return addresses_in(result.observations) if result and result.ran else None


def _compare(_network: Network, _results: Results, *, answers: Mapping[str, tuple[str, ...]]) -> Outcome:
    by_label = {host.partition(".")[0]: frozenset(found) for host, found in answers.items()}
    said = "; ".join(f"{host}: {_shown(found)}" for host, found in answers.items())
    doubts = tuple(_doubts(by_label))
    if doubts:
        return Outcome(Status.WARN, f"{'; '.join(doubts)} ({said})")
    return Outcome(Status.PASS, f"they agree ({said})")


def _doubts(found: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Where the names depart from what the reference says of them. A name without an address is its own check's matter."""
    every = found.get(_ALL, frozenset())
    doubts = [
        f"{label} gives {', '.join(sorted(addresses - every))}, which {_ALL} does not have"
        for label, addresses in found.items()
        if every and label != _ALL and addresses - every
    ]
    if len(found.get(_ROTATING, ())) > 1:
        doubts.append(f"{_ROTATING} gives {len(found[_ROTATING])} addresses at once")
    first = found.get(f"{_ONE}1")
    if first and found.get(_ONE) and first != found[_ONE]:
        doubts.append(f"{_ONE} and {_ONE}1 differ")
    return tuple(doubts)


def _shown(addresses: tuple[str, ...]) -> str:
    if not addresses:
        return "no address"
    more = f" and {len(addresses) - _SHOWN} more" if len(addresses) > _SHOWN else ""
    return ", ".join(addresses[:_SHOWN]) + more
