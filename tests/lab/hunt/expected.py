"""What one fault on a healthy network must lead to: a table written from the list of causes and the reference, not from the rules.

It must import nothing of the program's diagnosis, checks or detection: what it says is what they are measured by. Where the list of
causes leaves more than one answer open, all of them are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.lab.hunt.reached import dark, hits, hosts_hit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.lab.hunt.world import Place, World

#: A fault as a scenario file spells it.
Fault = dict[str, Any]

#: A clock that is off by less than this many hours harms nothing; the list says 5 minutes.
_CLOCK_HOURS = 5 / 60

#: "The median answer takes over 1 s."
_SLOW_DNS_S = 1.0

#: A server's first flight is larger than this, whatever its certificate.
_SURELY_SMALL = 1000

#: Answers of a resolver that give no usable address.
NO_ADDRESS = frozenset({"nxdomain", "refused", "servfail", "silent", "0.0.0.0", "127.0.0.1"})

#: An agent with which nothing answers may be failing closed: the list then gives no cause of the network.
_AGENT_IN_THE_DARK = ("unexplained", "fail-closed", "agent-tunnel-down", "agent-control-unreachable")

#: A proxy whose name leads elsewhere: to nothing, or to something that is no proxy.
_NOT_THE_PROXY = ("proxy-not-a-proxy", "proxy-unreachable", "proxy-denied", "dns-wrong-answer")


@dataclass(frozen=True)
class Expected:
    """The verdict's cause must be one of these; the empty text is "nothing above a notice"."""

    causes: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether no cause need be said."""
        return "" in self.causes


NOTHING = Expected(("",))


def expected_of(world: World, fault: Fault) -> Expected:
    """What the program may say of this fault in this world."""
    return TABLE[fault["do"]](world, fault)


def _always(*causes: str) -> Callable[[World, Fault], Expected]:
    return lambda _world, _fault: Expected(causes)


def _by_need(rows: Iterable[Place], *causes: str) -> Expected:
    """Required: it must be told. Optional: a notice, or more where the list does not say by need. Unverified: never more than a notice."""
    found = tuple(rows)
    if any(row.required for row in found):
        return Expected(causes)
    return Expected((*causes, "")) if any(row.optional for row in found) else NOTHING


def _behind(world: World, found: Expected) -> Expected:
    """What a location shows behind a proxy may be the proxy's doing: it may be told, and need not."""
    return Expected((*found.causes, "")) if world.proxy and not found.nothing else found


def packets(world: World, fault: Fault) -> Expected:
    """A firewall on the way: drop, refuse, prohibit, unreachable."""
    if world.proxy:
        return _packets_by_proxy(world, fault, world.proxy)
    hit = [row for row in world.locations if hits(fault, row)]
    required = [row for row in world.locations if row.required]
    if dark(world, fault):
        if any(row.required for row in hit) or not required:
            return Expected(_AGENT_IN_THE_DARK if world.agent else ("no-internet", "unexplained"))
        return Expected((*_AGENT_IN_THE_DARK, ""))
    tcp = [row for row in hit if not row.udp]
    if any(row.required for row in tcp):
        return Expected(("port-blocked", "service-unreachable") if all(row in tcp for row in required) else ("port-blocked",))
    if any(row.udp for row in hit) and "everything" in fault["to"]:
        return Expected(("udp-443-blocked",)) if fault["do"] == "drop" else Expected(("udp-443-blocked", ""))
    if world.method == "direct" and "everything" in fault["to"] and fault.get("port") == 443 and fault.get("transport") != "udp":
        return Expected(("unexplained",))  # the web is closed, and that is no cause of the list
    return NOTHING


def _packets_by_proxy(world: World, fault: Fault, proxy: Place) -> Expected:
    """Path rule: what the laptop itself may reach matters up to the proxy; what the office's proxy may reach, beyond it."""
    everything = "everything" in fault["to"] and fault.get("port") is None
    if hits(fault, proxy):
        return Expected(("proxy-unreachable", "no-internet") if everything else ("proxy-unreachable",))
    if not world.office or fault["do"] == "local-filter":
        return NOTHING
    closed = {"everything", "controls"} & set(fault["to"]) and fault.get("port") in {None, 443} and fault.get("transport") != "udp"
    return Expected(("proxy-cannot-reach-service",)) if closed else _by_need(row for row in world.locations if hits(fault, row))


