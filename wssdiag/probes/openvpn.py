"""OpenVPN's first exchange: the client's reset of the control channel, and the server's that answers it. Needs no cryptography.

Its wire protocol (draft "openvpn-wire-protocol", opcodes P_CONTROL_HARD_RESET_CLIENT_V2 and _SERVER_V2). A server that wraps its control
channel (tls-auth, tls-crypt) says nothing to a stranger: silence proves nothing. Opens nothing itself: ``udp`` carries the bytes.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

#: The opcode stands in the five high bits of the first byte, the key's number in the three low ones.
_OPCODE_SHIFT = 3
_CLIENT_RESET = 7
_SERVER_RESET = 8

_SESSION_BYTES = 8
_PACKET_ID_BYTES = 4

#: A server's answer acknowledges one packet; more than this none of its packets may (the document's RELIABLE_ACK_SIZE).
_MOST_ACKNOWLEDGED = 8


@dataclass(frozen=True, slots=True)
class Reset:
    """The packet of one exchange, with what its answer must repeat."""

    session: bytes
    data: bytes


def build() -> Reset:
    """A client's reset with a random session: opcode, session, no acknowledgement, packet 0."""
    session = secrets.token_bytes(_SESSION_BYTES)
    return Reset(session, bytes([_CLIENT_RESET << _OPCODE_SHIFT]) + session + bytes(1 + _PACKET_ID_BYTES))


def read(sent: Reset, answer: bytes) -> bool | None:
    """True for a server's reset that names our session; None for anything else."""
    start = 1 + _SESSION_BYTES
    if len(answer) <= start or answer[0] >> _OPCODE_SHIFT != _SERVER_RESET:
        return None
    acknowledged = answer[start]
    place = start + 1 + acknowledged * _PACKET_ID_BYTES
    named = 0 < acknowledged <= _MOST_ACKNOWLEDGED and answer[place : place + _SESSION_BYTES] == sent.session
    return True if named and len(answer) >= place + _SESSION_BYTES + _PACKET_ID_BYTES else None
