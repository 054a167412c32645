"""Random faults for healthy scenarios. The same seed and the same scenarios give the same mutations."""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from tests.lab.hunt.expected import NO_ADDRESS, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.lab.hunt.world import World

#: Addresses that lead to nobody, or to somebody else: private ones, and a public web server.
_WRONG = ("10.66.66.66", "172.20.1.1", "45.99.99.99")
_DEAD_RESOLVER, _ROUTER, _PUBLIC = "192.168.7.99", "192.168.7.1", "8.8.8.8"

#: How often a mutation that was there before is drawn again, before it is taken all the same.
_DRAWS = 20

#: Words of the vocabulary from which no mutation is drawn, with the reason. All are real programs: what can go wrong by them is a word of
#: its own, or belongs to a role or method in which no healthy scenario is ground for a hunt.
LEFT_OUT = {
    "squid": "what it can say is drawn as the word proxy",
    "tinyproxy": "what it can say is drawn as the word proxy",
    "mitmproxy": "what it shows is drawn as the word present",
    "unbound": "what a resolver can say is drawn as the words resolver and name",
    "charon": "IKE is spoken in methods of whole sites alone, and its silence proves nothing",
    "quic": "an answer by QUIC is a healthy one; its absence is drawn as packets",
    "pac-host": "what a PAC file may lead to depends on its script, not on one fault",
    "directory": "for the role auth-connector alone",
    "auth-connector": "for organisations that declare one alone",
}


@dataclass(frozen=True)
class Mutation:
    """One healthy scenario with one fault."""

    number: int
    base: str  # name of the healthy scenario
    fault: Fault


def mutations(seed: int, count: int, worlds: dict[str, World], words: Sequence[str]) -> list[Mutation]:
    """That many, each different as long as there are enough. ``words`` are those that the lab knows."""
    random = Random(seed)
    names = sorted(worlds)
    usable = [word for word in DRAWS if word in words]
    found: list[Mutation] = []
    seen: set[str] = set()
    while len(found) < count:
        for _ in range(_DRAWS):
            base = random.choice(names)
            fault = _drawn(random, worlds[base], usable)
            key = json.dumps([base, fault])
            if key not in seen:
                break
        seen.add(key)
        found.append(Mutation(len(found) + 1, base, fault))
    return found


def _drawn(random: Random, world: World, words: Sequence[str]) -> Fault:
    """One fault that makes sense in this world."""
    while True:
        word = random.choice(words)
        fault = DRAWS[word](random, world)
        if fault is not None:
            return {"do": word, **fault}


def _hosts(world: World) -> list[str]:
    """Everything that may be hit by name: locations, controls, the proxy."""
    found = dict.fromkeys([row.host for row in world.locations] * 2 + list(world.controls))
    return [*found, world.proxy.host] if world.proxy else list(found)


def _names(world: World) -> list[str]:
    """Those of them that the lab's internet serves, by their names."""
    return [host for host in _hosts(world) if not world.office or world.proxy is None or host != world.proxy.host]


def _service(random: Random, world: World) -> str:
    return random.choice([row.host for row in world.locations])


def _packets(random: Random, world: World) -> Fault | None:
    """A location, control or proxy with its own port, any port or another one; a group; a port everywhere."""
    groups = ["controls", "sign-in", "clock", "resolvers", "everything", *(() if world.office else ("service",))]
    target = random.choice([*_hosts(world) * 2, *groups])
    places = {row.host: row.port for row in (*world.locations, *((world.proxy,) if world.proxy else ()))}
    port = random.choice([None, places.get(target, 443), places.get(target, 443), 80, 443, 8080])
    fault: Fault = {"to": [target]}
    if port is not None:
        fault["port"] = port
    transport = random.choice(["any", "tcp", "tcp", "udp"])
    return fault if transport == "any" else {**fault, "transport": transport}


def _filter(random: Random, world: World) -> Fault | None:
    fault = _packets(random, world)
    return fault and {**fault, "how": random.choice(["reject", "drop"])}


def _own(**fault: Any) -> Callable[[Random, World], Fault | None]:  # noqa: ANN401 - the values of a scenario file
    """A state of the laptop itself: not where a capture says what the laptop is like."""
    return lambda _random, world: None if world.simulated else dict(fault)


def _second_route(random: Random, world: World) -> Fault | None:
    return None if world.simulated else {"works": random.random() < 0.5}


def _vpn(random: Random, world: World) -> Fault | None:
    routes = random.choice([*_hosts(world) * 2, "everything", "controls", *(() if world.office else ("service",))])
    return None if world.simulated else {"routes": [routes], "passes": random.random() < 0.5}


def _ipv6(random: Random, world: World) -> Fault | None:
    return None if world.simulated else {"how": random.choice(["works", "dropped", "refused"])}


def _no_default_route(random: Random, world: World) -> Fault | None:
    if world.simulated or not world.routed:
        return None
    return {"routes": ["10.20.0.0/24"]} if world.office and random.random() < 0.5 else {}


def _resolvers(random: Random, world: World) -> Fault | None:
    lists = ([_DEAD_RESOLVER], [_DEAD_RESOLVER, _ROUTER], [_ROUTER, _DEAD_RESOLVER], [_PUBLIC])
    return None if world.simulated else {"addresses": random.choice(lists)}


def _resolver(random: Random, _world: World) -> Fault:
    answer = random.choice(["silent", "servfail", "refused", "slow", "no-aaaa", "truncated"])
    return {"answer": answer, "seconds": random.choice([0.3, 2.0])} if answer == "slow" else {"answer": answer}


