"""Rules for programs that keep their own trust or ask their own resolver: two rows of the sixth table, by their settings."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from wssdiag.detection.authority import Authority, web_chains
from wssdiag.diagnosis.case import Case, Conclusion, check, fact
from wssdiag.model.facts import AgentCertificate, BrowserSetting, known
from wssdiag.model.finding import Certainty, Severity, Subject
from wssdiag.model.mode import Method
from wssdiag.model.report import Protected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.check import CheckResult
    from wssdiag.model.finding import Evidence
    from wssdiag.model.observation import TlsDetail

_FIREFOX = "firefox"

#: From this version on Firefox trusts the system's own roots on Windows and macOS unless told otherwise.
_TRUSTS_SYSTEM_FROM = 120

#: The first number of a version.
_MAJOR = re.compile(r"([0-9]{1,4})(?:\.|$)")

_WITHOUT_SERVICE = frozenset({Method.DIRECT, Method.UNKNOWN})


def app_trust_missing(case: Case) -> Iterator[Conclusion]:
    """Web traffic is re-signed by the service's own root, this computer's store holds it, and a program does not look there."""
    found = _re_signed_and_trusted(case)
    if found:
        yield from _firefox(case, found[0])
        yield from _bundles(case, *found)


def _firefox(case: Case, proof: CheckResult) -> Iterator[Conclusion]:
    """A policy that puts certificates into Firefox's own store may have put the root there."""
    rows = [row for row in known(case.facts.browsers) if row.app == _FIREFOX]
    policy = next((row for row in rows if row.policy), None)
    if policy and (policy.system_roots or policy.adds_roots):
        return
    for row in rows:
        own_store = None if row.policy else _own_store(case, row, policy)
        if own_store:
            evidence = (own_store, check(proof))
            values = {"app": f"Firefox {row.version}".rstrip(), "store": "own"}
            yield Conclusion("app-trust-missing", Severity.MINOR, Certainty.LIKELY, evidence, subject=Subject(app=_FIREFOX), values=values)
            return


def _bundles(case: Case, proof: CheckResult, detail: TlsDetail) -> Iterator[Conclusion]:
    """A CA variable names a bundle that was read whole, and nothing of the service's chain is in it.

    What the variable's programs trust besides is not known (some add the bundle to a store of their own), so it is likely.
    """
    authority = Authority.of(case.facts, case.profile)
    own = authority.fingerprints | {row.sha256.casefold() for row in detail.chain}
    bundles: dict[str, list[AgentCertificate]] = {}
    for row in known(case.facts.certificates):
        if row.variable:
            bundles.setdefault(row.path, []).append(row)
    for variable in known(case.facts.environment):
        rows = bundles.get(variable.value, [])
        if not rows or any(row.sha256.casefold() in own or authority.is_called(row.subject) for row in rows):
            continue
        evidence = (fact(f"environment[{variable.name}].value", variable.value), check(proof))
        values = {"app": variable.name, "store": variable.value}
        yield Conclusion("app-trust-missing", Severity.MINOR, Certainty.LIKELY, evidence, subject=Subject(app=variable.name), values=values)


def doh_bypass(case: Case) -> Iterator[Conclusion]:
    """A browser asks an encrypted resolver of its own by its settings, and the service is meant to be in use. A policy decides first."""
    expected = case.profile.expect.method
    served = case.mode.method not in _WITHOUT_SERVICE or expected not in {None, *_WITHOUT_SERVICE}
    if not case.mode.in_use or not served or expected is Method.DIRECT:
        return
    for app, rows in groupby(sorted(known(case.facts.browsers), key=lambda row: row.app), key=lambda row: row.app):
        said = sorted((row for row in rows if row.own_dns is not None), key=lambda row: not row.policy)
        chosen = next((row for row in said if row.own_dns), None)
        if chosen is None or (said[0].policy and not said[0].own_dns):
            continue
        evidence = (fact(f"browsers[{chosen.source}].own_dns", value=True),)
        values = {"app": _NAMES.get(app, app), "server": chosen.dns_server}
        yield Conclusion("doh-bypass", Severity.MINOR, Certainty.CERTAIN, evidence, subject=Subject(app=app), values=values)


#: How a browser calls itself.
_NAMES = {"chrome": "Chrome", "chromium": "Chromium", "edge": "Edge", "firefox": "Firefox"}


def _re_signed_and_trusted(case: Case) -> tuple[CheckResult, TlsDetail] | None:
    """A web chain that leads to the service's own root by its fingerprint, and that this computer's store trusts."""
    if not case.mode.in_use or case.network.protected is Protected.NO:
        return None
    authority = Authority.of(case.facts, case.profile)
    chains = web_chains(case.results)
    return next(((result, detail) for result, _, detail in chains if detail.only_here and authority.proven(detail)), None)


def _own_store(case: Case, row: BrowserSetting, policy: BrowserSetting | None) -> Evidence | None:
    """What tells that the Firefox of a profile trusts its own store alone; None where that is not so, or not known. A policy decides."""
    decides = policy if policy and policy.system_roots is not None else row
    if decides.system_roots is not None:
        return None if decides.system_roots else fact(f"browsers[{decides.source}].system_roots", value=False)
    major = _MAJOR.match(row.version)
    old = case.facts.os == "linux" or (major and int(major[1]) < _TRUSTS_SYSTEM_FROM)
    return fact(f"browsers[{row.source}].version", row.version) if old else None