def local_filter(world: World, fault: Fault) -> Expected:
    """A filter on the laptop: told as such where the system says so, else as the port that is closed."""
    found = packets(world, {**fault, "do": "drop" if fault["how"] == "drop" else "refuse"} if not world.office else fault)
    return found if found == NOTHING else Expected((*found.causes, "local-firewall"))


def vpn(world: World, fault: Fault) -> Expected:
    """A tunnel takes some routes. What does not pass it is as good as dropped on the laptop; that a VPN carries it is a notice."""
    if fault["passes"]:
        return NOTHING
    found = local_filter(world, {"do": "local-filter", "to": fault["routes"], "how": "drop"})
    return found if found == NOTHING else Expected((*(cause for cause in found.causes if cause != "local-firewall"), "service-unreachable"))


def ipv6(world: World, fault: Fault) -> Expected:
    """Where it works it is no fault, and may leave around a proxy. Where it does not, the other family must carry on."""
    if fault["how"] == "works":
        return Expected(("", "ipv6-leak")) if world.proxy else NOTHING
    return Expected(("ipv6-broken", ""))


def no_internet(world: World, fault: Fault) -> Expected:
    """The line is dead. Names fail with it, and a router that says nothing at all is a silent DNS server too."""
    if world.office:
        return Expected(("no-internet", "proxy-cannot-reach-service", "proxy-not-a-proxy", "dns-server-silent"))
    if world.agent:
        return Expected((*_AGENT_IN_THE_DARK, "dns-server-silent", "dns-server-failing"))
    return Expected(("no-internet", "dns-server-silent") if fault.get("router_silent") else ("no-internet",))


def no_direct_egress(world: World, _fault: Fault) -> Expected:
    """Only the office's proxy reaches the internet: no fault where that is the path."""
    if world.proxy:
        return NOTHING if world.office else Expected(("no-internet", "proxy-unreachable"))
    return Expected(_AGENT_IN_THE_DARK if world.agent else ("no-internet",))


def no_default_route(world: World, fault: Fault) -> Expected:
    """The first hop that the method needs: the default route, or the way to the proxy."""
    return NOTHING if world.office and fault.get("routes") else Expected(("no-default-route",))


def no_resolvers(world: World, _fault: Fault) -> Expected:
    """Only a method that needs names here cares."""
    return NOTHING if world.proxy and not world.proxy_by_name else Expected(("dns-not-configured",))


def resolver(world: World, fault: Fault) -> Expected:
    """The only resolver says nothing, says no, or is slow."""
    if fault["answer"] in {"truncated", "no-aaaa"} or (world.proxy and not world.proxy_by_name):
        return NOTHING
    if fault["answer"] == "slow":
        slow = fault["seconds"] > _SLOW_DNS_S
        return (Expected(("dns-slow", "")) if world.proxy else Expected(("dns-slow",))) if slow else NOTHING
    return Expected(("dns-server-silent" if fault["answer"] == "silent" else "dns-server-failing",))


def resolvers(world: World, fault: Fault) -> Expected:
    """Others than the router's: dead ones, a public one."""
    public = set(fault["addresses"]) & {"8.8.8.8", "1.1.1.1", "9.9.9.9"}
    router = "192.168.7.1" in fault["addresses"]
    if router or (world.proxy and not world.proxy_by_name):
        return Expected(("", "dns-slow"))
    if world.office and public and world.egress and world.routed:
        return Expected(("proxy-name-not-found",))
    if public and world.egress and world.routed:
        return Expected(("", "dns-slow"))
    # by a proxy alone nothing shows that the first hop lives, which the list asks for: tests/scenarios/dns-server-silent-proxy-only.toml
    return Expected(
        ("dns-server-silent", "unexplained") if world.office and not (world.egress and world.routed) else ("dns-server-silent",)
    )


