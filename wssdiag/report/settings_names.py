"""What the sources of proxy settings are called, and who follows them."""

from __future__ import annotations

from wssdiag.report.texts import gettext as _


def source_name(source: str) -> str:
    """Where a setting stands; one that is not listed here is of newer facts and shows as it is."""
    return {
        "environment": _("Environment variables"),
        "gnome": _("GNOME's settings"),
        "kde": _("KDE's settings"),
        "scutil": _("The Mac's network settings"),
        "internet-settings": _("Internet Settings of Windows"),
        "winhttp": _("WinHTTP"),
        "firefox": _("Firefox's own settings"),
        "firefox-policy": _("Firefox's policy"),
        "chrome-policy": _("Chrome's policy"),
        "chromium-policy": _("Chromium's policy"),
        "edge-policy": _("Edge's policy"),
    }.get(source, source)


def who_words(group: str) -> str:
    """Which programs follow a source."""
    return {
        "system": _("browsers and most programs"),
        "command-line": _("programs started in a terminal"),
        "services": _("services"),
        "firefox": "Firefox",
        "chrome": "Chrome",
        "chromium": "Chromium",
        "edge": "Edge",
    }.get(group, group)
