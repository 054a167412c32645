"""Fixes on Windows' own interfaces: the registry before and after, what Windows makes of it, and a program that ends in the middle."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.wine.windows import seen_from_windows
from wssdiag.system.actions.windows_values import AUTO_CONFIG_URL, IN_FORCE, LEGACY, PROXY_ENABLE, WINHTTP, WINHTTP_32

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.wine.windows import Windows

PROXY_OFF, PAC_OFF, RESET = "proxy-off", "pac-off", "reset-winhttp"
FLAG = {PROXY_OFF: 2, PAC_OFF: 4}
KEYS = (PROXY_ENABLE, AUTO_CONFIG_URL, LEGACY, IN_FORCE, WINHTTP, WINHTTP_32)
TEXTS = (b"proxy.example:8080", b"<local>", b"http://pac.example/p.pac")

#: A process that ends itself.
ENDED = 86

#: A type with its data in hexadecimal.
Value = tuple[int, str]


def blob(flags: int, counter: int = 7) -> Value:
    parts = b"".join(struct.pack("<I", len(text)) + text for text in TEXTS)
    return 3, (struct.pack("<III", 0x46, counter, flags) + parts + bytes(32)).hex()


def text(kind: int, words: str) -> Value:
    return kind, f"{words}\0".encode("utf-16-le").hex()


ON, OFF = (4, "01000000"), (4, "00000000")
PLAIN: tuple[dict[str, Value], ...] = (
    {},
    {PROXY_ENABLE: ON, AUTO_CONFIG_URL: text(1, "http://pac.example/p.pac")},
    {PROXY_ENABLE: OFF, AUTO_CONFIG_URL: text(2, "%SystemRoot%\\p.pac")},
)


class Case(NamedTuple):
    values: dict[str, Value]
    action: str
    steps: tuple[str, ...]


def seen(windows: Windows, folder: Path, cases: Iterable[Case]) -> list[list[dict[str, Any]]]:
    (folder / "cases.json").write_text(json.dumps(list(cases)))
    return json.loads(windows.run("fixes.py", seen_from_windows(folder / "cases.json")))  # type: ignore[no-any-return]


def values(row: dict[str, Any]) -> dict[str, Value]:
    """Each value that is set; of a blob everything but its counter."""
    found = {key: tuple(value) for key, value in row["values"].items() if value}
    return {key: (value[0], value[1][:8] + value[1][16:]) if key in {IN_FORCE, LEGACY} else value for key, value in found.items()}


def counter(row: dict[str, Any], key: str) -> int:
    return int.from_bytes(bytes.fromhex(row["values"][key][1])[4:8], "little")


def on_for_windows(row: dict[str, Any], action: str) -> bool:
    return bool(row["windows"]["servers" if action == PROXY_OFF else "pac_url"])


def test_off_for_windows_and_every_value_back(windows: Windows, tmp_path: Path) -> None:
    legacy: tuple[dict[str, Value], ...] = ({}, {LEGACY: blob(15, 1000)})
    cases = [
        Case({IN_FORCE: blob(flags), **plain, **copy}, action, ("do", "undo"))
        for action in FLAG
        for flags in range(16)
        for plain in PLAIN
        for copy in legacy
    ]
    assert len(cases) == 192
    for case, (before, after, back) in zip(cases, seen(windows, tmp_path, cases), strict=True):
        if not on_for_windows(before, case.action):
            assert after["answer"] == "the setting is another one by now", case
            assert after["values"] == before["values"]
            continue
        assert after["answer"] == "done", case
        assert not on_for_windows(after, case.action), case
        other = PAC_OFF if case.action == PROXY_OFF else PROXY_OFF
        assert on_for_windows(after, other) is on_for_windows(before, other)
        assert after["windows"]["auto_detect"] == before["windows"]["auto_detect"]
        assert not (case.action == PROXY_OFF and after["values"][PROXY_ENABLE] == list(ON))
        assert not (case.action == PAC_OFF and after["values"][AUTO_CONFIG_URL])
        assert back["answer"] == ["done"]
        assert values(back) == values(before), case
        assert back["windows"] == before["windows"]
        assert counter(before, IN_FORCE) < counter(after, IN_FORCE) < counter(back, IN_FORCE)


def test_without_a_blob_the_single_values_count(windows: Windows, tmp_path: Path) -> None:
    cases = [Case(PLAIN[1], action, ("do", "undo")) for action in FLAG]
    for case, (before, after, back) in zip(cases, seen(windows, tmp_path, cases), strict=True):
        assert after["answer"] == "done", case
        assert values(after) == ({**values(before), PROXY_ENABLE: OFF} if case.action == PROXY_OFF else {PROXY_ENABLE: ON})
        assert back["values"] == before["values"]


def test_a_program_that_ends_between_two_changes(windows: Windows, tmp_path: Path) -> None:
    """Also one that ends while it takes a fix back. What is open another process takes back, from the journal on the disk."""
    begin = {IN_FORCE: blob(15), LEGACY: blob(7), **PLAIN[1]}
    writes = 3
    cases = [
        *(Case(begin, action, (f"do {count}", "undo")) for action in FLAG for count in range(writes + 1)),
        *(Case(begin, action, ("do", f"undo {count}", "undo")) for action in FLAG for count in range(writes)),
        Case(begin, PROXY_OFF, ("do 2", "undo 1", "undo 0", "undo")),
    ]
    for case, rows in zip(cases, seen(windows, tmp_path, cases), strict=True):
        for step, before, row in zip(case.steps, rows, rows[1:], strict=False):
            whole = step == f"do {writes}"
            count = int(step.split()[1]) if " " in step else None
            changed = sum(row["values"][key] != before["values"][key] for key in KEYS)
            assert row["answer"] == (ENDED if count is not None and not whole else 0) or count is None, (case, step)
            assert count is None or changed == count, (case, step)
        assert values(rows[-1]) == values(rows[0]), case
        assert rows[-1]["windows"] == rows[0]["windows"]
        assert len(rows[-1]["answer"]) == 1


def test_what_somebody_changed_since_is_left_alone(windows: Windows, tmp_path: Path) -> None:
    begin = {IN_FORCE: blob(15), LEGACY: blob(7), **PLAIN[1]}
    touched = {PROXY_OFF: (PROXY_ENABLE, LEGACY, IN_FORCE), PAC_OFF: (AUTO_CONFIG_URL, LEGACY, IN_FORCE)}
    cases = [Case(begin, action, ("do", f"set {key}", "undo")) for action, keys in touched.items() for key in keys]
    for case, (_before, _after, changed, back) in zip(cases, seen(windows, tmp_path, cases), strict=True):
        assert back["answer"] == ["changed-since"], case
        assert back["values"] == changed["values"]


def test_the_settings_of_services(windows: Windows, tmp_path: Path) -> None:
    def winhttp(flags: int, name: bytes = b"a:8080", header: int = 0x28) -> Value:
        return 3, (struct.pack("<IIII", header, 0, flags, len(name)) + name + bytes(4)).hex()

    direct = winhttp(1, b"", 0x18)
    states: tuple[dict[str, Value], ...] = (
        {WINHTTP: winhttp(3)},
        {WINHTTP: winhttp(2, header=0x18), WINHTTP_32: winhttp(3)},
        {WINHTTP: direct, WINHTTP_32: winhttp(3)},
        {WINHTTP: direct},
        {},
    )
    cases = [Case({IN_FORCE: blob(15), **state}, RESET, ("do", "undo")) for state in states]
    rows = seen(windows, tmp_path, [*cases, Case({WINHTTP: winhttp(3)}, RESET, ("reset",))])
    for case, (before, after, back) in zip(cases, rows, strict=False):
        changed = any(value != direct for key, value in case.values.items() if key != IN_FORCE)
        assert after["answer"] == ("done" if changed else "no proxy is set for services"), case
        assert values(after) == {**values(before), **dict.fromkeys(case.values.keys() - {IN_FORCE}, direct)}
        assert after["services"] == {"type": 1, "servers": None}
        assert back["values"] == before["values"]
    # What Windows' own function writes for "no proxy" is what we write.
    assert rows[-1][1]["values"][WINHTTP] == list(direct)
