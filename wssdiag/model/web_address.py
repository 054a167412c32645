"""The host of a web address that came from outside. Pure; whether the address is a right one, others say."""

from __future__ import annotations

from urllib.parse import urlsplit


def host_of(url: str | None) -> str:
    """The host in lower case, without the dot of the root; ``""`` where there is none, or what was given is no web address."""
    try:
        return (urlsplit(url or "").hostname or "").removesuffix(".")
    except ValueError:  # "http://[": a bracket that nothing closes
        return ""
