from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.system.actions.keyfile import is_locked, value_of, with_value
from wssdiag.system.parse.kioslaverc import kioslaverc_proxies

GROUP, KEY = "Proxy Settings", "ProxyType"

LINES = st.sampled_from(
    [
        "[Proxy Settings]",
        "[Other]",
        "[Proxy Settings][Sub]",
        "ProxyType=1",
        "ProxyType[$e]=2",
        "ProxyType = 3",
        "NoProxyFor=a,b",
        "# ProxyType=1",
        "",
        "\x0cx=\u2028y",
        "garbage",
    ]
)
TEXTS = st.tuples(st.lists(LINES, max_size=9), st.sampled_from(["\n", "\r\n"]), st.booleans()).map(
    lambda row: row[1].join(row[0]) + (row[1] if row[2] else "")
)


@given(TEXTS, st.none() | st.sampled_from("0123"))
def test_what_is_set_is_read_and_all_else_stays(text: str, value: str | None) -> None:
    changed = with_value(text, GROUP, KEY, value)
    assert value_of(changed, GROUP, KEY) == value
    lost, new = lines_of(text) - lines_of(changed), lines_of(changed) - lines_of(text)
    assert all(line.startswith(("ProxyType", "[Proxy Settings]")) for line in lost)
    assert set(new) <= {f"ProxyType={value}", "[Proxy Settings]"}


def lines_of(text: str) -> Counter[str]:
    return Counter(line.strip("\r") for line in text.split("\n") if line.strip("\r"))


@given(TEXTS)
def test_a_key_put_back_where_it_was_gives_the_same_bytes(text: str) -> None:
    before = value_of(text, GROUP, KEY)
    changed = with_value(text, GROUP, KEY, "0")
    assert value_of(with_value(changed, GROUP, KEY, before), GROUP, KEY) == before


@pytest.mark.parametrize(
    ("text", "value", "changed"),
    [
        ("", "0", "[Proxy Settings]\nProxyType=0\n"),
        ("[Proxy Settings]\nProxyType=1\nx=y\n", "0", "[Proxy Settings]\nProxyType=0\nx=y\n"),
        ("[Proxy Settings]\nx=y\n", "0", "[Proxy Settings]\nProxyType=0\nx=y\n"),
        ("[A]\nx=y", "0", "[A]\nx=y\n[Proxy Settings]\nProxyType=0\n"),
        ("[A]\r\nx=y\r\n", "0", "[A]\r\nx=y\r\n[Proxy Settings]\r\nProxyType=0\r\n"),
        ("[A]\nx=y\n[Proxy Settings]\nProxyType=0\n", None, "[A]\nx=y\n"),
        ("[Proxy Settings]\nProxyType=0\nx=y\n", None, "[Proxy Settings]\nx=y\n"),
        ("[Other]\nProxyType=1\n", None, "[Other]\nProxyType=1\n"),
        (
            "[Proxy Settings]\nProxyType=1\n[A]\n[Proxy Settings]\nProxyType=2\n",
            "0",
            "[Proxy Settings]\nProxyType=0\n[A]\n[Proxy Settings]\n",
        ),
        ("[Proxy Settings]", "0", "[Proxy Settings]\nProxyType=0\n"),
    ],
)
def test_examples(text: str, value: str | None, changed: str) -> None:
    assert with_value(text, GROUP, KEY, value) == changed


@pytest.mark.parametrize(
    ("text", "locked"),
    [
        ("[Proxy Settings]\nProxyType[$i]=1\n", True),
        ("[Proxy Settings][$i]\n\n[Proxy Settings]\nProxyType=1\n", True),
        ("[$i]\n[Proxy Settings]\nProxyType=1\n", True),
        ("[Proxy Settings]\nProxyType=1\nhttpProxy[$i]=x 1\n", False),
        ("[Proxy Settings]\nProxyType[$e]=1\n", False),
        ("", False),
    ],
)
def test_what_an_administrator_has_locked(text: str, locked: bool) -> None:
    assert is_locked(text, GROUP, KEY) is locked


def test_the_reader_of_facts_sees_what_was_written() -> None:
    text = "[Proxy Settings]\nProxyType=1\nhttpsProxy=http://proxy.office.example 3128\n"
    assert [str(row.kind) for row in kioslaverc_proxies(text.encode())] == ["manual"]
    assert [str(row.kind) for row in kioslaverc_proxies(with_value(text, GROUP, KEY, "0").encode())] == ["direct"]
