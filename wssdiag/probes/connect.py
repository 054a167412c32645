"""One verb: ask an HTTP proxy for a tunnel (CONNECT, RFC 9110 section 9.3.6). Never signs in: what the proxy wants is the evidence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import h11

from wssdiag.model.failure import Failure
from wssdiag.model.observation import ProxyDetail
from wssdiag.model.shown import shown_bytes
from wssdiag.probes.address import is_ipv6
from wssdiag.probes.errors import name_number
from wssdiag.probes.http_answer import USER_AGENT, ask

if TYPE_CHECKING:
    from wssdiag.probes.deadline import Deadline
    from wssdiag.probes.network import ProxyHop
    from wssdiag.probes.stream import Stream

#: Of a refusal's page: more than is shown of it.
_PAGE_BYTES = 4096

_AUTHENTICATION_REQUIRED = 407
#: It cannot go on. 500 is what real proxies say where a name does not resolve or a connect fails.
_UPSTREAM = frozenset({500, 502, 503, 504})

#: Schemes offered; more is no offer.
_MOST_SCHEMES = 8

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"?')
_CHALLENGE = re.compile(r"([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?=$|\s+[^\s=])")


def connect(stream: Stream, hop: ProxyHop, host: str, port: int, deadline: Deadline) -> tuple[Failure | None, ProxyDetail]:
    """Ask for a tunnel to ``host``, by name. With failure None the stream is the tunnel. Raises ``CancelledError`` alone."""
    proxy = authority(hop.host, hop.port)
    try:
        target = authority(host, port)
        headers = [("Host", target), ("User-Agent", USER_AGENT), ("Proxy-Connection", "keep-alive")]
        request = h11.Request(method="CONNECT", target=target, headers=headers)
    except (UnicodeError, h11.LocalProtocolError) as error:
        return Failure.UNKNOWN, ProxyDetail(proxy=proxy, error=name_number(error))
    answer = ask(stream, request, _PAGE_BYTES, deadline)
    if answer.after:
        stream.unread(answer.after)
    detail = ProxyDetail(
        error=answer.error,
        proxy=proxy,
        status=answer.status,
        headers=answer.headers,
        schemes=schemes(answer.headers),
        body_start=shown_bytes(answer.body),
    )
    return failure_of(answer.status, answer.failure), detail


def failure_of(status: int | None, transport: Failure | None) -> Failure | None:
    """The failure by the proxy's status; with none, by what became of the connection. The rest of a refusal's page does not matter."""
    if status is None:
        return Failure.PROXY_NOT_A_PROXY if transport is Failure.HTTP_MALFORMED else transport
    if 200 <= status < 300:  # noqa: PLR2004 - any 2xx grants the tunnel
        return None
    if status == _AUTHENTICATION_REQUIRED:
        return Failure.PROXY_AUTH
    return Failure.PROXY_UPSTREAM if status in _UPSTREAM else Failure.PROXY_DENIED


def schemes(headers: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The schemes of all Proxy-Authenticate headers, lower case, in order, once (RFC 9110 section 11.6.1: lists hold lists)."""
    found: list[str] = []
    for name, value in headers:
        if name == "proxy-authenticate":
            elements = _QUOTED.sub('""', value).split(",")
            found += [match[1].lower() for element in elements if (match := _CHALLENGE.match(element.strip()))]
    return tuple(dict.fromkeys(found))[:_MOST_SCHEMES]


def authority(host: str, port: int) -> str:
    """``host:port`` with IPv6 in brackets and names in their ASCII form; ``UnicodeError`` for what has none."""
    return f"[{host}]:{port}" if is_ipv6(host) else f"{host.encode('idna').decode('ascii')}:{port}"
