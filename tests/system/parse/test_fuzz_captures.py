"""Captures with damage in them: real formats get further into the parsers than noise does. Nothing raises, nothing takes long or much."""

from __future__ import annotations

import gc
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.detection.expectation import NAME
from tests.world import World
from wssdiag.detection.agent_log import agent_state
from wssdiag.model.codec import encode
from wssdiag.model.facts import Facts
from wssdiag.session import on_facts_alone
from wssdiag.system.folder import read_capture
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture

CAPTURES = Path(__file__).parents[2] / "captures"

SESSION = World().session

#: One of each kind: damage to one German Windows is damage to all.
SEEDS = (
    "windows10-de-agent",
    "windows10-de-connectoid-up",
    "windows11-agent-and-name-policy",
    "windows11-chrome-policy",
    "windows10-de-firefox-own-proxy",
    "macos13-agent",
    "macos12-vpn-resolvers",
    "macos15-firefox-managed",
    "macos13-chrome-managed",
    "fedora-gnome-detect",
    "ubuntu-hotel",
    "kde-manual",
    "ubuntu-firefox-policy",
)

#: What a mutation puts in: counts beyond every file, ends and beginnings of every format, signs that no text should hold.
PIECES = (
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\\ud800",
    "\u202e".encode(),
    b"\\",
    b'"',
    b"'",
    b"\n",
    b"\r",
    b"[",
    b"{" * 300,
    b"[" * 300,
    b"<array>" * 50,
    b"<dictionary> {\n" * 20,
    b"}",
    b"1e400",
    b"-1",
    b"99999999999999999999",
    b"ff,",
    b"hex(7):",
    b" : ",
    b"CTC Response: ",
    b"x" * 5000,
)


def capture_of(name: str) -> dict[str, bytes]:
    return {file: data for file, data in read_capture(CAPTURES / name).items() if file != NAME}


def verdict(capture: Capture) -> Facts:
    """The whole road that a capture goes without a network."""
    found = facts_of(capture)
    encode(on_facts_alone(SESSION, found))
    return found


@st.composite
def damage(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with one to four changes: cut, something put in, a stretch gone, doubled, or other bits."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 64)))
        match draw(st.sampled_from(("cut", "put", "gone", "doubled", "bits"))):
            case "cut":
                data = data[:start]
            case "put":
                data = data[:start] + draw(st.sampled_from(PIECES)) + data[start:]
            case "gone":
                data = data[:start] + data[end:]
            case "doubled":
                data = data[:end] + data[start:end] * draw(st.integers(1, 40)) + data[end:]
            case _:
                data = data[:start] + bytes(byte ^ draw(st.integers(1, 255)) for byte in data[start : start + 3]) + data[start + 3 :]
    return data


@pytest.mark.parametrize("name", SEEDS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
)
@given(data=st.data())
def test_a_damaged_capture_gives_a_verdict(name: str, data: st.DataObject) -> None:
    capture = capture_of(name)
    for file in data.draw(st.lists(st.sampled_from(sorted(capture)), min_size=1, max_size=3, unique=True)):
        capture[file] = data.draw(damage(capture[file]))
    assert isinstance(verdict(capture), Facts)


@pytest.mark.parametrize("name", SEEDS)
def test_a_capture_that_is_cut_anywhere_gives_a_verdict(name: str) -> None:
    whole = capture_of(name)
    for file, content in whole.items():
        for size in sorted({len(content) * part // 20 for part in range(20)}):
            verdict({**whole, file: content[:size]})


#: The promise of the parsers and the reader of logs: seconds of this process, and bytes beside the capture itself.
LIMIT_S = 1.0
LIMIT_BYTES = 64 * 1024 * 1024

#: A tenth of what a capture's file may have at most, and a hundred times what any has.
SIZE_BYTES = 1024 * 1024


def stretched(content: bytes, size: int) -> bytes:
    """A file of that size, made of itself: a table has its rows many times, of anything else the middle goes on."""
    if content.startswith(b"[") and (rows := content.strip().removeprefix(b"[").removesuffix(b"]").strip()):
        return b"[" + b",".join([rows] * (size // len(rows))) + b"]"
    middle = content[len(content) // 4 : -(len(content) // 4) or None] or content
    return (content[: len(content) // 2] + middle * (size // max(1, len(middle))))[:size] if content else b" " * size


#: Every file of a capture once, as the first of the seeds has it.
FILES = {file: name for name in reversed(SEEDS) for file in capture_of(name) if file != "capture.json"}


@pytest.mark.slow
@pytest.mark.parametrize(("file", "name"), sorted(FILES.items()))
def test_a_file_of_a_mebibyte_stays_within_the_limits(file: str, name: str) -> None:
    capture = capture_of(name)
    capture[file] = stretched(capture[file], SIZE_BYTES)
    assert_within_limits(capture)


WORST = (
    '["',
    "{",
    "[" * 1000 + "]" * 1000 + ",",
    '"\\',
    "00,\\\n  ",
    "nameserver 192.0.2.1\n",
    "127.0.0.1 a\n",
    "CTC Response: X\n",
    "Tunnel#1(",
)


@pytest.mark.slow
@pytest.mark.parametrize("piece", WORST)
@pytest.mark.parametrize("name", SEEDS[:1] + SEEDS[5:6] + SEEDS[9:10])
def test_the_same_piece_without_end_stays_within_the_limits(name: str, piece: str) -> None:
    whole = capture_of(name)
    for file, content in whole.items():
        if file != "capture.json":
            start = content[: len(content) // 2].decode("utf-8", errors="replace")
            assert_within_limits({**whole, file: (start + piece * (SIZE_BYTES // len(piece))).encode()})


def assert_within_limits(capture: Capture) -> None:
    """The parser's own time: what other tests' threads do, and a collector's walk over what those tests left, is not the parser's."""
    gc.freeze()
    try:
        started = time.thread_time()
        agent_state(facts_of(capture))
        taken = time.thread_time() - started
    finally:
        gc.unfreeze()
    assert taken < LIMIT_S
    tracemalloc.start()
    try:
        agent_state(facts_of(capture))
        assert tracemalloc.get_traced_memory()[1] < LIMIT_BYTES
    finally:
        tracemalloc.stop()