def name(world: World, fault: Fault) -> Expected:
    """The resolver lies about some names."""
    hosts, answer = set(fault["hosts"]), fault["answer"]
    if world.proxy:
        if world.proxy.host in hosts:
            return Expected(("proxy-name-not-found", *(_NOT_THE_PROXY if answer[0].isdigit() else ())))
        # the proxy resolves all others, but a proxy on site goes to the places of forwarding itself
        own = world.method == "proxy-forwarding" and not world.office and any(row.required and row.host in hosts for row in world.locations)
        causes = ("dns-name-blocked",) if answer in NO_ADDRESS else ("dns-wrong-answer", "port-blocked")
        return Expected((*causes, "unexplained")) if own else NOTHING
    hit = [row for row in world.locations if row.host in hosts]
    if answer in NO_ADDRESS:
        return _by_need(hit, "dns-name-blocked")
    wrong = _by_need(hit, "dns-wrong-answer")
    provable = any(row.tls and row.trust != "private" for row in hit)
    return wrong if provable or wrong == NOTHING else Expected((*wrong.causes, "", "port-blocked"))


def internal_names_only(world: World, _fault: Fault) -> Expected:
    """The resolver knows no public name. The list has no cause for that but what follows from it."""
    if world.proxy:
        return NOTHING if world.office or not world.proxy_by_name else Expected(("proxy-name-not-found", "unexplained"))
    found = ("unexplained", "dns-server-failing", "dns-name-blocked", "agent-control-unreachable")
    return Expected(found if any(row.required for row in world.locations) else (*found, ""))


def hosts_file(world: World, fault: Fault) -> Expected:
    """A name in the hosts file that leads to somebody else."""
    named = {word for line in fault["lines"] for word in line.split()[1:]}
    if world.proxy and world.proxy.host in named:
        return Expected(("hosts-file-override", *_NOT_THE_PROXY))
    hit = [row for row in world.locations if row.host in named]
    if world.proxy or not hit:
        return NOTHING
    found = _by_need(hit, "hosts-file-override")
    return Expected(("hosts-file-override", "")) if found == NOTHING else found


def answer(world: World, fault: Fault) -> Expected:
    """Another page. Any well-formed answer is a pass, but for what a sign-in page does, and a documented path that answers 5xx."""
    status, hosts = fault["status"], hosts_hit(world, fault["to"])
    probes = set(world.signs) & hosts
    if probes and world.egress and world.routed and world.forwards:
        if status == 511:
            return Expected(("wifi-sign-in",))
        if len(probes) > 1 and (status == 200 or 300 <= status < 400):
            return Expected(("wifi-sign-in",))
    failing = [row for row in world.judged(tuple(hosts)) if row.path and status >= 500]
    return Expected(("service-error", "")) if failing else NOTHING


def clock_off(world: World, fault: Fault) -> Expected:
    """Two unrelated operators must agree; one that is alone proves nothing."""
    off = abs(fault["hours"]) > _CLOCK_HOURS
    alone = fault.get("to") and len(set(world.clocks) & hosts_hit(world, fault["to"])) < 2
    return Expected(("clock-wrong",)) if off and not alone else NOTHING


def sign_in_page(world: World, _fault: Fault) -> Expected:
    """A portal on the router. Where the probes cannot even be named or sent, what is left is the proxy that no longer answers."""
    if world.routed and world.forwards:
        return Expected(("wifi-sign-in",))
    return Expected(("wifi-sign-in", "proxy-unreachable"))


def present(world: World, fault: Fault) -> Expected:
    """Another certificate."""
    kind, hosts = fault["certificate"], hosts_hit(world, fault["to"])
    hit = [row for row in world.judged(tuple(hosts)) if row.tls]
    if "controls" in fault["to"]:
        return Expected(("", "double-interception", "service-root-missing", "unexplained"))
    if all(row.trust == "private" for row in hit):  # or none is hit
        return Expected(("", "tls-intercepted")) if any(row.required for row in hit) and kind in {"corporate", "interceptor"} else NOTHING
    if kind in {"self-signed", "unknown-issuer", "interceptor"}:
        undocumented = all(row.trust != "public" for row in hit)
        more = ("tls-intercepted",) if kind == "interceptor" else ()
        found = _by_need(hit, "certificate-untrusted", "agent-control-unreachable", *more)
        return Expected((*found.causes, "")) if undocumented else _behind(world, found)
    causes = {
        "expired": ("certificate-expired",),
        "not-yet-valid": ("unexplained", "certificate-expired"),
        "wrong-name": ("certificate-name",),
        "corporate": ("tls-intercepted",),
    }
    return _behind(world, _by_need(hit, *causes[kind]))


