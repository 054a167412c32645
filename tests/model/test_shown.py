from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from wssdiag.model.shown import SHOWN_LIMIT, shown, shown_bytes


def test_ordinary_text_stays() -> None:
    assert shown("Grüße, 例え.example – 42 ms") == "Grüße, 例え.example – 42 ms"
    assert shown("") == ""


def test_lines_become_one() -> None:
    assert shown("a\r\nb\tc\u2028d") == "a  b c d"


def test_terminal_and_bidirectional_tricks_show() -> None:
    assert shown("\x1b[31mred\x1b[0m") == "\ufffd[31mred\ufffd[0m"
    assert shown("gpj\u202eexe") == "gpj\ufffdexe"
    assert shown("a\u200bb\x00c") == "a\ufffdb\ufffdc"


def test_long_text_is_cut() -> None:
    assert shown("x" * SHOWN_LIMIT) == "x" * SHOWN_LIMIT
    assert shown("x" * (SHOWN_LIMIT + 1)) == "x" * (SHOWN_LIMIT - 3) + "..."


@given(st.text(max_size=400), st.integers(min_value=3, max_value=350))
def test_whatever_comes_is_bounded_and_visible(text: str, limit: int) -> None:
    clean = shown(text, limit)
    assert len(clean) <= limit
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in clean)
    assert shown(clean, limit) == clean


def test_fillers_show() -> None:
    assert shown("\u3164\u115f\ufe0f") == "\ufffd" * 3


@given(st.binary(max_size=600))
def test_any_bytes_are_shown(data: bytes) -> None:
    assert len(shown_bytes(data, 20)) <= 20


def test_bytes_are_read_as_utf_8() -> None:
    assert shown_bytes("Grüße\r\n".encode() + b"\xff") == "Grüße  \ufffd"
    assert len(shown_bytes(b"x" * 10_000)) == 512
