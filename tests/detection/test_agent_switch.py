"""macOS keeps an agent back: its extension is not allowed, or its profile is off."""

from __future__ import annotations

import msgspec
import pytest

from tests.world import World, builtin
from wssdiag.detection.agent_switch import kept_back
from wssdiag.detection.detect import detect
from wssdiag.detection.sightings import sightings
from wssdiag.model.facts import Facts, Process, ProxyKind, ProxySetting, Service
from wssdiag.model.mode import Method
from wssdiag.model.profile import Profile

WAITING = Service(name="com.symantec.wssa.wssax", status="stopped", start_type="activated waiting for user")
ENABLED = Service(name="com.symantec.wssa.wssax", status="running", start_type="activated enabled")
FORMER = Service(name="com.symantec.wssa.wssax", status="stopped", start_type="terminated waiting to uninstall on reboot")
OFF = Service(name="com.symantec.wssa.ui", display_name="WSS Agent Tunnel", status="stopped", start_type="disabled")
ON = Service(name="com.symantec.wssa.ui", display_name="WSS Agent Proxy", status="stopped", start_type="manual")
OTHER = Service(name="com.example.vpn", display_name="Other", status="stopped", start_type="disabled")
MENU = Process(pid=8, name="wssa-ui_netext")


def facts(*services: Service, os: str = "macos") -> Facts:
    return msgspec.structs.replace(World().session.detect()[0], os=os, services=services, processes=(MENU,))


def kept(found: Facts) -> Service | None:
    return kept_back(found, sightings(found, builtin()[1]))


@pytest.mark.parametrize(
    ("services", "which"),
    [
        ((), None),
        ((WAITING,), WAITING),
        ((msgspec.structs.replace(WAITING, start_type="activated disabled"),), "activated disabled"),
        ((ENABLED,), None),
        ((WAITING, ENABLED), None),
        ((FORMER,), None),
        ((FORMER, ENABLED), None),
        ((ENABLED, OFF), OFF),
        ((ENABLED, OFF, ON), None),
        ((ENABLED, ON), None),
        ((OTHER,), None),
    ],
)
def test_which(services: tuple[Service, ...], which: Service | str | None) -> None:
    found = kept(facts(*services))
    assert (found.start_type if found and isinstance(which, str) else found) == which


def test_elsewhere_there_is_no_such_thing() -> None:
    assert kept(facts(WAITING, os="windows")) is None


def test_it_carries_nothing_although_its_menu_runs() -> None:
    pac = ProxySetting(source="scutil", applies_to="system", kind=ProxyKind.PAC, pac_url="http://pac.example/p")
    for services, method, captures in (((WAITING,), Method.PAC_FILE, False), ((ENABLED,), Method.WSS_AGENT, True)):
        found = msgspec.structs.replace(facts(*services), proxy_settings=(pac,))
        mode = detect(found, builtin()[1], builtin()[0], Profile(), None)
        assert (mode.method, mode.agent_captures) == (method, captures)
        assert Method.WSS_AGENT in {mode.method, *mode.rivals}
