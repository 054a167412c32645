"""Hosts as settings and addresses from outside spell them. Pure; whether one is right, others say."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

#: The ports that an address need not name (RFC 9110 section 4.2).
DEFAULT_PORTS = {"http": 80, "https": 443}


#: No address has them as they are (RFC 3986 section 2); a program that an address is handed to may take them for something else.
_UNSAFE = frozenset(" \"'<>`\\")


def bare_host(host: str) -> str:
    """A host as two sources can be compared: in lower case, without the dot of the root (RFC 1034 section 3.1)."""
    return host.lower().removesuffix(".")


def is_literal(host: str) -> bool:
    """Whether a host is an IP address, with or without a zone (RFC 4007 section 11), and needs no name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_here(host: str) -> bool:
    """Whether a host is this computer itself: ``localhost``, or a loopback address of either family."""
    if bare_host(host) == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(url: str | None) -> str:
    """The host in lower case, without the dot of the root; ``""`` where there is none, or what was given is no web address."""
    try:
        return bare_host(urlsplit(url or "").hostname or "")
    except ValueError:  # "http://[": a bracket that nothing closes
        return ""


def is_web_page(url: str) -> bool:
    """Whether a browser may be sent there: http or https with a host, and nothing in it that a program could take for something else."""
    return url.lower().startswith(("http://", "https://")) and bool(host_of(url)) and url.isprintable() and not _UNSAFE & set(url)


def default_port(url: str) -> int:
    """The port of a web address: the one that it names, else its scheme's; 443 where it has neither."""
    try:
        parts = urlsplit(url)
        return parts.port or DEFAULT_PORTS.get(parts.scheme, 443)
    except ValueError:  # a bracket that nothing closes, a port that is none
        return 443


def address_of(scheme: str, host: str, port: int, path: str = "/") -> str:
    """A web address as a browser writes it: IPv6 in brackets (RFC 3986 section 3.2.2), the scheme's own port left out."""
    shown_host = f"[{host}]" if ":" in host else host
    place = shown_host if DEFAULT_PORTS.get(scheme) == port else f"{shown_host}:{port}"
    return f"{scheme}://{place}{path}"


def without_credentials(url: str) -> str:
    """The address without user, password and fragment; ``ValueError`` for what is no address."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()
