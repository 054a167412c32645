"""Each hostile bundle is refused in under a second and 64 MiB, with one line that says why, exit 2; nothing is unpacked to the disk."""

from __future__ import annotations

import gc
import json
import os
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bundle.hostile import KEY, KINDS
from tests.bundle.making import GOOD, GOOD_FILES, age, bundled, zipped
from tests.cli.conftest import home, wssdiag
from tests.world import World
from wssdiag.model.input_error import InputError
from wssdiag.session import judged_again
from wssdiag.session.evidence import open_bundle

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.program import Program

__all__ = ["home", "wssdiag"]

LIMIT_S = 1.0
LIMIT_BYTES = 64 * 1024 * 1024


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.txt"
    path.write_text(f"# mine\n{KEY}\n")
    return path


def test_there_are_many_kinds() -> None:
    assert len(KINDS) >= 90


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_refused_with_one_line_in_little_time_and_memory(kind: str, wssdiag: Program, key: Path) -> None:
    path = wssdiag.write("evil.wssdiag", KINDS[kind]())
    taken = _seconds(path, key)
    if taken >= LIMIT_S:  # another program may have had the processor's caches meanwhile
        taken = _seconds(path, key)
    assert taken < LIMIT_S
    tracemalloc.start()
    try:
        with pytest.raises(InputError):
            open_bundle(path, key)
        assert tracemalloc.get_traced_memory()[1] < LIMIT_BYTES
    finally:
        tracemalloc.stop()
    for verb in ("verify", "open"):
        ended = wssdiag("bundle", verb, path, "--identity", key)
        assert ended.is_one_line_error(), ended
        assert ended.err.removesuffix("\n").isprintable()
        assert len(ended.err) < 1_000
    assert sorted(os.listdir(wssdiag.folder)) == ["evil.wssdiag"]  # noqa: PTH208 - names


def _seconds(path: Path, key: Path) -> float:
    gc.freeze()
    try:
        started = time.thread_time()
        with pytest.raises(InputError):
            open_bundle(path, key)
        return time.thread_time() - started
    finally:
        gc.unfreeze()


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("members overlap", "lies in the bytes of another member"),
        ("age: four hundred recipients", "too many recipients"),
        ("age: a hundred thousand recipients", "too many recipients"),
        ("many members that the end does not count", "more than 1000 files"),
        ("report: millions of values", "values"),
        ("manifest too large", "larger than 1 MiB"),
        ("wrong hash", "log.txt"),
    ],
)
def test_it_is_refused_for_its_own_reason(kind: str, why: str, tmp_path: Path, key: Path) -> None:
    path = tmp_path / "evil.wssdiag"
    path.write_bytes(KINDS[kind]())
    with pytest.raises(InputError, match=why):
        open_bundle(path, key)


@pytest.mark.parametrize("command", [("explain",), ("check", "--only", "none", "--facts"), ("bundle", "redact"), ("compare",)])
def test_the_other_readers_refuse_them_too(command: tuple[str, ...], wssdiag: Program) -> None:
    for kind in ("wrong hash", "report: nested", "age: for another key", "zip64", "missing manifest"):
        path = wssdiag.write("evil.wssdiag", KINDS[kind]())
        ended = wssdiag(*command, path, *([path] if command == ("compare",) else ()))
        assert ended.is_one_line_error(), (kind, ended)


def test_a_good_one_is_read_within_the_same_limits(tmp_path: Path, key: Path) -> None:
    """The largest that is read: what is refused by a limit says nothing about what is not."""
    path = tmp_path / "large.wssdiag"
    noise = {f"capture/{number}.txt": os.urandom(1_200_000).hex().encode() for number in range(4)}
    path.write_bytes(age(bundled(noise), KEY))
    tracemalloc.start()
    try:
        open_bundle(path, key)
        assert tracemalloc.get_traced_memory()[1] < LIMIT_BYTES
    finally:
        tracemalloc.stop()


SEALED = age(GOOD, KEY)


@given(st.sampled_from((GOOD, SEALED)), st.floats(0, 1), st.binary(min_size=1, max_size=4), st.booleans())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_one_is_read_or_refused(tmp_path: Path, key: Path, whole: bytes, where: float, junk: bytes, cut: bool) -> None:
    position = int(where * len(whole))
    path = tmp_path / "x.wssdiag"
    path.write_bytes(whole[:position] + junk + (b"" if cut else whole[position + len(junk) :]))
    try:
        bundle, _report = open_bundle(path, key)
    except InputError:
        return
    assert bundle.files == GOOD_FILES


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=4), max_leaves=6
)


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_report_with_one_value_replaced_is_judged_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    """All sums are right: whoever makes a bundle makes the sums too."""
    document = json.loads(GOOD_FILES["report.json"])
    at = document
    while True:
        place = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if isinstance(at[place], dict | list) and at[place] and data.draw(st.booleans()):
            at = at[place]
            continue
        at[place] = data.draw(JSON)
        break
    path = tmp_path / "x.wssdiag"
    path.write_bytes(bundled({"report.json": json.dumps(document).encode("utf-8", "replace")}))
    try:
        _bundle, report = open_bundle(path)
    except InputError:
        return
    judged_again(World().session, report)


def test_any_zip_without_a_manifest_is_still_a_capture(wssdiag: Program) -> None:
    path = wssdiag.write("capture.zip", zipped({"linux/resolv.conf": b"nameserver 192.0.2.53\n"}))
    assert wssdiag("explain", path).code in {1, 4}
