"""What only a network of one's own can show: no route, a dead neighbour, a local filter. Each in a namespace without an uplink."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]

PROBE = """
import json, sys
from tests.servers.clock import RealClock
from wssdiag.probes.network import Datagram, Journey, Question
from wssdiag.probes.wire import Wire
clock = RealClock()
wire = Wire(clock, lambda: False, clock.monotonic())
address, wanted = sys.argv[1:]
acts = {
    "tcp": lambda: wire.travel(Journey(host=address, port=443))[-1],
    "udp": lambda: wire.exchange(Datagram(address=address, port=443, protocol="quic")),
    "dns": lambda: wire.query(Question(server=address, name="a.example")),
    "both": lambda: wire.travel(Journey(host="a.example", port=443, addresses=("127.0.1.1", address)))[-1],
    "name": lambda: wire.resolve("a.example"),
}
print(json.dumps({key: acts[key]().failure for key in wanted.split()}))
"""

ECHO = """
import json, sys, threading, time
from tests.servers.clock import RealClock
from wssdiag.probes.network import Echo
from wssdiag.probes.wire import Wire
clock = RealClock()
cancelled = threading.Event()
threading.Timer(0.5, cancelled.set).start() if sys.argv[3] == "cancel" else None
wire = Wire(clock, cancelled.is_set, clock.monotonic())
seen = wire.echo(Echo(address=sys.argv[1], size=int(sys.argv[2]), patience_s=1.5))
detail = seen.detail
print(json.dumps([seen.failure, detail.received_bytes, detail.path_mtu, detail.allowed, seen.elapsed_ms < 700]))
"""

EVERYBODY = "echo '0 0' > /proc/sys/net/ipv4/ping_group_range; "
NOBODY = ""  # the kernel's own default


def can_unshare() -> bool:
    try:
        return subprocess.run(["unshare", "-rn", "ip", "link"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


pytestmark = [pytest.mark.lab, pytest.mark.skipif(not can_unshare(), reason="needs user and network namespaces and iproute2")]

LINK = (
    "ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up; "
    "ip addr add 10.9.0.1/24 dev v0; ip route add default via 10.9.0.2; "
)


def failures(address: str, setup: str = "", wanted: str = "tcp udp") -> dict[str, str]:
    script = f'ip link set lo up; {setup} "$0" -c "$1" {address} "{wanted}"'
    done = subprocess.run(["unshare", "-rn", "sh", "-e", "-c", script, sys.executable, PROBE], capture_output=True, check=True, cwd=PROJECT)
    seen: dict[str, str] = json.loads(done.stdout)
    return seen


def echoed(address: str, size: int, setup: str, how: str = "") -> list[object]:
    """Failure, bytes that came back, the size that was told, whether it was allowed, whether it was quick."""
    script = f'ip link set lo up; {setup} "$0" -c "$1" {address} {size} "{how}"'
    done = subprocess.run(["unshare", "-rn", "sh", "-e", "-c", script, sys.executable, ECHO], capture_output=True, check=True, cwd=PROJECT)
    seen: list[object] = json.loads(done.stdout)
    return seen


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
@pytest.mark.parametrize("size", [84, 1500])
def test_an_echo_comes_back_whole(address: str, size: int) -> None:
    assert echoed(address, size, EVERYBODY) == [None, size, None, True, True]


def test_an_echo_that_is_too_large_for_this_computers_own_interface() -> None:
    small = EVERYBODY + LINK.replace("v0 up", "v0 mtu 1400 up")
    assert echoed("192.0.2.1", 1500, small) == ["no_route", None, 1400, True, True]


def test_an_echo_that_nobody_answers() -> None:
    silent = EVERYBODY + LINK + "ip neigh add 10.9.0.2 lladdr 02:00:00:00:00:02 dev v0;"
    assert echoed("192.0.2.1", 1500, silent) == ["timed_out", None, None, True, False]
    assert echoed("192.0.2.1", 1500, silent, "cancel") == ["cancelled", None, None, True, True]


def test_echoes_that_are_not_allowed_blame_nobody() -> None:
    silent = NOBODY + LINK + "ip neigh add 10.9.0.2 lladdr 02:00:00:00:00:02 dev v0;"
    assert echoed("192.0.2.1", 1500, silent)[:4] == ["unknown", None, None, False]
    assert echoed("192.0.2.1", 84, silent) == ["unknown", None, None, False, True]


ROUTER = (
    "ip link add v0 type veth peer name v1; unshare -n sleep 60 >/dev/null & other=$!; trap 'kill $other' EXIT; sleep 0.3; "
    "ip link set v1 netns $other; ip addr add 10.9.0.1/24 dev v0; ip link set v0 up; "
    "nsenter -t $other -n sh -c 'ip addr add 10.9.0.2/24 dev v1; ip link set v1 up; ip link add v2 mtu 1300 type veth peer name v3; "
    "ip addr add 10.9.1.1/24 dev v2; ip link set v2 up; ip link set v3 up; "
    "echo 1 > /proc/sys/net/ipv4/ip_forward'; ip route add default via 10.9.0.2;"
)


@pytest.mark.parametrize(("groups", "allowed"), [(EVERYBODY, True), (NOBODY, False)], ids=["allowed", "not allowed"])
def test_a_router_says_what_it_carries(groups: str, allowed: bool) -> None:
    """Where echoes are not allowed a datagram of that size learns it as well."""
    assert echoed("10.9.1.9", 1500, groups + ROUTER) == ["unreachable", None, 1300, allowed, True]


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1"])
def test_no_route(address: str) -> None:
    seen = failures(address, wanted="tcp udp dns name")
    assert seen == {"tcp": "no_route", "udp": "no_route", "dns": "no_route", "name": "dns_servfail"}


def test_our_own_lack_of_a_way_does_not_hide_what_the_network_said() -> None:
    assert failures("2001:db8::1", wanted="both") == {"both": "refused"}


def test_ipv6_switched_off_is_no_route() -> None:
    seen = failures(
        "2001:db8::1", "ip link add v0 type veth peer name v1; ip link set v0 up; echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6;"
    )
    assert (seen["tcp"], seen["udp"]) == ("no_route", "no_route")


@pytest.mark.slow
def test_a_dead_neighbour_is_our_own_answer() -> None:
    seen = failures("10.9.0.77", LINK)
    assert (seen["tcp"], seen["udp"]) == ("no_route", "no_route")


@pytest.mark.parametrize(
    ("verdict", "seen"),
    [
        ("reject with icmpx admin-prohibited", {"tcp": "blocked_locally", "udp": "blocked_locally", "dns": "blocked_locally"}),
        ("reject with tcp reset", {"tcp": "refused"}),
    ],
)
def test_a_filter_on_this_computer(verdict: str, seen: dict[str, str]) -> None:
    rule = ("meta l4proto tcp " if "reset" in verdict else "") + "ip daddr 192.0.2.1 " + verdict
    rules = "add table inet f; add chain inet f o { type filter hook output priority 0; }; add rule inet f o " + rule
    assert failures("192.0.2.1", LINK + f"nft '{rules}';", " ".join(seen)) == seen


@pytest.mark.slow
def test_a_silent_filter_on_this_computer() -> None:
    rules = "add table inet f; add chain inet f o { type filter hook output priority 0; }; add rule inet f o ip daddr 192.0.2.1 drop"
    seen = failures("192.0.2.1", LINK + f"nft '{rules}';", "tcp udp dns")
    assert (seen["tcp"], seen["udp"], seen["dns"]) == ("timed_out", "blocked_locally", "blocked_locally")


def test_a_prohibited_route() -> None:
    seen = failures("192.0.2.1", LINK + "ip route add prohibit 192.0.2.0/24;")
    assert (seen["tcp"], seen["udp"]) == ("blocked_locally", "blocked_locally")


def test_a_router_that_knows_no_way() -> None:
    """Another namespace forwards and answers with ICMP: that is the network's answer."""
    router = (
        "ip link add v0 type veth peer name v1; unshare -n sleep 60 >/dev/null & other=$!; trap 'kill $other' EXIT; sleep 0.3; "
        "ip link set v1 netns $other; "
        "ip addr add 10.9.0.1/24 dev v0; ip link set v0 up; "
        "nsenter -t $other -n sh -c 'ip addr add 10.9.0.2/24 dev v1; ip link set v1 up; echo 1 > /proc/sys/net/ipv4/ip_forward'; "
        "ip route add default via 10.9.0.2;"
    )
    assert failures("192.0.2.1", router) == {"tcp": "unreachable", "udp": "unreachable"}
    assert failures("192.0.2.1", router, "dns") == {"dns": "unreachable"}  # alone: routers send few such messages a second
