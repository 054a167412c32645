from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.world import CTC, World, codes
from wssdiag.model.codec import encode
from wssdiag.model.input_error import InputError

if TYPE_CHECKING:
    from pathlib import Path


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
