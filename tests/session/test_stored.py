from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec
import pytest

from tests.world import CTC, World, codes
from wssdiag.model.codec import encode
from wssdiag.model.input_error import InputError
from wssdiag.system.folder import write_capture

CAPTURES = Path(__file__).parents[1] / "captures"


def test_a_stored_report_is_judged_by_todays_rules(tmp_path: Path) -> None:
    world = World()
    world.network.block(CTC, 443)
    report = world.run()
    file = tmp_path / "report.json"
    file.write_bytes(encode(msgspec.structs.replace(report, findings=())))
    assert codes(world.session.stored(file)) == codes(report) == ["port-blocked"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"schema": "wssdiag.report/1"}', b"\xff\xfe"])
def test_what_is_no_report_is_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "report.json"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"report\.json"):
        World().session.stored(file)


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        World().session.stored(tmp_path / "gone.json")


def test_a_report_from_elsewhere_is_judged_by_todays_rules(tmp_path: Path) -> None:
    world = World()
    world.network.block(CTC, 443)
    file = tmp_path / "report.json"
    file.write_bytes(encode(msgspec.structs.replace(world.run(), findings=())))
    assert codes(world.session.judged(file)) == ["port-blocked"]


def test_facts_and_captures_give_what_follows_from_them_alone(tmp_path: Path) -> None:
    world = World()
    facts, _mode = world.session.detect()
    file = tmp_path / "facts.json"
    file.write_bytes(encode(facts))
    report = world.session.judged(file)
    assert (report.checks, report.facts) == ((), facts)
    folder = tmp_path / "capture"
    write_capture(world.session.system.capture(), folder)
    assert world.session.judged(folder).mode == report.mode


@pytest.mark.parametrize("capture", sorted(path.name for path in CAPTURES.iterdir() if path.is_dir()))
def test_whatever_capture_is_handed_in_it_is_a_report_or_one_line(capture: str) -> None:
    with contextlib.suppress(InputError):
        assert World().session.judged(CAPTURES / capture).facts


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"PK\x03\x04", b"\xff\xfe", b"[" * 100_000])
def test_what_is_nothing_of_ours_is_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "holiday.json"
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        World().session.judged(file)
    assert "\n" not in str(caught.value)
