"""The third table of the list: reaching the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.diagnosis.law.told import CUT, Told, chains, closed, cut, failed, pages, steps
from wssdiag.catalogue.signatures import Sign, declared, recognised
from wssdiag.model.failure import Failure
from wssdiag.model.observation import HttpDetail, Step, TlsDetail

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult
    from wssdiag.model.location import Location
    from wssdiag.model.observation import Observation

#: Rows with a cause of their own in the place of ``port-blocked``.
_SPECIFIC = frozenset({("saml",), ("auth-connector-ad",), ("ac-logon",)})

_NOTHING = frozenset({Failure.TIMED_OUT, Failure.REFUSED, Failure.UNREACHABLE, Failure.QUIC_NO_ANSWER, Failure.IKE_NO_ANSWER})
_TRUSTED = frozenset({0, 9, 10, 23, 62, 64, None})  # by a chain that ends in a known root, or that nobody judged
_PAUSE_MS = 5000.0
_AGENTS = frozenset({"wss-agent", "unified-agent", "sep-tunnel"})


def service_unreachable(told: Told) -> bool:
    """All that was tried of the service is closed, on two hosts at least and a required one among them; a control answers."""
    tried = told.of("tcp")
    rows = [row for row in told.report.locations if f"tcp.{row.id}" in {one.id for one in tried}]
    required = any(row.need == "required" and row.provenance.certainty != "unverified" for row in rows)
    service = [f"{family}.{row.id}" for row in told.report.locations if not _of_the_organisation(row) for family in ("tcp", "tls", "http")]
    answer = any(told.answers(told.checks[name]) for name in service if name in told.checks)
    return (
        required
        and len({row.host for row in rows}) > 1
        and all(map(_is_closed, tried))
        and not answer
        and told.control()
        and not told.by_proxy
    )


def _is_closed(row: CheckResult) -> bool:
    return bool(failed(row, {Failure.TIMED_OUT, Failure.REFUSED, Failure.UNREACHABLE}, Step.CONNECT))


def _of_the_organisation(row: Location) -> bool:
    return row.methods in _SPECIFIC


def port_blocked(told: Told) -> bool:
    """The location's own port, closed in the stated way; and a control that answers."""
    location = told.location
    if (
        location is None
        or location.methods in _SPECIFIC
        or (told.subject.port, told.subject.transport) != (location.port, location.transport)
    ):
        return False
    own = [row for row in told.cited if row.endpoint == location.id]
    reset = told.subject.kind == "reset" and all(
        cut(told.checks.get(f"{family}.{location.id}")) for family in ("tls", "again", "other-name")
    )
    others = [row for row in told.cited if row not in own]
    return (reset or any(closed(row, told.subject) for row in own)) and any(map(told.answers, others)) and _scope_holds(told)


def _scope_holds(told: Told) -> bool:
    """Whether the controls on this port say what the subject says of them."""
    family = told.family("direct") if told.by_proxy else told.family("control.tcp", "control.tls")
    rows = [row for row in family if any(seen.target.port == told.subject.port for seen in row.observations)]
    opened = [any(seen.ok and seen.step is not Step.RESOLVE for seen in row.observations) for row in rows]
    return {"destination": any(opened), "port": bool(rows), "unknown": True}[str(told.subject.scope)]


def udp_443_blocked(told: Told) -> bool:
    controls = told.of("control.udp")
    own = told.checks[f"udp.{told.subject.endpoint}"]
    same = [
        row for row in told.of("tls") if any(seen.target.host == told.subject.host and seen.target.port == 443 for seen in row.observations)
    ]
    answers = any(any(seen.ok for seen in steps(row, Step.TLS)) or [*chains(row)] for row in same)
    nothing = len(controls) > 1 and all(map(_nothing, (own, *controls)))
    heard = any(seen.ok for row in told.family("control.udp") for seen in row.observations)
    return told.subject.port == 443 and told.method in _AGENTS and answers and nothing and not heard


def _nothing(row: CheckResult) -> bool:
    return bool(row.observations) and all(seen.failure in _NOTHING for seen in row.observations)


