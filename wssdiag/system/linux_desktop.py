"""What a Linux desktop says: GNOME's and KDE's proxy settings, NetworkManager. Credentials are taken out as they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.codec import encode
from wssdiag.model.unknown import Unknown
from wssdiag.system.command import run
from wssdiag.system.files import read_start
from wssdiag.system.secrets import server_without_credentials, without_credentials

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: A settings daemon or NetworkManager that answers at all does so in some milliseconds.
_LIMIT_S = 1.5

_SCHEMA = "org.gnome.system.proxy"

#: Keys of GNOME's schema that hold a secret.
_SECRET = b"authentication-"

#: What is read of KDE's file: nothing else in it is about proxies.
_KDE_KEYS = frozenset({"ProxyType", "Proxy Config Script", "NoProxyFor", "ReversedException", "httpProxy", "httpsProxy", "socksProxy"})


def gsettings() -> bytes | None:
    """GNOME's settings as text. None: no gsettings here, or it did not answer; no such schema: nothing is set, an empty file."""
    output = run(["gsettings", "list-recursively", _SCHEMA], _LIMIT_S)
    if isinstance(output, Unknown):
        # A schema that is not installed is "read, nothing set"; told by the list of schemas, since the error is a text.
        schemas = run(["gsettings", "list-schemas"], _LIMIT_S)
        return None if isinstance(schemas, Unknown) or _SCHEMA.encode() in schemas.split() else b""
    return clean_gsettings(output)


def clean_gsettings(output: bytes) -> bytes:
    """The listing without the keys of GNOME's schema that hold a user name or a password, and without those in addresses."""
    lines = [line for line in output.splitlines(keepends=True) if _SECRET not in line]
    return without_credentials(b"".join(lines).decode("utf-8", errors="replace")).encode()


def kioslaverc(environment: Mapping[str, str], home: Path) -> bytes | None:
    """KDE's settings: the known keys of its group alone. None where there is no such file."""
    folder = environment.get("XDG_CONFIG_HOME")
    data = read_start(f"{folder}/kioslaverc" if folder else home / ".config" / "kioslaverc")
    if data is None:
        return None
    kept: list[str] = []
    group = ""
    for raw in data.decode("utf-8", errors="replace").splitlines():
        line = raw.strip()
        if line.startswith("["):
            group = line
            kept.extend([line] if line == "[Proxy Settings]" else [])
        elif group == "[Proxy Settings]":
            key, _, value = line.partition("=")
            if key.partition("[")[0] in _KDE_KEYS:
                clean = server_without_credentials(value) if key.endswith("Proxy") else without_credentials(value)
                kept.append(f"{key}={clean}")
    return "\n".join([*kept, ""]).encode()


def nmcli_devices() -> bytes | None:
    """NetworkManager's devices with their addresses and DNS servers."""
    output = run(["nmcli", "--terse", "device", "show"], _LIMIT_S)
    return None if isinstance(output, Unknown) else output


def connectivity() -> bytes | None:
    """``connectivity.json``: NetworkManager's opinion. None where it does not run: that is no opinion."""
    output = run(["nmcli", "--terse", "--fields", "CONNECTIVITY", "general"], _LIMIT_S)
    if isinstance(output, Unknown):
        return None
    word = output.decode("utf-8", errors="replace").strip()
    return encode({"networkmanager": word}) if word else None
