"""Unnamed network namespaces, held by sleeping children of this process: when they die, the kernel takes everything down."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass

#: Setting up a namespace takes milliseconds; a tool that hangs is a broken machine.
_LIMIT_S = 20.0

#: What the lab needs; the packages are iproute2, nftables, dnsmasq-base, util-linux.
TOOLS = ("unshare", "nsenter", "setpriv", "ip", "nft", "dnsmasq", "mount")


#: Where the lab's tools are, whatever the caller's PATH.
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class LabError(RuntimeError):
    """The lab itself could not be built: the text says which command failed, and how."""


def missing() -> str:
    """What keeps the lab from running here, in one line; empty when nothing does."""
    absent = [tool for tool in TOOLS if shutil.which(tool, path=PATH) is None]
    if absent:
        return f"these programs are missing: {', '.join(absent)}"
    probe = subprocess.run([*enter_command(), "true"], capture_output=True, check=False, env={"PATH": PATH}, timeout=_LIMIT_S)
    if probe.returncode:
        return f"network namespaces need root, or unprivileged user namespaces ({probe.stderr.decode(errors='replace').strip()})"
    return ""


def enter_command() -> list[str]:
    """The prefix that starts a program as process 1 of new namespaces, and kills them all when this process dies."""
    as_root = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    new = ["unshare", *as_root, "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--"]
    return ["setpriv", "--pdeathsig", "KILL", *new]


def run(command: list[str], text: str = "") -> str:
    """Run a tool of the lab; gives its standard output, raises :class:`LabError`."""
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False, timeout=_LIMIT_S)
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


def new_namespace(*, mounts: bool = False) -> Namespace:
    """A namespace with a sleeping holder, ready when this returns."""
    command = ["unshare", "--net", *(["--mount"] if mounts else []), "--", "sh", "-c", "echo; exec sleep infinity"]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    if holder.stdout is None or not holder.stdout.readline():
        message = "a namespace holder did not start"
        raise LabError(message)
    return Namespace(holder.pid, mounts)
