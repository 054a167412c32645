"""A command that sees files of its own in /etc, and an empty /run: for programs that resolve by this machine's files or write there."""

from __future__ import annotations

from tests.lab.network.zone import OFFICE
from tests.lab.plan import PUBLIC_RESOLVER

#: /run first: what /etc points at may lie there. What this machine does not have is not made on its disk.
_SCRIPT = """set -e
mount -t tmpfs tmpfs /run
for name in resolv.conf hosts nsswitch.conf; do
  real=$(readlink -m "/etc/$name")
  case $real in /run/*) mkdir -p "${real%/*}"; touch "$real";; esac
  if [ -e "$real" ]; then mount --bind "$0/$name" "$real"; fi
done
exec "$@"
"""

#: The names of the office by file, all others from the public resolver, as a server of the office would have it.
FILES = {
    "resolv.conf": f"nameserver {PUBLIC_RESOLVER}\noptions timeout:1 attempts:1\n",
    "hosts": "127.0.0.1 localhost\n" + "".join(f"{address} {name}\n" for name, address in OFFICE.items()),
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
}


def with_own_files(*command: str) -> tuple[str, ...]:
    """The command in a mount namespace of its own, with :data:`FILES` (which the program must list) for those of /etc."""
    return ("unshare", "--mount", "--", "sh", "-c", _SCRIPT, "{folder}", *command)
