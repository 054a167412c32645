"""A proxy that is asked for a site, and for an address where it says nothing to a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import FakeNetwork, FakeProxy
from wssdiag.checks.proxy import through
from wssdiag.model.check import Status
from wssdiag.model.failure import Failure
from wssdiag.model.location import Control
from wssdiag.model.observation import Transport
from wssdiag.probes.network import Journey, ProxyHop

if TYPE_CHECKING:
    from wssdiag.model.observation import Observation

HOP = ProxyHop(host="10.20.0.8", port=3128)
SITE = Control(id="site-443", host="www.example", port=443, transport=Transport.TCP, operator="Example")
PLACE = ("45.30.0.1", 443)


class Deaf(FakeNetwork):
    """Its proxy says ``to_names`` to names and ``to_addresses`` to addresses."""

    to_names = FakeProxy(failure=Failure.TIMED_OUT)
    to_addresses = FakeProxy()

    def travel(self, journey: Journey) -> tuple[Observation, ...]:
        """The same proxy, which listens to one of the two."""
        self.proxies[HOP.host, HOP.port] = self.to_addresses if journey.host == PLACE[0] else self.to_names
        return super().travel(journey)


def asked(network: Deaf) -> list[str]:
    return [ask.host for ask in network.asked if isinstance(ask, Journey)]


def network(**answers: FakeProxy) -> Deaf:
    made = Deaf(strangers=frozenset({HOP.host}))
    for name, answer in answers.items():
        setattr(made, name, answer)
    return made


def test_silence_for_a_name_is_asked_about_by_an_address() -> None:
    made = network()
    outcome = through(made, HOP, (SITE,), PLACE)
    assert outcome.status is Status.FAIL
    assert outcome.observations[-1].ok
    assert asked(made) == ["www.example", PLACE[0]]


def test_silence_for_both_is_silence() -> None:
    outcome = through(network(to_addresses=FakeProxy(failure=Failure.TIMED_OUT)), HOP, (SITE,), PLACE)
    assert outcome.status is Status.FAIL
    assert outcome.observations[-1].failure is Failure.TIMED_OUT


@pytest.mark.parametrize("answer", [FakeProxy(), FakeProxy(403), FakeProxy(502), FakeProxy(407), FakeProxy(failure=Failure.RESET)])
def test_an_answer_for_a_name_is_enough(answer: FakeProxy) -> None:
    made = network(to_names=answer)
    through(made, HOP, (SITE,), PLACE)
    assert asked(made) == ["www.example"]


def test_without_an_address_there_is_nothing_more_to_ask() -> None:
    made = network()
    assert through(made, HOP, (SITE,), None).status is Status.FAIL
    assert asked(made) == ["www.example"]
