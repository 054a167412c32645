"""The address behind the controller's name: whose it is, and where nobody can tell."""

from __future__ import annotations

import pytest

from tests.fakes import FakeNetwork, Peer
from tests.world import CTC, CTC_ADDRESS, OTHER_NAME, UNTRUSTED, World, codes
from wssdiag.checks.check import Check, Outcome
from wssdiag.checks.identity import saying_whose
from wssdiag.model.check import Status
from wssdiag.model.failure import Failure
from wssdiag.model.observation import HttpDetail, Observation, Step, Target, TlsDetail
from wssdiag.model.service_list import ServiceList, Site

OTHER = "45.88.1.1"
LIST = ServiceList(source="t", fetched="2026-03-04T11:00:00Z", revised="", sites=(Site(name="S", ranges=("45.88.0.0/16",)),))
ELSEWHERE = ServiceList(source="t", fetched="2026-03-04T11:00:00Z", revised="", sites=(Site(name="S", ranges=("45.89.0.0/16",)),))
PLAIN = f"(the address {OTHER} is not documented for this host)"
BOTH = f"(the address {OTHER} is neither documented for this host nor in the service's own list)"


def world(answer: str, published: ServiceList | None = None) -> World:
    found = World(published=published)
    found.network.says[CTC] = (answer,)
    found.network.strangers |= {OTHER}
    return found


def summary(found: World, check: str = "tls.ctc-443") -> str:
    return next(row.summary for row in found.run().checks if row.id == check)


@pytest.mark.parametrize(
    ("peer", "answer", "published", "said"),
    [
        (Peer(), OTHER, None, ""),
        (Peer(), OTHER, ELSEWHERE, ""),
        (Peer(system=OTHER_NAME, mozilla=OTHER_NAME), OTHER, None, PLAIN),
        (Peer(system=OTHER_NAME, mozilla=OTHER_NAME), OTHER, ELSEWHERE, BOTH),
        (Peer(system=OTHER_NAME, mozilla=OTHER_NAME), OTHER, LIST, ""),
        (Peer(system=UNTRUSTED, mozilla=UNTRUSTED), OTHER, None, PLAIN),
        (Peer(mozilla=UNTRUSTED), OTHER, None, PLAIN),
        (Peer(system=OTHER_NAME, mozilla=OTHER_NAME), CTC_ADDRESS, None, ""),
    ],
)
def test_an_address_that_proves_nothing(peer: Peer, answer: str, published: ServiceList | None, said: str) -> None:
    found = world(answer, published)
    found.network.peers[answer, "*"] = peer
    assert ("(the address" in summary(found)) is bool(said)
    assert summary(found).endswith(said)


def test_a_port_that_is_closed_there() -> None:
    found = world(OTHER)
    found.network.block(OTHER, 443)
    assert summary(found, "tcp.ctc-443").endswith(PLAIN)


def test_another_address_that_proves_itself_is_fine() -> None:
    found = world(OTHER)
    found.network.peers[OTHER, "*"] = Peer()
    assert codes(found.run()) == []


def test_a_row_without_documented_addresses_says_nothing() -> None:
    found = World()
    found.network.block("portal.threatpulse.com", 443)
    assert "(the address" not in summary(found, "tcp.portal-443")


@pytest.mark.parametrize(("mozilla", "said"), [(0, ""), (UNTRUSTED, PLAIN)])
def test_an_address_that_proved_itself_before_the_check_ended_badly(mozilla: int, said: str) -> None:
    """The certificate holds, and only what is asked after it fails: the address is the service's, wherever it stands."""
    target = Target(host=CTC, address=OTHER, port=443)
    proof = TlsDetail(server_name=CTC, system_code=0, mozilla_code=mozilla)
    shaken = Observation(step=Step.TLS, target=target, offset_ms=0.0, elapsed_ms=1.0, detail=proof)
    failed = Observation(step=Step.HTTP, target=target, offset_ms=1.0, elapsed_ms=1.0, failure=Failure.HTTP_MALFORMED, detail=HttpDetail())
    check = Check(id="http.ctc-443", title="", run=lambda _network, _results: Outcome(Status.FAIL, "no answer", (shaken, failed)))
    location = next(row for row in World().catalogue.location if row.id == "ctc-443")
    assert saying_whose(check, location, None).run(FakeNetwork(), {}).summary == f"no answer {said}".strip()
