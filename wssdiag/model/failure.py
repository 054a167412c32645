"""The closed list of ways in which the network says no, and the groups that the rules speak of.

Errors are told apart by number (errno, ``gaierror``, verify code, alert), never by their text, which is translated.
"""

from __future__ import annotations

from enum import StrEnum


class Failure(StrEnum):
    """What went wrong in one step. A new way is a new member here and in the contract, never a free text."""

    # names
    NAME_NOT_FOUND = "name_not_found"  # NXDOMAIN, or EAI_NONAME from the system
    NO_ADDRESS = "no_address"  # the name exists, without an address of the kind asked for
    DNS_TIMEOUT = "dns_timeout"  # no answer within the step's limit
    DNS_SERVFAIL = "dns_servfail"  # rcode 2, or EAI_AGAIN / EAI_FAIL from the system
    DNS_REFUSED = "dns_refused"  # rcode 5
    DNS_BOGON = "dns_bogon"  # the answer is 0.0.0.0, :: or loopback: a sinkhole
    DNS_MALFORMED = "dns_malformed"  # what came is not a DNS message
    RESOLVER_MISSING = "resolver_missing"  # no resolver is configured
    # reaching
    TIMED_OUT = "timed_out"  # silence until the step's limit
    REFUSED = "refused"  # RST, or ICMP port unreachable, to the first packet
    RESET = "reset"  # cut after it had opened
    NO_ROUTE = "no_route"  # this computer's own answer: it has no way there
    UNREACHABLE = "unreachable"  # an ICMP answer from the network: host, net or administratively prohibited
    BLOCKED_LOCALLY = "blocked_locally"  # EPERM, EACCES, WSAEACCES at connect or send
    NO_LOCAL_PORT = "no_local_port"  # EADDRNOTAVAIL, EADDRINUSE: no ephemeral port left
    # TLS
    CERT_UNTRUSTED = "cert_untrusted"
    CERT_EXPIRED = "cert_expired"
    CERT_NOT_YET_VALID = "cert_not_yet_valid"
    CERT_NAME = "cert_name"
    CERT_REVOKED = "cert_revoked"
    TLS_ALERT = "tls_alert"  # the peer ended the handshake with an alert
    TLS_EOF = "tls_eof"  # the peer closed the connection in the handshake
    TLS_VERSION = "tls_version"  # no common version
    TLS_MALFORMED = "tls_malformed"  # what came is not TLS
    # proxy
    PROXY_AUTH = "proxy_auth"  # 407
    PROXY_DENIED = "proxy_denied"  # 403, 405 and the like for CONNECT
    PROXY_UPSTREAM = "proxy_upstream"  # 502, 503, 504: the proxy cannot reach the target
    PROXY_NOT_A_PROXY = "proxy_not_a_proxy"  # the answer is not HTTP
    # HTTP
    HTTP_STATUS = "http_status"
    HTTP_MALFORMED = "http_malformed"
    BODY_UNEXPECTED = "body_unexpected"
    BODY_TOO_LARGE = "body_too_large"
    REDIRECTED = "redirected"
    # PAC
    PAC_SYNTAX = "pac_syntax"
    PAC_RUNTIME = "pac_runtime"
    PAC_RUNAWAY = "pac_runaway"
    PAC_NOT_SCRIPT = "pac_not_script"
    # IKE, QUIC
    IKE_NO_ANSWER = "ike_no_answer"
    IKE_MALFORMED = "ike_malformed"
    QUIC_NO_ANSWER = "quic_no_answer"
    # the run itself
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"  # not in this list: the number stands in the detail, nothing is guessed


#: A resolver that gave no DNS answer at all, by any of the ways in which a datagram can get nothing.
RESOLVER_SILENT = frozenset({Failure.DNS_TIMEOUT, Failure.TIMED_OUT, Failure.REFUSED, Failure.UNREACHABLE, Failure.NO_ROUTE})

#: A resolver that answered, and said that it cannot.
RESOLVER_FAILING = frozenset({Failure.DNS_SERVFAIL, Failure.DNS_REFUSED})

#: The name itself was denied.
NAME_DENIED = frozenset({Failure.NAME_NOT_FOUND, Failure.NO_ADDRESS, Failure.DNS_BOGON, Failure.DNS_REFUSED})

#: The first packet to the port got silence, a refusal or an ICMP error.
PORT_CLOSED = frozenset({Failure.TIMED_OUT, Failure.REFUSED, Failure.UNREACHABLE})

#: A datagram got nothing at all: lost, dropped, or not worth an answer to whoever got it.
DATAGRAM_SILENT = frozenset({Failure.TIMED_OUT, Failure.QUIC_NO_ANSWER, Failure.IKE_NO_ANSWER})

#: An open connection was cut in the handshake.
HANDSHAKE_CUT = frozenset({Failure.RESET, Failure.TLS_EOF})

#: A proxy answered as a proxy does, and did not let the request through.
PROXY_SAID_NO = frozenset({Failure.PROXY_AUTH, Failure.PROXY_DENIED, Failure.PROXY_UPSTREAM})

#: The certificate chain does not hold.
CERTIFICATE = frozenset(
    {
        Failure.CERT_UNTRUSTED,
        Failure.CERT_EXPIRED,
        Failure.CERT_NOT_YET_VALID,
        Failure.CERT_NAME,
        Failure.CERT_REVOKED,
    }
)
