"""``linux/gsettings.txt``: what ``gsettings list-recursively org.gnome.system.proxy`` prints.

Format: ``schema key value`` a line, the value in GVariant's text form. A system without the schema has an empty file: nothing is set.
"""

from __future__ import annotations

from functools import partial

from wssdiag.model.facts import ProxyKind, ProxyServer, ProxySetting
from wssdiag.system.parse.proxy_server import LIST_LIMIT, proxy_server
from wssdiag.system.parse.text import VALUE_LIMIT, lines_of

#: What GNOME sets, programs of the desktop follow.
_setting = partial(ProxySetting, source="gnome", applies_to="system")

_SCHEMA = "org.gnome.system.proxy"

#: Schema behind ``org.gnome.system.proxy`` -> the scheme whose traffic it directs.
_SERVERS = (("https", "https"), ("http", "http"), ("socks", "socks"))

#: A bypass list may be long; it is still one line.
_LINE_LIMIT = 16 * VALUE_LIMIT


def gsettings_proxies(data: bytes) -> tuple[ProxySetting, ...]:
    """At most one setting. Mode "manual" without a host says nothing; "auto" without a URL is automatic detection."""
    values: dict[str, str] = {}
    for line in lines_of(data):
        schema, _, rest = line[:_LINE_LIMIT].partition(" ")
        key, _, value = rest.partition(" ")
        if schema.startswith(_SCHEMA):
            values[schema.removeprefix(_SCHEMA).removeprefix(".") + "/" + key] = value
    mode = _text(values, "/mode")
    if mode == "none":
        return (_setting(kind=ProxyKind.DIRECT),)
    if mode == "auto":
        url = _text(values, "/autoconfig-url")
        return (_setting(kind=ProxyKind.PAC, pac_url=url) if url else _setting(kind=ProxyKind.AUTO_DETECT),)
    servers = tuple(server for schema, scheme in _SERVERS if (server := _server(values, schema, scheme)))
    if mode != "manual" or not servers:
        return ()
    return (_setting(kind=ProxyKind.MANUAL, servers=servers, bypass=strings_of(values.get("/ignore-hosts", ""))),)


def _server(values: dict[str, str], schema: str, scheme: str) -> ProxyServer | None:
    host = _text(values, f"{schema}/host")
    port = values.get(f"{schema}/port", "").strip()
    # A host with port 0 was never completed: GNOME itself uses no such proxy.
    return proxy_server(f"[{host}]:{port}" if ":" in host else f"{host}:{port}", scheme=scheme, default_port=80) if host and port else None


def _text(values: dict[str, str], key: str) -> str:
    found = strings_of(values.get(key, ""))
    return found[0] if found else ""


def strings_of(value: str) -> tuple[str, ...]:
    """The quoted strings of a GVariant text (GLib, "GVariant Text Format"), at most 1,000; one pass over the text."""
    found: list[str] = []
    quote = ""
    current: list[str] = []
    escaped = False
    for character in value:
        if not quote:
            if character in "'\"":
                quote, current = character, []
        elif escaped:
            current.append(character)
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == quote:
            found.append("".join(current))
            quote = ""
            if len(found) == LIST_LIMIT:
                break
        else:
            current.append(character)
    return tuple(found)
