"""The limits fit into each other: whatever a network does, a check ends by itself inside a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.checks.test_situation import situation
from tests.world import World
from wssdiag.checks.names import RESOLVERS_IN_TURN
from wssdiag.checks.reach import SECOND_ANSWER_S
from wssdiag.checks.round_trips import PATIENCE_MS as PATH_PATIENCE_MS
from wssdiag.checks.web import PATIENCE_S, web_check
from wssdiag.model.failure import Failure
from wssdiag.model.observation import ConnectDetail, Observation, Step, Target
from wssdiag.probes.network import STEP_LIMIT_S
from wssdiag.probes.trip import JOURNEY_LIMIT_S
from wssdiag.session import DEADLINE_S

if TYPE_CHECKING:
    from wssdiag.probes.network import Datagram, Echo, Journey, Question


class Slow:
    """Every journey fails, after a time that is given."""

    def __init__(self, elapsed_s: float) -> None:
        self.elapsed_s = elapsed_s
        self.journeys: list[Journey] = []

    def travel(self, journey: Journey) -> tuple[Observation, ...]:
        self.journeys.append(journey)
        target = Target(host=journey.host, port=journey.port)
        elapsed_ms = self.elapsed_s * 1000
        row = Observation(
            step=Step.CONNECT, target=target, offset_ms=0.0, elapsed_ms=elapsed_ms, failure=Failure.REFUSED, detail=ConnectDetail()
        )
        return (row,)

    def fetch(self, journey: Journey) -> tuple[tuple[Observation, ...], bytes]:
        raise AssertionError(journey)

    def resolve(self, host: str) -> Observation:
        raise AssertionError(host)

    def query(self, question: Question) -> Observation:
        raise AssertionError(question)

    def exchange(self, datagram: Datagram) -> Observation:
        raise AssertionError(datagram)

    def echo(self, echo: Echo) -> Observation:
        raise AssertionError(echo)


def test_a_name_ends_inside_a_run() -> None:
    """The system's look-up, once more after a failure that may pass, then the resolvers in turn."""
    assert (2 + RESOLVERS_IN_TURN) * STEP_LIMIT_S < DEADLINE_S


def test_the_web_check_ends_inside_a_run() -> None:
    """The first site within its patience, and then one whole journey."""
    assert PATIENCE_S + JOURNEY_LIMIT_S < DEADLINE_S


def test_a_second_site_is_tried_only_while_there_is_time() -> None:
    """A refusal that came at once leaves time, one that came late does not."""
    check = web_check(situation(World(), None), None)
    for elapsed_s, sites in ((0.1, 2), (PATIENCE_S + 0.1, 1)):
        network = Slow(elapsed_s)
        check.run(network, {})
        assert len(network.journeys) == sites


def test_a_round_trip_check_ends_inside_a_run() -> None:
    """The first wave's connect and handshake, then connects until its patience ends, the last of which may take its whole step."""
    assert 2 * STEP_LIMIT_S + PATH_PATIENCE_MS / 1000 + STEP_LIMIT_S < DEADLINE_S


def test_a_second_answer_ends_inside_a_run() -> None:
    """A slow first answer is in time itself, so the page's own steps are quick; then the pause, and each of its steps to the limit."""
    assert SECOND_ANSWER_S + 4 * STEP_LIMIT_S < DEADLINE_S
