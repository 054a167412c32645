"""The Linux reader on this machine, in a namespace with nothing but loopback, and in one with a veth called eth0."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wssdiag.model.codec import decode
from wssdiag.model.facts import Facts, InterfaceType, known
from wssdiag.model.unknown import Unknown
from wssdiag.system.clock import SystemClock
from wssdiag.system.linux import LinuxSystem, _upstream_resolv_conf
from wssdiag.system.parse.facts import facts_of
from wssdiag.system.this_computer import this_system

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads Linux")

ROOT = Path(__file__).parents[2]

SCRIPT = """
import sys
from wssdiag.model.codec import encode
from wssdiag.system.clock import SystemClock
from wssdiag.system.linux import LinuxSystem, _upstream_resolv_conf
from wssdiag.system.parse.facts import facts_of
sys.stdout.buffer.write(encode(facts_of(LinuxSystem(SystemClock(), environment={}).capture())))
"""


def inside(setup: str) -> Facts:
    """The facts as the reader sees them in a network (and mount) namespace of its own, after ``setup``."""
    command = f'{setup}\nexec "$0" -c "$1"'
    done = subprocess.run(
        ["unshare", "-rnm", "sh", "-ec", command, sys.executable, SCRIPT], cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    if done.returncode and b"unshare" in done.stderr:
        pytest.skip("this machine allows no namespaces")
    assert done.returncode == 0, done.stderr.decode()
    return decode(done.stdout, Facts)


def test_this_machine() -> None:
    capture = this_system(SystemClock()).capture()
    found = facts_of(capture)
    assert found.os == "linux"
    assert found.collected_at.endswith("+00:00")
    processes = {process.pid: process for process in known(found.processes)}
    assert Path(processes[os.getpid()].exe or "").exists()
    assert any(row.type is InterfaceType.LOOPBACK for row in known(found.interfaces))
    assert not isinstance(found.routes, Unknown)
    assert not isinstance(found.resolvers, Unknown)
    assert found.services == Unknown("not read, or not in the capture")


def test_arguments_of_processes_are_nowhere() -> None:
    marker = "an-argument-that-nobody-may-see"
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()", marker], stdin=subprocess.PIPE) as child:
        capture = LinuxSystem(SystemClock()).capture()
        child.communicate(timeout=20)
    assert str(child.pid).encode() in capture["processes.json"]
    assert not [name for name, data in capture.items() if marker.encode() in data]


def test_a_cut_name_is_completed_from_the_executable(tmp_path: Path) -> None:
    for pid, name, exe in ((7, "wssa-ui_netext_", "/opt/wssa-ui_netext_helper"), (8, "short", "/opt/other"), (9, "kthread", None)):
        folder = tmp_path / str(pid)
        folder.mkdir()
        (folder / "comm").write_text(name + "\n")
        if exe:
            (folder / "exe").symlink_to(exe)
    (tmp_path / "10").mkdir()  # ended while the list was read
    rows = LinuxSystem(SystemClock(), proc=tmp_path)._processes()
    assert [(row.pid, row.name, row.exe) for row in rows] == [
        (7, "wssa-ui_netext_helper", "/opt/wssa-ui_netext_helper"),
        (8, "short", "/opt/other"),
        (9, "kthread", None),
    ]


def test_neighbours_reads_that_table_alone() -> None:
    assert list(LinuxSystem(SystemClock()).neighbours()) == ["neighbours.json"]


def test_a_capture_takes_its_time_in_bounds() -> None:
    started = time.monotonic()
    LinuxSystem(SystemClock()).capture()
    assert time.monotonic() - started < 5  # the reader's own limit is 4 s


def test_kerberos_tickets_are_looked_for_where_they_are_kept(tmp_path: Path) -> None:
    ticket = tmp_path / "cc"
    ticket.touch()
    for cache, expected in ((f"FILE:{ticket}", [True]), (str(ticket), [True]), ("KEYRING:persistent:0", []), (f"FILE:{ticket}x", [False])):
        rows = known(facts_of({"files.json": LinuxSystem(SystemClock(), {"KRB5CCNAME": cache})._files()}).files)
        assert [row.exists for row in rows if row.path != "/etc/krb5.keytab"] == expected


def test_upstreams_are_read_behind_the_stub_alone(tmp_path: Path) -> None:
    (tmp_path / "upstreams").write_bytes(b"nameserver 192.0.2.53\n")
    (tmp_path / "resolv.conf").write_bytes(b"nameserver 127.0.0.53\n")
    assert _upstream_resolv_conf(tmp_path / "resolv.conf", tmp_path / "upstreams") == b"nameserver 192.0.2.53\n"
    (tmp_path / "resolv.conf").write_bytes(b"nameserver 192.0.2.1\n")
    assert _upstream_resolv_conf(tmp_path / "resolv.conf", tmp_path / "upstreams") is None


def test_a_namespace_without_a_network() -> None:
    found = inside("true")
    assert [(row.name, row.type, row.up) for row in known(found.interfaces)] == [("lo", InterfaceType.LOOPBACK, False)]
    assert found.routes == ()
    assert found.neighbours == ()


def test_a_lab_namespace() -> None:
    found = inside(
        """
        ip link set lo up
        ip link add eth0 type veth peer name vethpeer
        ip link add docker0 type bridge
        ip addr add 192.0.2.9/24 dev eth0
        ip link set eth0 up
        ip link set vethpeer up
        ip route add default via 192.0.2.1
        ip neigh add 192.0.2.1 lladdr 02:00:00:00:00:01 dev eth0
        printf 'nameserver 192.0.2.53\\n' >/tmp/wssdiag-test-resolv.$$
        mount --bind /tmp/wssdiag-test-resolv.$$ /etc/resolv.conf
        rm /tmp/wssdiag-test-resolv.$$
        """
    )
    kinds = {row.name: (row.type, row.up) for row in known(found.interfaces)}
    assert kinds["eth0"] == (InterfaceType.ETHERNET, True)
    assert kinds["vethpeer"] == (InterfaceType.OTHER, True)
    assert kinds["docker0"] == (InterfaceType.OTHER, False)
    assert next(address.address for row in known(found.interfaces) if row.name == "eth0" for address in row.addresses) == "192.0.2.9"
    assert ("0.0.0.0/0", "192.0.2.1", "eth0") in [(row.destination, row.gateway, row.interface) for row in known(found.routes)]
    assert [(row.address, row.mac, row.state) for row in known(found.neighbours)] == [("192.0.2.1", "02:00:00:00:00:01", "permanent")]
    assert [(row.address, row.stub) for row in known(found.resolvers)] == [("192.0.2.53", False)]


@pytest.mark.skipif(sys.platform == "linux" and os.getuid() != 0, reason="only root gives files away")
def test_root_beside_another_persons_desktop() -> None:
    """GNOME's settings are those of who asks, so they are not read; files are that person's (here the account "games")."""
    setup = """
        mount -t tmpfs tmpfs /run/user
        mkdir /run/user/5
        touch /run/user/5/wayland-0
        chown 5:60 /run/user/5/wayland-0
        mount -t tmpfs tmpfs /usr/games
        mkdir -p /usr/games/.config /usr/games/.mozilla/firefox/p
        printf '[Proxy Settings]\\nProxyType=2\\nProxy Config Script=http://pac.example/\\n' >/usr/games/.config/kioslaverc
        printf '[Profile0]\\nPath=p\\n' >/usr/games/.mozilla/firefox/profiles.ini
        printf 'user_pref("network.trr.mode", 2);\\n' >/usr/games/.mozilla/firefox/p/prefs.js
        """
    script = (
        "import json, sys\n"
        + SCRIPT.partition("sys.stdout")[0]
        + (
            "capture = LinuxSystem(SystemClock(), environment={'XDG_CONFIG_HOME': '/home/own'}).capture()\n"
            "print(json.dumps({name: data.decode(errors='replace') for name, data in capture.items()}))\n"
        )
    )
    done = subprocess.run(
        ["unshare", "-nm", "sh", "-ec", f'{setup}\nexec "$0" -c "$1"', sys.executable, script],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert json.loads(found["capture.json"])["user"] == "system"
    assert "linux/gsettings.txt" not in found
    assert "Proxy Config Script=http://pac.example/" in found["linux/kioslaverc"]
    assert 'user_pref("network.trr.mode", 2);' in found["browsers/firefox/p/prefs.js"]


def test_a_headless_machine_is_known_to_have_no_proxy() -> None:
    found = inside("true")
    assert not isinstance(found.processes, Unknown)
    assert not isinstance(found.proxy_settings, Unknown)
    assert [row for row in found.proxy_settings if row.kind != "direct"] == []
