"""What holds of the chain of evidence of every finding, whatever was run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.diagnosis.background import Background
from wssdiag.diagnosis.case import Case
from wssdiag.diagnosis.chain import Chain, Cited, Standing, chain_of
from wssdiag.diagnosis.lookalikes import ROWS, Lookalike
from wssdiag.model.check import Status
from wssdiag.model.finding import Certainty
from wssdiag.model.observation import TlsDetail
from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from wssdiag.model.report import Report

#: What a certain finding that stands says of the whole computer: no other finding's chain may claim the contrary.
_OF_THE_WHOLE = {
    "no-network": Lookalike.NOT_CONNECTED,
    "no-internet": Lookalike.NO_WAY_OUT,
    "gateway-silent": Lookalike.ROUTER_SILENT,
    "wifi-sign-in": Lookalike.SIGN_IN_PAGE,
    "clock-wrong": Lookalike.CLOCK,
    "dns-not-configured": Lookalike.NO_RESOLVER,
    "dns-server-silent": Lookalike.DNS_DOWN,
    "dns-server-failing": Lookalike.DNS_DOWN,
}

#: Causes that no rule concludes without something that worked.
_BY_A_CONTROL = frozenset(
    {
        "mtu-blackhole",
        "ipv6-broken",
        "path-slow",
        "dns-server-silent",
        "dns-policy-override",
        "dns-name-blocked",
        "dns-wrong-answer",
        "service-unreachable",
        "port-blocked",
        "udp-443-blocked",
        "tls-reset",
        "tls-handshake-failed",
        "service-error",
        "proxy-name-not-found",
        "fail-closed",
        "agent-udp-not-tried",
        "app-trust-missing",
        "ipv6-leak",
        "quic-leak",
        "trans-proxy-not-routed",
        "saml-unreachable",
        "directory-port-blocked",
        "ac-logon-blocked",
    }
)


def chains_hold(report: Report) -> None:
    """Every line cites what the report holds, and nothing is ruled out by what did not pass."""
    for finding in report.findings:
        chain = chain_of(finding, report)
        _stands_on_its_evidence(chain, report)
        _excludes_by_proof(chain, report)
        assert chain.explains == tuple(row for row in report.findings if row.masked_by == finding.code)
        assert (chain.explained_by.code if chain.explained_by else None) == finding.masked_by


def of_a_run(report: Report) -> None:
    """Beyond that, of what a run wrote: controls are shown, and what is certain for the whole computer is disproved by no check of it."""
    for finding in report.findings:
        if finding.code in _BY_A_CONTROL and any(row.check for row in finding.evidence):
            assert chain_of(finding, report).controls, f"{finding.code} stands without its control"
    case = Case.of(report, Background())
    for finding in report.findings:
        row = ROWS[_OF_THE_WHOLE[finding.code]] if finding.code in _OF_THE_WHOLE else None
        if row and row.disproof and finding.masked_by is None and finding.confidence is Certainty.CERTAIN:
            assert not row.disproof.ask(case, finding), f"{finding.code} is found, and disproved"


def _stands_on_its_evidence(chain: Chain, report: Report) -> None:
    rows = (*chain.seen, *chain.controls)
    assert rows, f"{chain.finding.code} rests on nothing"
    assert sorted(map(_key, rows)) == sorted((row.check, row.fact, str(row.value)) for row in chain.finding.evidence)
    for row in rows:
        _is_in(row, report)
    accused = chain.finding.subject.endpoint
    for row in chain.controls:
        if row.check and row.check.status is not Status.PASS:
            assert row.check.ran
            assert all(seen.ok or isinstance(seen.detail, TlsDetail) for seen in row.steps)
            assert row.steps
            assert accused is None or row.check.endpoint != accused, f"{chain.finding.code} takes what it accuses for its control"


def _excludes_by_proof(chain: Chain, report: Report) -> None:
    found = {row.code for row in report.findings}
    for row in chain.exclusions:
        assert not found & {*ROWS[row.lookalike].codes}
        assert bool(row.cited) or row.standing is not Standing.RULED_OUT
        for cited in row.cited:
            _is_in(cited, report)
            if row.standing is Standing.RULED_OUT:
                assert cited.check is None or cited.check.status is Status.PASS
                assert cited.check or not isinstance(_said(report, cited.evidence.fact), Unknown)


def _is_in(row: Cited, report: Report) -> None:
    if row.check is None:
        assert row.evidence.fact
        return
    assert row.check in report.checks
    assert row.check.id == row.evidence.check
    assert all(seen in row.check.observations for seen in row.steps)


def _said(report: Report, path: str) -> object:
    """The fact, the mode or the state of the network that a path begins with."""
    head, _, rest = path.partition(".")
    if head in {"mode", "network"}:
        return getattr(getattr(report, head), rest)
    return getattr(report.facts, head.partition("[")[0])


def _key(row: Cited) -> tuple[str, str, str]:
    return row.evidence.check, row.evidence.fact, str(row.evidence.value)
