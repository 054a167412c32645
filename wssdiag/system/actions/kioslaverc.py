"""KDE's proxy settings as a store: the keys of ``kioslaverc``, group ``[Proxy Settings]``. The file is replaced whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from wssdiag.model.unknown import Unknown
from wssdiag.system.actions.keyfile import is_locked, value_of, with_value
from wssdiag.system.actions.work import Store

if TYPE_CHECKING:
    from collections.abc import Callable

TYPE = "ProxyType"

MANUAL, SCRIPT, NONE = "1", "2", "0"

_GROUP = "Proxy Settings"

#: KDE's own file has some hundred bytes.
_LIMIT_BYTES = 1024 * 1024


def kioslaverc_store(path: Path, settled: Callable[[], None], everybody: tuple[Path, ...] = ()) -> Store:
    """The store of one person's file. ``settled`` tells running programs to read it again; ``everybody`` are the administrator's files."""

    def read(key: str) -> str | Unknown | None:
        text = _text(path)
        if isinstance(text, Unknown):
            return text
        texts = (text, *(other for file in everybody if isinstance(other := _text(file), str)))
        locked = any(is_locked(one, _GROUP, key) for one in texts)
        return Unknown("an administrator has locked this setting") if locked else value_of(text, _GROUP, key)

    def write(key: str, value: str | None) -> Unknown | None:
        if value not in {MANUAL, SCRIPT, NONE, None}:  # a forged journal could carry whole lines
            return Unknown("that is no kind of proxy that wssdiag sets")
        text = _text(path)
        if isinstance(text, Unknown):
            return text
        reason = _replace(path, with_value(text, _GROUP, key, value))
        if reason is None:
            settled()
        return reason

    return Store(read=read, write=write, may=lambda key: key == TYPE)


def _text(path: Path) -> str | Unknown:
    """The file, empty where there is none. Bytes that are no UTF-8 come through unchanged."""
    try:
        if path.exists() and not path.is_file():  # a named pipe would hold the reader for ever
            return Unknown(f"{path.name} is no file")
        with path.open("rb") as file:
            data = file.read(_LIMIT_BYTES + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        return Unknown(f"{path.name} cannot be read ({error.strerror})")
    return Unknown(f"{path.name} is too long") if len(data) > _LIMIT_BYTES else data.decode("utf-8", errors="surrogateescape")


def _replace(path: Path, text: str) -> Unknown | None:
    part: Path | None = None
    try:
        target = path.resolve()  # a link to the file of a person's collection of settings stays one
        mode = target.stat().st_mode
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            part = Path(file.name)
            file.write(text.encode("utf-8", errors="surrogateescape"))
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
        part.replace(target)
    except OSError as error:
        if part is not None:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return Unknown(f"{path.name} cannot be written ({error.strerror})")
    return None
