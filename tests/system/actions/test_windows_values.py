"""The registry as a store: which values it may change, how it writes them, and when two are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.system.actions.registry import FakeRegistry, blob, text
from wssdiag.model.unknown import Unknown
from wssdiag.system.actions.windows_values import AUTO_CONFIG_URL, IN_FORCE, LEGACY, PROXY_ENABLE, WINHTTP, WINHTTP_32
from wssdiag.system.reg_value import RegValue

CHANGED = {AUTO_CONFIG_URL, IN_FORCE, LEGACY, PROXY_ENABLE, WINHTTP, WINHTTP_32}


@given(st.sampled_from(sorted(CHANGED)), st.builds(RegValue, st.integers(0, 11), st.binary(max_size=11)))
def test_a_value_is_written_as_it_was_read(key: str, value: RegValue) -> None:
    registry = FakeRegistry({key: value})
    store = registry.store()
    found = store.read(key)
    assert isinstance(found, str)
    registry.values.clear()
    assert store.read(key) is None
    assert store.write(key, found) is None
    assert registry.values == {key: value}
    assert store.write(key, None) is None
    assert registry.values == {}


@pytest.mark.parametrize("key", [IN_FORCE, LEGACY])
def test_a_settings_blob_is_written_with_the_counter_that_comes_next(key: str) -> None:
    registry = FakeRegistry({key: blob(3, counter=41)})
    assert registry.store().write(key, text(blob(1, counter=7))) is None
    assert registry.values == {key: blob(1, counter=42)}
    registry.values.clear()
    assert registry.store().write(key, text(blob(1, counter=7))) is None
    assert registry.values == {key: blob(1, counter=8)}


def test_the_settings_of_services_have_no_counter() -> None:
    registry = FakeRegistry({WINHTTP: blob(3, counter=41)})
    assert registry.store().write(WINHTTP, text(blob(1, counter=7))) is None
    assert registry.values == {WINHTTP: blob(1, counter=7)}


@pytest.mark.parametrize("value", ["on", "", '"half', "dword:1"])
def test_what_is_no_value_is_not_written(value: str) -> None:
    registry = FakeRegistry({PROXY_ENABLE: RegValue(4, bytes(4))})
    assert isinstance(registry.store().write(PROXY_ENABLE, value), Unknown)
    assert registry.values == {PROXY_ENABLE: RegValue(4, bytes(4))}


@pytest.mark.parametrize(
    "key",
    [
        "",
        PROXY_ENABLE.lower(),
        PROXY_ENABLE.replace("HKCU", "HKLM"),
        WINHTTP.replace("HKLM", "HKCU"),
        f"{IN_FORCE}2",
        r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run:x",
    ],
)
def test_nothing_else_may_be_changed(key: str) -> None:
    store = FakeRegistry().store()
    assert all(map(store.may, CHANGED))
    assert not store.may(key)


def test_what_the_registry_will_not_say_is_unknown() -> None:
    registry = FakeRegistry(closed=frozenset({PROXY_ENABLE}))
    assert registry.store().read(PROXY_ENABLE) == Unknown("access is denied")
    assert registry.store().write(PROXY_ENABLE, "dword:00000000") == Unknown("access is denied")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (None, None, True),
        (None, "dword:00000000", False),
        ("dword:00000000", "dword:00000001", False),
        ('"a"', '"a"', True),
        ('"a"', "hex(1):61,00,00,00", True),
        (text(blob(3, counter=1)), text(blob(3, counter=2)), True),
        (text(blob(3)), text(blob(1)), False),
        (text(blob(3)), "hex(2):" + text(blob(3)).partition(":")[2], False),
        (text(blob(3)), "no value at all", False),
    ],
)
def test_when_two_are_the_same(one: str | None, other: str | None, same: bool) -> None:
    store = FakeRegistry().store()
    assert store.same(one, other) is same
    assert store.same(other, one) is same
