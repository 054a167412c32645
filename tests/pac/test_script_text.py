"""Bytes as the text that a browser would run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.pac.script_text import text_of


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        (b"plain", None, "plain"),
        ("ä".encode("latin-1"), None, "ä"),
        ("ä".encode(), None, "Ã¤"),
        ("ä".encode(), "utf-8", "ä"),
        ("ä".encode(), '"UTF-8"', "ä"),
        ("ä".encode("utf-8-sig"), None, "ä"),
        ("ä".encode("utf-8-sig"), "utf-8", "ä"),
        (b"\xff\xfe" + "ä".encode("utf-16-le"), None, "ä"),
        (b"\xfe\xff" + "ä".encode("utf-16-be"), None, "ä"),
        ("ä".encode("cp1251", errors="replace"), "windows-1252", "?"),
        ("ä".encode("latin-1"), "nonsense", "ä"),
        ("ä".encode("latin-1"), "hex", "ä"),
        ("ä".encode("koi8-r", errors="replace"), "koi8-r", "?"),
        (b"\xff", "utf-8", "\ufffd"),
        (b"+2AA-", "utf-7", "+2AA-"),
        (b"\\ud800", "unicode_escape", "\\ud800"),
        (b"-bb", "punycode", "-bb"),
        (b"", None, ""),
    ],
)
def test_the_text_of_a_body(body: bytes, charset: str | None, text: str) -> None:
    assert text_of(body, charset) == text


@given(
    st.binary(max_size=100),
    st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["utf-16", "gb18030", "iso2022_jp", "idna", "zlib"])),
)
def test_no_body_and_no_charset_breaks_it(body: bytes, charset: str | None) -> None:
    assert text_of(body, charset).encode() is not None
