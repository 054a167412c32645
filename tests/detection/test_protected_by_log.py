"""What an agent's log says of protection, beside what the network shows."""

from __future__ import annotations

import pytest

from tests.detection.test_agent_log import ACTIVE, CLOSED, CONNECTED, FAILED, LOG, UDP_FAILED
from tests.fakes import Peer
from tests.world import UNTRUSTED, World


def computer(*lines: str) -> World:
    world = World()
    world.run_agent()
    world.system.files["files.json"] = [{"path": LOG, "exists": True, "tail": "\n".join(lines)}]
    return world


@pytest.mark.parametrize(
    ("lines", "protected"),
    [
        ((ACTIVE, CONNECTED), "yes"),
        ((ACTIVE, FAILED), "no"),
        ((ACTIVE, CONNECTED, CLOSED), "no"),
        ((ACTIVE, "status:FAILURE-unauthorized"), "no"),
        ((ACTIVE,), "unknown"),
        ((ACTIVE, UDP_FAILED), "unknown"),
        (("CTC Response: PASSIVE",), "unknown"),
        (("status:FAILURE-unauthorized", "CTC Response: PASSIVE"), "unknown"),
        (("words that nobody knows",), "unknown"),
    ],
)
def test_what_the_log_says(lines: tuple[str, ...], protected: str) -> None:
    assert computer(*lines).run(None).network.protected == protected


def test_a_log_that_says_no_needs_a_site_that_is_reached() -> None:
    world = computer(ACTIVE, FAILED)
    world.network.block()
    assert world.run(None).network.protected == "unknown"


def test_a_site_that_somebody_re_signs_is_not_reached_openly() -> None:
    world = computer(ACTIVE, FAILED)
    world.network.peers["*", "*"] = Peer(mozilla=UNTRUSTED, issuer="CN=Somebody")
    assert world.run(None).network.protected == "unknown"


def test_a_log_counts_while_its_agent_runs() -> None:
    world = computer(ACTIVE, CONNECTED)
    world.system.files["processes.json"] = [{"pid": 4, "name": "explorer.exe"}]
    world.system.files["services.json"] = []
    assert world.run(None).network.protected == "unknown"


def test_programs_that_were_not_read_do_not_show_that_it_runs() -> None:
    world = computer(ACTIVE, CONNECTED)
    del world.system.files["processes.json"], world.system.files["services.json"]
    assert world.run(None).network.protected == "unknown"
