"""The table of what a fault must lead to: complete, closed, and independent of what it measures."""

from __future__ import annotations

import ast
from pathlib import Path

import msgspec
import pytest

from tests.lab.faults import AnyFault
from tests.lab.hunt.command import ground, words
from tests.lab.hunt.expected import NOTHING, TABLE, Expected, Fault, expected_of
from tests.lab.hunt.mutate import DRAWS, LEFT_OUT, mutations
from tests.lab.hunt.world import Place, World, is_ground
from tests.lab.peers import AnyPeer
from tests.lab.scenario import find, load
from wssdiag.diagnosis.causes import BY_CODE

CTC = Place("ctc.threatpulse.com", 443, required=True, tls=True, trust="unknown")
PORTAL = Place("portal.threatpulse.com", 443, optional=True, tls=True, trust="public", path=True)
SUPPORT = Place("support.broadcom.com", 443, tls=True, trust="public")
CENTRE = Place("gcato2-vip1.threatpulse.net", 443, required=True, tls=True, trust="private")
CONTROLS = ("www.cloudflare.com", "www.google.com")
SIGNS = ("captive.apple.com", "www.gstatic.com")

AGENT = World("wss-agent", (CTC, PORTAL, SUPPORT), CONTROLS, SIGNS, SIGNS, simulated=True, agent=True)
NETWORK = World("wss-agent", (CTC, CENTRE, PORTAL), CONTROLS, SIGNS, SIGNS)
SERVICE = World("explicit-proxy", (PORTAL, SUPPORT), CONTROLS, SIGNS, SIGNS, proxy=Place("proxy.threatpulse.net", 8080))
ON_SITE = Place("proxy.office.example", 3128)
OFFICE = World("explicit-proxy", (PORTAL, SUPPORT), CONTROLS, SIGNS, SIGNS, proxy=ON_SITE, egress=False, forwards=False)
ON_SITE_8443 = Place("gcato2-vip1.threatpulse.net", 8443, required=True)
FORWARDING = World("proxy-forwarding", (ON_SITE_8443,), CONTROLS, SIGNS, SIGNS, proxy=Place("proxy.threatpulse.net", 8080))

ROWS: list[tuple[World, Fault, tuple[str, ...]]] = [
    (NETWORK, {"do": "drop", "to": ["ctc.threatpulse.com"], "port": 443}, ("port-blocked",)),
    (AGENT, {"do": "drop", "to": ["ctc.threatpulse.com"]}, ("port-blocked", "service-unreachable")),
    (NETWORK, {"do": "drop", "to": ["ctc.threatpulse.com"], "port": 443, "transport": "udp"}, ("",)),
    (NETWORK, {"do": "refuse", "to": ["portal.threatpulse.com"]}, ("",)),
    (NETWORK, {"do": "drop", "to": ["www.google.com"]}, ("",)),
    (NETWORK, {"do": "drop", "to": ["everything"]}, ("no-internet", "unexplained")),
    (SERVICE, {"do": "drop", "to": ["portal.threatpulse.com", "controls"]}, ("",)),
    (SERVICE, {"do": "refuse", "to": ["everything"], "port": 8080}, ("proxy-unreachable",)),
    (OFFICE, {"do": "drop", "to": ["controls"]}, ("proxy-cannot-reach-service",)),
    (OFFICE, {"do": "drop", "to": ["www.google.com"]}, ("",)),
    (OFFICE, {"do": "no-direct-egress"}, ("",)),
    (SERVICE, {"do": "no-direct-egress"}, ("no-internet", "proxy-unreachable")),
    (OFFICE, {"do": "internal-names-only"}, ("",)),
    (NETWORK, {"do": "name", "hosts": ["ctc.threatpulse.com"], "answer": "nxdomain"}, ("dns-name-blocked",)),
    (NETWORK, {"do": "name", "hosts": ["ctc.threatpulse.com"], "answer": "10.66.66.66"}, ("dns-wrong-answer",)),
    (AGENT, {"do": "name", "hosts": ["support.broadcom.com"], "answer": "nxdomain"}, ("",)),
    (SERVICE, {"do": "name", "hosts": ["ctc.threatpulse.com"], "answer": "nxdomain"}, ("",)),
    (SERVICE, {"do": "name", "hosts": ["proxy.threatpulse.net"], "answer": "nxdomain"}, ("proxy-name-not-found",)),
    (NETWORK, {"do": "present", "to": ["ctc.threatpulse.com"], "certificate": "expired"}, ("certificate-expired",)),
    (NETWORK, {"do": "present", "to": ["gcato2-vip1.threatpulse.net"], "certificate": "expired"}, ("",)),
    (NETWORK, {"do": "cut", "names": ["ctc.threatpulse.com"]}, ("tls-reset",)),
    (SERVICE, {"do": "cut", "names": ["ctc.threatpulse.com"]}, ("",)),
    (NETWORK, {"do": "answer", "to": ["captive.apple.com"], "status": 302}, ("",)),
    (NETWORK, {"do": "answer", "to": ["captive.apple.com"], "status": 511}, ("wifi-sign-in",)),
    (NETWORK, {"do": "answer", "to": ["sign-in"], "status": 302}, ("wifi-sign-in",)),
    (NETWORK, {"do": "answer", "to": ["sign-in"], "status": 403}, ("",)),
    (OFFICE, {"do": "answer", "to": ["sign-in"], "status": 302}, ("",)),
    (NETWORK, {"do": "clock-off", "hours": 0.05}, ("",)),
    (NETWORK, {"do": "clock-off", "hours": 3.0, "to": ["captive.apple.com"]}, ("",)),
    (NETWORK, {"do": "clock-off", "hours": -3.0}, ("clock-wrong",)),
    (OFFICE, {"do": "proxy", "where": "office", "mode": "status", "status": 503}, ("proxy-cannot-reach-service",)),
    (OFFICE, {"do": "proxy", "where": "office", "mode": "auth", "schemes": ["Negotiate", "Basic"]}, ("",)),
    (OFFICE, {"do": "proxy", "where": "service", "mode": "not-a-proxy"}, ("",)),
    (NETWORK, {"do": "icmp-filtered"}, ("",)),
    (FORWARDING, {"do": "proxy", "where": "service", "mode": "silent"}, ("proxy-not-a-proxy", "unexplained")),
    (FORWARDING, {"do": "name", "hosts": ["gcato2-vip1.threatpulse.net"], "answer": "nxdomain"}, ("dns-name-blocked", "unexplained")),
    (FORWARDING, {"do": "name", "hosts": ["ctc.threatpulse.com"], "answer": "nxdomain"}, ("",)),
]


