"""The closed list of failures in a technician's words, one row each."""

from __future__ import annotations

from wssdiag.model.failure import Failure
from wssdiag.report.texts import gettext as _


def failure_words(failure: Failure) -> str:
    """What went wrong in one step. The code itself stands in the saved report."""
    return {
        Failure.NAME_NOT_FOUND: _("no such name"),
        Failure.NO_ADDRESS: _("the name has no address"),
        Failure.DNS_TIMEOUT: _("the DNS server gave no answer in time"),
        Failure.DNS_SERVFAIL: _("the DNS server says that it failed"),
        Failure.DNS_REFUSED: _("the DNS server refused"),
        Failure.DNS_BOGON: _("the answer leads nowhere"),
        Failure.DNS_MALFORMED: _("the answer is not DNS"),
        Failure.RESOLVER_MISSING: _("no DNS server is set up"),
        Failure.TIMED_OUT: _("no answer in time"),
        Failure.REFUSED: _("refused"),
        Failure.RESET: _("cut off"),
        Failure.NO_ROUTE: _("this computer finds no way there"),
        Failure.UNREACHABLE: _("a router says that it cannot be reached"),
        Failure.BLOCKED_LOCALLY: _("blocked on this computer"),
        Failure.NO_LOCAL_PORT: _("this computer has no port left"),
        Failure.CERT_UNTRUSTED: _("the certificate is not trusted"),
        Failure.CERT_EXPIRED: _("the certificate has expired"),
        Failure.CERT_NOT_YET_VALID: _("the certificate is not valid yet"),
        Failure.CERT_NAME: _("the certificate is for another name"),
        Failure.CERT_REVOKED: _("the certificate was revoked"),
        Failure.TLS_ALERT: _("the other side ended the handshake with an alert"),
        Failure.TLS_EOF: _("the other side closed the connection in the handshake"),
        Failure.TLS_VERSION: _("no TLS version in common"),
        Failure.TLS_MALFORMED: _("what came is not TLS"),
        Failure.PROXY_AUTH: _("the proxy wants a sign-in"),
        Failure.PROXY_DENIED: _("the proxy refused"),
        Failure.PROXY_UPSTREAM: _("the proxy cannot reach the target"),
        Failure.PROXY_NOT_A_PROXY: _("what answers is no proxy"),
        Failure.HTTP_STATUS: _("an HTTP error"),
        Failure.HTTP_MALFORMED: _("what came is not HTTP"),
        Failure.BODY_UNEXPECTED: _("another page answered"),
        Failure.BODY_TOO_LARGE: _("the answer is too large"),
        Failure.REDIRECTED: _("sent on to another address"),
        Failure.PAC_SYNTAX: _("the PAC script does not load"),
        Failure.PAC_RUNTIME: _("the PAC script failed"),
        Failure.PAC_RUNAWAY: _("the PAC script did not end"),
        Failure.PAC_NOT_SCRIPT: _("what came is no PAC script"),
        Failure.IKE_NO_ANSWER: _("no IKE answer"),
        Failure.IKE_MALFORMED: _("what came is not IKE"),
        Failure.QUIC_NO_ANSWER: _("no QUIC answer"),
        Failure.CANCELLED: _("stopped"),
        Failure.UNKNOWN: _("a failure that is not in our list"),
    }[failure]
