"""Sources are read side by side, and one that fails or hangs costs its own file alone."""

from __future__ import annotations

import threading
import time

from wssdiag.system.gather import gather


def fail() -> bytes:
    message = "WinError 87"
    raise RuntimeError(message)


def test_only_what_answers_is_there_in_the_order_of_the_sources() -> None:
    release = threading.Event()

    def hang() -> bytes:
        release.wait(30)
        return b"late"

    started = time.monotonic()
    found = gather({"hangs": hang, "b": lambda: b"2", "none": lambda: None, "fails": fail, "a": lambda: b"1"}, 0.3)
    release.set()
    assert list(found.items()) == [("b", b"2"), ("a", b"1")]
    assert time.monotonic() - started < 3


def test_a_source_may_give_several_files() -> None:
    found = gather({"a": lambda: b"1", "folder": lambda: {"folder/x": b"2", "folder/y": b""}, "nothing": dict}, 10)
    assert list(found.items()) == [("a", b"1"), ("folder/x", b"2"), ("folder/y", b"")]


def test_sources_run_side_by_side() -> None:
    both = threading.Barrier(2)

    def meet() -> bytes:
        both.wait(10)
        return b"met"

    assert gather({"a": meet, "b": meet}, 10) == {"a": b"met", "b": b"met"}
