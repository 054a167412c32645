"""Reads a Linux computer. Thin: each source becomes a file of the capture, and nothing is concluded."""

from __future__ import annotations

import os
import platform
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wssdiag.model.capture import CaptureHeader
from wssdiag.model.codec import decode, encode
from wssdiag.model.facts import Process, TracedFile
from wssdiag.model.unknown import Unknown
from wssdiag.system import linux_desktop, tables
from wssdiag.system.browser_files import CHROMIUM_POLICIES, FIREFOX_POLICIES, firefox_profiles, json_policies, policy_files
from wssdiag.system.bundles import bundle_certificates
from wssdiag.system.command import run
from wssdiag.system.environment import environment_json
from wssdiag.system.files import exists, read_start
from wssdiag.system.gather import gather
from wssdiag.system.linux_interfaces import interface_type
from wssdiag.system.linux_tables import arp_neighbours, ipv4_routes, ipv6_routes
from wssdiag.system.posix_person import owner_of, person_at, user_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wssdiag.model.capture import Capture
    from wssdiag.model.clock import Clock
    from wssdiag.system.gather import Answer

#: The whole capture; each command inside has a shorter limit. An ordinary machine needs a tenth of it.
_LIMIT_S = 4.0

_COMMAND_LIMIT_S = 1.5

#: The kernel cuts a process's name to 15 characters (TASK_COMM_LEN): a longer one is told by its executable.
_COMM_LENGTH = 15

#: systemd-resolved's stub on this computer (resolved.conf(5), DNSStubListener).
_STUBS = (b"127.0.0.53", b"127.0.0.54")

_RESOLV_CONF = Path("/etc/resolv.conf")

#: Where systemd-resolved lists what its stub asks.
_UPSTREAMS = Path("/run/systemd/resolve/resolv.conf")

#: Firefox's own folder, as a package of the distribution, of snap and of flatpak keeps it.
_FIREFOX = (".mozilla/firefox", "snap/firefox/common/.mozilla/firefox", ".var/app/org.mozilla.firefox/.mozilla/firefox")

#: The last one counts (Mozilla's policy templates).
_FIREFOX_POLICIES = (
    *(Path(folder) / "firefox/distribution/policies.json" for folder in ("/opt", "/usr/lib", "/usr/lib64")),
    Path("/etc/firefox/policies/policies.json"),
)

#: Where the browsers' own pages for administrators say that policies are.
_CHROMIUM = {
    "chrome": ("/etc/opt/chrome/policies",),
    "edge": ("/etc/opt/edge/policies",),
    "chromium": ("/etc/chromium-browser/policies", "/etc/chromium/policies"),
}


