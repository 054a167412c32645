"""What is news to someone who watches: of a run, only what is known to be otherwise than before. Pure.

A check without an outcome, a masked finding, or "could not tell" says nothing: what was known before stays known, until a run proves it
otherwise. So what comes to no outcome once and is back in the next run is no news, and what changed meanwhile is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from wssdiag.model.check import Status
from wssdiag.model.report import Protected, SignIn
from wssdiag.remedy.outcome import key_of
from wssdiag.report.compare import CheckChange, Differences, differences, is_asked_for

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult
    from wssdiag.model.report import NetworkState, Report

#: The outcomes that prove something of the network.
_PROVES = frozenset({Status.PASS, Status.WARN, Status.FAIL})


def as_known(before: Report, now: Report) -> Report:
    """The newer report, with what was known ``before`` in the place of what came to no outcome; the last run is all that must be kept.

    Its verdict stays its own. In another mode nothing of before counts: the same check asks for something else there.
    """
    if now.mode.method is not before.mode.method:
        return now
    was = {check.id: check for check in before.checks}
    kept = tuple(one for one in differences(before, now).unseen if is_asked_for(one, now))
    again = {key_of(one) for one in kept}
    return msgspec.structs.replace(
        now,
        checks=tuple(_known(check, was.get(check.id)) for check in now.checks),
        findings=(*kept, *(one for one in now.findings if key_of(one) not in again)),
        network=_known_network(before.network, now.network),
    )


def news(before: Report, known: Report) -> Differences:
    """What ``known`` (of :func:`as_known`) has that is worth telling. A check that was not known before is, if it did not pass."""
    found = differences(before, known)
    return msgspec.structs.replace(found, checks=tuple(row for row in found.checks if _is_news(row)))


def _known(check: CheckResult, was: CheckResult | None) -> CheckResult:
    return was if was is not None and was.status in _PROVES and check.status not in _PROVES else check


def _known_network(was: NetworkState, now: NetworkState) -> NetworkState:
    return msgspec.structs.replace(
        now,
        protected=was.protected if now.protected is Protected.UNKNOWN else now.protected,
        sign_in=was.sign_in if now.sign_in is SignIn.UNKNOWN else now.sign_in,
    )


def _is_news(row: CheckChange) -> bool:
    if row.before is None or row.after not in _PROVES:
        return False
    return row.before in _PROVES or row.after is not Status.PASS
