"""macOS' proxy switches as a store (networksetup(8)). Keys are ``SERVICE|KIND``, values "on" and "off"; a service always has both.

networksetup is not translated. What it says of a switch is the word behind ``Enabled:`` at the start of a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wssdiag.model.facts import ProxyKind, ProxySetting, known
from wssdiag.model.fix import Action
from wssdiag.model.unknown import Unknown
from wssdiag.system.actions.work import Store, Wish, Work, changes_of
from wssdiag.system.secrets import without_credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wssdiag.model.facts import Facts

    Run = Callable[[Sequence[str]], bytes | Unknown]

NAME = "networksetup"

ON, OFF = "on", "off"

_WORDS = {"Yes": ON, "No": OFF}

#: The facts' name of the settings in force.
_SOURCE = "scutil"


class _Switch(NamedTuple):
    """The verb that tells how it stands, and the one that sets it."""

    get: str
    set: str


_SWITCHES = {
    "webproxy": _Switch("-getwebproxy", "-setwebproxystate"),
    "securewebproxy": _Switch("-getsecurewebproxy", "-setsecurewebproxystate"),
    "socksfirewallproxy": _Switch("-getsocksfirewallproxy", "-setsocksfirewallproxystate"),
    "autoproxy": _Switch("-getautoproxyurl", "-setautoproxystate"),
}

#: What each action switches off, and as which kind it stands in the facts.
_KINDS = {Action.PROXY_OFF: ("webproxy", "securewebproxy", "socksfirewallproxy"), Action.PAC_OFF: ("autoproxy",)}
_FACTS = {Action.PROXY_OFF: ProxyKind.MANUAL, Action.PAC_OFF: ProxyKind.PAC}

#: As many as the reader asks, with room for those that are not in use.
_SERVICE_LIMIT = 20


def networksetup_store(run: Run) -> Store:
    """The store. Setting needs an account that may administer this Mac; where it is not, nothing is changed."""

    def read(key: str) -> str | Unknown:
        fields = _asked(run, key)
        return fields if isinstance(fields, Unknown) else _state(fields)

    def write(key: str, value: str | None) -> Unknown | None:
        service, _, kind = key.rpartition("|")
        if value not in {ON, OFF}:
            return Unknown("a proxy of a network service is on or off")
        answer = run(["networksetup", _SWITCHES[kind].set, service, value])
        return answer if isinstance(answer, Unknown) else None

    return Store(read=read, write=write, may=_may)


def switched_off_work(wish: Wish, facts: Facts, run: Run, store: Store) -> Work | Unknown:
    """PROXY_OFF and PAC_OFF: off in every network service that has the setting in force. Others, for other networks, are left alone."""
    services = _services(run)
    if isinstance(services, Unknown):
        return services
    rows = [row for row in known(facts.proxy_settings) if row.source == wish.source == _SOURCE and row.kind is _FACTS[wish.action]]
    wanted = {
        key: OFF
        for service in services
        for kind in _KINDS[wish.action]
        if rows and _leads_there(_asked(run, key := f"{service}|{kind}"), rows)
    }
    # A profile of the organisation, or a VPN, sets a proxy that no network service has.
    if not wanted:
        return Unknown(f"it is set in a place that wssdiag does not change ({wish.source})")
    changes = changes_of(NAME, {NAME: store}, wanted)
    return changes if isinstance(changes, Unknown) else Work(changes)


def _may(key: str) -> bool:
    service, _, kind = key.rpartition("|")
    return kind in _SWITCHES and bool(service) and not service.startswith("-")


def _asked(run: Run, key: str) -> dict[str, str] | Unknown:
    """The fields of networksetup's answer."""
    service, _, kind = key.rpartition("|")
    output = run(["networksetup", _SWITCHES[kind].get, service])
    if isinstance(output, Unknown):
        return output
    lines = output.decode("utf-8", errors="replace").splitlines()
    return {name: value.strip() for name, colon, value in (line.partition(":") for line in lines) if colon}


def _state(fields: dict[str, str]) -> str | Unknown:
    return _WORDS.get(fields.get("Enabled", "")) or Unknown("networksetup says neither yes nor no")


def _leads_there(fields: dict[str, str] | Unknown, rows: list[ProxySetting]) -> bool:
    """Whether the switch is on and what it switches is what the facts say is in force."""
    if isinstance(fields, Unknown) or _state(fields) != ON:
        return False
    hosts = {server.host.lower() for row in rows for server in row.servers}
    addresses = {row.pac_url for row in rows if row.pac_url}
    return fields.get("Server", "").lower() in hosts or without_credentials(fields.get("URL", "")) in addresses


def _services(run: Run) -> tuple[str, ...] | Unknown:
    listing = run(["networksetup", "-listallnetworkservices"])
    if isinstance(listing, Unknown):
        return listing
    # The first line explains the asterisk of those that are switched off.
    names = listing.decode("utf-8", errors="replace").splitlines()[1:]
    return tuple(name for name in names if name and not name.startswith(("*", "-")))[:_SERVICE_LIMIT]
