"""Binding to one interface: on Linux in a namespace of its own, the other systems' options as numbers."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.probes.test_namespace import can_unshare
from wssdiag.probes.interface import darwin_option, windows_value

PROJECT = Path(__file__).parents[2]

PROBE = """
import json, sys
from tests.servers.clock import RealClock
from wssdiag.probes.network import Journey, Question
from wssdiag.probes.wire import Wire
clock = RealClock()
wire = Wire(clock, lambda: False, clock.monotonic())
found = {}
for name in sys.argv[1:]:
    tcp = wire.travel(Journey(host="127.0.1.1", port=443, interface=name, connect_s=0.5))[-1]
    udp = wire.query(Question(server="127.0.1.1", name="a.example", interface=name))
    found[name] = [tcp.failure, tcp.interface, udp.failure, udp.interface]
print(json.dumps(found))
"""


@pytest.mark.lab
@pytest.mark.skipif(not can_unshare(), reason="needs user and network namespaces and iproute2")
def test_a_socket_goes_by_the_interface_that_is_named() -> None:
    """By its own interface this computer's own address refuses; by a cable nobody is there, and what does not exist cannot be chosen."""
    script = 'ip link set lo up; ip link add v0 type veth peer name v1; "$0" -c "$1" lo v0 nothing'
    done = subprocess.run(["unshare", "-rn", "sh", "-e", "-c", script, sys.executable, PROBE], capture_output=True, check=True, cwd=PROJECT)
    seen = json.loads(done.stdout)
    assert seen["lo"] == ["refused", "lo", "refused", "lo"]
    assert seen["v0"][0] == "no_route"
    assert seen["nothing"] == ["unknown", "nothing", "unknown", "nothing"]


@pytest.mark.parametrize(("ipv6", "level", "option"), [(False, socket.IPPROTO_IP, 25), (True, socket.IPPROTO_IPV6, 125)])
def test_the_options_of_macos(ipv6: bool, level: int, option: int) -> None:
    assert darwin_option(ipv6=ipv6) == (level, option)


def test_the_numbers_of_windows_have_another_order_in_each_family() -> None:
    assert windows_value(7, ipv6=False) == (socket.IPPROTO_IP, b"\0\0\0\7")
    assert windows_value(7, ipv6=True) == (socket.IPPROTO_IPV6, (7).to_bytes(4, sys.byteorder))
