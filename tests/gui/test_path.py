from __future__ import annotations

import msgspec
import pytest

from tests.gui import samples
from wssdiag.model.check import Status
from wssdiag.model.finding import Certainty, Evidence, Finding, Severity, Who
from wssdiag.model.mode import Confidence, Method, Mode
from wssdiag.model.report import Protected, Report, VerdictStatus
from wssdiag.report.path import (
    Station,
    StationState,
    path_before,
    path_of,
    path_while,
    station_of_check,
    station_of_finding,
)

FINE, BROKEN, WAITING, UNKNOWN = StationState.FINE, StationState.BROKEN, StationState.WAITING, StationState.UNKNOWN


def states(report: Report) -> dict[Station, StationState]:
    return {stop.station: stop.state for stop in path_of(report)}


def test_a_healthy_way_is_fine_to_the_end() -> None:
    assert set(states(samples.healthy()).values()) == {FINE}
    assert all(stop.reached for stop in path_of(samples.healthy()))


def test_a_blocked_port_stops_the_way_at_the_service() -> None:
    found = path_of(samples.port_blocked())
    assert [stop.state for stop in found] == [FINE, FINE, FINE, FINE, BROKEN, WAITING]
    assert [stop.reached for stop in found] == [True] * 5 + [False]


def test_what_works_although_something_is_wrong_is_not_broken() -> None:
    broken = samples.port_blocked()
    degraded = msgspec.structs.replace(broken, verdict=msgspec.structs.replace(broken.verdict, status=VerdictStatus.DEGRADED))
    assert states(degraded)[Station.SERVICE] is StationState.ATTENTION


def test_behind_a_sign_in_page_nothing_counts_as_fine() -> None:
    found = states(samples.sign_in_page())
    assert found[Station.NETWORK] is BROKEN
    assert all(found[one] is WAITING for one in (Station.NAMES, Station.INTERNET, Station.SERVICE, Station.WEB))


def test_without_a_network_the_way_ends_at_once() -> None:
    assert [stop.state for stop in path_of(samples.no_network())] == [FINE, BROKEN, WAITING, WAITING, WAITING, WAITING]


def test_a_masked_finding_breaks_no_station() -> None:
    masked = msgspec.structs.replace(samples.PORT_BLOCKED, masked_by="no-internet")
    report = msgspec.structs.replace(samples.healthy(), findings=(masked,))
    assert states(report)[Station.SERVICE] is FINE


def test_not_run_is_never_fine() -> None:
    assert states(samples.cancelled())[Station.WEB] is UNKNOWN
    assert states(samples.could_not_tell())[Station.WEB] is UNKNOWN


def test_names_that_were_being_looked_up_are_not_fine_because_an_address_answers() -> None:
    checks = (
        samples.check("dns.ctc.threatpulse.com", "Name", Status.CANCELLED, "not finished"),
        samples.check("control.tcp.example-one", "Internet"),
    )
    found = states(samples.report(VerdictStatus.INCOMPLETE, "", checks, cancelled=True))
    assert found[Station.NAMES] is UNKNOWN
    assert found[Station.NETWORK] is FINE


@pytest.mark.parametrize(
    ("method", "name"),
    [
        (Method.EXPLICIT_PROXY, "Proxy"),
        (Method.PAC_FILE, "Proxy"),
        (Method.PROXY_FORWARDING, "Office proxy"),
        (Method.IPSEC, "Office tunnel"),
        (Method.WSS_AGENT, "Internet"),
    ],
)
def test_the_method_names_the_station(method: Method, name: str) -> None:
    assert path_before(method)[3].name == name
    mode = Mode(method=method, confidence=Confidence.HIGH)
    assert path_of(msgspec.structs.replace(samples.healthy(), mode=mode))[3].name == name


def test_a_proxy_only_network_is_fine_where_only_the_proxy_answers() -> None:
    checks = (
        samples.check("control.tcp.example-one", "Direct", Status.FAIL, "no answer"),
        samples.check("sign-in.example-one", "Sign-in page", Status.UNKNOWN, "no answer"),
        samples.check("dns.ctc.threatpulse.com", "Name", Status.FAIL, "no such name"),
        samples.check("proxy.connect.proxy.example-8080", "Proxy", required=True),
        samples.check("tcp.ctc-443", "The service", required=True),
        samples.check("web.method", "The web", required=True),
    )
    mode = Mode(method=Method.EXPLICIT_PROXY, confidence=Confidence.HIGH)
    assert set(states(samples.report(VerdictStatus.HEALTHY, "", checks, mode=mode)).values()) == {FINE}


def test_while_a_run_goes_on_nothing_is_blamed() -> None:
    failed = samples.check("tcp.ctc-443", "The service", Status.FAIL, "no answer", required=True)
    found = {stop.station: stop for stop in path_while(Method.WSS_AGENT, ["control.tcp.example-one"], [failed])}
    assert found[Station.SERVICE].state is StationState.WORKING
    assert found[Station.INTERNET].state is StationState.WORKING
    assert found[Station.WEB].state is WAITING
    assert found[Station.COMPUTER].state is FINE


def test_every_check_and_every_cause_has_a_station() -> None:
    assert station_of_check("control.dns.example-one") is Station.NAMES
    assert station_of_check("control.tcp.example-one") is Station.INTERNET
    assert station_of_check("direct.example-one") is Station.INTERNET
    assert station_of_check("egress.what-is-my-address") is Station.WEB
    assert station_of_check("something.new") is Station.SERVICE
    unexplained = Finding(
        code="unexplained",
        severity=Severity.MAJOR,
        confidence=Certainty.POSSIBLE,
        title="",
        values={},
        evidence=(Evidence(check="dns.portal.threatpulse.com"),),
        who=(Who.HELPDESK,),
    )
    assert station_of_finding(unexplained) is Station.NAMES


@pytest.mark.parametrize(("status", "state"), [(VerdictStatus.DEGRADED, StationState.ATTENTION), (VerdictStatus.BROKEN, WAITING)])
def test_that_the_web_is_not_protected_is_known_also_where_another_finding_explains_it(status: VerdictStatus, state: StationState) -> None:
    broken = samples.port_blocked()
    masked = Finding(
        code="not-protected",
        severity=Severity.MAJOR,
        confidence=Certainty.CERTAIN,
        title="",
        values={},
        evidence=(),
        who=(),
        masked_by="port-blocked",
    )
    network = msgspec.structs.replace(broken.network, protected=Protected.NO)
    verdict = msgspec.structs.replace(broken.verdict, status=status)
    report = msgspec.structs.replace(broken, findings=(*broken.findings, masked), network=network, verdict=verdict)
    assert states(report)[Station.WEB] is state


def test_a_station_is_not_fine_where_something_needed_was_cut_off() -> None:
    for check_id, station in (("tls.ctc-443", Station.SERVICE), ("web.method", Station.WEB)):
        cut = samples.check(check_id, "Cut off", Status.CANCELLED, required=True)
        report = msgspec.structs.replace(samples.healthy(), checks=samples.replaced(samples.checks_fine(), cut), cancelled=True)
        assert states(samples.healthy())[station] is FINE
        assert states(report)[station] is UNKNOWN
