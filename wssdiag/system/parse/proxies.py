"""All sources of proxy settings of a computer, in the order in which a browser's traffic asks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.facts import ProxySetting
from wssdiag.model.unknown import Unknown
from wssdiag.system.parse.browser_policy import browser_proxies
from wssdiag.system.parse.environment import environment_of, environment_proxies
from wssdiag.system.parse.firefox import firefox_proxies
from wssdiag.system.parse.gsettings import gsettings_proxies
from wssdiag.system.parse.interfaces import interfaces_of
from wssdiag.system.parse.internet_settings import internet_settings_proxies, unread_settings
from wssdiag.system.parse.kioslaverc import kioslaverc_proxies
from wssdiag.system.parse.registry import Registry
from wssdiag.system.parse.rows import ABSENT
from wssdiag.system.parse.scutil import is_whole
from wssdiag.system.parse.scutil_proxy import scutil_proxies
from wssdiag.system.parse.software import processes_of
from wssdiag.system.parse.text import VALUE_LIMIT

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture

#: While one of these runs, a desktop's own proxy settings are in force: without them nothing is known of the proxy.
DESKTOPS = frozenset(
    {"gnome-shell", "plasmashell", "cinnamon", "xfce4-session", "mate-session", "budgie-wm", "lxqt-session", "gnome-session-binary"}
)


def proxy_settings_of(
    capture: Capture, registry: Registry | None, os: str, user: str = "interactive"
) -> tuple[ProxySetting, ...] | Unknown:
    """What the sources say. None of them says anything: an empty tuple where the system's main source was read, else Unknown.

    The main source is the registry on Windows, ``scutil --proxy`` on macOS; on Linux the desktop's settings where a desktop runs (or
    they are there), else the environment. What is read as the system's own account (``user`` is "system") is not what the person who
    sits here has set.
    """
    system, reason = _SYSTEMS.get(os, _any_system)(capture, registry, user)
    environment = environment_of(capture)
    variables = () if isinstance(environment, Unknown) else environment_proxies(environment)
    values = registry or Registry({})
    found = system + variables + browser_proxies(capture, values) + firefox_proxies(capture, values)
    usable = tuple(setting for setting in found if len(setting.pac_url or "") <= VALUE_LIMIT)
    return reason if reason and not usable else usable


#: What a system's own sources say; and why their silence does not mean "nothing set", or None where it does.
_Read = tuple[tuple[ProxySetting, ...], Unknown | None]


def _windows(capture: Capture, registry: Registry | None, user: str) -> _Read:
    if registry is None:
        return (), ABSENT
    reason = unread_settings(registry, user)
    interfaces = interfaces_of(capture)
    connected = frozenset() if isinstance(interfaces, Unknown) else frozenset(row.name.lower() for row in interfaces if row.up)
    found = internet_settings_proxies(registry, user, connected)
    return found, Unknown(f"windows/registry.reg: {reason}") if reason else None


def _macos(capture: Capture, _registry: Registry | None, _user: str) -> _Read:
    data = capture.get("macos/scutil-proxy.txt")
    if data is None:
        return (), ABSENT
    return scutil_proxies(data), None if is_whole(data) else Unknown("macos/scutil-proxy.txt: no whole dictionary in it")


def _linux(capture: Capture, _registry: Registry | None, user: str) -> _Read:
    if user == "system" and _desktop_runs(capture):
        return (), Unknown("read as root, and the desktop's settings are those of who sits here")
    gnome = capture.get("linux/gsettings.txt")
    kde = capture.get("linux/kioslaverc")
    found = gsettings_proxies(gnome or b"") + kioslaverc_proxies(kde or b"")
    if gnome and (b" mode " not in gnome or not gnome.endswith(b"\n")):
        return found, Unknown("linux/gsettings.txt: it ends before the settings do")
    if kde and not kde.endswith(b"\n"):
        return found, Unknown("linux/kioslaverc: it ends in the middle of a line")
    if gnome is not None or kde is not None:
        return found, None
    if _desktop_runs(capture):
        return found, Unknown("a desktop runs, and its settings are not in the capture")
    environment = environment_of(capture)
    return found, environment if isinstance(environment, Unknown) else None


def _desktop_runs(capture: Capture) -> bool:
    processes = processes_of(capture)
    return not isinstance(processes, Unknown) and any(process.name in DESKTOPS for process in processes)


def _any_system(_capture: Capture, _registry: Registry | None, _user: str) -> _Read:
    return (), ABSENT


_SYSTEMS = {"windows": _windows, "macos": _macos, "linux": _linux}
