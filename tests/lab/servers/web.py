"""A little HTTP/1.1: read a request head, write an answer. Bodies of requests are ignored; every connection is closed after its answer."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.lab.servers import body

if TYPE_CHECKING:
    import socket

    from tests.lab.servers.config import ServerConfig

_MAX_HEAD = 64 * 1024

_DEFAULT_PAGE = {"status": 200, "body": "<html><title>Lab</title>It works.</html>", "headers": {"Content-Type": "text/html"}}


@dataclass(frozen=True, slots=True)
class Request:
    """The head of a request."""

    method: str
    target: str
    host: str  # of an absolute target, else of the Host field; lower case, without port
    path: str


def read_request(connection: socket.socket) -> Request | None:
    """The head, or None where the peer went away or does not speak HTTP."""
    head = b""
    while b"\r\n\r\n" not in head:
        more = connection.recv(4096)
        head += more
        if not more or len(head) > _MAX_HEAD:
            return None
    lines = head.decode("latin-1").split("\r\n")
    try:
        method, target, _version = lines[0].split(" ")
    except ValueError:
        return None
    fields = {key.strip().lower(): value.strip() for key, _, value in (line.partition(":") for line in lines[1:])}
    parts = urlsplit(target if "://" in target else f"//{fields.get('host', '')}{target if target.startswith('/') else '/'}")
    return Request(method, target, (parts.hostname or "").lower(), parts.path or "/")


def answer_page(connection: socket.socket, config: ServerConfig, request: Request) -> None:
    """The page that is asked for, with the Date of its host's clock."""
    offset = config.clocks.get(request.host, config.clock_offset_s)
    write_page(connection, page_for(config, request), offset, head_only=request.method == "HEAD")


def page_for(config: ServerConfig, request: Request) -> dict[str, Any]:
    """The page of host and path, of the host, of everything, or a default one."""
    for key in (f"{request.host}{request.path}", request.host, ""):
        if key in config.pages:
            return config.pages[key]
    return _DEFAULT_PAGE


def write_page(connection: socket.socket, page: dict[str, Any], clock_offset_s: float = 0.0, *, head_only: bool = False) -> None:
    """Send a page with a Date of the lab's clock (RFC 9110 section 6.6.1)."""
    status = int(page["status"])
    time.sleep(page.get("first_byte_s") or 0.0)
    try:
        reason = HTTPStatus(status).phrase
    except ValueError:
        reason = "Status"
    lines = [f"HTTP/1.1 {status} {reason}", f"Date: {formatdate(time.time() + clock_offset_s, usegmt=True)}", "Connection: close"]
    lines += [f"{key}: {value}" for key, values in page["headers"].items() for value in (values if isinstance(values, list) else [values])]
    size = body.length(page)
    if status != HTTPStatus.NO_CONTENT and size is not None:
        lines.append(f"Content-Length: {size}")
    waiting = "\r\n".join([*lines, "", ""]).encode()
    for wait_s, piece in () if head_only else body.pieces(page):
        if wait_s:
            connection.sendall(waiting)
            time.sleep(wait_s)
            waiting = b""
        connection.sendall(waiting + piece)
        waiting = b""
    connection.sendall(waiting)
