"""One verb: a GET over a connection that is open. Any well-formed answer is a success: what its status means, the checks say."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import h11

from wssdiag.model.failure import Failure
from wssdiag.model.observation import HttpDetail
from wssdiag.model.shown import shown_bytes
from wssdiag.model.web_address import without_credentials
from wssdiag.probes.errors import name_number
from wssdiag.probes.http_answer import USER_AGENT, ask

if TYPE_CHECKING:
    from wssdiag.probes.deadline import Deadline
    from wssdiag.probes.network import HttpAsk
    from wssdiag.probes.stream import Stream

#: Left as they are in a target: what RFC 3986 allows in paths and queries, and what is percent-encoded already.
_SAFE = "/?:@!$&'()*+,;=-._~%[]"


def get(stream: Stream, wanted: HttpAsk, deadline: Deadline, *, absolute: bool) -> tuple[Failure | None, HttpDetail, bytes]:
    """Ask once and read the answer, and its body up to the limit. ``absolute``: the target in absolute form, for a proxy.

    Raises ``CancelledError`` alone.
    """
    try:
        request = request_for(wanted.url, absolute=absolute, accept=wanted.accept)
    except (ValueError, h11.LocalProtocolError) as error:
        return Failure.UNKNOWN, HttpDetail(error=name_number(error)), b""
    answer = ask(stream, request, wanted.body_limit, deadline, wanted.first_byte_s)
    body = answer.body[: wanted.body_limit]
    detail = HttpDetail(
        error=answer.error,
        url=without_credentials(wanted.url),
        status=answer.status,
        headers=answer.headers,
        body_size=None if answer.status is None else len(body),
        body_start=shown_bytes(body),
        body_sha256="" if answer.status is None else hashlib.sha256(body).hexdigest(),
    )
    return answer.failure, detail, body


def request_for(url: str, *, absolute: bool, accept: str = "*/*") -> h11.Request:
    """The GET for a URL, without its user part and fragment. ``ValueError`` for what is no http(s) address."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        message = "not an http address"
        raise ValueError(message)
    host = _host(parts.hostname, parts.port, parts.scheme)
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return h11.Request(
        method="GET",
        target=f"{parts.scheme}://{host}{target}" if absolute else target,
        headers=[
            ("Host", host),
            ("User-Agent", USER_AGENT),
            ("Accept", accept),
            ("Accept-Encoding", "identity"),
            ("Cache-Control", "no-cache"),
            ("Connection", "close"),
        ],
    )


def _host(hostname: str, port: int | None, scheme: str) -> str:
    name = f"[{hostname}]" if ":" in hostname else hostname.encode("idna").decode("ascii")
    return name if port in {None, 443 if scheme == "https" else 80} else f"{name}:{port}"
