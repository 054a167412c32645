"""Whom the words of a fault hit: names and groups, ports and transports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.lab.hunt.world import Place, World


def hosts_hit(world: World, to: Iterable[str]) -> set[str]:
    """The names that a list of names and groups stands for. The proxy of the path counts as part of the service."""
    found: set[str] = set()
    for word in to:
        if word in {"service", "everything"}:
            found |= {row.host for row in world.locations} | ({world.proxy.host} if world.proxy else set())
        groups = {"controls": world.controls, "sign-in": world.signs, "clock": world.clocks, "resolvers": ()}
        if word == "everything":
            found |= {*world.controls, *world.signs, *world.clocks}
        found |= set(groups.get(word, (word,)))
    return found


def hits(fault: dict[str, Any], place: Place) -> bool:
    """Whether a fault of packets stops what goes to this place."""
    named = place.host in fault["to"] or {"everything", "service"} & set(fault["to"])
    transport = fault.get("transport", "any") in {"any", "udp" if place.udp else "tcp"}
    return bool(named) and fault.get("port") in {None, place.port} and transport


def dark(world: World, fault: dict[str, Any]) -> bool:
    """Whether a fault of packets silences every control. Behind an active agent only a handshake counts, and those are on port 443."""
    if not {"everything", "controls"} & set(fault["to"]) or fault.get("transport", "any") == "udp":
        return False
    return fault.get("port") is None or (world.agent and fault.get("port") == 443)
