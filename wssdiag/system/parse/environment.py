"""``environment.json`` -> variables, and what they say about proxies (the convention of curl and most command-line programs)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wssdiag.model.facts import ProxyKind, ProxySetting, Variable
from wssdiag.model.unknown import Unknown
from wssdiag.system.parse.proxy_server import listed, proxy_server
from wssdiag.system.parse.rows import json_of
from wssdiag.system.parse.text import ROW_LIMIT

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture

#: Variable, and the scheme whose traffic it directs.
_SERVERS = (("http_proxy", "http"), ("https_proxy", "https"), ("all_proxy", "all"))

#: Where a variable names no port: Go, Python and Node take the port of the proxy's own scheme (curl alone takes 1080).
_DEFAULT_PORT = 80


def environment_of(capture: Capture) -> tuple[Variable, ...] | Unknown:
    """The proxy and CA variables, in the file's order; values that are no text are left out."""
    content = json_of(capture, "environment.json", dict[str, Any])
    if isinstance(content, Unknown):
        return content
    rows = list(content.items())[:ROW_LIMIT]
    return tuple(Variable(name=name, value=value) for name, value in rows if isinstance(value, str))


def environment_proxies(variables: tuple[Variable, ...]) -> tuple[ProxySetting, ...]:
    """At most one setting: the servers, or "direct" where ``no_proxy`` is ``*``. The lower-case name wins over the upper-case one."""
    values = {variable.name.lower(): variable.value for variable in variables if variable.name != variable.name.lower()}
    values |= {variable.name: variable.value for variable in variables if variable.name == variable.name.lower()}
    bypass = listed(values.get("no_proxy", ""), ", \t")
    if "*" in bypass:
        return (ProxySetting(source="environment", applies_to="command-line", kind=ProxyKind.DIRECT, bypass=bypass),)
    servers = tuple(
        server for name, scheme in _SERVERS if (server := proxy_server(values.get(name, ""), scheme=scheme, default_port=_DEFAULT_PORT))
    )
    if not servers:
        return ()
    return (ProxySetting(source="environment", applies_to="command-line", kind=ProxyKind.MANUAL, servers=servers, bypass=bypass),)
