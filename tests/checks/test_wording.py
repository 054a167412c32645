from __future__ import annotations

import pytest

from tests.fakes import FakeNetwork
from wssdiag.checks.wording import FAILURE_WORDS, failed_at, milliseconds
from wssdiag.model.failure import Failure
from wssdiag.probes.network import Question


@pytest.mark.parametrize("failure", Failure)
def test_every_failure_has_words(failure: Failure) -> None:
    words = FAILURE_WORDS[failure]
    assert words
    assert words == words.strip()
    assert not words.endswith((".", "!"))


def test_where_it_failed() -> None:
    network = FakeNetwork(servers={"192.0.2.1": Failure.DNS_TIMEOUT})
    assert failed_at(network.query(Question(server="192.0.2.1", name="a.example"))) == "192.0.2.1: no answer to the name in time"
    assert failed_at(network.resolve("a.example")) == "a.example: the name does not exist here"
    assert milliseconds((network.resolve("a.example"),)) == "10 ms"
    assert milliseconds(()) == ""