def cut(world: World, fault: Fault) -> Expected:
    """Reset at the first bytes: for one name it is the name, for all names the port."""
    names, to = set(fault.get("names", ())), set(fault.get("to", ()))
    if world.proxy and world.proxy.host in to:
        return Expected(("proxy-not-a-proxy", "proxy-unreachable"))
    hit = [row for row in world.judged(tuple(names | to), fault.get("port")) if row.tls]
    return _behind(world, _by_need(hit, *(("tls-reset",) if names else ("port-blocked", "service-unreachable"))))


def handshake(world: World, fault: Fault) -> Expected:
    """The handshake fails after it began. A stall cannot be told from a path that swallows large packets."""
    hit = [row for row in world.judged(tuple(hosts_hit(world, fault["to"]))) if row.tls]
    stall = ("mtu-blackhole", "unexplained", "agent-control-unreachable") if fault["how"] == "stall" else ()
    return _behind(world, _by_need(hit, "tls-handshake-failed", *stall))


def proxy(world: World, fault: Fault) -> Expected:
    """Only the proxy in use can be at fault."""
    if world.proxy is None or world.office != (fault.get("where", "office") == "office"):
        return NOTHING
    if fault["mode"] == "auth":
        return Expected(("proxy-auth-required",) if set(fault["schemes"]) <= {"Negotiate", "NTLM"} else ("",))
    if fault["mode"] == "status":
        return Expected(("proxy-cannot-reach-service" if fault["status"] in {502, 503, 504} else "proxy-denied",))
    # beside the proxy in use the service has more ports for a proxy on site, and the list no cause for what opens and says nothing
    return Expected(("proxy-not-a-proxy", *(("unexplained",) if world.method == "proxy-forwarding" else ())))


def line(world: World, fault: Fault) -> Expected:
    """Loss and delay: slow, and whole. Only where the service alone is slow may that be told."""
    to = fault.get("to", ())
    alone = to and ({row.host for row in world.locations} | ({world.proxy.host} if world.proxy else set())) & hosts_hit(world, to)
    return Expected(("", "path-slow")) if alone else NOTHING


def small_mtu(world: World, fault: Fault) -> Expected:
    """Where the sender is told, TCP adapts. Where it is not, large answers stall."""
    if fault.get("icmp", "dropped") == "sent":
        return NOTHING
    to = hosts_hit(world, fault.get("to", ()))
    if world.proxy:
        return Expected(("mtu-blackhole", "unexplained", "")) if world.proxy.host in to else NOTHING
    found = _by_need((row for row in world.judged(tuple(to)) if row.tls and not row.udp), "mtu-blackhole")
    return found if fault["bytes"] < _SURELY_SMALL else Expected((*found.causes, ""))


TABLE: dict[str, Callable[[World, Fault], Expected]] = {
    "link-down": _always("no-network"),
    "link-local-only": _always("no-address"),
    "no-default-route": no_default_route,
    "gateway-silent": _always("gateway-silent"),
    "second-route": _always(""),
    "vpn": vpn,
    "ipv6": ipv6,
    "drop": packets,
    "refuse": packets,
    "prohibit": packets,
    "unreachable": packets,
    "local-filter": local_filter,
    "no-local-ports": _always("no-local-port"),
    "lose": line,
    "delay": line,
    "small-mtu": small_mtu,
    "icmp-filtered": _always(""),
    "no-internet": no_internet,
    "no-direct-egress": no_direct_egress,
    "no-resolvers": no_resolvers,
    "resolvers": resolvers,
    "resolver": resolver,
    "name": name,
    "internal-names-only": internal_names_only,
    "hosts-file": hosts_file,
    "answer": answer,
    "clock-off": clock_off,
    "clock-shift": clock_off,
    "sign-in-page": sign_in_page,
    "present": present,
    "cut": cut,
    "handshake": handshake,
    "proxy": proxy,
}
