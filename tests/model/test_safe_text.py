from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.model.safe_text import safe_bytes, safe_text


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain", "plain"),
        ("a\r\nb\tc", "a  b c"),
        ("a\x1b[31mb\x00\x7f\x9b", "a[31mb"),
        ("evil\u202eexe.txt", "evilexe.txt"),
        ("a\u2066b\u2069c\u200e", "abc"),
        ("zero\u200bwidth\u2060\ufeff\u00ad", "zerowidth"),
        ("a\u2028b\u2029c\u00a0d", "a b c d"),
        ("\u3164\u115f\ufe0f", ""),
        ("Grüße, 東京", "Grüße, 東京"),
        ("\ue000\U000e0041", ""),
    ],
)
def test_what_is_shown(raw: str, shown: str) -> None:
    assert safe_text(raw) == shown


def test_it_is_bounded() -> None:
    assert len(safe_text("x" * 10_000)) == 512
    assert safe_text("abcdef", 3) == "abc"


@given(st.text(max_size=600), st.integers(0, 100))
def test_nothing_invisible_passes(text: str, limit: int) -> None:
    shown = safe_text(text, limit)
    assert len(shown) <= limit
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert safe_text(shown, limit) == shown


@given(st.binary(max_size=600))
def test_any_bytes_are_shown(data: bytes) -> None:
    assert len(safe_bytes(data, 20)) <= 20