class LinuxSystem:
    """This Linux computer, behind :class:`wssdiag.system.system.System`."""

    def __init__(self, clock: Clock, environment: Mapping[str, str] = os.environ, proc: Path = Path("/proc")) -> None:
        self._clock = clock
        self._environment = environment
        self._proc = proc

    def capture(self) -> Capture:
        """All files that Linux has an answer for; within :data:`_LIMIT_S`."""
        person = person_at(user_id(), _desktop_sockets())
        foreign = _another_user_has_the_desktop()
        home = person.home if foreign and person else Path.home()
        environment = {} if foreign else self._environment
        sources: dict[str, Callable[[], Answer]] = {
            "capture.json": self._header,
            "processes.json": lambda: encode(self._processes()),
            "interfaces.json": lambda: encode(tables.interfaces(interface_type)),
            "connections.json": self._connections,
            "routes.json": self._routes,
            "neighbours.json": self._neighbours,
            "environment.json": lambda: environment_json(self._environment),
            "files.json": self._files,
            "certificates.json": lambda: encode(bundle_certificates(self._environment)),
            "connectivity.json": linux_desktop.connectivity,
            "hosts.txt": partial(read_start, "/etc/hosts"),
            "linux/resolv.conf": partial(read_start, _RESOLV_CONF),
            "linux/resolvectl.json": partial(_resolvectl, _RESOLV_CONF),
            "linux/systemd-resolv.conf": partial(_upstream_resolv_conf, _RESOLV_CONF, _UPSTREAMS),
            # GNOME answers with the settings of who asks: root's are not those of who sits here.
            "linux/gsettings.txt": lambda: None if foreign else linux_desktop.gsettings(),
            "linux/kioslaverc": lambda: None if foreign and not person else linux_desktop.kioslaverc(environment, home),
            "linux/nmcli.txt": linux_desktop.nmcli_devices,
            "browsers/firefox": lambda: None if foreign and not person else firefox_profiles(home / folder for folder in _FIREFOX),
            "browsers/policies/firefox.json": lambda: json_policies(_FIREFOX_POLICIES, FIREFOX_POLICIES),
            **{f"browsers/policies/{name}.json": partial(_chromium, folders) for name, folders in _CHROMIUM.items()},
        }
        return gather(sources, _LIMIT_S)

    def neighbours(self) -> Capture:
        """The neighbour table alone, as it is now."""
        return gather({"neighbours.json": self._neighbours}, _COMMAND_LIMIT_S)

    def _header(self) -> bytes:
        return encode(
            CaptureHeader(
                os="linux",
                os_version=_os_version(),
                collected_at=self._clock.now().isoformat(timespec="seconds"),
                user="system" if _another_user_has_the_desktop() else "interactive",
            )
        )

    def _processes(self) -> list[Process]:
        """From /proc itself: psutil would read the arguments of a process whose name is cut, and they may hold secrets."""
        pids = [int(name) for name in os.listdir(self._proc) if name.isdigit()]  # noqa: PTH208 - names alone, without a Path for each
        return [process for pid in sorted(pids) if (process := self._process(pid))]

    def _process(self, pid: int) -> Process | None:
        try:
            name = (self._proc / str(pid) / "comm").read_text(encoding="utf-8", errors="replace").rstrip("\n")
        except OSError:
            return None  # it ended meanwhile
        try:
            exe = str((self._proc / str(pid) / "exe").readlink()).removesuffix(" (deleted)").encode(errors="replace").decode()
        except OSError:
            exe = None  # a kernel thread, or another user's
        base = exe.rpartition("/")[2] if exe else ""
        return Process(pid=pid, name=base if len(name) == _COMM_LENGTH and base.startswith(name) else name, exe=exe)

    def _connections(self) -> bytes | None:
        rows = tables.connections(lambda pid: process.name if (process := self._process(pid)) else "")
        return None if rows is None else encode(rows)

    def _routes(self) -> bytes | None:
        ipv4 = read_start(self._proc / "net" / "route")
        ipv6 = read_start(self._proc / "net" / "ipv6_route")
        return None if ipv4 is None else encode(ipv4_routes(ipv4) + ipv6_routes(ipv6 or b""))

    def _neighbours(self) -> bytes | None:
        output = run(["ip", "-json", "neigh", "show"], _COMMAND_LIMIT_S)
        if not isinstance(output, Unknown):
            return encode(_neighbour_rows(output))
        table = read_start(self._proc / "net" / "arp")
        return None if table is None else encode(arp_neighbours(table))

    def _files(self) -> bytes:
        """Only whether a Kerberos key or ticket is there: it decides whether a proxy's Negotiate challenge can be answered."""
        paths = ["/etc/krb5.keytab"]
        cache = self._environment.get("KRB5CCNAME", f"FILE:/tmp/krb5cc_{user_id()}")
        kind, colon, path = cache.partition(":")
        # Caches in the kernel's keyring or a daemon (KEYRING:, KCM:) are no files: nothing can be said of them.
        if not colon or kind == "FILE":
            paths.append(path if colon else cache)
        return encode([TracedFile(path=path, exists=there) for path in paths if (there := exists(path)) is not None])


def _neighbour_rows(output: bytes) -> list[dict[str, Any]]:
    rows = decode(output or b"[]", list[dict[str, Any]])
    return [
        {
            "address": row.get("dst"),
            "mac": row.get("lladdr"),
            "interface": row.get("dev"),
            "state": str(next(iter(row.get("state") or []), "")).lower(),
        }
        for row in rows
    ]


def _os_version() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        return platform.release()


def _another_user_has_the_desktop() -> bool:
    """Whether this is root while someone else sits at the screen: then that person's own settings are not all in the capture."""
    return user_id() == 0 and any(owner_of(path) not in {None, 0} for path in _desktop_sockets())


def _desktop_sockets() -> list[Path]:
    return [*Path("/tmp/.X11-unix").glob("X*"), *Path("/run/user").glob("*/wayland-*")]  # noqa: S108 - only looked at


def _chromium(folders: Sequence[str]) -> bytes | None:
    kinds = [Path(folder) / kind for kind in ("recommended", "managed") for folder in folders]
    return json_policies(policy_files(kinds), CHROMIUM_POLICIES)


def _stub_is_used(resolv_conf: Path) -> bool:
    configured = read_start(resolv_conf) or b""
    return any(stub in configured for stub in _STUBS)


def _resolvectl(resolv_conf: Path) -> bytes | None:
    output = run(["resolvectl", "--json=short", "status"], _COMMAND_LIMIT_S) if _stub_is_used(resolv_conf) else None
    # Versions before 258 print text in spite of the option: that is no JSON file.
    return output if isinstance(output, bytes) and output.lstrip().startswith((b"[", b"{")) else None


def _upstream_resolv_conf(resolv_conf: Path, upstreams: Path) -> bytes | None:
    """systemd-resolved's own list; only where its stub is in use: a network namespace may have another resolv.conf than the computer."""
    return read_start(upstreams) if _stub_is_used(resolv_conf) else None
