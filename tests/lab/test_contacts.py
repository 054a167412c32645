"""``--list-hosts`` tells the truth: what the laptop really sends during a check goes to hosts that were named before, and to no other."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

import pytest

from tests.lab.outcome import NotRun, Outcome
from tests.lab.plan import ROUTER_ADDRESS
from tests.lab.proving import CTC, lab
from tests.lab.runner import play
from tests.lab.scenario import ROOT, SCENARIOS, load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = lab

_WATCHER = str(ROOT / "tests" / "lab" / "watcher.py")

#: Stands in the list for the proxies that a PAC file names, and for the names that it looks up.
_BY_THE_FILE = "(named by the PAC file)"


@dataclass(frozen=True)
class Watched:
    """What a scenario's program said that it would contact, and what the laptop sent."""

    listed: set[tuple[str, int | None, str]]
    while_listing: list[list[Any]]
    sent: list[tuple[str, int, str]]
    asked: set[str]
    answers: dict[str, set[str]]
    checks: set[str]
    others: tuple[str, ...] = field(default=())  # names and addresses that only the PAC file, or only the lab, knows

    @property
    def strangers(self) -> list[tuple[str, int, str]]:
        """Who was contacted and had not been named: by its name, by its address, or by an address that a resolver gave for its name."""
        return [place for place in self.sent if not any(self._is(place, row) for row in self.listed)]

    def _is(self, place: tuple[str, int, str], row: tuple[str, int | None, str]) -> bool:
        address, port, transport = place
        host, listed_port, listed_transport = row
        if host == _BY_THE_FILE:
            return transport == listed_transport and any(address in self._addresses(name) for name in self.others)
        return listed_port in {None, port} and transport == listed_transport and address in self._addresses(host)

    def _addresses(self, host: str) -> set[str]:
        try:
            return {str(ip_address(host.partition("%")[0]))}
        except ValueError:
            return self.answers.get(host.lower(), set())

    @property
    def unnamed(self) -> set[str]:
        """Names that were asked for and had not been named."""
        return self.asked - {host.lower() for host, _, _ in self.listed} - set(self.others)


def watched(path: Path, others: Sequence[str] = (), more: Sequence[str] = ()) -> Watched:
    outcome = play(path, (sys.executable, _WATCHER, "{program}", *more))
    if isinstance(outcome, NotRun):
        pytest.skip(outcome.reason)
    assert isinstance(outcome, Outcome), outcome
    assert outcome.stdout, outcome.stderr
    found = json.loads(outcome.stdout)
    scenario = load(path)
    listed = {(row[0], row[1], row[2]) for row in found["listed"]}
    if scenario.facts:  # those of another computer: this one's own resolver stands in none of them
        listed |= {(ROUTER_ADDRESS, 53, "udp"), (ROUTER_ADDRESS, 53, "tcp")}
    return Watched(
        listed=listed,
        while_listing=found["while_listing"],
        sent=[(row[0], row[1], row[2]) for row in found["sent"]],
        asked=set(found["asked"]),
        answers={name: set(rows) for name, rows in found["answers"].items()},
        checks=set(found["checks"]),
        others=tuple(others),
    )


#: Scenario -> checks that must be among those that ran, so that the road that is meant was taken, and names that the PAC file alone knows.
ROADS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "healthy-agent-with-datacentres": (("tls.ctc-443", "web.method"), ()),
    "healthy-auth-connector-two-controllers": (("tcp.*", "tls.*"), ()),
    "healthy-proxy-squid": (("proxy.connect.*", "web.method"), ()),
    "healthy-pac-second-proxy": (("pac.file", "proxy.pac.*"), ("proxy.office.example", "proxy.threatpulse.net")),
    "pac-internal-only-name": (("pac.file",), ("proxy.office.example", "proxy.threatpulse.net")),
    "healthy-ike": (("udp.ipsec-500.*", "udp.ipsec-4500.*"), ()),
    "healthy-network-for-mobile": (("control.tcp.*",), ()),
    "healthy-network-for-upe": (("control.tcp.*",), ()),
    "healthy-network-for-unified-agent": (("control.tcp.*",), ()),
    "healthy-network-for-trans-proxy": (("control.tcp.*",), ()),
    "wifi-sign-in-api": (("sign-in.portal-api",), ()),
    "dns-name-blocked-nxdomain": (("second-opinion.*", "address.*"), ()),
    "tls-reset": (("again.*", "other-name.*"), ()),
    "mtu-blackhole": (("segments.*",), ()),
    "ipv6-broken-dropped": (("ipv6.*",), ()),
    "quic-leak": (("web.quic.*",), ()),
}


@pytest.mark.parametrize(("name", "needed", "others"), [(name, *row) for name, row in ROADS.items()], ids=list(ROADS))
def test_nobody_is_contacted_who_was_not_named(name: str, needed: tuple[str, ...], others: tuple[str, ...]) -> None:
    seen = watched(SCENARIOS / f"{name}.toml", others)
    assert not seen.while_listing
    assert seen.sent
    missing = [pattern for pattern in needed if not any(fnmatchcase(check, pattern) for check in seen.checks)]
    assert not missing
    assert seen.strangers == []
    assert seen.unnamed == set()


@pytest.fixture(scope="module")
def whole() -> Watched:
    """A run that nothing narrows."""
    return watched(SCENARIOS / "healthy-network-for-agent.toml")


@pytest.mark.parametrize(
    ("more", "most"),
    [
        (("--only", "sign-in.*"), {"captive.apple.com", "www.msftconnecttest.com"}),
        (("--only", "tcp.ctc-443"), {CTC}),
        (("--only", "dns.*"), set()),
        (("--skip", "sign-in.*,clock.*,control.*,web.*,second-opinion.*,direct.*,ipv6.*"), {CTC}),
    ],
    ids=["only sign-in", "only one location", "only names", "skip all but the service"],
)
def test_the_list_is_as_narrow_as_what_is_asked_for(more: tuple[str, ...], most: set[str], whole: Watched) -> None:
    seen = watched(SCENARIOS / "healthy-network-for-agent.toml", more=more)
    assert seen.strangers == []
    assert seen.listed < whole.listed
    assert most <= {host for host, _, _ in seen.listed}
    assert {host for host, _, _ in seen.listed} - {host for host, _, _ in whole.listed} == set()


def test_a_host_that_the_list_leaves_out_is_seen(whole: Watched) -> None:
    """The test itself: one row taken out of the list, and what was sent there is a stranger's."""
    less = replace(whole, listed={row for row in whole.listed if row[0] != CTC and row[0] not in whole.answers[CTC]})
    assert [place[1:] for place in less.strangers] == [(443, "tcp")]
    assert less.unnamed == {CTC}
