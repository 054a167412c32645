"""How this computer and its user are called: short names that no pattern can know. Must not decide what becomes of them."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wssdiag.model.private import Seeds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ACCOUNTS = ("USER", "USERNAME", "LOGNAME", "SUDO_USER")
_HOSTS = ("COMPUTERNAME", "HOSTNAME", "CLIENTNAME")
_DOMAINS = ("USERDOMAIN", "USERDNSDOMAIN", "USERDOMAIN_ROAMINGPROFILE")
_HOME = ("HOME", "USERPROFILE")


def own_names(environment: Mapping[str, str] | None = None) -> Seeds:
    """What the environment, the system and the account say; what they do not say is left out."""
    said = os.environ if environment is None else environment
    homes = (Path(said[name]).name for name in _HOME if said.get(name))
    return Seeds(
        accounts=_some((*_values(said, _ACCOUNTS), *homes, *_account())),
        hosts=_some((*_values(said, _HOSTS), platform.node(), platform.node().partition(".")[0])),
        domains=_some(tuple(_values(said, _DOMAINS))),
    )


def _values(said: Mapping[str, str], names: tuple[str, ...]) -> Iterator[str]:
    yield from (said.get(name, "") for name in names)


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _account() -> Iterator[str]:
    """The login and the full name by the list of accounts, which stand also where the environment is bare."""
    if sys.platform != "win32":
        import pwd  # noqa: PLC0415 - POSIX alone has it

        try:
            row = pwd.getpwuid(os.getuid())
        except KeyError:
            return
        yield row.pw_name
        yield row.pw_gecos.partition(",")[0]
