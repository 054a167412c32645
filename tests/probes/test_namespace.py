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
