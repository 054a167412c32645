r"""Windows' registry as a store: the few values that this program ever changes. Keys are ``HIVE\path:name``, values in regedit's text form.

Settings blobs are compared without their change counter and without what Windows notes in them by itself, and are written with a counter
that is one further than it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wssdiag.model.unknown import Unknown
from wssdiag.system import windows_calls, windows_raw_values
from wssdiag.system.actions.work import Store
from wssdiag.system.parse.connection_blob import comparable, counted_on
from wssdiag.system.reg_value import BINARY, RegValue, reg_text_of, reg_value_of

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "registry"

_INTERNET = r"Microsoft\Windows\CurrentVersion\Internet Settings"

#: The settings of who sits here, as browsers and most programs follow them.
CONNECTIONS = rf"HKCU\Software\{_INTERNET}\Connections"
IN_FORCE = rf"{CONNECTIONS}:DefaultConnectionSettings"

#: Copies for older programs. Where they differ from each other Windows takes the single values for news, and makes blobs of them.
LEGACY = rf"{CONNECTIONS}:SavedLegacySettings"
PROXY_ENABLE = rf"HKCU\Software\{_INTERNET}:ProxyEnable"
AUTO_CONFIG_URL = rf"HKCU\Software\{_INTERNET}:AutoConfigURL"

#: The settings of services, as 64-bit programs read them, and as 32-bit programs do.
WINHTTP = rf"HKLM\SOFTWARE\{_INTERNET}\Connections:WinHttpSettings"
WINHTTP_32 = rf"HKLM\SOFTWARE\WOW6432Node\{_INTERNET}\Connections:WinHttpSettings"

_COUNTED = frozenset({IN_FORCE, LEGACY})
_CHANGED = frozenset({IN_FORCE, LEGACY, PROXY_ENABLE, AUTO_CONFIG_URL, WINHTTP, WINHTTP_32})


class Raw(NamedTuple):
    """The registry itself, value by value."""

    read: Callable[[str], RegValue | Unknown | None] = windows_raw_values.read_raw
    write: Callable[[str, RegValue], Unknown | None] = windows_raw_values.write_raw
    delete: Callable[[str], Unknown | None] = windows_raw_values.delete_raw


def registry_store(raw: Raw | None = None, settled: Callable[[], None] = windows_calls.tell_of_proxy_settings) -> Store:
    """The store. ``settled`` tells running programs to read the settings again."""
    registry = raw or Raw()

    def read(key: str) -> str | Unknown | None:
        value = registry.read(key)
        return reg_text_of(value) if isinstance(value, RegValue) else value

    def write(key: str, text: str | None) -> Unknown | None:
        if text is None:
            return registry.delete(key)
        value = reg_value_of(text)
        if value is None:
            return Unknown("that is no value of the registry")
        if key in _COUNTED:
            now = registry.read(key)
            value = value._replace(data=counted_on(value.data, now.data if isinstance(now, RegValue) else value.data))
        return registry.write(key, value)

    return Store(read=read, write=write, may=_CHANGED.__contains__, same=_same, settled=settled)


def _same(one: str | None, other: str | None) -> bool:
    return one == other or (one is not None and other is not None and _meant(one) == _meant(other))


def _meant(text: str) -> RegValue | str:
    value = reg_value_of(text)
    if value is None:
        return text
    return value._replace(data=comparable(value.data)) if value.kind == BINARY else value
