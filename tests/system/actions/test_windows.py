"""Each fix on Windows, on a registry in memory: what is changed, what is called, and that all of it can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeClock
from tests.system.actions.registry import AUTO_DETECT, DIRECT, MANUAL, PAC, FakeRegistry, blob
from tests.system.actions.switched_off import SwitchedOffError
from wssdiag.model.facts import Facts, Interface, InterfaceType
from wssdiag.model.fix import Action, FixOutcome, Page
from wssdiag.model.unknown import Unknown
from wssdiag.session.fixing import Fixing
from wssdiag.system.actions.journal import Journal
from wssdiag.system.actions.windows import Functions, windows_hands
from wssdiag.system.actions.windows_proxy import DIRECT_WINHTTP
from wssdiag.system.actions.windows_values import (
    AUTO_CONFIG_URL,
    CONNECTIONS,
    IN_FORCE,
    LEGACY,
    PROXY_ENABLE,
    WINHTTP,
    WINHTTP_32,
)
from wssdiag.system.actions.work import Call, Hands, Wish, Work
from wssdiag.system.parse.connection_blob import comparable, connection_settings
from wssdiag.system.parse.facts import facts_of
from wssdiag.system.reg_value import BINARY, DWORD, SZ, RegValue, reg_text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FACTS = facts_of({"capture.json": b'{"os": "windows"}'})
SOURCE = "internet-settings"
LOCKS = r"Software\Policies\Microsoft\Internet Explorer\Control Panel"

ON, OFF = RegValue(DWORD, b"\1\0\0\0"), RegValue(DWORD, bytes(4))
ADDRESS = RegValue(SZ, "http://pac.example/p.pac\0".encode("utf-16-le"))
OTHER = {rf"{CONNECTIONS}:Office VPN": blob(3), r"HKCU\Software\Other:x": ON}

FLAGS = st.integers(0, 15).map(lambda bits: blob(bits, counter=bits + 5))
PLAIN = st.fixed_dictionaries({}, optional={PROXY_ENABLE: st.sampled_from([ON, OFF]), AUTO_CONFIG_URL: st.just(ADDRESS)})
BLOBS = st.fixed_dictionaries({}, optional={IN_FORCE: FLAGS, LEGACY: FLAGS})
SETTINGS = st.builds(lambda plain, blobs: {**plain, **blobs, **OTHER}, PLAIN, BLOBS)


def hands_of(registry: FakeRegistry, done: list[tuple[str, ...]] | None = None) -> Hands:
    calls = [] if done is None else done

    def told(verb: str) -> Any:  # noqa: ANN401 - each function has its own signature
        return lambda *arguments: calls.append((verb, *arguments))

    functions = Functions(told("flush"), told("open"), told("start"), told("renew"))

    def run(argv: Sequence[str]) -> bytes:
        calls.append(tuple(argv))
        return b""

    return windows_hands(registry.store(), run, functions)


def fixing(registry: FakeRegistry, folder: Path) -> Fixing:
    return Fixing(hands_of(registry), Journal(folder / "undo.jsonl"), FakeClock())


def work_of(registry: FakeRegistry, action: Action, facts: Facts = FACTS, **wish: Any) -> Work | Unknown:  # noqa: ANN401 - fields of a wish
    return hands_of(registry).work(Wish(action, **{"source": SOURCE, **wish}), facts)


def is_on(values: dict[str, RegValue], action: Action) -> bool:
    """Whether Windows follows such a setting: the blob tells where there is one."""
    value = values.get(IN_FORCE)
    settings = connection_settings(value.data) if value else None
    if settings:
        return settings.manual if action is Action.PROXY_OFF else settings.pac
    return values.get(PROXY_ENABLE) == ON if action is Action.PROXY_OFF else AUTO_CONFIG_URL in values


def without_counters(values: dict[str, RegValue]) -> dict[str, RegValue]:
    return {key: value._replace(data=comparable(value.data)) if value.kind == BINARY else value for key, value in values.items()}


@given(values=SETTINGS, action=st.sampled_from([Action.PROXY_OFF, Action.PAC_OFF]))
def test_off_and_back_again(tmp_path_factory: pytest.TempPathFactory, values: dict[str, RegValue], action: Action) -> None:
    registry = FakeRegistry(dict(values))
    work = work_of(registry, action)
    if not is_on(values, action):
        assert work == Unknown("the setting is another one by now")
        return
    assert isinstance(work, Work)
    journal = tmp_path_factory.mktemp("fix")
    assert fixing(registry, journal).do(action, work).outcome is FixOutcome.DONE
    assert not is_on(registry.values, action)
    other = Action.PAC_OFF if action is Action.PROXY_OFF else Action.PROXY_OFF
    assert is_on(registry.values, other) is is_on(values, other)
    assert registry.values.keys() >= values.keys() - {AUTO_CONFIG_URL}
    # Nothing is left by which Windows would take an old value for news.
    assert registry.values.get(PROXY_ENABLE) != ON or action is Action.PAC_OFF
    (entry,) = fixing(registry, journal).entries()
    assert fixing(registry, journal).undo(entry).outcome is FixOutcome.DONE
    assert without_counters(registry.values) == without_counters(values)


@given(values=SETTINGS, action=st.sampled_from([Action.PROXY_OFF, Action.PAC_OFF]), power=st.integers(0, 2), again=st.integers(0, 2))
def test_switched_off_in_the_middle_of_the_fix_and_of_the_undo(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, RegValue], action: Action, power: int, again: int
) -> None:
    registry = FakeRegistry(dict(values), power=power)
    work = work_of(registry, action)
    if isinstance(work, Unknown):
        return
    journal = tmp_path_factory.mktemp("fix")
    for limit, step in ((power, "do"), (again, "undo"), (None, "undo")):
        registry.power = limit
        there = fixing(registry, journal)
        try:
            _ = there.do(action, work) if step == "do" else [there.undo(entry) for entry in there.entries() if entry.open]
        except SwitchedOffError:
            continue
    assert without_counters(registry.values) == without_counters(values)
    assert not any(entry.open for entry in fixing(registry, journal).entries())


def test_programs_are_told_once_when_all_is_written(tmp_path: Path) -> None:
    registry = FakeRegistry({PROXY_ENABLE: ON, IN_FORCE: blob(DIRECT | MANUAL), LEGACY: blob(DIRECT | MANUAL)})
    before = dict(registry.values)
    work = work_of(registry, Action.PROXY_OFF)
    assert isinstance(work, Work)
    assert [change.key for change in work.changes] == [PROXY_ENABLE, LEGACY, IN_FORCE]
    fixing(registry, tmp_path).do(Action.PROXY_OFF, work)
    after = dict(registry.values)
    fixing(registry, tmp_path).undo(fixing(registry, tmp_path).entries()[0])
    assert [without_counters(seen) for seen in registry.told] == [without_counters(after), without_counters(before)]


def test_programs_are_told_again_where_the_fix_is_put_back(tmp_path: Path) -> None:
    registry = FakeRegistry({IN_FORCE: blob(DIRECT | MANUAL)})
    before = dict(registry.values)
    work = work_of(registry, Action.PROXY_OFF)
    assert isinstance(work, Work)
    failing = Work(work.changes, (Call("a call", lambda: Unknown("it fails")),))
    assert fixing(registry, tmp_path).do(Action.PROXY_OFF, failing).outcome is FixOutcome.FAILED
    assert without_counters(registry.told[-1]) == without_counters(registry.values) == without_counters(before)


def test_the_texts_of_the_blob_stay(tmp_path: Path) -> None:
    registry = FakeRegistry({IN_FORCE: blob(DIRECT | PAC | AUTO_DETECT, counter=7)})
    work = work_of(registry, Action.PAC_OFF)
    assert isinstance(work, Work)
    fixing(registry, tmp_path).do(Action.PAC_OFF, work)
    assert registry.values == {IN_FORCE: blob(DIRECT | AUTO_DETECT, counter=8)}


def test_what_windows_notes_in_the_blob_by_itself_does_not_stand_in_the_way(tmp_path: Path) -> None:
    registry = FakeRegistry({IN_FORCE: blob(DIRECT | PAC)})
    work = work_of(registry, Action.PAC_OFF)
    assert isinstance(work, Work)
    fixing(registry, tmp_path).do(Action.PAC_OFF, work)
    off = registry.values[IN_FORCE]
    registry.values[IN_FORCE] = off._replace(data=off.data[:4] + b"\xff\0\0\0" + off.data[8:-32] + b"\4" + bytes(31))
    assert fixing(registry, tmp_path).undo(fixing(registry, tmp_path).entries()[0]).outcome is FixOutcome.DONE
    assert registry.values == {IN_FORCE: blob(DIRECT | PAC, counter=256)}


@pytest.mark.parametrize(
    ("changed", "value"),
    [(PROXY_ENABLE, ON), (PROXY_ENABLE, None), (IN_FORCE, blob(9)), (LEGACY, blob(1, ("a:1", "", ""))), (IN_FORCE, None)],
)
def test_what_somebody_changed_since_is_left_alone_and_so_is_all_the_rest(tmp_path: Path, changed: str, value: RegValue | None) -> None:
    registry = FakeRegistry({PROXY_ENABLE: ON, IN_FORCE: blob(3), LEGACY: blob(7)})
    work = work_of(registry, Action.PROXY_OFF)
    assert isinstance(work, Work)
    fixing(registry, tmp_path).do(Action.PROXY_OFF, work)
    registry.values.pop(changed)
    registry.values |= {changed: value} if value else {}
    now = dict(registry.values)
    deed = fixing(registry, tmp_path).undo(fixing(registry, tmp_path).entries()[0])
    if value == ON:
        assert deed.outcome is FixOutcome.DONE  # it is what it was: that somebody put it back is no news
    else:
        assert (deed.outcome, deed.change and deed.change.key) == (FixOutcome.CHANGED_SINCE, changed)
        assert registry.values == now


def up(name: str, **fields: Any) -> Facts:  # noqa: ANN401 - fields of an interface
    row = Interface(name=name, **{"type": InterfaceType.ETHERNET, "up": True, **fields})
    return msgspec.structs.replace(FACTS, interfaces=(row,))


@pytest.mark.parametrize("action", [Action.PROXY_OFF, Action.PAC_OFF])
@pytest.mark.parametrize(
    ("values", "facts", "reason"),
    [
        ({rf"{CONNECTIONS}:Office VPN": blob(3)}, up("Office VPN"), "a connection that is up has proxy settings of its own"),
        ({IN_FORCE: RegValue(BINARY, b"\x46\0\0\0")}, FACTS, "the settings have a form that wssdiag does not know"),
        ({IN_FORCE: RegValue(SZ, b"a\0\0\0")}, FACTS, "the settings have a form that wssdiag does not know"),
    ],
)
def test_what_this_program_does_not_change(action: Action, values: dict[str, RegValue], facts: Facts, reason: str) -> None:
    registry = FakeRegistry({PROXY_ENABLE: ON, AUTO_CONFIG_URL: ADDRESS, IN_FORCE: blob(7), **values})
    assert work_of(registry, action, facts) == Unknown(reason)


@pytest.mark.parametrize("hive", ["HKCU", "HKLM"])
@pytest.mark.parametrize(("name", "action"), [("Proxy", Action.PROXY_OFF), ("Autoconfig", Action.PAC_OFF)])
def test_a_page_that_is_locked_stays_as_it_is(hive: str, name: str, action: Action) -> None:
    registry = FakeRegistry({IN_FORCE: blob(7), rf"{hive}\{LOCKS}:{name}": ON})
    assert work_of(registry, action) == Unknown("an administrator has locked this setting")
    registry.values[rf"{hive}\{LOCKS}:{name}"] = OFF
    assert isinstance(work_of(registry, action), Work)


@pytest.mark.parametrize("key", [PROXY_ENABLE, LEGACY, IN_FORCE, rf"{CONNECTIONS}:eth", rf"HKLM\{LOCKS}:Proxy"])
def test_without_having_read_everything_nothing_is_changed(key: str) -> None:
    registry = FakeRegistry({PROXY_ENABLE: ON, IN_FORCE: blob(3)}, closed=frozenset({key}))
    assert isinstance(work_of(registry, Action.PROXY_OFF, up("eth")), Unknown)


def test_another_source_is_not_touched() -> None:
    found = work_of(FakeRegistry({IN_FORCE: blob(7)}), Action.PROXY_OFF, source="environment")
    assert found == Unknown("it is set in a place that wssdiag does not change (environment)")


WINHTTP_ON = RegValue(BINARY, bytes.fromhex("2800000000000000030000000600000061") + b":8080" + bytes(4))
WINHTTP_DIRECT = RegValue(BINARY, bytes.fromhex("2800000000000000010000000000000000000000"))


@given(
    values=st.fixed_dictionaries(
        {}, optional={key: st.sampled_from([WINHTTP_ON, WINHTTP_DIRECT, blob(4)]) for key in (WINHTTP, WINHTTP_32)}
    )
)
def test_no_proxy_for_services_and_back_again(tmp_path_factory: pytest.TempPathFactory, values: dict[str, RegValue]) -> None:
    registry = FakeRegistry(dict(values))
    work = work_of(registry, Action.RESET_WINHTTP)
    if not set(values.values()) - {WINHTTP_DIRECT}:
        assert work == Unknown("no proxy is set for services")
        return
    assert isinstance(work, Work)
    journal = tmp_path_factory.mktemp("fix")
    assert fixing(registry, journal).do(Action.RESET_WINHTTP, work).outcome is FixOutcome.DONE
    assert registry.values.keys() == values.keys()
    for key, value in values.items():
        assert reg_text_of(registry.values[key]) == (reg_text_of(value) if value == WINHTTP_DIRECT else DIRECT_WINHTTP)
    assert fixing(registry, journal).undo(fixing(registry, journal).entries()[0]).outcome is FixOutcome.DONE
    assert registry.values == values


ETHERNET = msgspec.structs.replace(
    FACTS,
    interfaces=(
        Interface(name="Ethernet", type=InterfaceType.ETHERNET, up=True, dhcp=True),
        Interface(name="WLAN", type=InterfaceType.WIFI, up=True, dhcp=True),
        Interface(name="By hand", type=InterfaceType.ETHERNET, up=True, dhcp=False),
        Interface(name="Not in use", type=InterfaceType.ETHERNET, up=False, dhcp=True),
    ),
)


@pytest.mark.parametrize(
    ("wish", "calls"),
    [
        (Wish(Action.FLUSH_DNS), [("flush",)]),
        (Wish(Action.OPEN_SIGN_IN_PAGE, url="http://probe.example/"), [("open", "http://probe.example/")]),
        (Wish(Action.OPEN_SETTINGS, page=Page.NETWORK), [("open", "ms-settings:network-status")]),
        (Wish(Action.OPEN_SETTINGS, page=Page.PROXY), [("open", "ms-settings:network-proxy")]),
        (Wish(Action.OPEN_SETTINGS, page=Page.DATE), [("open", "ms-settings:dateandtime")]),
        (Wish(Action.START_AGENT, services=("one", "two")), [("start", "one"), ("start", "two")]),
        (Wish(Action.RENEW_DHCP), [("renew", "Ethernet"), ("renew", "WLAN")]),
        (Wish(Action.SYNC_CLOCK), [("start", "w32time"), ("w32tm", "/resync")]),
    ],
)
def test_what_is_called(tmp_path: Path, wish: Wish, calls: list[tuple[str, ...]]) -> None:
    done: list[tuple[str, ...]] = []
    hands = hands_of(FakeRegistry(), done)
    work = hands.work(wish, ETHERNET)
    assert isinstance(work, Work)
    assert not done
    assert Fixing(hands, Journal(tmp_path / "undo.jsonl"), FakeClock()).do(wish.action, work).outcome is FixOutcome.DONE
    assert done == calls


@pytest.mark.parametrize(
    "wish",
    [
        Wish(Action.START_AGENT),
        Wish(Action.RENEW_DHCP),
        Wish(Action.OPEN_SIGN_IN_PAGE),
        *(
            Wish(Action.OPEN_SIGN_IN_PAGE, url=url)
            for url in (r"C:\Windows\System32\calc.exe", "file:///etc/passwd", "ms-settings:x", "http:", "http://a/ b", r"\\host\share")
        ),
    ],
)
def test_where_there_is_nothing_to_do(wish: Wish) -> None:
    assert isinstance(hands_of(FakeRegistry()).work(wish, FACTS), Unknown)
