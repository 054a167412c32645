"""Reads what FindProxyForURL answered, as a browser does. Pure."""

from __future__ import annotations

from ipaddress import IPv6Address

#: Keyword -> what it means here, and the port where none is given. A bare SOCKS is version 4, as in the browsers.
_KINDS = {
    "PROXY": ("PROXY", 80),
    "HTTP": ("PROXY", 80),
    "HTTPS": ("HTTPS", 443),
    "SOCKS": ("SOCKS4", 1080),
    "SOCKS4": ("SOCKS4", 1080),
    "SOCKS5": ("SOCKS5", 1080),
}

DIRECT = "DIRECT"

_MAX_PORT = 65535

#: Digits of a port; Python refuses to read a number of thousands of them.
_PORT_DIGITS = 5

#: A browser tries one after the other; nobody waits for more.
_MAX_PROXIES = 64


def proxies_of(answer: str) -> tuple[str, ...]:
    """``"PROXY a:80; foo; DIRECT"`` -> ``("PROXY a:80", "DIRECT")``. What is no entry is left out; an answer without one is DIRECT."""
    found = [proxy for part in answer.split(";") if (proxy := _entry(part))]
    return tuple(found[:_MAX_PROXIES]) or (DIRECT,)


def _entry(text: str) -> str | None:
    words = text.split()
    if not words or not text.isascii() or not all(map(str.isprintable, words)):
        return None
    keyword = words[0].upper()
    if keyword == DIRECT:
        return DIRECT if len(words) == 1 else None
    if keyword not in _KINDS or len(words) != 2:  # noqa: PLR2004 - keyword and place
        return None
    kind, default = _KINDS[keyword]
    place = _place(words[1], default)
    return f"{kind} {place}" if place else None


def _place(text: str, default: int) -> str | None:
    """``host:port``, IPv6 in brackets."""
    host, colon, port = text.rpartition(":") if not text.endswith("]") else (text, "", "")
    if not colon:
        host, port = text, str(default)
    bracketed = host.startswith("[") and host.endswith("]")
    bare = host[1:-1] if bracketed else host
    if not bare or ((bracketed or ":" in bare) and not _is_ipv6(bare)) or ("[" in bare or "]" in bare or "/" in bare or "@" in bare):
        return None
    if not port.isdecimal() or len(port.lstrip("0")) > _PORT_DIGITS or not 0 < int(port.lstrip("0") or "0") <= _MAX_PORT:
        return None
    port = port.lstrip("0")
    return f"[{bare}]:{port}" if ":" in bare else f"{bare}:{port}"


def _is_ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True