def tls_intercepted(told: Told) -> bool:
    """A private signer on a control channel: who signs a control too, whom only this computer trusts, or whose name is known."""
    location = told.location
    own = [one for row in told.cited if row.id == f"tls.{told.subject.endpoint}" for one in chains(row) if one.mozilla_code not in _TRUSTED]
    issuers = {certificate.issuer for one in own for certificate in one.chain}
    elsewhere = [one for row in told.of("control.tls") for one in chains(row) if one.mozilla_code not in _TRUSTED]
    controls = {certificate.issuer for one in elsewhere for certificate in one.chain}
    only_here = any(one.system_code == 0 for one in own)
    signatures = (*declared(told.profile), *told.background.signatures)
    text = " ".join(sorted(issuers))
    name = recognised(Sign.INTERCEPTOR, text, signatures) or recognised(Sign.SERVICE_CA, text, signatures)
    sure = name is not None and name.certainty != "unverified"
    proven = bool(issuers & controls) or only_here or sure
    doubt = bool(name) and told.finding.severity == "notice" and told.finding.confidence == "possible"
    return location is not None and told.method in location.methods and bool(own) and (proven or doubt)


def tls_reset(told: Told) -> bool:
    """Cut twice after TCP opened, and not for another name at the same address."""
    first, again, other = (told.checks[f"{family}.{told.subject.endpoint}"] for family in ("tls", "again", "other-name"))
    twice = all(cut(row) and _opened(row, told) for row in (first, again))
    silent = CUT | {Failure.TIMED_OUT}
    passed = any(seen.target.address == told.subject.address and seen.failure not in silent for seen in steps(other, Step.TLS))
    return {first.id, again.id, other.id} <= {row.id for row in told.cited} and twice and passed


def _opened(row: CheckResult, told: Told) -> bool:
    return any(seen.failure in CUT and seen.target.address == told.subject.address for seen in steps(row, Step.TLS))


def _chain(seen: Observation) -> bool:
    return isinstance(seen.detail, TlsDetail) and bool(seen.detail.chain)


def tls_handshake_failed(told: Told) -> bool:
    ended = {Failure.TLS_ALERT, Failure.TLS_VERSION}
    own = failed(told.checks[f"tls.{told.subject.endpoint}"], ended, Step.TLS)
    controls = told.family("control.tls")
    alike = any(seen.failure in ended for row in controls for seen in row.observations)
    return bool(own) and told.control("control.tls") and not alike


def _certificate(told: Told, failure: Failure) -> bool:
    """The chain that came fails for this reason, and neither the clock nor an interceptor is to blame without masking it."""
    shown = any(seen.failure is failure and _chain(seen) for row in told.of("tls") for seen in row.observations)
    others = [row for row in told.report.findings if row.confidence != "possible" and row.severity != "notice"]
    by_clock = any(row.code == "clock-wrong" for row in others)
    intercepted = any(row.code == "tls-intercepted" for row in others)
    return shown and (told.finding.masked_by is not None or not (by_clock or intercepted))


def certificate_expired(told: Told) -> bool:
    return _certificate(told, Failure.CERT_EXPIRED)


def certificate_name(told: Told) -> bool:
    return _certificate(told, Failure.CERT_NAME)


def certificate_untrusted(told: Told) -> bool:
    public = told.location is not None and told.location.trust == "public"
    return _certificate(told, Failure.CERT_UNTRUSTED) and (public or told.finding.severity == "notice")


def service_error(told: Told) -> bool:
    errors = [
        seen for row in told.cited for seen in row.observations if isinstance(seen.detail, HttpDetail) and _is_error(seen.detail.status)
    ]
    ends = sorted(seen.offset_ms + seen.elapsed_ms for seen in errors)
    apart = len(ends) > 1 and ends[-1] - ends[0] >= _PAUSE_MS
    return bool(told.location and told.location.path) and apart and told.control()


def _is_error(status: int | None) -> bool:
    return 500 <= (status or 0) <= 599 and status != 511


def blocked_by_policy(told: Told) -> bool:
    signatures = (*declared(told.profile), *told.background.signatures)
    found = [recognised(Sign.BLOCK_PAGE, page.body_start, signatures) for row in told.cited for page in pages(row)]
    sure = any(one and one.certainty != "unverified" for one in found)
    return sure or (any(found) and told.finding.confidence == "possible")
