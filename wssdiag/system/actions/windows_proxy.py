"""What is changed in Windows' registry so that a proxy setting is off. Pure but for what the store reads; must not decide who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.facts import known
from wssdiag.model.fix import Action
from wssdiag.model.unknown import Unknown
from wssdiag.system.actions.windows_values import (
    AUTO_CONFIG_URL,
    CONNECTIONS,
    IN_FORCE,
    LEGACY,
    NAME,
    PROXY_ENABLE,
    WINHTTP,
    WINHTTP_32,
)
from wssdiag.system.actions.work import Work, changes_of
from wssdiag.system.parse.connection_blob import MANUAL, PAC, connection_settings, without_flag
from wssdiag.system.reg_value import BINARY, RegValue, reg_text_of, reg_value_of

if TYPE_CHECKING:
    from wssdiag.model.facts import Facts
    from wssdiag.system.actions.work import Store, Wish

#: The facts' name of these settings.
_SOURCE = "internet-settings"

_ONE, _ZERO = "dword:00000001", "dword:00000000"

#: "Disable changing proxy settings", "Disable changing automatic configuration settings" (inetres.admx): 1 locks the page of the settings.
_LOCKS = r"Software\Policies\Microsoft\Internet Explorer\Control Panel"
_LOCK = {Action.PROXY_OFF: "Proxy", Action.PAC_OFF: "Autoconfig"}

_FLAG = {Action.PROXY_OFF: MANUAL, Action.PAC_OFF: PAC}

#: No proxy for services, in the form that Windows itself writes (netsh winhttp reset proxy, WinHttpSetDefaultProxyConfiguration).
DIRECT_WINHTTP = reg_text_of(RegValue(BINARY, bytes.fromhex("1800000000000000010000000000000000000000")))


def switched_off_work(wish: Wish, facts: Facts, store: Store) -> Work | Unknown:
    """PROXY_OFF and PAC_OFF: the flag in the settings blobs, and the single value beside them. All else in the blobs stays.

    :class:`Unknown` where another setting is in force by now, or one that this program does not change.
    """
    if wish.source != _SOURCE:
        return Unknown(f"it is set in a place that wssdiag does not change ({wish.source})")
    if obstacle := _obstacle(wish.action, facts, store):
        return obstacle
    plain = _plain(wish.action, store)
    blobs = {key: store.read(key) for key in (LEGACY, IN_FORCE)}
    for value in (plain, *blobs.values()):
        if isinstance(value, Unknown):
            return value
    in_force = blobs[IN_FORCE]
    if not (_has(in_force, _FLAG[wish.action]) if in_force else plain):
        return Unknown("the setting is another one by now")
    # What is in force comes last. The copies come first, so that Windows never takes them for news that speaks against it.
    wanted = dict([_plain_off(wish.action)]) if plain else {}
    wanted |= {key: _off(text, _FLAG[wish.action]) for key, text in blobs.items() if _has(text, _FLAG[wish.action])}
    changes = changes_of(NAME, {NAME: store}, wanted)
    return changes if isinstance(changes, Unknown) else Work(changes)


def winhttp_work(store: Store) -> Work | Unknown:
    """RESET_WINHTTP: no proxy for services, 64-bit and 32-bit ones. Those that run may need to be started again."""
    wanted: dict[str, str | None] = {}
    for key in (WINHTTP, WINHTTP_32):
        now = store.read(key)
        if isinstance(now, Unknown):
            return now
        if now is not None and not _is_direct(now):
            wanted[key] = DIRECT_WINHTTP
    if not wanted:
        return Unknown("no proxy is set for services")
    changes = changes_of(NAME, {NAME: store}, wanted)
    return changes if isinstance(changes, Unknown) else Work(changes)


def _obstacle(action: Action, facts: Facts, store: Store) -> Unknown | None:
    for hive in ("HKLM", "HKCU"):
        lock = store.read(rf"{hive}\{_LOCKS}:{_LOCK[action]}")
        if lock == _ONE or isinstance(lock, Unknown):
            return lock if isinstance(lock, Unknown) else Unknown("an administrator has locked this setting")
    names = (row.name for row in known(facts.interfaces) if row.up)
    if any(store.read(f"{CONNECTIONS}:{name}") is not None for name in names):
        return Unknown("a connection that is up has proxy settings of its own")
    in_force = store.read(IN_FORCE)
    if isinstance(in_force, str) and connection_settings(_bytes(in_force)) is None:
        return Unknown("the settings have a form that wssdiag does not know")
    return None


def _plain(action: Action, store: Store) -> bool | Unknown:
    """Whether the single value says that the way is on."""
    value = store.read(PROXY_ENABLE if action is Action.PROXY_OFF else AUTO_CONFIG_URL)
    if isinstance(value, Unknown):
        return value
    return value == _ONE if action is Action.PROXY_OFF else value is not None


def _plain_off(action: Action) -> tuple[str, str | None]:
    return (PROXY_ENABLE, _ZERO) if action is Action.PROXY_OFF else (AUTO_CONFIG_URL, None)


def _bytes(text: str | Unknown | None) -> bytes:
    value = reg_value_of(text) if isinstance(text, str) else None
    return value.data if value and value.kind == BINARY else b""


def _has(text: str | Unknown | None, flag: int) -> bool:
    settings = connection_settings(_bytes(text))
    return settings is not None and {MANUAL: settings.manual, PAC: settings.pac}[flag]


def _off(text: str | Unknown | None, flag: int) -> str:
    return reg_text_of(RegValue(BINARY, without_flag(_bytes(text), flag)))


def _is_direct(text: str) -> bool:
    settings = connection_settings(_bytes(text))
    return settings is not None and not (settings.manual or settings.pac or settings.auto_detect)
