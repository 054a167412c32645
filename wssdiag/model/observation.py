"""One step towards one target, as it went: the raw material of every check.

An observation is never an opinion. Its detail is typed by the step, so that a report can be judged again later with newer rules.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wssdiag.model.failure import Failure


class Transport(StrEnum):
    """The transport protocol of a location, a control or a target."""

    TCP = "tcp"
    UDP = "udp"
    IP = "ip"  # a protocol of its own, without ports (ESP): listed, never contacted


class Step(StrEnum):
    """What was tried. The order is the order on the wire."""

    RESOLVE = "resolve"
    CONNECT = "connect"
    UDP = "udp"
    ICMP = "icmp"  # an echo
    PROXY = "proxy"
    TLS = "tls"
    HTTP = "http"
    LDAP = "ldap"  # the root entry of a directory
    RPC = "rpc"  # one question to an endpoint mapper
    PAC = "pac"  # a PAC file was evaluated


class Via(StrEnum):
    """By which path the packets went."""

    DIRECT = "direct"
    AGENT = "agent"  # an active agent captured the connection
    PROXY = "proxy"
    UNKNOWN = "unknown"


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where a step went. ``host`` is the name where there is one, ``address`` the address that was tried."""

    host: str | None = None
    address: str | None = None
    port: int | None = None
    transport: Transport | None = None


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """One certificate of a captured chain (RFC 5280), as text."""

    subject: str  # RFC 4514
    issuer: str  # RFC 4514
    names: tuple[str, ...] = ()  # subjectAltName: DNS names and addresses
    not_before: str  # UTC, ISO 8601
    not_after: str  # UTC, ISO 8601
    sha256: str  # of the DER, lower-case hex


class Detail(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    """What every detail holds: the error as its number and class, scrubbed of secrets when it was made."""

    error: str = ""  # "ConnectionRefusedError [Errno 111]"


class ServiceTarget(msgspec.Struct, frozen=True, kw_only=True):
    """One server that a name offers a service by (SRV, RFC 2782)."""

    host: str  # lower case, without the last dot
    port: int
    priority: int
    weight: int


class ResolveDetail(Detail, frozen=True, kw_only=True, tag="resolve"):
    """A look-up by the system's resolver (``server`` is None) or a query sent to one server."""

    server: str | None = None
    addresses: tuple[str, ...] = ()  # IPv4 first as answered, then IPv6; also those of a bogus answer
    rcode: str | None = None  # "NOERROR", "NXDOMAIN", ...; None where no DNS message came
    ttl: int | None = None  # seconds, the smallest of the answer
    services: tuple[ServiceTarget, ...] = ()  # of a question for servers, the first to be tried first


class ConnectDetail(Detail, frozen=True, kw_only=True, tag="connect"):
    """A TCP connect."""

    source: str | None = None  # this computer's address of the connection
    max_segment: int | None = None  # the largest segment, where it was lowered on purpose and the system agreed (RFC 9293 section 3.7.1)


class UdpDetail(Detail, frozen=True, kw_only=True, tag="udp"):
    """One exchange of datagrams."""

    protocol: str = ""  # "quic", "dns", ...
    answer_bytes: int | None = None
    answer: str = ""  # what the answer says, in the protocol's words: "version negotiation: 1"


class EchoDetail(Detail, frozen=True, kw_only=True, tag="icmp"):
    """One ICMP echo that no router may cut into pieces (RFC 792, RFC 4443 section 4). Sizes are those of whole IP packets."""

    sent_bytes: int = 0
    received_bytes: int | None = None  # of what came back; less than was sent where the other side shortens its answers
    path_mtu: int | None = None  # the largest that goes this way, where a router or this computer itself said that this one is too big
    allowed: bool = True  # False: this system lets no ordinary program send echoes, or by this family of addresses


class ProxyDetail(Detail, frozen=True, kw_only=True, tag="proxy"):
    """The answer of an HTTP proxy to CONNECT (RFC 9110 section 9.3.6)."""

    proxy: str = ""  # host:port
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    schemes: tuple[str, ...] = ()  # of Proxy-Authenticate, lower case
    body_start: str = ""


class TlsDetail(Detail, frozen=True, kw_only=True, tag="tls"):
    """A TLS handshake: the chain captured unverified, then judged by two stores."""

    server_name: str | None = None
    version: str | None = None  # "TLSv1.3"
    chain: tuple[Certificate, ...] = ()  # leaf first, as sent
    system_code: int | None = None  # X509 verify code by this computer's store, 0 is good; None: not judged
    mozilla_code: int | None = None  # the same by Mozilla's roots
    leaf_code: int | None = None  # where the system's is not 0: the leaf's own name and dates, whoever signed it
    alert: int | None = None  # RFC 8446 section 6
    received_bytes: int | None = None  # of a handshake that did not end: what had come by then

    @property
    def only_here(self) -> bool:
        """Whether this computer's own store trusts the chain, and Mozilla's roots do not: somebody here installed its root."""
        return self.system_code == 0 and self.mozilla_code not in {None, 0}


class HttpDetail(Detail, frozen=True, kw_only=True, tag="http"):
    """An HTTP answer; redirects are never followed."""

    url: str = ""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()  # lower-case names; credentials and cookies left out
    body_size: int | None = None
    body_start: str = ""  # the first 512 characters, made safe to show
    body_sha256: str = ""  # of what was read


class LdapDetail(Detail, frozen=True, kw_only=True, tag="ldap"):
    """The root entry of a directory (RFC 4512 section 5.1), or what the server said in its place; all texts made safe to show."""

    result: int | None = None  # result code (RFC 4511 section 4.1.9); None: the last message did not come
    naming_context: str = ""  # "DC=office,DC=example"
    dns_host_name: str = ""
    versions: tuple[str, ...] = ()  # of the protocol


class RpcDetail(Detail, frozen=True, kw_only=True, tag="rpc"):
    """What an endpoint mapper said (C706 appendix O)."""

    answer: str = ""  # "named", "nothing named", "not registered", "status 5", "bound", "bind refused: 2", "fault 469827587"
    ports: tuple[int, ...] = ()  # TCP, in the order of the answer


class PacAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the script says for one address."""

    url: str
    ordinary: bool = True  # False: an address inside the organisation
    answer: str | None = None  # as it was returned
    proxies: tuple[str, ...] = ()  # as a browser reads it: "PROXY host:port", "DIRECT"
    names: tuple[str, ...] = ()  # that it asked for


class PacDetail(Detail, frozen=True, kw_only=True, tag="pac"):
    """A PAC file that came, was loaded and asked for some addresses."""

    source: str = ""  # its address, without credentials
    body_size: int | None = None
    body_sha256: str = ""
    answers: tuple[PacAnswer, ...] = ()
    slowest_ms: float = 0.0  # the longest evaluation, with its names


AnyDetail = (
    ResolveDetail | ConnectDetail | UdpDetail | EchoDetail | ProxyDetail | TlsDetail | HttpDetail | LdapDetail | RpcDetail | PacDetail
)


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """One measured step. ``failure`` is None exactly when the step did what it was asked to do."""

    step: Step
    target: Target
    via: Via = Via.DIRECT
    interface: str | None = None
    offset_ms: float  # since the run started
    elapsed_ms: float
    failure: Failure | None = None
    detail: AnyDetail

    @property
    def ok(self) -> bool:
        """Whether the step did what it was asked to do."""
        return self.failure is None

    @property
    def answered(self) -> bool:
        """Whether the other side answered in the protocol, even with more than was wanted."""
        return self.failure in {None, Failure.BODY_TOO_LARGE}
