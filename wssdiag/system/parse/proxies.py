"""All sources of proxy settings of a computer, in the order in which a browser's traffic asks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.facts import ProxySetting
from wssdiag.model.unknown import Unknown
from wssdiag.system.parse.browser_policy import browser_proxies
from wssdiag.system.parse.environment import environment_of, environment_proxies
from wssdiag.system.parse.firefox import firefox_proxies
from wssdiag.system.parse.gsettings import gsettings_proxies
from wssdiag.system.parse.internet_settings import internet_settings_proxies, unread_settings
from wssdiag.system.parse.kioslaverc import kioslaverc_proxies
from wssdiag.system.parse.registry import Registry, registry_of
from wssdiag.system.parse.rows import ABSENT
from wssdiag.system.parse.scutil_proxy import scutil_proxies
from wssdiag.system.parse.software import processes_of
from wssdiag.system.parse.text import VALUE_LIMIT

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture

#: While one of these runs, a desktop's own proxy settings are in force: without them nothing is known of the proxy.
_DESKTOPS = frozenset(
    {"gnome-shell", "plasmashell", "cinnamon", "xfce4-session", "mate-session", "budgie-wm", "lxqt-session", "gnome-session-binary"}
)


def proxy_settings_of(capture: Capture, os: str) -> tuple[ProxySetting, ...] | Unknown:
    """What the sources say. None of them says anything: an empty tuple where the system's main source was read, else Unknown.

    The main source is the registry on Windows, ``scutil --proxy`` on macOS; on Linux the desktop's settings where a desktop runs (or
    they are there), else the environment.
    """
    registry = registry_of(capture["windows/registry.reg"]) if "windows/registry.reg" in capture else Registry({})
    system, reason = _SYSTEMS.get(os, _any_system)(capture, registry)
    environment = environment_of(capture)
    variables = () if isinstance(environment, Unknown) else environment_proxies(environment)
    found = system + variables + browser_proxies(capture, registry) + firefox_proxies(capture)
    usable = tuple(setting for setting in found if len(setting.pac_url or "") <= VALUE_LIMIT)
    return reason if reason and not usable else usable


#: What a system's own sources say; and why their silence does not mean "nothing set", or None where it does.
_Read = tuple[tuple[ProxySetting, ...], Unknown | None]


def _windows(capture: Capture, registry: Registry) -> _Read:
    reason = unread_settings(registry)
    if "windows/registry.reg" not in capture:
        return (), ABSENT
    return internet_settings_proxies(registry), Unknown(f"windows/registry.reg: {reason}") if reason else None


def _macos(capture: Capture, _registry: Registry) -> _Read:
    data = capture.get("macos/scutil-proxy.txt")
    if data is None:
        return (), ABSENT
    return scutil_proxies(data), None if b"<dictionary>" in data else Unknown("macos/scutil-proxy.txt: no dictionary in it")


def _linux(capture: Capture, _registry: Registry) -> _Read:
    gnome = capture.get("linux/gsettings.txt")
    kde = capture.get("linux/kioslaverc")
    found = gsettings_proxies(gnome or b"") + kioslaverc_proxies(kde or b"")
    if gnome and b" mode " not in gnome:
        return found, Unknown("linux/gsettings.txt: no mode in it")
    if gnome is not None or kde is not None:
        return found, None
    if _desktop_runs(capture):
        return found, Unknown("a desktop runs, and its settings are not in the capture")
    environment = environment_of(capture)
    return found, environment if isinstance(environment, Unknown) else None


def _desktop_runs(capture: Capture) -> bool:
    processes = processes_of(capture)
    return not isinstance(processes, Unknown) and any(process.name in _DESKTOPS for process in processes)


def _any_system(_capture: Capture, _registry: Registry) -> _Read:
    return (), ABSENT


_SYSTEMS = {"windows": _windows, "macos": _macos, "linux": _linux}
