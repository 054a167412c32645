"""Fetches a PAC file as a browser does: directly, without credentials, along redirects. Judges what comes; runs nothing of it."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

import msgspec

from wssdiag.model.failure import Failure
from wssdiag.model.observation import HttpDetail, Observation, PacDetail, Step, Target
from wssdiag.model.pace import USUAL_RUN_S
from wssdiag.model.web_address import DEFAULT_PORTS, host_of
from wssdiag.pac.script_text import text_of
from wssdiag.probes.network import STEP_LIMIT_S, HttpAsk, Journey, Network, TlsAsk

#: Chromium's own limit (net/proxy_resolution/pac_file_fetcher_impl.h); a larger file is thrown away.
SIZE_LIMIT_BYTES = 1024 * 1024

#: For the whole of the file in a run of the usual length: a browser waits longer, and so does its user.
PATIENCE_S = 8.0

#: Chromium gives up after this (net/proxy_resolution/pac_file_fetcher_impl.cc): only a run that was given more time waits so long.
LONGEST_PATIENCE_S = 30.0

#: As browsers (the Fetch standard, "redirect count").
_MOST_REDIRECTS = 20

_OK = 200
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ASK_TYPES = "application/x-ns-proxy-autoconfig, application/x-javascript-config, application/x-javascript, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of it: the text of a script, or in the last observation why there is none."""

    observations: tuple[Observation, ...]
    text: str | None = None
    body: bytes = b""

    @property
    def failure(self) -> Failure | None:
        """Why there is no script."""
        return self.observations[-1].failure if self.observations and self.text is None else None


def patience_s(deadline_s: float) -> float:
    """Seconds that a run with this deadline waits for a file: all that it was given beyond a usual run, up to a browser's patience."""
    return min(LONGEST_PATIENCE_S, PATIENCE_S + max(0.0, deadline_s - USUAL_RUN_S))


def is_web(url: str) -> bool:
    """Whether a browser fetches it over the network."""
    return _scheme(url) in DEFAULT_PORTS and bool(host_of(url))


def inline(url: str) -> str | None:
    """The text of a ``data:`` address (RFC 2397), or None for another one, and for one that does not hold, or holds too much."""
    body, charset = _held(url)
    return None if body is None or len(body) > SIZE_LIMIT_BYTES else text_of(body, charset)


def inline_too_large(url: str) -> Observation | None:
    """What is said of a ``data:`` address that holds more than a file may be: the same as of one that is fetched. Else None."""
    body, _ = _held(url)
    if body is None or len(body) <= SIZE_LIMIT_BYTES:
        return None
    detail = PacDetail(body_size=len(body))
    return Observation(step=Step.PAC, target=Target(), offset_ms=0.0, elapsed_ms=0.0, failure=Failure.BODY_TOO_LARGE, detail=detail)


def _held(url: str) -> tuple[bytes | None, str | None]:
    """What a ``data:`` address holds, and its charset; None where it is another one, or does not hold."""
    head, comma, data = url[len("data:") :].partition(",")
    if _scheme(url) != "data" or not comma:
        return None, None
    parts = [part.strip() for part in head.split(";")]
    charset = next((part.partition("=")[2] for part in parts if part.lower().startswith("charset=")), None)
    body = unquote_to_bytes(data)
    return (_from_base64(body) if parts[-1].lower() == "base64" else body), charset


def fetch(network: Network, url: str, patience: float = PATIENCE_S) -> Fetched:
    """The file behind a web address, in ``patience`` seconds; at most 20 redirects, none after the time is used up."""
    seen: tuple[Observation, ...] = ()
    for _ in range(_MOST_REDIRECTS + 1):
        spent_s = sum(row.elapsed_ms for row in seen) / 1000
        more, body = network.fetch(_journey(url, patience - spent_s))
        seen += more
        last = seen[-1]
        if not last.ok or not isinstance(last.detail, HttpDetail):
            return Fetched(seen)
        if last.detail.status == _OK:
            return _judged(seen, last.detail, body)
        target = _next(url, last.detail)
        if target is None:
            return Fetched(_failing(seen, Failure.HTTP_STATUS))
        if sum(row.elapsed_ms for row in seen) > patience * 1000:
            return Fetched(_failing(seen, Failure.TIMED_OUT))
        url = target
    return Fetched(_failing(seen, Failure.REDIRECTED))


def _judged(seen: tuple[Observation, ...], detail: HttpDetail, body: bytes) -> Fetched:
    text = text_of(body, _charset(detail))
    if _is_page(text):
        return Fetched(_failing(seen, Failure.PAC_NOT_SCRIPT))
    return Fetched(seen, text, body)


def _is_page(text: str) -> bool:
    """Markup in place of a script. ``<!--`` begins a comment in both."""
    start = text.lstrip("\ufeff \t\r\n")[:9]
    return start.startswith("<") and not start.startswith("<!--")


def _failing(seen: tuple[Observation, ...], failure: Failure) -> tuple[Observation, ...]:
    """The last step did what it was asked to do; what came is still of no use."""
    return (*seen[:-1], msgspec.structs.replace(seen[-1], failure=failure))


def _journey(url: str, patience: float) -> Journey:
    """In a run that was given more time the first byte may take as long as the whole."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return Journey(
        host=host,
        port=parts.port or DEFAULT_PORTS[parts.scheme],
        tls=TlsAsk(server_name=host) if parts.scheme == "https" else None,
        http=HttpAsk(
            url=url,
            body_limit=SIZE_LIMIT_BYTES,
            accept=_ASK_TYPES,
            patience_s=patience,
            first_byte_s=patience if patience > PATIENCE_S else STEP_LIMIT_S,
        ),
    )


def _next(url: str, detail: HttpDetail) -> str | None:
    location = _header(detail, "location")
    try:
        target = urljoin(url, location) if location else ""
    except ValueError:  # a bracket that nothing closes
        return None
    return target if detail.status in _REDIRECTS and is_web(target) else None


def content_type(detail: HttpDetail) -> str:
    """The media type of an answer, in lower case, without parameters; empty where it names none."""
    return _header(detail, "content-type").partition(";")[0].strip().lower()


def _charset(detail: HttpDetail) -> str | None:
    parameters = (part.strip() for part in _header(detail, "content-type").split(";")[1:])
    return next((part.partition("=")[2] for part in parameters if part.lower().startswith("charset=")), None)


def _header(detail: HttpDetail, name: str) -> str:
    return dict(reversed(detail.headers)).get(name, "")


def _scheme(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:  # a bracket that nothing closes, a port that is none
        return ""
    return parts.scheme


def _from_base64(data: bytes) -> bytes | None:
    try:
        return base64.b64decode(b"".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
