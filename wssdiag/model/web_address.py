"""Hosts as settings and addresses from outside spell them. Pure; whether one is right, others say."""

from __future__ import annotations

from urllib.parse import urlsplit


def bare_host(host: str) -> str:
    """A host as two sources can be compared: in lower case, without the dot of the root (RFC 1034 section 3.1)."""
    return host.lower().removesuffix(".")


def host_of(url: str | None) -> str:
    """The host in lower case, without the dot of the root; ``""`` where there is none, or what was given is no web address."""
    try:
        return bare_host(urlsplit(url or "").hostname or "")
    except ValueError:  # "http://[": a bracket that nothing closes
        return ""
