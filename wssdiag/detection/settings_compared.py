"""The sources of proxy settings side by side: who follows which, which is in force, and where two of them lead to different places. Pure.

Nothing is concluded here: whether a difference matters the rules say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.model.facts import ProxyKind, ProxySetting
from wssdiag.model.web_address import bare_host, is_here

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.model.facts import ProxyServer

#: Whose settings the others are held against: browsers without settings of their own, and most programs, follow the system's.
SYSTEM = "system"

#: Which of a source's servers a browser takes for an https address, best first.
_SCHEMES = ("https", "all", "http")


@dataclass(frozen=True, slots=True)
class Compared:
    """One source, for one group of programs."""

    setting: ProxySetting
    in_force: bool  # the first that says something for its group; the others of the group are not asked
    differs: bool | None  # in force, and leads elsewhere than what is in force for the system; None: no setting tells


def compared(settings: Iterable[ProxySetting]) -> tuple[Compared, ...]:
    """Every source in the order of the facts, which is that in which traffic asks them."""
    rows = tuple(settings)
    chosen = in_force(rows)
    system = chosen.get(SYSTEM)
    return tuple(
        Compared(
            setting=row,
            in_force=chosen.get(row.applies_to) is row,
            differs=_differs(system, row) if chosen.get(row.applies_to) is row and system else False,
        )
        for row in rows
    )


def _differs(system: ProxySetting, row: ProxySetting) -> bool | None:
    """A PAC file beside a proxy may well lead to that proxy."""
    mixed = row is not system and {row.kind, system.kind} == {ProxyKind.PAC, ProxyKind.MANUAL}
    return None if mixed else lead_apart(system, row)


def in_force(settings: Iterable[ProxySetting]) -> dict[str, ProxySetting]:
    """The first setting that says something for each group of programs. Detection that found nothing passes to the next."""
    rows = [row for row in settings if row.kind is not ProxyKind.AUTO_DETECT or row.pac_url]
    return {row.applies_to: row for row in reversed(rows)}


def lead_apart(one: ProxySetting, other: ProxySetting) -> bool:
    """Whether two settings send an ordinary https address to different places, as far as settings alone tell.

    A proxy is compared with a proxy by host, a PAC address with a PAC address, and "direct" said aloud with either. What a PAC script
    answers stands in no setting, and a relay on this computer leads elsewhere: nothing is said of those.
    """
    direct = [row.kind is ProxyKind.DIRECT for row in (one, other)]
    if any(direct):
        return not all(direct)
    pacs = [row.pac_url for row in (one, other)]
    if all(pacs):
        return pacs[0] != pacs[1]
    hosts = [bare_host(server.host) for row in (one, other) if (server := server_for_https(row))]
    if any(pacs) or len(hosts) != len(direct) or any(map(is_here, hosts)):
        return False
    return hosts[0] != hosts[1]


def server_for_https(setting: ProxySetting) -> ProxyServer | None:
    """The proxy that a browser takes for an https address by this setting, or None."""
    return next((server for scheme in _SCHEMES for server in setting.servers if server.scheme == scheme), None)


def way_of(setting: ProxySetting) -> str:
    """Where the setting sends an ordinary https address, for a reader: a PAC address, ``host:port``, or its kind."""
    server = server_for_https(setting)
    return setting.pac_url or (f"{server.host}:{server.port}" if server else str(setting.kind))
