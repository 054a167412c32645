"""What is done by Windows' functions: a service started, a program as an administrator; and how each says that it could not."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.wine.windows import Windows, seen_from_windows

if TYPE_CHECKING:
    from pathlib import Path

NETWORK = """
ip link add eth0 type veth peer name peer0
ip addr add 192.0.2.9/24 dev eth0
ip link set eth0 up
ip link set peer0 up
"""

CHANCE = random.Random(4)
ODD = [["fix", "reset-winhttp", "--yes"], ["C:\\a b\\", "", 'say "no"', "ü & echo x", "%PATH%", "\\\\host\\share\\"]]
CASES = ODD + [["".join(CHANCE.choices('a \t"\\&%^', k=CHANCE.randrange(7))) for _ in range(4)] for _ in range(300)]


@pytest.fixture(scope="module")
def answers(windows: Windows, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("calls")
    (folder / "cases.json").write_text(json.dumps(CASES))
    arguments = (seen_from_windows(folder / "cases.json"), seen_from_windows(folder))
    return json.loads(windows.run("calls.py", *arguments, network=NETWORK))  # type: ignore[no-any-return]


def test_arguments_arrive_as_they_are(answers: dict[str, Any]) -> None:
    assert answers["arguments"] == CASES


def test_one_step_as_an_administrator(answers: dict[str, Any]) -> None:
    assert answers["elevated"] == [
        {"answer": None, "told": [*CASES[0], "0"]},
        {"answer": "it ended with code 3", "told": [*CASES[1], "3"]},
    ]
    assert answers["not there"] == "it could not be started as an administrator (3)"
    assert answers["too long"] == "it took longer than 0.3 s"
    assert answers["is elevated"] is True  # Wine's one account may do everything


def test_services(answers: dict[str, Any]) -> None:
    assert answers["services"] == [
        ["stopped", None, "running"],
        ["running", None, "running"],
        ["stopped", "the service LanmanServer could not be started (1058)", "stopped"],  # disabled
        ["", "the service no such service could not be started (1060)", ""],
    ]


def test_what_wine_does_not_do_is_told(answers: dict[str, Any]) -> None:
    """It has no DHCP, and no settings of its own to show."""
    assert answers["leases"] == ["Windows did not renew the lease of eth0 (50)", "Windows knows no interface no such interface"]
    assert answers["page"] == "Windows does not open ms-settings:dateandtime (2)"
