"""What the laptop sees of a domain controller, in the way of :mod:`tests.lab.prober`: a word a step, nothing of wssdiag, bytes by hand.

Run on the laptop as ``python tests/lab/directory_prober.py STEP...``. Steps: ``search:HOST`` (LDAP without a bind: the tag of the first
answer and the code of the last), ``rpc:HOST`` (bind to the endpoint mapper, then ept_map for the logon service), ``srv:SERVER:NAME``
(the targets).
"""

from __future__ import annotations

import errno
import socket
import struct
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LIMIT_S = 1.5

#: RFC 4511: a search for the root entry, all attributes, message 2.
_SEARCH = bytes.fromhex("3025020102632004000a01000a0100020100020100010100870b") + b"objectClass\x30\x00"

#: C706: what impacket 0.10 sends, with other call numbers and padding.
BIND = bytes.fromhex(
    "05000b03100000004800000007000000b810b8100000000001000000000001000883afe11f5dc91191a408002b14a0fa03000000"
    "045d888aeb1cc9119fe808002b10486002000000"
)
MAP = bytes.fromhex(
    "05000003100000009c0000000800000084000000000003000100000000000000000000000000000000000000020000004b0000004b000000"
    "050013000d785634123412cdabef0001234567cffb01000200000013000d045d888aeb1cc9119fe808002b10486002000200000001000b02"
    "0000000100070200000001000904000000000000000000000000000000000000000000000000000001000000"
)
_NAK, _RESPONSE = 13, 2


def _talk(host: str, port: int, *asks: bytes) -> list[bytes]:
    """The answer to each ask; fewer where the other side ends it."""
    found: list[bytes] = []
    with socket.create_connection((host, port), _LIMIT_S) as plain:
        plain.settimeout(_LIMIT_S)
        for ask in asks:
            plain.sendall(ask)
            found.append(plain.recv(4096))
    return found


def _search(host: str) -> str:
    (answer,) = _talk(host, 389, _SEARCH)
    if answer[:1] != b"\x30":
        return answer.split(b"\r")[0].decode("ascii", "replace")
    done = answer[answer.rindex(b"\x65") :]
    first = answer[answer.index(b"\x02\x01\x02") + 3]  # behind the message's number
    return f"{first:#x} {done[4]}"


def _rpc(host: str) -> str:
    (bound,) = _talk(host, 135, BIND)
    if bound[:1] != b"\x05":
        return bound.split(b"\r")[0].decode("ascii", "replace")
    if bound[2] == _NAK:
        return f"nak {struct.unpack_from('<H', bound, 16)[0]}"
    _bound, answer = _talk(host, 135, BIND, MAP)
    if answer[2] != _RESPONSE:
        return f"packet {answer[2]}"
    (status,) = struct.unpack_from("<I", answer, len(answer) - 4)
    (number,) = struct.unpack_from("<I", answer, 24 + 20)
    place = answer.find(b"\x01\x00\x07\x02\x00")
    return f"status {status:#x}" if status or not number else f"port {int.from_bytes(answer[place + 5 : place + 7], 'big')}"


def _srv(server: str, name: str) -> str:
    """Targets in the order of their priority (RFC 2782), or the code of the answer."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain:
        plain.settimeout(_LIMIT_S)
        plain.connect((server, 53))
        plain.send(b"ab\x01\0\0\x01\0\0\0\0\0\0" + labels + b"\0\0\x21\0\x01")
        answer = plain.recv(2048)
    place, found = 12 + len(labels) + 1 + 4, []
    for _ in range(int.from_bytes(answer[6:8], "big")):
        priority, weight, port = struct.unpack_from("!HHH", answer, place + 12)
        found.append((priority, weight, port, _name(answer, place + 18)))
        place += 12 + int.from_bytes(answer[place + 10 : place + 12], "big")
    rows = [f"{name}:{port}/{weight}" for _priority, weight, port, name in sorted(found)]
    return " ".join([f"code{answer[3] & 15}", *rows])


def _name(message: bytes, place: int) -> str:
    """A name, its pointers followed (RFC 1035 section 4.1.4)."""
    labels: list[str] = []
    while message[place]:
        if message[place] >= 0xC0:
            place = int.from_bytes(message[place : place + 2], "big") & 0x3FFF
            continue
        labels.append(message[place + 1 : place + 1 + message[place]].decode())
        place += 1 + message[place]
    return ".".join(labels)


def step(text: str) -> str:
    """What one step sees."""
    kind, *rest = text.split(":")
    steps: dict[str, Callable[..., str]] = {"search": _search, "rpc": _rpc, "srv": _srv}
    try:
        return steps[kind](*rest)
    except TimeoutError:
        return "timeout"
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, repr(error))


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(step(argument), flush=True)
