"""Each fix on a Mac, on a networksetup that keeps its state: what is changed, what is called, and that all of it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeClock
from tests.system.actions.switched_off import SwitchedOffError
from wssdiag.model.facts import Facts, Interface, InterfaceType, ProxyKind, ProxyServer, ProxySetting, Service
from wssdiag.model.fix import Action, Change, FixOutcome, Page
from wssdiag.model.unknown import Unknown
from wssdiag.session.fixing import Fixing
from wssdiag.system.actions.journal import Journal, Line
from wssdiag.system.actions.macos import Mac, macos_hands
from wssdiag.system.actions.work import Hands, Wish, Work
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BARE = facts_of({"capture.json": b'{"os": "macos", "os_version": "14.5"}'})
PAC = "http://pac.example/p.pac"
SETTINGS = (
    ProxySetting(source="scutil", applies_to="system", kind=ProxyKind.PAC, pac_url=PAC),
    ProxySetting(
        source="scutil", applies_to="system", kind=ProxyKind.MANUAL, servers=(ProxyServer(scheme="https", host="proxy.example", port=8080),)
    ),
)
FACTS = msgspec.structs.replace(BARE, proxy_settings=SETTINGS)

KINDS = {
    "webproxy": ("-getwebproxy", "-setwebproxystate"),
    "securewebproxy": ("-getsecurewebproxy", "-setsecurewebproxystate"),
    "socksfirewallproxy": ("-getsocksfirewallproxy", "-setsocksfirewallproxystate"),
    "autoproxy": ("-getautoproxyurl", "-setautoproxystate"),
}
PLACES = (
    "proxy.example",
    "Proxy.Example",
    "other.example",
    PAC,
    "http://u:secret@pac.example/p.pac",
    "http://other.example/p.pac",
    "(null)",
)


@dataclass
class FakeMac:
    """``switches``: service and kind -> on, and where it leads. Programs that are not networksetup end with ``answers``."""

    switches: dict[tuple[str, str], tuple[bool, str]] = field(default_factory=dict)
    answers: dict[tuple[str, ...], bytes | Unknown] = field(default_factory=dict)
    power: int | None = None
    allowed: bool = True
    calls: list[tuple[str, ...]] = field(default_factory=list)

    def run(self, argv: Sequence[str]) -> bytes | Unknown:
        """As system.command does."""
        if argv[0] == "networksetup":
            return self._networksetup(*argv[1:])
        self.calls.append(tuple(argv))
        return self.answers.get(tuple(argv), b"")

    def start(self, argv: Sequence[str]) -> Unknown | None:
        """As system.command does."""
        answer = self.run(argv)
        return answer if isinstance(answer, Unknown) else None

    def _networksetup(self, verb: str, service: str = "", value: str = "") -> bytes | Unknown:
        if verb == "-listallnetworkservices":
            names = dict.fromkeys(name for name, _ in self.switches)
            return "\n".join(["An asterisk (*) denotes that a network service is disabled.", *names, "*Bluetooth PAN", ""]).encode()
        kind = next((kind for kind, verbs in KINDS.items() if verb in verbs), "")
        if (service, kind) not in self.switches:
            return Unknown("networksetup ended with code 4")
        on, place = self.switches[service, kind]
        if verb == KINDS[kind][0]:
            enabled = f"Enabled: {'Yes' if on else 'No'}"
            shown = [f"URL: {place}", enabled] if kind == "autoproxy" else [enabled, f"Server: {place}", "Port: 8080"]
            return "\n".join([*shown, *(["Authenticated Proxy Enabled: 0"] if kind != "autoproxy" else []), ""]).encode()
        if self.power == 0:
            raise SwitchedOffError
        self.power = None if self.power is None else self.power - 1
        if self.allowed:
            self.switches[service, kind] = (value == "on", place)
        return b"" if self.allowed else Unknown("networksetup ended with code 14")

    def hands(self, *, root: bool = False, console: int | None = 501, ntp_conf: bytes | None = None) -> Hands:
        """The hands of this Mac."""
        return macos_hands(self.run, self.start, Mac(lambda: root, lambda: console, lambda: ntp_conf))


def fixing(mac: FakeMac, folder: Path) -> Fixing:
    return Fixing(mac.hands(), Journal(folder / "undo.jsonl"), FakeClock())


def work_of(mac: FakeMac, action: Action, facts: Facts = FACTS, source: str = "scutil") -> Work | Unknown:
    return mac.hands().work(Wish(action, source=source), facts)


SWITCHES = st.dictionaries(
    st.tuples(st.sampled_from(["Wi-Fi", "Büro: USB|LAN", "iPhone USB"]), st.sampled_from(sorted(KINDS))),
    st.tuples(st.booleans(), st.sampled_from(PLACES)),
)
ACTIONS = {Action.PROXY_OFF: ("webproxy", "securewebproxy", "socksfirewallproxy"), Action.PAC_OFF: ("autoproxy",)}


def in_force(key: tuple[str, str], switch: tuple[bool, str], action: Action) -> bool:
    return key[1] in ACTIONS[action] and switch[0] and switch[1].lower() in {"proxy.example", PAC}


@given(switches=SWITCHES, action=st.sampled_from(sorted(ACTIONS)))
def test_off_where_it_is_in_force_and_back_again(
    tmp_path_factory: pytest.TempPathFactory, switches: dict[tuple[str, str], tuple[bool, str]], action: Action
) -> None:
    mac = FakeMac(dict(switches))
    mine = {key for key, switch in switches.items() if in_force(key, switch, action) and leads(key[1], switch[1])}
    work = work_of(mac, action)
    if not mine:
        assert work == Unknown("it is set in a place that wssdiag does not change (scutil)")
        return
    assert isinstance(work, Work)
    journal = tmp_path_factory.mktemp("fix")
    assert fixing(mac, journal).do(action, work).outcome is FixOutcome.DONE
    assert mac.switches == {key: (on and key not in mine, place) for key, (on, place) in switches.items()}
    assert fixing(mac, journal).undo(fixing(mac, journal).entries()[0]).outcome is FixOutcome.DONE
    assert mac.switches == switches


def leads(kind: str, place: str) -> bool:
    """A switch shows a server, or an address."""
    return place.startswith("http") is (kind == "autoproxy")


@given(switches=SWITCHES, action=st.sampled_from(sorted(ACTIONS)), power=st.integers(0, 4), again=st.integers(0, 4))
def test_switched_off_in_the_middle_of_the_fix_and_of_the_undo(
    tmp_path_factory: pytest.TempPathFactory,
    switches: dict[tuple[str, str], tuple[bool, str]],
    action: Action,
    power: int,
    again: int,
) -> None:
    mac = FakeMac(dict(switches))
    work = work_of(mac, action)
    if isinstance(work, Unknown):
        return
    journal = tmp_path_factory.mktemp("fix")
    for limit, step in ((power, "do"), (again, "undo"), (None, "undo")):
        mac.power = limit
        there = fixing(mac, journal)
        try:
            _ = there.do(action, work) if step == "do" else [there.undo(entry) for entry in there.entries() if entry.open]
        except SwitchedOffError:
            continue
    assert mac.switches == switches
    assert not any(entry.open for entry in fixing(mac, journal).entries())


WIFI = {("Wi-Fi", "webproxy"): (True, "proxy.example"), ("Wi-Fi", "securewebproxy"): (True, "proxy.example")}


def test_an_account_that_may_not_administer_changes_nothing(tmp_path: Path) -> None:
    mac = FakeMac(dict(WIFI), allowed=False)
    work = work_of(mac, Action.PROXY_OFF)
    assert isinstance(work, Work)
    assert fixing(mac, tmp_path).do(Action.PROXY_OFF, work).outcome is FixOutcome.FAILED
    assert mac.switches == WIFI
    assert not any(entry.open for entry in fixing(mac, tmp_path).entries())


def test_an_address_with_a_password_is_known_without_it() -> None:
    mac = FakeMac({("Wi-Fi", "autoproxy"): (True, "http://someone:secret@pac.example/p.pac")})
    row = msgspec.structs.replace(SETTINGS[0], pac_url="http://***@pac.example/p.pac")
    work = work_of(mac, Action.PAC_OFF, msgspec.structs.replace(FACTS, proxy_settings=(row,)))
    assert isinstance(work, Work)
    assert [(change.key, change.after) for change in work.changes] == [("Wi-Fi|autoproxy", "off")]


def test_a_profile_of_the_organisation_is_not_touched() -> None:
    """Its proxy is in force, and no network service has it."""
    assert isinstance(work_of(FakeMac({("Wi-Fi", "webproxy"): (False, "")}), Action.PROXY_OFF), Unknown)
    assert isinstance(work_of(FakeMac(dict(WIFI)), Action.PROXY_OFF, source="environment"), Unknown)
    assert isinstance(work_of(FakeMac(dict(WIFI)), Action.PROXY_OFF, facts=BARE), Unknown)


@pytest.mark.parametrize("key", ["Wi-Fi", "|webproxy", "Wi-Fi|dnsservers", "-setwebproxy|webproxy", "Wi-Fi|webproxy|"])
def test_a_forged_journal_leads_nowhere(tmp_path: Path, key: str) -> None:
    change = Change(store="networksetup", key=key, before="on", after="off")
    Journal(tmp_path / "undo.jsonl").add(Line(event="begun", id="1", at="", action="proxy-off", changes=(change,)))
    mac = FakeMac(dict(WIFI))
    assert fixing(mac, tmp_path).undo(fixing(mac, tmp_path).entries()[0]).outcome is FixOutcome.FOREIGN
    assert mac.switches == WIFI


@pytest.mark.parametrize("value", [None, "", "Yes", "proxy.evil.example"])
def test_a_switch_has_two_states(value: str | None) -> None:
    mac = FakeMac(dict(WIFI))
    assert isinstance(mac.hands().stores["networksetup"].write("Wi-Fi|webproxy", value), Unknown)
    assert mac.switches == WIFI


@pytest.mark.parametrize(
    "answer", [b"", b"** Error: The parameters were not valid.\n", b"Enabled: Ja\n", b"Authenticated Proxy Enabled: Yes\n"]
)
def test_an_answer_that_says_neither_is_unknown(answer: bytes) -> None:
    hands = macos_hands(lambda _argv: answer, lambda _argv: None)
    assert isinstance(hands.stores["networksetup"].read("Wi-Fi|webproxy"), Unknown)


@pytest.mark.parametrize(
    ("version", "page", "address"),
    [
        ("14.5", Page.NETWORK, "com.apple.Network-Settings.extension"),
        ("13.0", Page.PROXY, "com.apple.Network-Settings.extension?Proxies"),
        ("", Page.DATE, "com.apple.Date-Time-Settings.extension"),
        ("12.7.6", Page.NETWORK, "com.apple.preference.network"),
        ("12.7.6", Page.PROXY, "com.apple.preference.network?Proxies"),
        ("11.2", Page.DATE, "com.apple.preference.datetime"),
    ],
)
def test_the_pages_of_the_settings(tmp_path: Path, version: str, page: Page, address: str) -> None:
    mac = FakeMac()
    assert_done(mac, mac.hands(), Wish(Action.OPEN_SETTINGS, page=page), msgspec.structs.replace(FACTS, os_version=version), tmp_path)
    assert mac.calls == [("open", f"x-apple.systempreferences:{address}")]


def assert_done(mac: FakeMac, hands: Hands, wish: Wish, facts: Facts, folder: Path) -> None:
    mac.calls.clear()
    work = hands.work(wish, facts)
    assert isinstance(work, Work)
    mac.calls.clear()
    assert Fixing(hands, Journal(folder / "undo.jsonl"), FakeClock()).do(wish.action, work).outcome is FixOutcome.DONE


def test_the_cache_of_names(tmp_path: Path) -> None:
    mac = FakeMac()
    assert_done(mac, mac.hands(), Wish(Action.FLUSH_DNS), FACTS, tmp_path)
    assert mac.calls == [("dscacheutil", "-flushcache")]
    assert_done(mac, mac.hands(root=True), Wish(Action.FLUSH_DNS), FACTS, tmp_path)
    assert mac.calls == [("dscacheutil", "-flushcache"), ("killall", "-HUP", "mDNSResponder")]


def test_the_sign_in_page(tmp_path: Path) -> None:
    mac = FakeMac()
    assert_done(mac, mac.hands(), Wish(Action.OPEN_SIGN_IN_PAGE, url="http://probe.example/"), FACTS, tmp_path)
    assert mac.calls == [("open", "http://probe.example/")]


SERVICES = (
    Service(name="com.example.agent", status="stopped"),
    Service(name="com.example.extension", status="stopped", start_type="activated waiting for user"),
)


def test_the_agents_daemon_or_else_the_agent_of_who_sits_here(tmp_path: Path) -> None:
    facts = msgspec.structs.replace(FACTS, services=SERVICES)
    wish = Wish(Action.START_AGENT, services=("com.example.agent", "com.example.extension"))
    kickstart = [("launchctl", "kickstart", f"{domain}/com.example.agent") for domain in ("system", "gui/501")]
    mac = FakeMac()
    assert_done(mac, mac.hands(), wish, facts, tmp_path)
    assert mac.calls == kickstart[:1]
    mac = FakeMac(answers={kickstart[0]: Unknown("launchctl ended with code 113")})
    assert_done(mac, mac.hands(), wish, facts, tmp_path)
    assert mac.calls == kickstart


def test_a_lease_only_where_there_is_one(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"name": "en0", "type": InterfaceType.WIFI},
        {"name": "en1", "type": InterfaceType.ETHERNET},
        {"name": "en2"},
    ]
    facts = msgspec.structs.replace(
        FACTS, interfaces=tuple(Interface(**{"up": True, "type": InterfaceType.ETHERNET, **row}) for row in rows)
    )
    mac = FakeMac(
        answers={
            ("ipconfig", "getpacket", "en0"): b"op = BOOTREPLY\nyiaddr = 192.0.2.7\n",
            ("ipconfig", "getpacket", "en1"): Unknown("ipconfig ended with code 1"),
            ("ipconfig", "getpacket", "en2"): b"\n",
        }
    )
    assert_done(mac, mac.hands(), Wish(Action.RENEW_DHCP), facts, tmp_path)
    assert mac.calls == [("ipconfig", "set", "en0", "DHCP")]


@pytest.mark.parametrize(
    ("conf", "server"),
    [
        (b"server time.apple.com\n", "time.apple.com"),
        (b"# server a.example\r\nserver\t192.0.2.1 \n", "192.0.2.1"),
        (b"server -x\n", None),
        (b"server a.example; b\n", None),
        (b"", None),
        (None, None),
    ],
)
def test_the_clock(tmp_path: Path, conf: bytes | None, server: str | None) -> None:
    mac = FakeMac()
    hands = mac.hands(ntp_conf=conf)
    if server is None:
        assert hands.work(Wish(Action.SYNC_CLOCK), FACTS) == Unknown("no time server is set")
    else:
        assert_done(mac, hands, Wish(Action.SYNC_CLOCK), FACTS, tmp_path)
        assert mac.calls == [("sntp", "-sS", server)]


@pytest.mark.parametrize(
    "wish",
    [
        Wish(Action.RESET_WINHTTP),
        Wish(Action.START_AGENT),
        Wish(Action.RENEW_DHCP),
        *(Wish(Action.OPEN_SIGN_IN_PAGE, url=url) for url in ("", "-a Calculator", "file:///Applications/Calculator.app", "http://a/ b")),
    ],
)
def test_where_there_is_nothing_to_do(wish: Wish) -> None:
    assert isinstance(FakeMac().hands().work(wish, FACTS), Unknown)
