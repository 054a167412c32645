"""A value goes through its text unchanged, whatever it is, and no two values have the same text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.system.reg_value import BINARY, DWORD, SZ, RegValue, reg_text_of, reg_value_of

KINDS = st.sampled_from([0, SZ, 2, BINARY, DWORD, 7, 11]) | st.integers(0, 0xFFFFFFFF)
TEXTS = st.text(st.characters() | st.sampled_from('\\"\0\r\n')).map(lambda text: text.encode("utf-16-le", errors="surrogatepass"))
VALUES = st.builds(
    RegValue, KINDS, st.binary(max_size=40) | TEXTS | TEXTS.map(lambda data: data + bytes(2)) | st.binary(min_size=4, max_size=4)
)


@given(VALUES)
def test_there_and_back(value: RegValue) -> None:
    text = reg_text_of(value)
    assert reg_value_of(text) == value
    assert json.loads(json.dumps(text).encode("utf-8")) == text
    assert text.isprintable()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (RegValue(DWORD, b"\1\0\0\0"), "dword:00000001"),
        (RegValue(DWORD, b"\1"), "hex(4):01"),
        (RegValue(SZ, 'C:\\a "ü"\0'.encode("utf-16-le")), r'"C:\\a \"ü\""'),
        (RegValue(SZ, b"a\0"), "hex(1):61,00"),
        (RegValue(BINARY, b""), "hex:"),
        (RegValue(BINARY, b"\x46\xff"), "hex:46,ff"),
        (RegValue(2, b"%\0\0\0"), "hex(2):25,00,00,00"),
    ],
)
def test_the_texts_are_regedits(value: RegValue, text: str) -> None:
    assert reg_text_of(value) == text


@given(
    st.text()
    | st.sampled_from(['"a', 'a"', '"a"b"', '"\\n"', "dword:1", "DWORD:00000001", "hex:1", "hex:0g", "hex(123456789):00", '"\ud800"'])
)
def test_other_texts_are_no_values(text: str) -> None:
    value = reg_value_of(text)
    assert value is None or reg_value_of(reg_text_of(value)) == value


@pytest.mark.parametrize(
    "text", ['"a', 'a"', '"a"b"', '"\\n"', "dword:1", "dword:0000000g", "hex:1", "hex:01,", "hex(123456789):00", "on", ""]
)
def test_texts_of_no_form(text: str) -> None:
    assert reg_value_of(text) is None
