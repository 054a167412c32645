"""What the end of an agent's log says, and that no text makes its reader raise or take long."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world import cable
from wssdiag.detection.agent_log import AgentState, Controller, Login, Tunnel, agent_state
from wssdiag.model.facts import Facts, TracedFile
from wssdiag.model.shown import shown
from wssdiag.model.unknown import Unknown
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

LOG = "C:\\ProgramData\\Symantec WSS Agent\\wss-agent-log.log"
ACTIVE = "CTC Response: ACTIVE(GEOIP) GCATO2-45.79.1.1 GCAMO1-45.79.2.1"
CONNECTED = "Tunnel#1(EXAMPLE\\user) Connected: CC: 45.79.1.1(GCATO2-UDP), Nat IP: 10.232.192.165"
DONE = "Connection to WSS successful"
UDP_FAILED = "UDP Connection failed (26), will attempt TCP on the same DP"
FAILED = "Connection failed (995) for GCATO2, will use next DP in connectList"
CLOSED = "WSS Agent has closed the connection. A new connection attempt will be made."

EMPTY: Facts = facts_of({name: msgspec.json.encode(value) for name, value in cable().items() if not isinstance(value, str)})

#: Pieces of every line that is known, so that chance gets past the first words.
PIECES = st.sampled_from(
    [
        *("CTC Response: ", "ACTIVE", "(GEOIP)", "GCATO2-", "45.79.1.1", "Tunnel#1(", ") Connected: CC: ", "(GCATO2-UDP)", ", Nat IP: "),
        *("UDP ", "Connection failed (", "995)", " for ", "status:", "FAILURE-", "unauthorized"),
        *("\r\n", "\n", "\x00", "\u202e", " " * 50, "9" * 50),
    ]
)


def facts(*rows: TracedFile) -> Facts:
    return msgspec.structs.replace(EMPTY, files=rows)


def state(*lines: str) -> AgentState:
    found = agent_state(facts(TracedFile(path=LOG, exists=True, tail="\r\n".join(lines))))
    assert isinstance(found, AgentState)
    return found


def test_a_tunnel_that_stands() -> None:
    found = state(f"[11-23-2026 08:00:01] {ACTIVE}", f"08:00:02 {CONNECTED}", DONE)
    assert found.controller is Controller.ACTIVE
    assert found.connected
    assert (found.datacentre, found.address, found.transport, found.inside) == ("GCATO2", "45.79.1.1", "udp", "10.232.192.165")
    assert found.controller_line == ACTIVE
    assert found.login is Login.ACCEPTED


def test_the_name_of_the_person_is_not_quoted() -> None:
    assert state(ACTIVE, CONNECTED).tunnel_line == CONNECTED.partition(") ")[2]


@pytest.mark.parametrize(
    ("lines", "tunnel"),
    [
        ((ACTIVE,), None),
        ((ACTIVE, UDP_FAILED), Tunnel.TRYING),
        ((ACTIVE, UDP_FAILED, FAILED), Tunnel.FAILED),
        ((ACTIVE, UDP_FAILED, FAILED, CONNECTED), Tunnel.CONNECTED),
        ((ACTIVE, CONNECTED, DONE, CLOSED), Tunnel.CLOSED),
        ((ACTIVE, CONNECTED, CLOSED, ACTIVE), None),
        ((ACTIVE, FAILED, "CTC Response: PASSIVE"), None),
    ],
)
def test_the_last_thing_that_was_said_counts(lines: tuple[str, ...], tunnel: Tunnel | None) -> None:
    found = state(*lines)
    assert found.tunnel is tunnel
    assert found.down is (tunnel in {Tunnel.FAILED, Tunnel.CLOSED})


@pytest.mark.parametrize(
    ("line", "controller"),
    [(ACTIVE, Controller.ACTIVE), ("CTC Response: PASSIVE(LOCATION)", Controller.PASSIVE), ("CTC Response: DENIED", Controller.OTHER)],
)
def test_the_answers_of_the_controller(line: str, controller: Controller) -> None:
    assert state(line).controller is controller


@pytest.mark.parametrize(
    ("line", "login"),
    [
        ("status:SUCCESS-authorized", Login.ACCEPTED),
        ("status:FAILURE-unauthorized", Login.REFUSED),
        ("status:DENIED-unauthorized", Login.REFUSED),
        ("status:PENDING-authorization", Login.WAITING),
        ("client_id_agent_response DENIED", None),
        ("status: 403 FORBIDDEN", None),
        ("HTTP status:503-unavailable", None),
    ],
)
def test_how_the_sign_in_ended(line: str, login: Login | None) -> None:
    assert state(ACTIVE, line).login is login


def test_the_tunnel_of_the_computer_itself_does_not_stand_for_a_person() -> None:
    nobody = CONNECTED.replace("EXAMPLE\\user", "non-interactive-user")
    assert state(ACTIVE, "status:FAILURE-unauthorized", nobody).locked_out
    assert not state(ACTIVE, "status:FAILURE-unauthorized", nobody, CONNECTED).locked_out


def test_the_newest_file_comes_first_and_is_read_last() -> None:
    rows = [TracedFile(path=LOG, exists=True, tail=FAILED), TracedFile(path=LOG.replace("log.log", "log.1.log"), exists=True, tail=ACTIVE)]
    found = agent_state(facts(*rows))
    assert isinstance(found, AgentState)
    assert (found.controller, found.tunnel, found.path) == (Controller.ACTIVE, Tunnel.FAILED, LOG)


@pytest.mark.parametrize(
    "row",
    [
        TracedFile(path="C:\\Temp\\wss-agent-log.log", exists=True, tail=ACTIVE),
        TracedFile(path="/Library/Logs/wss-agent-log.log", exists=True, tail=ACTIVE),
        TracedFile(path=LOG, exists=True, tail="nothing that we know"),
        TracedFile(path=LOG, exists=True),
        TracedFile(path=LOG, exists=True, tail="x" * 2_000 + ACTIVE),
    ],
)
def test_another_place_or_other_words_leave_the_state_unknown(row: TracedFile) -> None:
    assert isinstance(agent_state(facts(row)), Unknown)


def test_another_drive_is_the_same_place() -> None:
    assert isinstance(agent_state(facts(TracedFile(path=f"d{LOG[1:]}", exists=True, tail=ACTIVE))), AgentState)


def test_files_that_were_not_read() -> None:
    assert isinstance(agent_state(msgspec.structs.replace(EMPTY, files=Unknown("no"))), Unknown)


@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=60), st.integers(min_value=1, max_value=7))
@settings(max_examples=300, deadline=None)
def test_no_text_makes_the_reader_raise(pieces: list[str], files: int) -> None:
    rows = [TracedFile(path=LOG, exists=True, tail="".join(pieces))] * files
    found = agent_state(facts(*rows))
    quoted: Iterable[str] = (found.controller_line, found.tunnel_line, found.login_line) if isinstance(found, AgentState) else ()
    assert all(shown(line, 200) == line for line in quoted)


@pytest.mark.parametrize("piece", ["Tunnel#1(", "CTC Response: ", "a", "status:A", "Connection failed ("])
def test_a_long_text_is_read_in_time(piece: str) -> None:
    rows = [TracedFile(path=LOG, exists=True, tail=(piece * (999 // len(piece)) + "\n") * 2_000)] * 50
    start = time.monotonic()
    agent_state(facts(*rows))
    assert time.monotonic() - start < 3
