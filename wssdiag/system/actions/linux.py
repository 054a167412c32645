"""What each action does on Linux. Must not decide who may, nor touch another person's settings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from wssdiag.model.fix import Action, Page
from wssdiag.model.unknown import Unknown
from wssdiag.model.web_address import is_web_page
from wssdiag.system import command
from wssdiag.system.actions import gsettings, kioslaverc, timedatectl
from wssdiag.system.actions.work import Call, Hands, Switch, Wish, Work, changes_of, first_of, leased, run_for_a_while, switched_off

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wssdiag.model.facts import Facts

    Run = Callable[[Sequence[str]], bytes | Unknown]
    Start = Callable[[Sequence[str]], Unknown | None]

#: GNOME's and KDE's names of their pages.
_PAGES: dict[Page, tuple[tuple[str, ...], ...]] = {
    Page.NETWORK: (("gnome-control-center", "network"), ("systemsettings", "kcm_networkmanagement")),
    Page.PROXY: (("gnome-control-center", "network"), ("systemsettings", "kcm_proxy")),
    Page.DATE: (("gnome-control-center", "datetime"), ("systemsettings", "kcm_clock")),
}

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

#: Sets the clock at once, where chrony or systemd's own client keeps it.
_CLOCK = (("chronyc", "makestep"), ("systemctl", "restart", "systemd-timesyncd.service"))

#: Source of a proxy setting -> how it is switched off.
_PROXIES = {
    "gnome": Switch("gsettings", gsettings.MODE, {Action.PROXY_OFF: gsettings.MANUAL, Action.PAC_OFF: gsettings.AUTO}, gsettings.NONE),
    "kde": Switch("kioslaverc", kioslaverc.TYPE, {Action.PROXY_OFF: kioslaverc.MANUAL, Action.PAC_OFF: kioslaverc.SCRIPT}, kioslaverc.NONE),
}


def linux_hands(environment: Mapping[str, str], home: Path, run: Run = run_for_a_while, start: Start = command.start) -> Hands:
    """What can be changed on this Linux computer, for the person with this environment and this home."""
    folder = environment.get("XDG_CONFIG_HOME")
    rc = Path(folder) / "kioslaverc" if folder else home / ".config" / "kioslaverc"
    # An empty variable means the default too (XDG Base Directory Specification).
    shared = (environment.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":")
    everybody = tuple(Path(one) / "kioslaverc" for one in shared if one.startswith("/"))
    stores = {
        "gsettings": gsettings.gsettings_store(run),
        "kioslaverc": kioslaverc.kioslaverc_store(rc, lambda: _tell_kde(run), everybody),
        "timedatectl": timedatectl.timedatectl_store(run),
    }

    def work(wish: Wish, facts: Facts) -> Work | Unknown:
        match wish.action:
            case Action.FLUSH_DNS:
                return Work(calls=(first_of(run, ("resolvectl", "flush-caches")),))
            case Action.OPEN_SIGN_IN_PAGE if not is_web_page(wish.url):
                return Unknown("there is no address to open")
            case Action.OPEN_SIGN_IN_PAGE:
                return Work(calls=(first_of(start, ("xdg-open", wish.url)),))
            case Action.OPEN_SETTINGS:
                return Work(calls=(first_of(start, *_PAGES[wish.page]),))
            case Action.RENEW_DHCP:
                names = leased(facts)
                return Work(calls=tuple(_renewed(run, name) for name in names)) if names else Unknown("no network is connected")
            case Action.SYNC_CLOCK:
                changes = changes_of("timedatectl", stores, {timedatectl.NTP: timedatectl.ON})
                return changes if isinstance(changes, Unknown) else Work(changes, (first_of(run, *_CLOCK),))
            case Action.PROXY_OFF | Action.PAC_OFF:
                return switched_off(wish, stores, _PROXIES)
            case _:
                return Unknown("there is nothing of that kind on Linux")

    return Hands(stores, work)


def _renewed(run: Run, interface: str) -> Call:
    """A new lease: systemd-networkd renews it; NetworkManager gets one by connecting the same connection again.

    Not over Wi-Fi: its password may lie in the person's keyring, where an administrator's program cannot read it: the line would be lost.
    """

    def renew() -> Unknown | None:
        shown = run(("nmcli", "--get-values", "GENERAL.TYPE,GENERAL.CON-UUID", "device", "show", interface))
        kind, _, uuid = ("" if isinstance(shown, Unknown) else shown.decode("ascii", errors="replace")).strip().partition("\n")
        if not _UUID.fullmatch(uuid.strip()):
            answer = run(("networkctl", "renew", interface))
        elif kind.strip() == "ethernet":
            answer = run(("nmcli", "--wait", "15", "connection", "up", "uuid", uuid.strip(), "ifname", interface))
        else:
            answer = Unknown("only a cable can be connected again without asking; turn Wi-Fi off and on by hand")
        return answer if isinstance(answer, Unknown) else None

    return Call(f"nmcli connection up / networkctl renew {interface}", renew)


def _tell_kde(run: Run) -> None:
    """Programs of KDE that run read the file again; where there is no bus the next one that starts does."""
    signal = ("--type=signal", "/KIO/Scheduler", "org.kde.KIO.Scheduler.reparseSlaveConfiguration", "string:")
    run(("dbus-send", "--session", *signal))
