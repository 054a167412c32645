"""JSON from elsewhere is bounded before it is parsed."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import World
from wssdiag.model.bounds import DEPTH_LIMIT, VALUES_LIMIT, out_of_bounds
from wssdiag.model.codec import DecodeError, decode_foreign, encode_pretty

MIB = 1024 * 1024


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"[" * MIB, "deeply"),
        (b'{"a":' * MIB, "deeply"),
        (b"[" + b"[]," * VALUES_LIMIT, "values"),
        (b'"",' * (VALUES_LIMIT + 2), "values"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"a": 1, "\\u0061": 2}', "twice"),
        (b'{"a" \n : 1, "a": 2}', "twice"),
        (b'[{"a": {"b": 1, "b": 2}}]', "twice"),
        (b"9" * 26, "too large"),
        (b"-" + b"9" * 5000, "too large"),
        (b"1e999", "too large"),
        (b"[-1E+400]", "too large"),
        (b"[NaN]", "too large"),
        (b"[Infinity, 1]", "too large"),
        (b"x" * MIB, "too large"),
    ],
)
def test_what_is_out_of_bounds(data: bytes, why: str) -> None:
    assert why in (out_of_bounds(data) or "")
    with pytest.raises(DecodeError):
        decode_foreign(data, object)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[" * DEPTH_LIMIT + b"]" * DEPTH_LIMIT,
        b'[{"a": 1}, {"a": 1}]',
        b'{"a": {"a": "a"}, "b": "a"}',
        b'{"a": "}{][:,\\"", "b": "\\\\"}',
        b'["a", "a", "a"]',
        b"[18446744073709551615, -1.7976931348623157e308, true, null]",
        b"]]]]",
    ],
)
def test_what_is_within_them(data: bytes) -> None:
    assert out_of_bounds(data) is None


def test_a_report_is_far_within_them() -> None:
    data = encode_pretty(World().run(None))
    assert out_of_bounds(data) is None
    assert out_of_bounds(b"[" + b",".join([data] * 10) + b"]") is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**64) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_ordinary_json_is_within_them_however_it_is_written(value: object) -> None:
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False, indent=2)):
        assert out_of_bounds(text.encode("utf-8", "surrogatepass")) is None


@pytest.mark.parametrize("piece", [b'"\\', b'"', b" ", b'"a" ', b'"a":', b"\\", b"9 ", b"{}", b"\xff", b'"\\"', b"\t\n"])
def test_no_bytes_take_long(piece: bytes) -> None:
    data = piece * (4 * MIB // len(piece))
    started = time.thread_time()
    out_of_bounds(data)
    assert time.thread_time() - started < 1.0
