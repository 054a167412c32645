"""What this computer and the person at it are called: the short names that no pattern can find in a text. Asks the system alone.

Nothing is sent: no name is looked up, and no domain controller is asked. What cannot be read is left out.
"""

from __future__ import annotations

import getpass
import os
import platform
import sys
from typing import TYPE_CHECKING, Final

from wssdiag.model.private import Seeds

if TYPE_CHECKING:
    from collections.abc import Mapping

if sys.platform == "win32":
    import winreg
else:
    import pwd

_PARAMETERS: Final = r"SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"
_SIGN_IN: Final = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Authentication\LogonUI"
_OF_NAMES: Final = ("Hostname", "NV Hostname", "Domain", "NV Domain", "DhcpDomain", "SearchList")


def own_names() -> Seeds:
    """Login and full name, the computer's names, and its domains; on Windows those of the machine's own settings too."""
    registry = _values(_PARAMETERS, _OF_NAMES)
    return seeds_of(os.environ, _login(), _full_name(), (platform.node(), *registry[:2]), registry[2:])


def seeds_of(environment: Mapping[str, str], login: str, full_name: str, hosts: tuple[str, ...], domains: tuple[str, ...]) -> Seeds:
    """The names from what the system said, each once; what is empty is left out. A folder of a person is named after its owner."""
    homes = (environment.get(name, "").replace("\\", "/").rstrip("/").rpartition("/")[2] for name in ("HOME", "USERPROFILE"))
    logins = (login, *(environment.get(name, "") for name in ("USER", "LOGNAME", "USERNAME", "SUDO_USER")), *homes)
    named = (*hosts, environment.get("COMPUTERNAME", ""), environment.get("HOSTNAME", ""))
    below = tuple(host.partition(".")[2] for host in named)
    spread = (part for text in domains for part in text.replace(",", " ").split())
    return Seeds(
        accounts=_each_once(logins, (full_name,)),
        hosts=_each_once(named),
        domains=_each_once(below, spread, (environment.get("USERDOMAIN", ""), environment.get("USERDNSDOMAIN", ""))),
    )


def _each_once(*rows: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for row in rows for text in row if text.strip()))  # type: ignore[attr-defined]


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such variable, and the account is in no list
        return ""


def _full_name() -> str:
    name = ""
    if sys.platform == "win32":
        name = _windows_full_name()
    else:
        try:
            # The first field of GECOS is the name; "&" in it stands for the login.
            row = pwd.getpwuid(os.getuid())
            name = row.pw_gecos.partition(",")[0].replace("&", row.pw_name.capitalize())
        except KeyError:
            name = ""
    return name


def _windows_full_name() -> str:
    """As the sign-in screen shows who was here last. The account's own entry may be with a domain controller, which is not asked."""
    return _values(_SIGN_IN, ("LastLoggedOnDisplayName",))[0]


def _values(path: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Texts of one key of the machine's settings; empty ones where there are none, or on another system."""
    found = [""] * len(names)
    if sys.platform == "win32":
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:
                found = [_text(key, name) for name in names]
        except OSError:
            found = [""] * len(names)
    return tuple(found)


def _text(key: object, name: str) -> str:
    value: object = ""
    if sys.platform == "win32":
        try:
            value, _ = winreg.QueryValueEx(key, name)  # type: ignore[arg-type]
        except OSError:
            value = ""
    return value if isinstance(value, str) else ""
