from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.fakes import FakeNetwork
from tests.world import RESOLVER, World
from wssdiag.checks.names import (
    addresses_in,
    host_check,
    name_check,
    policy_checks,
    policy_for,
    resolved,
    second_opinions,
    server_checks,
)
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.facts import NamePolicy
from wssdiag.model.failure import Failure
from wssdiag.probes.network import Question
from wssdiag.session import Request

if TYPE_CHECKING:
    from wssdiag.checks.check import Outcome
    from wssdiag.checks.situation import Situation
    from wssdiag.model.facts import Facts

HOST, ADDRESS = "a.example", "45.1.1.1"
DEAD, LIVE = "192.0.2.51", RESOLVER


@pytest.fixture
def network() -> FakeNetwork:
    return FakeNetwork(truth={HOST: (ADDRESS, "2001:db8::7"), "www.google.com": ("45.2.2.2",)})


def situation(*resolvers: str) -> Situation:
    world = World()
    world.system.files["linux/resolv.conf"] = "".join(f"nameserver {row}\n" for row in resolvers or (LIVE,))
    return world.session.planned(Request())[0]


def server_result(address: str, failure: Failure | None) -> dict[str, CheckResult]:
    network = FakeNetwork(servers={address: failure} if failure else {})
    seen = network.query(Question(server=address, name="www.google.com"))
    check_id = f"dns.server.{address}"
    return {check_id: CheckResult(id=check_id, title="", status=Status.PASS, summary="", observations=(seen,))}


def look_up(network: FakeNetwork, results: dict[str, CheckResult] | None = None, *resolvers: str) -> Outcome:
    return name_check(HOST, situation(*resolvers)).run(network, results or {})


def test_a_name_that_resolves(network: FakeNetwork) -> None:
    outcome = look_up(network)
    assert outcome.status is Status.PASS
    assert addresses_in(outcome.observations) == (ADDRESS, "2001:db8::7")
    assert network.asked == [HOST]


def test_a_denied_name_is_asked_of_the_resolver_itself(network: FakeNetwork) -> None:
    network.says[HOST] = Failure.NAME_NOT_FOUND
    outcome = look_up(network, server_result(LIVE, None))
    assert outcome.status is Status.FAIL
    assert network.asked == [HOST, Question(server=LIVE, name=HOST)]


def test_a_resolver_that_knows_more_than_the_system(network: FakeNetwork) -> None:
    network.says[HOST] = Failure.NAME_NOT_FOUND
    network.public = frozenset({LIVE})
    outcome = look_up(network)
    assert outcome.status is Status.WARN
    assert addresses_in(outcome.observations) == (ADDRESS, "2001:db8::7")


def test_what_may_pass_by_itself_is_asked_again(network: FakeNetwork) -> None:
    network.says[HOST] = Failure.DNS_SERVFAIL

    def recover(_ask: object) -> None:
        if len(network.asked) > 1:
            network.says.clear()

    network.before = recover
    outcome = look_up(network, server_result(LIVE, None))
    assert outcome.status is Status.WARN
    assert network.asked == [HOST, HOST]


def test_after_silence_the_servers_themselves_are_asked(network: FakeNetwork) -> None:
    network.says[HOST] = Failure.DNS_TIMEOUT
    look_up(network, server_result(LIVE, None))
    assert network.asked == [HOST, Question(server=LIVE, name=HOST)]


def test_silent_resolvers_are_not_asked_again(network: FakeNetwork) -> None:
    network.says[HOST] = Failure.DNS_TIMEOUT
    look_up(network, server_result(DEAD, Failure.DNS_TIMEOUT), DEAD)
    assert network.asked == [HOST]


def test_a_dead_resolver_beside_a_live_one_is_not_asked(network: FakeNetwork) -> None:
    network.says[HOST] = Failure.NAME_NOT_FOUND
    look_up(network, {**server_result(DEAD, Failure.DNS_TIMEOUT), **server_result(LIVE, None)}, DEAD, LIVE)
    assert network.asked == [HOST, Question(server=LIVE, name=HOST)]


@pytest.mark.parametrize("answer", [(ADDRESS,), Failure.NAME_NOT_FOUND, Failure.NO_ADDRESS, ("0.0.0.0",)], ids=str)
def test_a_resolver_that_answers_lives(network: FakeNetwork, answer: tuple[str, ...] | Failure) -> None:
    network.says["*"] = answer
    (check,) = server_checks(situation())
    assert check.id == f"dns.server.{LIVE}"
    assert check.run(network, {}).status is Status.PASS
    assert len(network.asked) == 1


