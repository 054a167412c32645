"""One exchange with an IKEv2 responder, on 500 or 4500. Any well-formed answer means that it is there; silence proves nothing.

Many gateways say nothing to a peer that they do not know (RFC 7296 section 2.21.1 leaves that open).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.failure import Failure
from wssdiag.model.observation import UdpDetail
from wssdiag.probes.ike_message import NON_ESP_MARKER, Answer, build, read
from wssdiag.probes.udp import exchange

if TYPE_CHECKING:
    from wssdiag.probes.deadline import Deadline
    from wssdiag.probes.udp import Exchange

#: NAT traversal's port, on which the marker stands before every IKE message.
_NAT_PORT = 4500


def initiate(address: str, port: int, deadline: Deadline) -> tuple[Failure | None, UdpDetail]:
    """Ask for an IKE SA, and answer a COOKIE by asking once more. IKE_NO_ANSWER for silence; raises ``CancelledError`` alone."""
    request = build()
    marker = NON_ESP_MARKER if port == _NAT_PORT else b""

    def ask(cookie: bytes) -> Exchange[Answer]:
        return exchange(address, port, marker + request.message(cookie), take, deadline)

    def take(data: bytes) -> Answer | None:
        return read(request, data.removeprefix(marker)) if data.startswith(marker) else None

    done = ask(b"")
    says = done.answer.says if done.answer else ()
    if done.answer and done.answer.cookie:
        second = ask(done.answer.cookie)
        says += second.answer.says if second.answer else ()
    detail = UdpDetail(error=done.error, protocol="ike", answer_bytes=done.received_bytes, answer=", ".join(says))
    return _failure(done), detail


def _failure(done: Exchange[Answer]) -> Failure | None:
    """Something came that was no IKE message: that is an answer, and not one of a responder."""
    if done.failure is not Failure.TIMED_OUT:
        return done.failure
    return Failure.IKE_NO_ANSWER if done.received_bytes is None else Failure.IKE_MALFORMED