@pytest.mark.parametrize(("world", "fault", "causes"), ROWS, ids=lambda value: str(value.get("do")) if isinstance(value, dict) else None)
def test_what_a_fault_must_lead_to(world: World, fault: Fault, causes: tuple[str, ...]) -> None:
    assert expected_of(world, fault).causes == causes


def test_every_word_is_drawn_or_left_out_with_the_reason() -> None:
    assert {*words(), *words(AnyPeer)} == set(DRAWS) | set(LEFT_OUT)
    assert not set(DRAWS) & set(LEFT_OUT)
    assert set(TABLE) == set(DRAWS)
    assert all(len(reason) > 20 for reason in LEFT_OUT.values())


#: What the table must not be taken from.
_MEASURED = ("wssdiag.diagnosis", "wssdiag.checks", "wssdiag.detection", "wssdiag.session", "wssdiag.remedy")


@pytest.mark.parametrize("name", ["expected", "reached", "world", "mutate"])
def test_the_table_knows_nothing_of_what_it_measures(name: str) -> None:
    nodes = list(ast.walk(ast.parse(Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8"))))
    modules = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    modules += [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    assert modules
    assert not [module for module in modules if module.startswith(_MEASURED)]


def test_only_causes_of_the_list_are_expected_and_every_fault_is_one() -> None:
    worlds = {path.stem: world for path, world in ground().items()}
    for mutation in mutations(7, 1500, worlds, words()):
        msgspec.convert(mutation.fault, AnyFault)
        expected = expected_of(worlds[mutation.base], mutation.fault)
        assert isinstance(expected, Expected)
        assert expected.causes
        assert {cause for cause in expected.causes if cause} <= set(BY_CODE)


def test_ground_is_healthy_and_understood() -> None:
    names = {path.stem for path in ground()}
    assert {"healthy-agent", "healthy-proxy-only", "healthy-explicit-proxy-service", "healthy-direct-as-expected"} <= names
    assert not is_ground(load(find(("port-blocked-dropped",))[0]))
    assert not is_ground(load(find(("like-packet-loss",))[0]))


def test_an_agent_that_is_only_named_does_not_run() -> None:
    agents = {path.stem: world.agent for path, world in ground().items()}
    assert (agents["healthy-agent"], agents["like-directory-client"]) == (True, False)


def test_nothing_is_nothing() -> None:
    assert NOTHING.nothing
    assert not Expected(("no-network",)).nothing