@pytest.mark.parametrize(
    ("how", "asked"), [(Failure.DNS_TIMEOUT, 1), (Failure.REFUSED, 1), (Failure.DNS_SERVFAIL, 2), (Failure.DNS_REFUSED, 2)]
)
def test_a_resolver_that_does_not(network: FakeNetwork, how: Failure, asked: int) -> None:
    network.servers[LIVE] = how
    (check,) = server_checks(situation())
    assert check.run(network, {}).status is Status.FAIL
    assert len(network.asked) == asked


def test_a_resolver_that_fails_for_one_name_lives(network: FakeNetwork) -> None:
    network.says["www.cloudflare.com"] = Failure.DNS_SERVFAIL
    (check,) = server_checks(situation())
    assert check.run(network, {}).status is Status.PASS


def test_without_control_names_no_resolver_is_asked() -> None:
    world = World()
    world.catalogue = msgspec.structs.replace(world.catalogue, control=())
    assert server_checks(world.session.planned(Request())[0]) == ()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ((ADDRESS,), Status.PASS),
        (Failure.NAME_NOT_FOUND, Status.PASS),
        (Failure.DNS_TIMEOUT, Status.UNKNOWN),
        (Failure.DNS_REFUSED, Status.UNKNOWN),
    ],
    ids=str,
)
def test_a_second_opinion_never_fails(network: FakeNetwork, answer: tuple[str, ...] | Failure, status: Status) -> None:
    network.says[HOST] = answer
    checks = second_opinions(HOST, World().catalogue.resolver)
    assert {check.id for check in checks} >= {f"second-opinion.{HOST}.quad9-dns"}
    assert {check.run(network, {}).status for check in checks} == {status}


def test_what_is_known_of_a_host(network: FakeNetwork) -> None:
    seen = (network.resolve(HOST),)
    row = CheckResult(id="x", title="", status=Status.PASS, summary="", observations=seen)
    assert resolved("192.0.2.9", {}) == ("192.0.2.9",)
    assert resolved(HOST, {}) == ()
    for family in ("dns", "control.dns", "proxy.dns"):
        assert resolved(HOST, {f"{family}.{HOST}": row}) == (ADDRESS, "2001:db8::7")
    assert host_check(HOST) == f"dns.{HOST}"


def policies(*rules: tuple[str, tuple[str, ...]]) -> Facts:
    rows = tuple(NamePolicy(pattern=pattern, servers=servers, source="local-policy") for pattern, servers in rules)
    return msgspec.structs.replace(situation().facts, name_policies=rows)


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        (".", True),
        (".example", True),
        (".office.example", True),
        ("host.office.example", True),
        (".host.office.example", True),
        ("office.example", False),
        (".ffice.example", False),
        ("host.office", False),
        ("", False),
    ],
)
def test_which_names_a_rule_is_for(pattern: str, fits: bool) -> None:
    assert (policy_for("Host.office.example.", policies((pattern, ("10.9.9.9",)))) is not None) is fits


def test_the_longest_rule_decides_and_one_without_a_server_sends_nobody_anywhere() -> None:
    rules = policies((".", ("10.9.9.9",)), (".example", ("10.9.9.8",)), ("host.example", ()))
    chosen = policy_for("a.example", rules)
    assert chosen is not None
    assert chosen.servers == ("10.9.9.8",)
    assert policy_for("host.example", rules) is None
    assert policy_for("a.example", situation().facts) is None, "not known is no rule"


def test_the_servers_of_a_rule_are_asked_for_the_very_name(network: FakeNetwork) -> None:
    servers = tuple(f"10.9.9.{number}" for number in range(9))
    where = replace(situation(), facts=policies((".", servers)))
    checks = policy_checks((HOST, HOST), where)
    assert [check.id for check in checks] == [f"name-policy.{HOST}.{server}" for server in servers[:3]]
    assert checks[0].run(network, {}).status is Status.PASS
    network.servers[servers[0]] = Failure.DNS_TIMEOUT
    assert checks[0].run(network, {}).status is Status.FAIL
    assert network.asked[-1] == Question(server=servers[0], name=HOST)
