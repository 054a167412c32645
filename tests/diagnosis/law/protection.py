"""The last tables of the list: protection and trust, sites and sign-in, and what is left."""

from __future__ import annotations

from tests.diagnosis.law.told import CLOSED, Told, chains, closed, cut, failed, pages, steps
from wssdiag.catalogue.signatures import Sign, declared, recognised
from wssdiag.model.facts import known
from wssdiag.model.failure import Failure
from wssdiag.model.observation import ProxyDetail, Step, TlsDetail

_TRUSTED = frozenset({0, 9, 10, 23, 62, 64, None})
_AGENTS = frozenset({"wss-agent", "unified-agent", "sep-tunnel"})


def not_protected(told: Told) -> bool:
    return told.report.network.protected == "no" and told.profile.expect.method != "direct"


def fingerprints(told: Told) -> set[str]:
    """Of the service's own CA, by the profile and by an agent's own files."""
    own = [row for row in known(told.facts.certificates) if not row.variable]
    return {value.lower() for value in (*told.profile.expect.root_ca_sha256, *(row.sha256 for row in own)) if value}


def _is_the_services(told: Told, detail: TlsDetail) -> bool:
    return any(row.sha256.lower() in fingerprints(told) for row in detail.chain)


def _named_services(told: Told, detail: TlsDetail) -> bool:
    text = " ".join(row.issuer for row in detail.chain)
    own = {row.subject.casefold() for row in known(told.facts.certificates) if not row.variable and row.subject}
    return recognised(Sign.SERVICE_CA, text, declared(told.profile)) is not None or any(
        row.issuer.casefold() in own for row in detail.chain
    )


def double_interception(told: Told) -> bool:
    """The same private signer at two sites, who is not the service; sure only where it is known how the service signs."""
    shown = [
        (seen.target.host, seen.detail)
        for row in told.cited
        for seen in row.observations
        if isinstance(seen.detail, TlsDetail) and seen.detail.chain
    ]
    signed = [
        (host, one) for host, one in shown if one.mozilla_code not in _TRUSTED and one.chain[-1].issuer == told.finding.values["issuer"]
    ]
    ours = any(_is_the_services(told, one) or _named_services(told, one) for _, one in signed[:1])
    known_how = bool(fingerprints(told) or told.profile.signatures.interception_issuers)
    vendor = recognised(Sign.INTERCEPTOR, told.finding.values["issuer"], told.background.signatures) is not None
    sure = known_how or vendor or told.finding.severity == "notice"
    return len({host for host, _ in signed}) > 1 and not ours and sure


def service_root_missing(told: Told) -> bool:
    shown = [
        one
        for row in told.cited
        for one in chains(row)
        if one.mozilla_code not in _TRUSTED and one.chain[-1].issuer == told.finding.values["issuer"]
    ]
    unknown_here = any(one.system_code not in _TRUSTED for one in shown)
    own = any(_is_the_services(told, one) for one in shown) or (
        told.finding.confidence != "certain" and any(_named_services(told, one) for one in shown)
    )
    return unknown_here and own


def app_trust_missing(told: Told) -> bool:
    """The service's root re-signs, this computer trusts it; Firefox keeps its own store, or a variable names a bundle without it."""
    trusted = any(_is_the_services(told, one) and one.system_code == 0 for row in told.cited for one in chains(row))
    if told.subject.app == "firefox":
        return trusted and any(fact.startswith("browsers[") for fact in told.said)
    bundle = [row for row in known(told.facts.certificates) if row.variable and row.path in told.said.values()]
    return trusted and bool(bundle) and not any(row.sha256.lower() in fingerprints(told) for row in bundle)


def ipv6_leak(told: Told) -> bool:
    """One site: the service's certificate by IPv4, its own by IPv6."""
    host = told.finding.values["host"]
    own = carried = False
    for row in told.cited:
        for seen in row.observations:
            if not isinstance(seen.detail, TlsDetail) or not seen.detail.chain or seen.target.host != host:
                continue
            by_ipv6 = ":" in (seen.target.address or "")
            own |= by_ipv6 and seen.detail.mozilla_code == 0 and not _is_the_services(told, seen.detail)
            carried |= not by_ipv6 and _is_the_services(told, seen.detail)
    return own and carried and told.report.network.protected == "yes" and not told.by_proxy


def quic_leak(told: Told) -> bool:
    answers = any(seen.ok for row in told.of("web.quic", "control.udp") for seen in steps(row, Step.UDP))
    carried = any(_is_the_services(told, one) for row in told.of("control.tls") for one in chains(row)) or told.control("proxy.connect")
    methods = _AGENTS | {"ipsec", "trans-proxy"}
    return answers and carried and told.method in methods and told.report.network.protected == "yes"


def doh_bypass(told: Told) -> bool:
    rows = [row for row in known(told.facts.browsers) if f"browsers[{row.source}].own_dns" in told.said]
    return any(row.own_dns and row.app == told.subject.app for row in rows)


def ike_no_answer(told: Told) -> bool:
    own = told.checks[f"udp.{told.subject.endpoint}"]
    refused = bool(failed(own, {Failure.REFUSED, Failure.UNREACHABLE}))
    living = any(seen.ok for row in told.cited if row is not own for seen in row.observations)
    silent = bool(own.observations) and not any(seen.ok for seen in own.observations)
    doubt = told.finding.severity == "notice" and told.finding.confidence == "possible"
    return own in told.cited and silent and (refused or living or doubt)


def trans_proxy_not_routed(told: Told) -> bool:
    return told.method == "trans-proxy" and any(closed(row, told.subject) for row in told.of("proxy.tcp")) and told.control("direct")


def roaming_sign_in(told: Told) -> bool:
    signatures = (*declared(told.profile), *told.background.signatures)
    texts = [f"{dict(page.headers).get('location', '')} {page.body_start}" for row in told.cited for page in pages(row)]
    found = [recognised(Sign.CREDENTIAL_PAGE, text, signatures) for text in texts]
    sure = any(one and one.certainty != "unverified" for one in found)
    return told.by_proxy and (sure or (any(found) and told.finding.confidence == "possible"))


def _site(told: Told, row: str) -> bool:
    """A location of this row alone that is closed, cut for every name, mute, or that the proxy cannot reach; and a control."""
    location = told.location
    if location is None or location.methods != (row,):
        return False
    own = [one for one in told.cited if one.endpoint == location.id]
    others = [one for one in told.cited if one not in own]
    by_proxy = any(
        isinstance(seen.detail, ProxyDetail) and seen.detail.status in {502, 503, 504} for one in own for seen in one.observations
    )
    mute = any(failed(one, CLOSED | {Failure.RESET}, Step.LDAP, Step.RPC) for one in own)
    stall = told.captured and any(failed(one, {Failure.TIMED_OUT}, Step.TLS) for one in own)
    reset = all(cut(told.checks.get(f"{family}.{location.id}")) for family in ("tls", "again", "other-name"))
    return (any(closed(one, told.subject) for one in own) or by_proxy or mute or stall or reset) and any(map(told.answers, others))


def saml_unreachable(told: Told) -> bool:
    return _site(told, "saml")


def directory_port_blocked(told: Told) -> bool:
    return _site(told, "auth-connector-ad")


def ac_logon_blocked(told: Told) -> bool:
    return _site(told, "ac-logon")


def unexplained(told: Told) -> bool:
    """A check that failed, and is required or the reason for which a required one was not run."""
    (own,) = told.cited
    waiting = any(row.required and (row is own or row.status == "skipped") for row in told.report.checks)
    return own.status == "fail" and told.finding.confidence == "possible" and waiting
