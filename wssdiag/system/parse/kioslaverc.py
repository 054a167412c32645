"""``linux/kioslaverc``: KDE's proxy settings, group ``[Proxy Settings]``."""

from __future__ import annotations

import re
from functools import partial

from wssdiag.model.facts import ProxyKind, ProxyServer, ProxySetting
from wssdiag.system.parse.proxy_server import listed, proxy_server
from wssdiag.system.parse.text import lines_of

#: What KDE sets, programs of the desktop follow.
_setting = partial(ProxySetting, source="kde", applies_to="system")

#: Key -> the scheme whose traffic it directs.
_SERVERS = (("httpsProxy", "https"), ("httpProxy", "http"), ("socksProxy", "socks"))

#: KDE writes "http://proxy.example 8080": the port after a space. Older files have a colon.
_PORT = re.compile(r"\s+(\d{1,5})$")


def kioslaverc_proxies(data: bytes) -> tuple[ProxySetting, ...]:
    """At most one setting. ProxyType 0 is none, 1 manual, 2 a PAC file, 3 automatic detection; 4 repeats the environment: not listed.

    The address of a script may be a plain path.
    """
    values: dict[str, str] = {}
    group = ""
    for line in lines_of(data):
        if line.startswith("["):
            group = line
        elif group == "[Proxy Settings]" and "=" in line:
            key, _, value = line.partition("=")
            # "Key[$e]" and the like: KConfig's own flags behind the name.
            values[key.partition("[")[0].strip()] = value.strip()
    kind = values.get("ProxyType")
    if kind == "0":
        return (_setting(kind=ProxyKind.DIRECT),)
    if kind == "1":
        servers = tuple(server for key, scheme in _SERVERS if (server := _server(values.get(key, ""), scheme)))
        return (_setting(kind=ProxyKind.MANUAL, servers=servers, bypass=_bypass(values)),) if servers else ()
    if kind == "2" and (url := values.get("Proxy Config Script")):
        return (_setting(kind=ProxyKind.PAC, pac_url=f"file://{url}" if url.startswith("/") else url),)
    return (_setting(kind=ProxyKind.AUTO_DETECT),) if kind == "3" else ()


def _server(text: str, scheme: str) -> ProxyServer | None:
    return proxy_server(_PORT.sub(r":\1", text[:1_000]), scheme=scheme, default_port=80) if text else None


def _bypass(values: dict[str, str]) -> tuple[str, ...]:
    # With ReversedException the list names what does use the proxy: no list of exceptions.
    return () if values.get("ReversedException") == "true" else listed(values.get("NoProxyFor", ""), ", ")
