"""The wire in user space, without a network: what it does to which packet, and when."""

from __future__ import annotations

import socket
import struct

import pytest

from tests.lab.network.relay import Condition, Fate, Waiting, Wire, too_big

LAPTOP, LAPTOP_6 = "192.168.7.23", "2a0e:1ab0:0:7::23"
SERVICE, SERVICE_6 = "130.211.30.2", "2a0e:1ab0:6464::82d3:1e02"
CONTROL = "1.1.1.1"


def packet(source: str, destination: str, size: int = 100) -> bytes:
    """An IP packet of that size."""
    if ":" in source:
        ends = socket.inet_pton(socket.AF_INET6, source) + socket.inet_pton(socket.AF_INET6, destination)
        return (struct.pack("!IHBB", 6 << 28, size - 40, socket.IPPROTO_UDP, 64) + ends).ljust(size, b"p")
    head = struct.pack("!BBHHHBBH", 0x45, 0, size, 0, 0x4000, 64, socket.IPPROTO_UDP, 0)
    return (head + socket.inet_aton(source) + socket.inet_aton(destination)).ljust(size, b"p")


def sums_up(data: bytes) -> bool:
    """Whether the ones' complement sum over data with its checksum is all ones (RFC 1071)."""
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data[: len(data) // 2 * 2])) + (data[-1] << 8 if len(data) % 2 else 0)
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total == 0xFFFF


TO_SERVICE = (SERVICE, SERVICE_6)


@pytest.mark.parametrize(
    ("conditions", "sent", "fate"),
    [
        ([], packet(LAPTOP, CONTROL), Fate()),
        ([Condition(delay_s=0.1)], packet(LAPTOP, CONTROL), Fate(delay_s=0.1)),
        ([Condition(addresses=TO_SERVICE, delay_s=0.1)], packet(LAPTOP, SERVICE), Fate(delay_s=0.1)),
        ([Condition(addresses=TO_SERVICE, delay_s=0.1)], packet(SERVICE, LAPTOP), Fate(delay_s=0.1)),
        ([Condition(addresses=TO_SERVICE, delay_s=0.1)], packet(LAPTOP_6, SERVICE_6), Fate(delay_s=0.1)),
        ([Condition(addresses=TO_SERVICE, delay_s=0.1)], packet(SERVICE_6, LAPTOP_6), Fate(delay_s=0.1)),
        ([Condition(addresses=TO_SERVICE, delay_s=0.1)], packet(LAPTOP, CONTROL), Fate()),
        ([Condition(delay_s=0.25), Condition(addresses=TO_SERVICE, delay_s=0.5)], packet(LAPTOP, SERVICE), Fate(delay_s=0.75)),
        ([Condition(lose=1.0)], packet(LAPTOP, CONTROL), Fate(lost=True)),
        ([Condition(addresses=TO_SERVICE, lose=1.0)], packet(LAPTOP, CONTROL), Fate()),
        ([Condition(mtu=1400)], packet(LAPTOP, SERVICE, 1400), Fate()),
        ([Condition(mtu=1400)], packet(LAPTOP, SERVICE, 1401), Fate(lost=True)),
        ([Condition(addresses=TO_SERVICE, mtu=1400)], packet(CONTROL, LAPTOP, 1500), Fate()),
        ([Condition(delay_s=0.1)], b"", Fate(lost=True)),
        ([Condition(delay_s=0.1)], b"\x45" + bytes(18), Fate(lost=True)),
        ([Condition(delay_s=0.1)], b"\x60" + bytes(38), Fate(lost=True)),
        ([Condition(delay_s=0.1)], b"\x00" + bytes(50), Fate(lost=True)),
    ],
)
def test_what_becomes_of_a_packet(conditions: list[Condition], sent: bytes, fate: Fate) -> None:
    assert Wire(conditions).fate(sent) == fate


def test_loss_is_by_chance_and_the_same_each_time() -> None:
    def lost() -> list[bool]:
        wire = Wire([Condition(lose=0.2)])
        return [wire.fate(packet(LAPTOP, SERVICE)).lost for _ in range(1000)]

    assert lost() == lost()
    assert 150 < sum(lost()) < 250


def test_the_sender_is_told_of_a_packet_that_is_too_big() -> None:
    sent = packet(SERVICE, LAPTOP, 1500)
    fate = Wire([Condition(mtu=1400, told=True)]).fate(sent)
    assert fate == Fate(lost=True, answer=too_big(sent, 1400))


def test_fragmentation_needed_is_a_true_icmp_error() -> None:
    sent = packet(LAPTOP, SERVICE, 1500)
    answer = too_big(sent, 1400)
    assert (answer[0], answer[9], answer[16:20]) == (0x45, socket.IPPROTO_ICMP, socket.inet_aton(LAPTOP))
    assert int.from_bytes(answer[2:4], "big") == len(answer)
    assert sums_up(answer[:20])
    assert sums_up(answer[20:])
    assert struct.unpack("!BBxxxxH", answer[20:28]) == (3, 4, 1400)
    assert answer[28:] == sent[:28]


def test_packet_too_big_is_a_true_icmpv6_error() -> None:
    sent = packet(LAPTOP_6, SERVICE_6, 1500)
    answer = too_big(sent, 1300)
    body = answer[40:]
    assert (answer[0] >> 4, answer[6], answer[24:40]) == (6, socket.IPPROTO_ICMPV6, socket.inet_pton(socket.AF_INET6, LAPTOP_6))
    assert len(answer) == 1280
    assert int.from_bytes(answer[4:6], "big") == len(body)
    assert struct.unpack("!BBxxI", body[:8]) == (2, 0, 1300)
    assert sums_up(answer[8:40] + struct.pack("!II", len(body), socket.IPPROTO_ICMPV6) + body)
    assert sent.startswith(body[8:])


def test_packets_arrive_when_they_are_due_and_in_order() -> None:
    waiting = Waiting()
    assert waiting.left(0.0) is None
    for end, sent, due in ((1, b"late", 2.0), (2, b"first", 1.0), (1, b"second", 1.0)):
        waiting.put(end, sent, due)
    assert waiting.left(0.5) == 0.5
    assert list(waiting.arrived(0.9)) == []
    assert list(waiting.arrived(1.0)) == [(2, b"first"), (1, b"second")]
    assert waiting.left(5.0) == 0.0
    assert list(waiting.arrived(5.0)) == [(1, b"late")]


def test_what_waits_has_a_bound() -> None:
    waiting = Waiting()
    for number in range(10_000):
        waiting.put(1, number.to_bytes(2, "big"), 1.0)
    kept = [sent for _, sent in waiting.arrived(1.0)]
    assert 1000 < len(kept) < 10_000
    assert kept[0] == bytes(2)
