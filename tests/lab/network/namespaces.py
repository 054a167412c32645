"""Unnamed network namespaces, held by sleeping children of this process: when they die, the kernel takes everything down."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

#: Setting up a namespace takes milliseconds; a tool that hangs is a broken machine.
_LIMIT_S = 20.0

#: What the lab needs; the packages are iproute2, nftables, dnsmasq-base, util-linux.
TOOLS = ("unshare", "nsenter", "setpriv", "ip", "nft", "dnsmasq", "mount")


#: What a network of the lab is made of, each with the command that shows whether it can be had.
_TRIALS = {
    "a file system in memory": ["mount", "-t", "tmpfs", "tmpfs", "/mnt"],
    "network cables (veth)": ["ip", "link", "add", "lan0", "type", "veth", "peer", "name", "eth0"],
    "a firewall (nftables)": ["nft", "add", "table", "inet", "lab"],
}

#: Bits of CAP_NET_ADMIN and CAP_SYS_ADMIN.
_ADMIN = 1 << 12 | 1 << 21

#: Where the lab's tools are, whatever the caller's PATH.
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


#: What a namespace's holder does.
_HOLD = "echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad; echo; exec sleep infinity"


class LabError(RuntimeError):
    """The lab itself could not be built: the text says which command failed, and how."""


def missing(path: str = PATH) -> str:
    """What keeps the lab from running here, in one line; empty when nothing does. Tried, not guessed: kernels and containers differ."""
    absent = [tool for tool in TOOLS if shutil.which(tool, path=path) is None]
    if absent:
        return f"these programs are missing: {', '.join(absent)}"
    if told := _tried([]):
        return f"network namespaces need root, or unprivileged user namespaces ({told})"
    for what, command in _TRIALS.items():
        if told := _tried(command):
            return f"in a namespace of its own, this machine does not allow {what} ({told})"
    return ""


def _tried(command: list[str]) -> str:
    """What a command in new namespaces said when it failed, in one line; empty when it did not."""
    try:
        run([*enter_command(), *(command or ["true"])])
    except (LabError, subprocess.TimeoutExpired, OSError) as error:
        return " ".join(str(error).partition(": ")[2].split()) or type(error).__name__
    return ""


def is_admin() -> bool:
    """Whether this process may make namespaces as it is: root in a container may not (capabilities(7): CAP_SYS_ADMIN, CAP_NET_ADMIN)."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    held = int(next((line.split()[1] for line in status.splitlines() if line.startswith("CapEff:")), "0"), 16)
    return held & _ADMIN == _ADMIN


def has_users() -> bool:
    """Whether there are other users in this process's user namespace (user_namespaces(7)): an ordinary account maps itself alone."""
    rows = Path("/proc/self/uid_map").read_text(encoding="ascii").split()
    return sum(int(count) for count in rows[2::3]) > 1


def enter_command() -> list[str]:
    """The prefix that starts a program as process 1 of new namespaces, and kills them all when this process dies."""
    as_root = [] if is_admin() else ["--user", "--map-root-user"]
    new = ["unshare", *as_root, "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--"]
    return ["setpriv", "--pdeathsig", "KILL", *new]


def run(command: list[str], text: str = "") -> str:
    """Run a tool of the lab; gives its standard output, raises :class:`LabError`."""
    environment = {**os.environ, "PATH": PATH}
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False, timeout=_LIMIT_S, env=environment)
    if done.returncode:
        message = f"{' '.join(command)}: {done.stderr.strip()}\n{text}"
        raise LabError(message)
    return done.stdout


@dataclass(frozen=True, slots=True)
class Namespace:
    """A network namespace; with ``mounts`` a mount namespace too."""

    pid: int
    mounts: bool = False

    @property
    def prefix(self) -> list[str]:
        """The command that enters it."""
        return ["nsenter", "--target", str(self.pid), "--net", *(["--mount"] if self.mounts else []), "--"]

    def run(self, command: list[str], text: str = "") -> str:
        """Run a tool inside."""
        return run([*self.prefix, *command], text)

    def ip(self, *lines: str) -> None:
        """A batch of ``ip`` commands, in order."""
        self.run(["ip", "-batch", "-"], "".join(f"{line}\n" for line in lines))


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a process of the lab that writes a line once it is ready."""
    return subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)


def wait(process: subprocess.Popen[bytes]) -> None:
    """Return once it is ready; :class:`LabError` where it ended before."""
    if process.stdout is None or not process.stdout.readline():
        message = f"{process.args!r} did not start"
        raise LabError(message)


def new_namespace(*, mounts: bool = False) -> Namespace:
    """A namespace with a sleeping holder, ready when this returns; it does not wait for the detection of duplicate addresses."""
    holder = start(["unshare", "--net", *(["--mount"] if mounts else []), "--", "sh", "-c", _HOLD])
    wait(holder)
    return Namespace(holder.pid, mounts)
