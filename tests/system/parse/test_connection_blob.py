"""Changing one flag of a settings blob, and telling whether somebody else changed something."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.system.parse.connection_blob import DIRECT, MANUAL, PAC, comparable, connection_settings, counted_on, without_flag

TEXT = st.text(max_size=20).map(str.encode)


def blob(flags: int, texts: tuple[bytes, ...] = (b"", b"", b""), counter: int = 7, tail: bytes = bytes(32)) -> bytes:
    parts = b"".join(struct.pack("<I", len(text)) + text for text in texts)
    return struct.pack("<III", 0x46, counter, flags) + parts + tail


BLOBS = st.builds(blob, st.integers(0, 15), st.tuples(TEXT, TEXT, TEXT), st.integers(0, 0xFFFFFFFF), st.binary(max_size=40))


@given(BLOBS, st.sampled_from([MANUAL, PAC]))
def test_one_flag_goes_and_every_other_bit_stays(data: bytes, flag: int) -> None:
    off = without_flag(data, flag)
    assert (off[:8], off[12:]) == (data[:8], data[12:])
    flags = int.from_bytes(data[8:12], "little")
    assert int.from_bytes(off[8:12], "little") == (flags & ~flag or DIRECT)
    settings = connection_settings(off)
    assert settings is not None
    assert not {MANUAL: settings.manual, PAC: settings.pac}[flag]


@given(BLOBS, BLOBS)
def test_the_counter_goes_one_further_and_counts_for_nothing(data: bytes, before: bytes) -> None:
    written = counted_on(data, before)
    assert int.from_bytes(written[4:8], "little") == (int.from_bytes(before[4:8], "little") + 1) % 2**32
    assert comparable(written) == comparable(data)


@given(BLOBS, st.binary(max_size=60))
def test_bytes_that_are_no_blob_are_compared_as_they_are(data: bytes, other: bytes) -> None:
    assert (comparable(data[:11]), counted_on(data[:11], data), counted_on(data, data[:11])) == (data[:11], data[:11], data)
    assert len(comparable(other)) <= len(other)


TEXTS = (b"proxy.example:8080", b"<local>", b"http://pac.example/p.pac")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (blob(3, TEXTS, counter=8), True),
        # What detection found, and when, Windows writes down by itself.
        (blob(3, TEXTS, tail=b"\5\0\0\0" + bytes(20)), True),
        (blob(1, TEXTS), False),
        (blob(3, (b"proxy.example:8081", *TEXTS[1:])), False),
        (blob(3, (TEXTS[0], b"<-loopback>", TEXTS[2])), False),
        (blob(3, (*TEXTS[:2], b"http://pac.example/q.pac")), False),
        (blob(3, TEXTS)[:30], False),
    ],
)
def test_what_counts_as_changed(other: bytes, same: bool) -> None:
    assert (comparable(other) == comparable(blob(3, TEXTS))) is same


def test_where_the_texts_end_early_all_that_is_there_counts() -> None:
    short = struct.pack("<IIIII", 0x18, 0, 1, 0, 0)
    assert comparable(short) == short[:4] + short[8:]
    assert comparable(blob(3, TEXTS)[:40]) != comparable(blob(3, TEXTS)[:39])
