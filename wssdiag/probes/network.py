"""The seam to the network: what a check may ask for, as frozen requests. This module itself opens nothing.

One of the three protocols of the program; :class:`wssdiag.probes.wire.Wire` is the real one, a test hands in its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

if TYPE_CHECKING:
    from wssdiag.model.observation import Observation

#: No step may take longer; a peer that needs more is as good as silent for a person who waits. Slow links need 3 SYNs (0, 1, 3 s).
STEP_LIMIT_S = 4.0

#: What a journey may read of one HTTP body before it gives ``body_too_large``. Pages of interest are far smaller.
BODY_LIMIT_BYTES = 64 * 1024


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A DNS query to one server, for A and AAAA at once or for servers, over a connected UDP socket (TCP after truncation)."""

    server: str
    port: int = 53
    name: str
    kind: Literal["addresses", "servers"] = "addresses"  # "servers": SRV (RFC 2782)
    interface: str | None = None  # by this interface alone, as its name stands in the facts


class Datagram(msgspec.Struct, frozen=True, kw_only=True):
    """One exchange over UDP in a known protocol, with retransmissions inside the step's limit."""

    host: str | None = None
    address: str
    port: int
    protocol: str  # "quic": a version negotiation (RFC 9000 section 6); "openvpn": the first packet of its control channel, and a QUIC one


class Echo(msgspec.Struct, frozen=True, kw_only=True):
    """One ICMP echo of a whole IP packet of that size, which no router may cut into pieces; sent again inside its patience."""

    host: str | None = None
    address: str
    size: int  # bytes, with the headers of IP and ICMP
    patience_s: float = 2.0  # three sends, the last of which is waited for half a second; then nothing will come


class ProxyHop(msgspec.Struct, frozen=True, kw_only=True):
    """The HTTP proxy that a journey goes through."""

    host: str  # a name or an address
    port: int
    tls_name: str | None = None  # the connection to the proxy is TLS, and its certificate is for this name ("HTTPS" of a PAC file)


class TlsAsk(msgspec.Struct, frozen=True, kw_only=True):
    """A handshake. The chain is captured whatever it is, then judged by the system's store and by Mozilla's roots."""

    server_name: str | None  # SNI and the name that the certificate must hold; None sends no SNI and judges no name
    judged: bool = True  # False: a chain that does not hold is no failure; only its capture is wanted


class HttpAsk(msgspec.Struct, frozen=True, kw_only=True):
    """One GET over the connection that was made; redirects are not followed, credentials never sent."""

    url: str
    body_limit: int = BODY_LIMIT_BYTES
    accept: str = "*/*"  # the media types that are asked for
    patience_s: float = STEP_LIMIT_S  # for the whole answer
    first_byte_s: float = STEP_LIMIT_S  # for its first byte
    absolute: bool = False  # what answers is itself a proxy: the target in absolute form (RFC 9112 section 3.2.2)


class LdapAsk(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """One search for the root entry of a directory, without signing in (RFC 4511 section 4.5, RFC 4512 section 5.1)."""


class RpcAsk(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """One question to the endpoint mapper of a domain controller: at which TCP port is the logon service (MS-NRPC section 2.1)?"""


class Journey(msgspec.Struct, frozen=True, kw_only=True):
    """Step by step on one socket: resolve, connect, (TLS to the proxy, CONNECT), TLS, HTTP or another ask. It ends at the first failure.

    With ``addresses`` nothing is resolved. With ``proxy`` the host is not resolved here: the proxy is (unless it is an address), and
    the target goes by name in CONNECT; an ``http`` ask without ``tls`` then goes in absolute form instead of by CONNECT.
    Without ``tls``, ``http`` and ``ask`` the journey ends at the connect, or at the CONNECT. The pause is no part of any step's time.
    """

    host: str
    port: int
    addresses: tuple[str, ...] = ()
    proxy: ProxyHop | None = None
    tls: TlsAsk | None = None
    http: HttpAsk | None = None
    ask: LdapAsk | RpcAsk | None = None  # in place of ``http``
    max_segment: int | None = None  # lower the largest TCP segment of both directions; where the system cannot, nothing is lowered
    interface: str | None = None  # by this interface alone; a system that does not let a program choose ends the connect as ``unknown``
    connect_s: float = STEP_LIMIT_S  # how long a connect may take, where less than a step's limit is of interest
    pause_s: float = 0.0  # wait this long before the first step: what may pass by itself is asked for again later


class Network(Protocol):
    """Asks the network. Every call is bounded by :data:`STEP_LIMIT_S` a step and returns; failures are in the observations."""

    def resolve(self, host: str) -> Observation:
        """Ask the system's resolver for all addresses, as applications do."""
        ...

    def query(self, question: Question) -> Observation:
        """Ask one DNS server directly."""
        ...

    def exchange(self, datagram: Datagram) -> Observation:
        """Send a datagram and wait for an answer in the protocol."""
        ...

    def echo(self, echo: Echo) -> Observation:
        """Send an ICMP echo and wait until it comes back."""
        ...

    def travel(self, journey: Journey) -> tuple[Observation, ...]:
        """Go step by step; one observation a step, one more for each further address that was tried. Never empty."""
        ...

    def fetch(self, journey: Journey) -> tuple[tuple[Observation, ...], bytes]:
        """As :meth:`travel`, and the body of the HTTP answer up to the limit of the ask: for what is read, not only judged."""
        ...
