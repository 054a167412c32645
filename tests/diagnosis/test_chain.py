"""The chain of single findings: who accuses, who is the control, what is ruled out by what. Its laws stand in ``tests.chain_laws``."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.fakes import Peer
from tests.report import samples
from tests.world import CTC, DATACENTRE, EXPIRED, RESOLVER, World, neighbour
from wssdiag.diagnosis.causes import ORDER
from wssdiag.diagnosis.chain import Chain, Cited, Standing, chain_of, chains_of
from wssdiag.diagnosis.lookalikes import LOOKALIKES, ROWS, Lookalike
from wssdiag.model.failure import Failure
from wssdiag.model.observation import Step, Transport
from wssdiag.model.profile import Endpoints, Profile
from wssdiag.model.report import SignIn
from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.model.report import Report


def chain(report: Report, code: str) -> Chain:
    return chain_of(next(row for row in report.findings if row.code == code), report)


def ids(rows: Iterable[Cited]) -> list[str]:
    return [row.evidence.check or row.evidence.fact for row in rows]


def standings(found: Chain) -> dict[Lookalike, Standing]:
    return {row.lookalike: row.standing for row in found.exclusions}


def by(found: Chain, lookalike: Lookalike) -> list[str]:
    return next(ids(row.cited) for row in found.exclusions if row.lookalike is lookalike)


def blocked(how: Failure = Failure.TIMED_OUT) -> Report:
    world = World()
    world.network.block(CTC, 443, how)
    return world.run()


def test_the_table_speaks_of_every_cause_and_of_no_cause_by_itself() -> None:
    assert set(LOOKALIKES) == set(ORDER)
    assert set(ROWS) == set(Lookalike) == {name for names in LOOKALIKES.values() for name in names}
    assert {code for row in ROWS.values() for code in row.codes} <= set(ORDER)
    assert [code for code, names in LOOKALIKES.items() if any(code in ROWS[name].codes for name in names)] == []
    assert [code for code, names in LOOKALIKES.items() if len(set(names)) < len(names)] == []


def test_a_closed_port() -> None:
    found = chain(blocked(), "port-blocked")
    assert ids(found.seen) == ["tcp.ctc-443"]
    assert [(row.step, row.failure, row.target.port) for row in found.seen[0].steps] == [(Step.CONNECT, Failure.TIMED_OUT, 443)]
    assert ids(found.controls) == ["control.tcp.cloudflare-443"]
    assert standings(found) == {
        Lookalike.NO_WAY_OUT: Standing.RULED_OUT,
        Lookalike.SIGN_IN_PAGE: Standing.RULED_OUT,
        Lookalike.NAME_HIDDEN: Standing.RULED_OUT,
        Lookalike.FALSE_ANSWER: Standing.RULED_OUT,
        Lookalike.SERVICE_AWAY: Standing.RULED_OUT,
        Lookalike.OTHER_TUNNEL: Standing.RULED_OUT,
        Lookalike.FILTER_HERE: Standing.ALIKE,
    }
    assert by(found, Lookalike.NO_WAY_OUT) == ["control.tcp.cloudflare-443"], "what the finding itself relies on"
    assert by(found, Lookalike.SIGN_IN_PAGE) == ["sign-in.microsoft", "sign-in.apple"]
    assert by(found, Lookalike.NAME_HIDDEN) == [f"dns.{CTC}"]
    assert by(found, Lookalike.OTHER_TUNNEL) == ["routes[0.0.0.0/0].interface"]


def test_a_port_that_is_cut_for_every_name_shows_all_three_cuts() -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(cut=Failure.RESET)
    world.network.peers["*", "*"] = Peer()
    address = world.network.truth[CTC][0]
    world.network.peers[address, "*"] = Peer(cut=Failure.RESET)
    found = chain(world.run(), "port-blocked")
    assert ids(found.seen) == ["tls.ctc-443", "again.ctc-443", "other-name.ctc-443"]
    assert {row.failure for one in found.seen for row in one.steps} == {Failure.RESET}


def test_a_known_good_site_that_is_cut_as_well_accuses() -> None:
    world = World()
    world.network.peers["*", "*"] = Peer(cut=Failure.RESET)
    found = chain(world.run(), "port-blocked")
    assert "control.tls.cloudflare-443" in ids(found.seen), "its connection opened, and that is not what was asked"
    assert ids(found.controls) == ["control.tcp.cloudflare-443"]


def test_a_name_that_leads_elsewhere_leaves_the_false_answer_open() -> None:
    world = World()
    rows = [msgspec.structs.replace(row, addresses=()) if row.host == CTC else row for row in world.catalogue.location]
    world.catalogue = msgspec.structs.replace(world.catalogue, location=tuple(rows))
    world.network.block(CTC, 443)
    found = chain(world.run(), "port-blocked")
    assert standings(found)[Lookalike.FALSE_ANSWER] is Standing.LEFT_OPEN, "nobody says that this address is right"
    assert by(found, Lookalike.FALSE_ANSWER) == [f"dns.{CTC}"]
    assert standings(found)[Lookalike.NAME_HIDDEN] is Standing.RULED_OUT


def test_what_was_not_run_is_not_ruled_out() -> None:
    world = World()
    world.network.block(CTC, 443)
    found = chain(world.run(skip=("sign-in.*",)), "port-blocked")
    assert standings(found)[Lookalike.SIGN_IN_PAGE] is Standing.NOT_CHECKED


def test_facts_that_this_computer_would_not_say_rule_nothing_out() -> None:
    world = World()
    world.network.block(CTC, 443)
    del world.system.files["routes.json"]
    found = chain(world.run(), "port-blocked")
    assert standings(found)[Lookalike.OTHER_TUNNEL] is Standing.NOT_CHECKED


def test_a_certificate_out_of_date_beside_clocks_that_agree() -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(system=EXPIRED, mozilla=EXPIRED)
    found = chain(world.run(), "certificate-expired")
    assert ids(found.seen) == ["tls.ctc-443"]
    assert found.controls == ()
    assert len(by(found, Lookalike.CLOCK)) == 2
    assert all(one.startswith("clock.") for one in by(found, Lookalike.CLOCK))
    assert by(found, Lookalike.WEB_RESIGNED) == ["control.tls.cloudflare-443"]


@pytest.mark.parametrize(
    ("minutes", "standing"), [(0, Standing.RULED_OUT), (4, Standing.RULED_OUT), (6, Standing.LEFT_OPEN)], ids=["right", "near", "wrong"]
)
def test_a_clock_check_that_passed_says_the_time_and_not_that_it_is_right(minutes: int, standing: Standing) -> None:
    world = World()
    world.network.skew = timedelta(minutes=minutes)
    world.network.peers["*", CTC] = Peer(system=EXPIRED, mozilla=EXPIRED)
    report = world.run()
    only = tuple(row for row in report.findings if row.code == "certificate-expired")
    found = chain_of(only[0], msgspec.structs.replace(report, findings=only))
    assert standings(found)[Lookalike.CLOCK] is standing


def test_clocks_behind_a_sign_in_page_tell_nothing() -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(system=EXPIRED, mozilla=EXPIRED)
    report = world.run()
    shut = msgspec.structs.replace(report, network=msgspec.structs.replace(report.network, sign_in=SignIn.REQUIRED))
    assert standings(chain(report, "certificate-expired"))[Lookalike.CLOCK] is Standing.RULED_OUT
    assert standings(chain(shut, "certificate-expired"))[Lookalike.CLOCK] is Standing.LEFT_OPEN


def test_what_the_report_names_is_neither_ruled_out_nor_left_open() -> None:
    world = World()
    world.network.skew = timedelta(hours=3)
    world.network.peers["*", CTC] = Peer(system=EXPIRED, mozilla=EXPIRED)
    report = world.run()
    found = chain(report, "certificate-expired")
    assert Lookalike.CLOCK not in standings(found)
    assert found.explained_by is not None
    assert found.explained_by.code == "clock-wrong"
    assert "certificate-expired" in {row.code for row in chain(report, "clock-wrong").explains}


def test_clocks_that_passed_accuse_where_the_clock_is_wrong() -> None:
    world = World()
    world.network.skew = timedelta(hours=3)
    found = chain(world.run(), "clock-wrong")
    assert len(found.seen) == 2
    assert found.controls == ()


def test_a_dead_line_has_the_first_hop_for_its_control() -> None:
    world = World()
    world.network.block()
    found = chain(world.run(), "no-internet")
    assert ids(found.controls) == ["neighbours[192.0.2.1].state"]
    assert by(found, Lookalike.ROUTER_SILENT) == ["neighbours[192.0.2.1].state"]
    assert standings(found)[Lookalike.SIGN_IN_PAGE] is Standing.LEFT_OPEN, "silence is no right answer"
    assert by(found, Lookalike.AGENT_KEEPS_CLOSED) == ["mode.agent_captures"]


def test_an_agent_is_not_ruled_out_where_nobody_could_read_what_runs() -> None:
    world = World()
    world.network.block()
    report = world.run()
    unread = msgspec.structs.replace(report, facts=msgspec.structs.replace(report.facts, processes=Unknown("access is denied")))
    assert standings(chain(unread, "no-internet"))[Lookalike.AGENT_KEEPS_CLOSED] is Standing.NOT_CHECKED


def test_silent_name_servers() -> None:
    world = World()
    world.network.says["*"] = Failure.DNS_TIMEOUT
    world.network.servers[RESOLVER] = Failure.DNS_TIMEOUT
    found = chain(world.run(), "dns-server-silent")
    assert ids(found.seen) == [f"dns.server.{RESOLVER}"]
    assert ids(found.controls) == ["control.tcp.one-one-443"]
    assert by(found, Lookalike.NO_RESOLVER) == ["resolvers"]


def test_a_hidden_name() -> None:
    world = World()
    world.network.says[CTC] = Failure.NAME_NOT_FOUND
    found = chain(world.run(), "dns-name-blocked")
    assert ids(found.seen) == [f"dns.{CTC}"]
    assert len(found.controls) == 2
    assert by(found, Lookalike.HOSTS_FILE) == ["hosts"]
    assert standings(found)[Lookalike.NAME_RULE] is Standing.NOT_CHECKED, "this system has none that could be read"


def test_a_masked_finding_names_what_explains_it() -> None:
    world = World()
    world.system.files["neighbours.json"] = [neighbour("failed")]
    world.network.block()
    world.network.says["*"] = Failure.DNS_TIMEOUT
    report = world.run()
    masked = [row for row in report.findings if row.masked_by == "gateway-silent"]
    assert chain(report, "gateway-silent").explains == tuple(masked)
    for row in masked:
        masker = chain_of(row, report).explained_by
        assert masker is not None
        assert masker.code == "gateway-silent"


def test_known_good_sites_that_get_nothing_either_accuse_and_tcp_to_the_same_place_is_the_control() -> None:
    world = World(profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE,))))
    world.network.block(port=443, transport=Transport.UDP)
    found = chain(world.run(), "udp-443-blocked")
    assert ids(found.seen) == [f"udp.datacentre-udp-443.{DATACENTRE}", "control.udp.one-one-udp-443", "control.udp.dns-google-udp-443"]
    assert ids(found.controls) == [f"tls.datacentre-443.{DATACENTRE}"]


def test_evidence_that_the_report_does_not_hold_is_left_out() -> None:
    report = samples.port_blocked()
    without = msgspec.structs.replace(report, checks=tuple(row for row in report.checks if row.id != "tcp.ctc-443"))
    assert ids(chain_of(samples.PORT_BLOCKED, without).seen) == []


def test_a_sign_in_page_takes_every_connection() -> None:
    report = blocked()
    behind = msgspec.structs.replace(report, network=msgspec.structs.replace(report.network, sign_in=SignIn.REQUIRED))
    found = chain_of(report.findings[0], behind)
    assert standings(found)[Lookalike.NO_WAY_OUT] is Standing.LEFT_OPEN
    assert standings(found)[Lookalike.SIGN_IN_PAGE] is Standing.LEFT_OPEN


def test_an_agent_opens_connections_by_itself() -> None:
    report = blocked()
    captured = msgspec.structs.replace(report, mode=msgspec.structs.replace(report.mode, agent_captures=True))
    found = chain_of(report.findings[0], captured)
    assert by(found, Lookalike.NO_WAY_OUT) == ["control.tls.cloudflare-443"]
    assert all(one.startswith("tls.") for one in by(found, Lookalike.SERVICE_AWAY))


def test_chains_of_all_that_stand_or_of_one_code() -> None:
    report = samples.port_blocked()
    assert [row.finding.code for row in chains_of(report)] == ["port-blocked", "agent-passive"]
    assert [row.finding.code for row in chains_of(report, "not-protected")] == ["not-protected"]
    assert chains_of(report, "no-network") == ()