def _name(random: Random, world: World) -> Fault | None:
    host = random.choice(_hosts(world) if world.proxy_by_name else _names(world))
    answers = sorted(NO_ADDRESS) + list(_WRONG)
    if world.office and world.proxy and host == world.proxy.host:
        answers = ["refused", "servfail", "silent"]  # the office's own names come before the resolver's lies
    return {"hosts": [host], "answer": random.choice(answers)}


def _internal_names(_random: Random, world: World) -> Fault | None:
    return {} if world.forwards else None


def _hosts_file(random: Random, world: World) -> Fault | None:
    host = random.choice([*(_hosts(world) if world.proxy_by_name else _names(world)), "printer.office.example"])
    return None if world.simulated else {"lines": [f"{random.choice(_WRONG)} {host}"]}


def _answer(random: Random, world: World) -> Fault:
    target = random.choice([*_names(world), *world.signs, "sign-in", "controls"])
    status = random.choice([200, 302, 403, 404, 500, 503, 511] if target in {*world.signs, "sign-in"} else [403, 404, 500, 503])
    fault: Fault = {"to": [target], "status": status, "body": "<html>something else</html>"}
    return {**fault, "headers": {"Location": "http://wifi.hotel.example/"}} if status == 302 else fault


def _clock(random: Random, world: World) -> Fault:
    fault: Fault = {"hours": random.choice([-30.0, -1.0, 0.05, 3.0])}
    return {**fault, "to": [random.choice(world.clocks)]} if random.random() < 0.3 else fault


def _clock_shift(random: Random, _world: World) -> Fault:
    return {"hours": random.choice([-30.0, -1.0, 0.05, 3.0])}


def _sign_in_page(random: Random, _world: World) -> Fault:
    return {"kind": random.choice(["redirect", "page", "511"]), "others": random.choice(["dropped", "refused"])}


def _present(random: Random, world: World) -> Fault:
    kinds = ("expired", "not-yet-valid", "wrong-name", "self-signed", "unknown-issuer", "corporate", "interceptor")
    kind = random.choice(kinds)
    group = kind in {"corporate", "interceptor"} and random.random() < 0.2
    return {"to": ["controls"] if group else [random.choice(_names(world))], "certificate": kind}


def _cut(random: Random, world: World) -> Fault:
    host = random.choice(_names(world))
    return {"names": [host]} if random.random() < 0.5 else {"to": [host]}


def _handshake(random: Random, world: World) -> Fault:
    return {"to": [random.choice(_names(world))], "how": random.choice(["alert", "old-version", "stall"])}


def _proxy(random: Random, world: World) -> Fault:
    where = random.choice(
        ["office", "service"] if world.proxy is None else ["office" if world.office else "service"] * 4 + ["office", "service"]
    )
    mode = random.choice(["auth", "status", "silent", "not-a-proxy"])
    fault: Fault = {"where": where, "mode": mode}
    if mode == "auth":
        fault["schemes"] = random.choice([["Negotiate"], ["Basic"], ["Negotiate", "Basic"], ["NTLM"]])
    if mode == "status":
        fault["status"] = random.choice([403, 405, 502, 503, 504])
    return fault


def _no_internet(random: Random, _world: World) -> Fault:
    fault: Fault = {"how": random.choice(["dropped", "unreachable"])}
    return {**fault, "router_silent": True} if random.random() < 0.3 else fault


def _no_direct_egress(_random: Random, world: World) -> Fault | None:
    return {} if world.egress else None


def _lose(random: Random, world: World) -> Fault:
    fault: Fault = {"percent": random.choice([1, 3, 5])}
    return fault if random.random() < 0.5 else {**fault, "to": [_service(random, world)]}


def _delay(random: Random, world: World) -> Fault:
    fault: Fault = {"ms": random.choice([50, 300, 800])}
    groups = ["controls", "everything", *(() if world.office else ("service",))]  # the office is on this side of the line
    return {**fault, "to": [random.choice([*groups, _service(random, world)])]}


def _small_mtu(random: Random, world: World) -> Fault:
    fault: Fault = {"bytes": random.choice([576, 1000, 1280]), "icmp": random.choice(["dropped", "sent"])}
    return {**fault, "to": [random.choice(_names(world))]}


#: Word -> how its keys are drawn; None: it makes no sense there.
DRAWS: dict[str, Callable[[Random, World], Fault | None]] = {
    "link-down": _own(),
    "link-local-only": _own(),
    "no-default-route": _no_default_route,
    "gateway-silent": _own(),
    "second-route": _second_route,
    "vpn": _vpn,
    "ipv6": _ipv6,
    "drop": _packets,
    "refuse": _packets,
    "prohibit": _packets,
    "unreachable": _packets,
    "local-filter": _filter,
    "no-local-ports": lambda _random, _world: {},
    "lose": _lose,
    "delay": _delay,
    "small-mtu": _small_mtu,
    "icmp-filtered": lambda _random, _world: {},
    "no-internet": _no_internet,
    "no-direct-egress": _no_direct_egress,
    "no-resolvers": _own(),
    "resolvers": _resolvers,
    "resolver": _resolver,
    "name": _name,
    "internal-names-only": _internal_names,
    "hosts-file": _hosts_file,
    "answer": _answer,
    "clock-off": _clock,
    "clock-shift": _clock_shift,
    "sign-in-page": _sign_in_page,
    "present": _present,
    "cut": _cut,
    "handshake": _handshake,
    "proxy": _proxy,
}
