"""GNOME's settings as a store. Keys are ``SCHEMA KEY``, values in GVariant's text form ("'manual'"), as gsettings prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.unknown import Unknown
from wssdiag.system.actions.work import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Run = Callable[[Sequence[str]], bytes | Unknown]

MODE = "org.gnome.system.proxy mode"

MANUAL, AUTO, NONE = "'manual'", "'auto'", "'none'"


def gsettings_store(run: Run) -> Store:
    """The store. A key that an administrator has locked is Unknown."""

    def read(key: str) -> str | Unknown:
        writable = _text(run(["gsettings", "writable", *key.split()]))
        if writable != "true":
            return writable if isinstance(writable, Unknown) else Unknown("an administrator has locked this setting")
        return _text(run(["gsettings", "get", *key.split()]))

    def write(key: str, value: str | None) -> Unknown | None:
        answer = run(["gsettings", "reset", *key.split()] if value is None else ["gsettings", "set", *key.split(), value])
        return answer if isinstance(answer, Unknown) else None

    def restore(key: str, value: str | None) -> Unknown | None:
        # Without a value of its own the key may have the wanted one already: by the distribution's, or an administrator's, default.
        answer = write(key, None)
        if answer or value is None or _text(run(["gsettings", "get", *key.split()])) == value:
            return answer
        return write(key, value)

    return Store(read=read, write=write, may=lambda key: key == MODE, restore=restore)


def _text(output: bytes | Unknown) -> str | Unknown:
    return output if isinstance(output, Unknown) else output.decode("utf-8", errors="replace").strip()
