"""``macos/scutil-proxy.txt``: the proxy settings in force (``scutil --proxy``; keys of SystemConfiguration's SCSchemaDefinitions)."""

from __future__ import annotations

from wssdiag.model.facts import ProxyKind, ProxyServer, ProxySetting
from wssdiag.system.parse.proxy_server import LIST_LIMIT, proxy_server
from wssdiag.system.parse.scutil import Dictionary, dictionary_of, text_at, texts_at

#: Prefix of the keys, the scheme whose traffic it directs, the port where none is given.
_SERVERS = (("HTTPS", "https", 443), ("HTTP", "http", 80), ("SOCKS", "socks", 1080))


def scutil_proxies(data: bytes) -> tuple[ProxySetting, ...]:
    """One setting a kind that is switched on, in the order in which macOS tries them. None is on by default: that says nothing."""
    values = dictionary_of(data)
    bypass = texts_at(values, "ExceptionsList")[:LIST_LIMIT]
    if text_at(values, "ExcludeSimpleHostnames") == "1":
        bypass = (*bypass, "<local>")
    found: list[ProxySetting] = []
    if text_at(values, "ProxyAutoDiscoveryEnable") == "1":
        found.append(ProxySetting(source="scutil", applies_to="system", kind=ProxyKind.AUTO_DETECT))
    if text_at(values, "ProxyAutoConfigEnable") == "1" and (url := text_at(values, "ProxyAutoConfigURLString")):
        found.append(ProxySetting(source="scutil", applies_to="system", kind=ProxyKind.PAC, pac_url=url))
    servers = tuple(server for prefix, scheme, port in _SERVERS if (server := _server(values, prefix, scheme, port)))
    if servers:
        found.append(ProxySetting(source="scutil", applies_to="system", kind=ProxyKind.MANUAL, servers=servers, bypass=bypass))
    return tuple(found)


def _server(values: Dictionary, prefix: str, scheme: str, default_port: int) -> ProxyServer | None:
    host = text_at(values, f"{prefix}Proxy")
    if text_at(values, f"{prefix}Enable") != "1" or not host:
        return None
    port = text_at(values, f"{prefix}Port")
    return proxy_server(f"[{host}]:{port}" if ":" in host else f"{host}:{port}", scheme=scheme, default_port=default_port)
