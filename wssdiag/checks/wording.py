"""The sentences of checks: a failure of the closed list in words, and the title of each kind of check. English; a table, no decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.failure import Failure

if TYPE_CHECKING:
    from wssdiag.model.observation import Observation

#: What a step that failed this way met. Read after "host: ".
FAILURE_WORDS: dict[Failure, str] = {
    Failure.NAME_NOT_FOUND: "the name does not exist here",
    Failure.NO_ADDRESS: "the name has no address",
    Failure.DNS_TIMEOUT: "no answer to the name in time",
    Failure.DNS_SERVFAIL: "the resolver says that it failed",
    Failure.DNS_REFUSED: "the resolver refuses to answer",
    Failure.DNS_BOGON: "the answer is a sinkhole address",
    Failure.DNS_MALFORMED: "the answer is not DNS",
    Failure.RESOLVER_MISSING: "no resolver is configured",
    Failure.TIMED_OUT: "no answer",
    Failure.REFUSED: "refused",
    Failure.RESET: "the connection was cut",
    Failure.NO_ROUTE: "this computer finds no way there",
    Failure.UNREACHABLE: "the network says unreachable",
    Failure.BLOCKED_LOCALLY: "this computer does not allow it",
    Failure.NO_LOCAL_PORT: "this computer has no free port left",
    Failure.CERT_UNTRUSTED: "the certificate is not trusted",
    Failure.CERT_EXPIRED: "the certificate has expired",
    Failure.CERT_NOT_YET_VALID: "the certificate is not valid yet",
    Failure.CERT_NAME: "the certificate is for another name",
    Failure.CERT_REVOKED: "the certificate was revoked",
    Failure.TLS_ALERT: "the other side ended the handshake with an alert",
    Failure.TLS_EOF: "the other side closed in the handshake",
    Failure.TLS_VERSION: "no common TLS version",
    Failure.TLS_MALFORMED: "what answers does not speak TLS",
    Failure.PROXY_AUTH: "the proxy asks for a sign-in",
    Failure.PROXY_DENIED: "the proxy refuses",
    Failure.PROXY_UPSTREAM: "the proxy cannot reach it",
    Failure.PROXY_NOT_A_PROXY: "what answers is no HTTP proxy",
    Failure.HTTP_STATUS: "an unexpected status",
    Failure.HTTP_MALFORMED: "what answers does not speak HTTP",
    Failure.BODY_UNEXPECTED: "another page than expected",
    Failure.BODY_TOO_LARGE: "a larger page than expected",
    Failure.REDIRECTED: "redirected",
    Failure.PAC_SYNTAX: "the PAC script does not load",
    Failure.PAC_RUNTIME: "the PAC script fails",
    Failure.PAC_RUNAWAY: "the PAC script does not end",
    Failure.PAC_NOT_SCRIPT: "what came is no PAC script",
    Failure.IKE_NO_ANSWER: "no IKE answer",
    Failure.IKE_MALFORMED: "the answer is not IKE",
    Failure.QUIC_NO_ANSWER: "no QUIC answer",
    Failure.CANCELLED: "cancelled",
    Failure.UNKNOWN: "an error that is not in the list",
}


def failed_at(observation: Observation) -> str:
    """One failed step in a few words: ``"130.211.30.2: no answer"``."""
    target = observation.target
    where = target.address or target.host or ""
    words = FAILURE_WORDS[observation.failure or Failure.UNKNOWN]
    return f"{where}: {words}" if where else words


def milliseconds(observations: tuple[Observation, ...]) -> str:
    """The time of the last step, for a summary of success."""
    return f"{observations[-1].elapsed_ms:.0f} ms" if observations else ""
