from __future__ import annotations

import msgspec
import pytest

from tests.report import samples
from wssdiag.model.failure import Failure
from wssdiag.model.observation import HttpDetail, Observation, ProxyDetail, Step, Target, Transport, Via
from wssdiag.report.failures import failure_words
from wssdiag.report.observed import step_line, step_word, target_text


def test_every_step_has_a_word_of_its_own() -> None:
    assert len({step_word(step) for step in Step}) == len(Step)


@pytest.mark.parametrize("failure", list(Failure))
def test_every_failure_has_words(failure: Failure) -> None:
    assert failure_words(failure)


def test_where_a_step_went() -> None:
    assert (
        target_text(Target(host="a.example", address="203.0.113.9", port=443, transport=Transport.TCP)) == "a.example (203.0.113.9) 443/tcp"
    )
    assert target_text(Target(address="203.0.113.9", port=53)) == "203.0.113.9 53"
    assert target_text(Target(host="a.example")) == "a.example"


def test_a_step_that_failed() -> None:
    line = "Connect, ctc.threatpulse.com (130.211.30.2) 443/tcp: no answer in time (4.0 s)"
    assert step_line(samples.observation(Step.CONNECT, Failure.TIMED_OUT)) == line


def test_a_step_that_worked_says_what_came_back() -> None:
    assert step_line(samples.observation(Step.RESOLVE, None)) == "Look up name, ctc.threatpulse.com: worked, 130.211.30.2 (18 ms)"


@pytest.mark.parametrize(
    ("via", "words"), [(Via.AGENT, ", through the agent:"), (Via.PROXY, ", through the proxy:"), (Via.DIRECT, "a.example:")]
)
def test_the_way_of_a_step(via: Via, words: str) -> None:
    seen = Observation(step=Step.HTTP, target=Target(host="a.example"), via=via, offset_ms=0, elapsed_ms=7, detail=HttpDetail(status=204))
    assert words in step_line(seen)
    assert "status 204" in step_line(seen)


def test_an_answer_that_sends_elsewhere_says_where() -> None:
    page = HttpDetail(status=302, headers=(("location", "http://login.example/"),))
    seen = msgspec.structs.replace(samples.observation(Step.HTTP, None), detail=page)
    assert "worked, status 302, sent on to http://login.example/ (" in step_line(seen)


def test_a_proxy_says_its_status() -> None:
    seen = samples.observation(Step.PROXY, Failure.PROXY_DENIED)
    assert "the proxy refused, status 403 (" in step_line(msgspec.structs.replace(seen, detail=ProxyDetail(status=403)))
