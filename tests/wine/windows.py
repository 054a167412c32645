"""A Windows for one test: Wine in namespaces of its own, gone with everything that it started and everything that was written to it.

The registry on the disk stays as it was made: Wine writes it down when it ends in peace, which it does not here, and every half minute,
which a mounted file does not let it.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from build.dev import wine

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence

#: Half a second each in most runs; the first after the set-up may have to wait for the disk.
_LIMIT_S = 120.0

#: A process namespace ends everything with its first process; a folder of its own keeps Wine from one that runs elsewhere.
_NAMESPACES = ("unshare", "-rnmpf", "--mount-proc", "--kill-child", "sh", "-ec")
_OWN_SERVER = "mkdir -p /tmp/.wine-0; mount -t tmpfs -o mode=700 tmpfs /tmp/.wine-0"
_KEPT = "; ".join(
    f"mount --bind {path} {path}" for name in ("system", "user", "userdef") for path in (shlex.quote(f"{wine.PREFIX}/{name}.reg"),)
)

_LOOPBACK = "ip link set lo up"

_INSIDE = Path(__file__).parent / "inside"


@dataclass(frozen=True)
class Windows:
    """Runs one script of ``inside`` with Windows' Python, after what a test does to the machine before."""

    def run(self, script: str, *arguments: str, reg: Sequence[Sequence[str]] = (), network: str = "") -> bytes:
        """What the script prints. ``reg``: reg.exe's arguments, call by call; ``network``: shell lines."""
        calls = [shlex.join((wine.PROGRAM, "reg.exe", *call)) + " >/dev/null" for call in reg]
        python = shlex.join((wine.PROGRAM, str(wine.PYTHON / "python.exe"), "-B", str(_INSIDE / script), *arguments))
        done = shell("\n".join([network, *calls, python]))
        assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")
        return done.stdout


def shell(script: str, limit_s: float = _LIMIT_S) -> subprocess.CompletedProcess[bytes]:
    """What came of shell lines in new namespaces, in which Wine's program may stand."""
    return wine.run([*_NAMESPACES, f"{apart()}\n{_LOOPBACK}\n{script}"], limit_s)


def woken() -> str:
    """A shell line that starts Wine's own processes, to stay: those that a program starts keep its pipes, and write into them."""
    server = Path(wine.PROGRAM).with_name("wineserver64")
    return f"{{ {shlex.quote(str(server))} -p; {shlex.quote(wine.PROGRAM)} cmd /c exit; }} </dev/null >/dev/null 2>&1"


def apart() -> str:
    """Shell lines that keep Wine's processes and its registry to one mount namespace."""
    return f"{_OWN_SERVER}\n{_KEPT}"


def seen_from_windows(path: Path) -> str:
    """A path of this machine as Wine shows it."""
    return "Z:" + str(path).replace("/", "\\")
