"""What each action does on a Mac, by commands that its manual pages name. Must not decide who may, nor touch another person's settings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wssdiag.model.facts import known
from wssdiag.model.fix import Action, Page
from wssdiag.model.unknown import Unknown
from wssdiag.model.web_address import is_web_page
from wssdiag.system import command
from wssdiag.system.actions import networksetup
from wssdiag.system.actions.work import Hands, Wish, Work, first_of, leased, run_for_a_while
from wssdiag.system.elevation import is_elevated
from wssdiag.system.files import read_start
from wssdiag.system.posix_person import owner_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wssdiag.model.facts import Facts

    Run = Callable[[Sequence[str]], bytes | Unknown]
    Start = Callable[[Sequence[str]], Unknown | None]

_SETTINGS = "x-apple.systempreferences:"

#: The pages of System Settings, and of System Preferences as it was called before macOS 13.
_PAGES = {
    Page.NETWORK: "com.apple.Network-Settings.extension",
    Page.PROXY: "com.apple.Network-Settings.extension?Proxies",
    Page.DATE: "com.apple.Date-Time-Settings.extension",
}
_OLD_PAGES = {
    Page.NETWORK: "com.apple.preference.network",
    Page.PROXY: "com.apple.preference.network?Proxies",
    Page.DATE: "com.apple.preference.datetime",
}
_SYSTEM_SETTINGS = 13

#: Where macOS writes down the time server that is set in its settings.
_NTP_CONF = Path("/etc/ntp.conf")
_TIME_SERVER = re.compile(rb"^server\s+([A-Za-z0-9][A-Za-z0-9.:-]{0,252})\s*$", re.MULTILINE)


class Mac(NamedTuple):
    """What the actions ask of this Mac beside its commands; a test hands in others."""

    is_elevated: Callable[[], bool] = is_elevated
    console: Callable[[], int | None] = lambda: owner_of(Path("/dev/console"))  # the account of who sits at the screen
    ntp_conf: Callable[[], bytes | None] = lambda: read_start(_NTP_CONF)


def macos_hands(run: Run = run_for_a_while, start: Start = command.start, mac: Mac | None = None) -> Hands:
    """What can be changed on this Mac, for the person that this program runs as."""
    here = mac or Mac()
    store = networksetup.networksetup_store(run)

    def work(wish: Wish, facts: Facts) -> Work | Unknown:
        match wish.action:
            case Action.FLUSH_DNS:
                return _flushed(run, root=here.is_elevated())
            case Action.OPEN_SIGN_IN_PAGE:
                return (
                    Work(calls=(first_of(start, ("open", wish.url)),)) if is_web_page(wish.url) else Unknown("there is no address to open")
                )
            case Action.OPEN_SETTINGS:
                return Work(calls=(first_of(start, ("open", _page(wish.page, facts.os_version))),))
            case Action.START_AGENT:
                return _started(run, wish, facts, here.console())
            case Action.RENEW_DHCP:
                return _renewed(run, facts)
            case Action.SYNC_CLOCK:
                return _clock_set(run, here.ntp_conf())
            case Action.PROXY_OFF | Action.PAC_OFF:
                return networksetup.switched_off_work(wish, facts, run, store)
            case _:
                return Unknown("there is nothing of that kind on a Mac")

    return Hands({networksetup.NAME: store}, work)


def _flushed(run: Run, *, root: bool) -> Work:
    """dscacheutil(1) as anybody; that mDNSResponder forgets as well takes a signal, which root alone may send."""
    calls = [first_of(run, ("dscacheutil", "-flushcache"))]
    if root:
        calls.append(first_of(run, ("killall", "-HUP", "mDNSResponder")))
    return Work(calls=tuple(calls))


def _page(page: Page, version: str) -> str:
    """The address of a page; a version that is not known counts as a new one."""
    major = version.partition(".")[0]
    old = major.isdecimal() and int(major) < _SYSTEM_SETTINGS
    return _SETTINGS + (_OLD_PAGES if old else _PAGES)[page]


def _started(run: Run, wish: Wish, facts: Facts, console: int | None) -> Work | Unknown:
    """launchctl(1) kickstart: a daemon of the system, or else an agent of who sits at the screen."""
    # System extensions and VPN profiles stand among the services too, with a state of their own; launchd knows neither.
    jobs = {row.name for row in known(facts.services) if not row.start_type}
    labels = [name for name in wish.services if name in jobs]
    domains = ["system", *([f"gui/{console}"] if console else [])]
    calls = tuple(first_of(run, *(("launchctl", "kickstart", f"{domain}/{label}") for domain in domains)) for label in labels)
    return Work(calls=calls) if calls else Unknown("no service of an agent stands still")


def _renewed(run: Run, facts: Facts) -> Work | Unknown:
    """ipconfig(8). Only where a DHCP server's answer is in force: DHCP would take the place of an address that was typed in."""
    names = [name for name in leased(facts) if _has_lease(run(["ipconfig", "getpacket", name]))]
    calls = tuple(first_of(run, ("ipconfig", "set", name, "DHCP")) for name in names)
    return Work(calls=calls) if calls else Unknown("no connected network has its address by DHCP")


def _has_lease(packet: bytes | Unknown) -> bool:
    """Whether there is an answer with an address for this computer in it ("yiaddr", RFC 2131 section 2)."""
    return not isinstance(packet, Unknown) and b"yiaddr" in packet


def _clock_set(run: Run, ntp_conf: bytes | None) -> Work | Unknown:
    """sntp(1) with the server that is set: the clock is right at once, and no setting is changed.

    Not ``systemsetup -setusingnetworktime on``: it does nothing where that is on already, and changes a lasting setting where it is not.
    """
    server = _TIME_SERVER.search(ntp_conf or b"")
    if server is None:
        return Unknown("no time server is set")
    return Work(calls=(first_of(run, ("sntp", "-sS", server[1].decode("ascii"))),))
