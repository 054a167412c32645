"""An administrator's step never touches what belongs to one person, and a person's step never what belongs to the computer."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.system.actions.registry import FakeRegistry, blob
from tests.system.actions.test_macos import FACTS as MAC_FACTS
from tests.system.actions.test_macos import SWITCHES, FakeMac
from wssdiag.model.facts import Interface, InterfaceType, Service
from wssdiag.model.fix import Action, Privilege
from wssdiag.remedy.fixes import BY_ACTION
from wssdiag.system.actions.linux import linux_hands
from wssdiag.system.actions.windows import windows_hands
from wssdiag.system.actions.windows_values import AUTO_CONFIG_URL, IN_FORCE, LEGACY, PROXY_ENABLE, WINHTTP, WINHTTP_32
from wssdiag.system.actions.work import Hands, Wish, Work
from wssdiag.system.reg_value import BINARY, DWORD, RegValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.model.facts import Facts

FACTS = msgspec.structs.replace(
    MAC_FACTS,
    interfaces=(Interface(name="eth0", type=InterfaceType.ETHERNET, up=True),),
    services=(Service(name="agent", status="stopped"),),
)

#: Stores of one person, and places of the registry that are.
PERSONAL = {"gsettings", "kioslaverc"}

WINHTTP_ON = RegValue(BINARY, struct.pack("<IIII", 0x28, 0, 3, 6) + b"a:8080" + bytes(4))
REGISTRY = st.fixed_dictionaries(
    {},
    optional={
        PROXY_ENABLE: st.just(RegValue(DWORD, b"\1\0\0\0")),
        AUTO_CONFIG_URL: st.just(RegValue(1, b"a\0\0\0")),
        IN_FORCE: st.integers(0, 15).map(blob),
        LEGACY: st.integers(0, 15).map(blob),
        WINHTTP: st.just(WINHTTP_ON),
        WINHTTP_32: st.just(WINHTTP_ON),
    },
)


def works(hands: Hands, facts: Facts, source: str) -> dict[Action, Work]:
    wishes = [Wish(action, source=source, url="http://probe.example/", services=("agent",)) for action in Action]
    found = {wish.action: hands.work(wish, facts) for wish in wishes}
    return {action: work for action, work in found.items() if isinstance(work, Work)}


def personal(store: str, key: str) -> bool:
    return store in PERSONAL or (store == "registry" and not key.startswith("HKLM\\"))


@given(REGISTRY)
def test_on_windows(values: dict[str, RegValue]) -> None:
    done = works(windows_hands(FakeRegistry(values).store()), FACTS, "internet-settings")
    assert Action.SYNC_CLOCK in done
    for action, work in done.items():
        for change in work.changes:
            assert personal(change.store, change.key) is (BY_ACTION[action].privilege is Privilege.USER)


@given(st.sampled_from(["'none'", "'manual'", "'auto'"]), st.sampled_from(["yes", "no"]))
def test_on_linux(mode: str, ntp: str) -> None:
    def run(argv: Sequence[str]) -> bytes:
        answers = {"get": mode, "writable": "true", "show": ntp}
        return answers.get(argv[1], "").encode()

    done = works(linux_hands({}, Path("/nowhere"), run, lambda _argv: None), FACTS, "gnome")
    assert Action.SYNC_CLOCK in done
    for action, work in done.items():
        for change in work.changes:
            assert personal(change.store, change.key) is (BY_ACTION[action].privilege is Privilege.USER)


@given(SWITCHES)
def test_on_a_mac(switches: dict[tuple[str, str], tuple[bool, str]]) -> None:
    """Network services belong to nobody; what an administrator's step does there leaves no value behind."""
    hands = FakeMac(switches, answers={("ipconfig", "getpacket", "eth0"): b"yiaddr = 192.0.2.7"}).hands(ntp_conf=b"server a.example\n")
    done = works(hands, FACTS, "scutil")
    assert done.keys() >= {Action.SYNC_CLOCK, Action.RENEW_DHCP, Action.START_AGENT}
    assert not any(work.changes for action, work in done.items() if BY_ACTION[action].privilege is Privilege.ELEVATED)
