"""What the rules of form look for in the words of a language: menus, names of systems, jargon, what a hand can do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMMANDS = r"|PowerShell|netsh|ipconfig"
_LINUX = re.compile(r"GNOME|KDE|resolvectl|systemctl|nmcli|nft |update-ca-|rfkill|Super\+L")


@dataclass(frozen=True)
class Wording:
    """One language's words, as patterns."""

    #: What belongs to one system alone: a person who does not have it looks for it in vain.
    marks: Mapping[str, re.Pattern[str]]
    #: A menu of the system by any of its names, not that of a browser.
    menu: re.Pattern[str]
    #: Where a Mac's settings are told by their way.
    mac_menu: str
    #: Menus and names are what stands on the screen, whatever a reader knows of it.
    on_screen: re.Pattern[str]
    jargon: re.Pattern[str]
    #: The words of jargon that may stand where the guide's sentence of what it means explains them.
    explained: re.Pattern[str]
    #: Action -> what a text must name that a hand can do.
    by_hand: Mapping[str, str]
    #: What a message to those who run the network names: how the traffic travels.
    transport: re.Pattern[str]
    evidence: str
    helpdesk: str
    protection_off: re.Pattern[str]
    restart: re.Pattern[str]
    warning: str


_ENGLISH = Wording(
    marks={
        "windows": re.compile(
            r"Network & internet|Time & language|Start menu|Start >|taskbar|Device Manager|Windows|Notepad|Outbound Rules" + _COMMANDS
        ),
        "macos": re.compile(r"System Settings >|System Preferences|Apple menu|menu bar|macOS|\bMac\b|scutil|dscacheutil|keychain|Keychain"),
        "linux": _LINUX,
    },
    menu=re.compile(r"\bSettings > (?!General > Network Settings|Privacy)|System Settings|System Preferences"),
    mac_menu="System Settings >",
    on_screen=re.compile(r'"[^"]*"|https?://\S+|\{\w+\}|[^.,;:()]*>[^.,;()]*|\([^)]*\)'),
    jargon=re.compile(r"\b(port|dns|tls|ssl|tcp|udp|proxy|pac|dhcp|ip|gateway client|http|https|url)\b", re.IGNORECASE),
    explained=re.compile(r"proxy"),
    by_hand={
        "flush-dns": r"ipconfig /flushdns|Restart|resolvectl flush-caches",
        "open-sign-in-page": r"in your browser",
        "open-settings": r"Settings >",
        "start-agent": r"Restart|choose Start\b",
        "renew-dhcp": r"turn it on|Renew DHCP Lease",
        "sync-clock": r"Date & [Tt]ime",
        "reset-winhttp": r"netsh winhttp reset proxy",
        "proxy-off": r"Proxy|Proxies",
        "pac-off": r"Proxy|Proxies",
    },
    transport=re.compile(r"\b(TCP|UDP|TLS|ICMP|DNS|IPv6|port|DHCP)\b"),
    evidence="Evidence: ",
    helpdesk="helpdesk",
    protection_off=re.compile(r"\b(turn it off|isconnect it|[Pp]ause)\b"),
    restart=re.compile(r"(> Restart|Restart in the)"),
    warning="Save your work",
)

_GERMAN = Wording(
    marks={
        "windows": re.compile(
            r"Netzwerk und Internet|Zeit und Sprache|Startmenü|Start >|Taskleiste|Geräte-Manager|Windows|„Editor“|Ausgehende Regeln"
            + _COMMANDS
        ),
        "macos": re.compile(r"Systemeinstellungen >|Apple-Menü|Menüleiste|macOS|\bMac\b|scutil|dscacheutil|Schlüsselbund"),
        "linux": _LINUX,
    },
    menu=re.compile(r"\bEinstellungen > (?!Allgemein > Verbindungs-Einstellungen|Datenschutz)|Systemeinstellungen"),
    mac_menu="Systemeinstellungen >",
    on_screen=re.compile(r"„[^“]*“|https?://\S+|\{\w+\}|[^.,;:()]*>[^.,;()]*|\([^)]*\)"),
    jargon=re.compile(
        r"\b(ports?|dns|tls|ssl|tcp|udp|proxy\w*|pac|dhcp|ip|gateway-client|http|https|url|client|resolver|assertion)\b", re.IGNORECASE
    ),
    explained=re.compile(r"Proxys?\b"),
    by_hand={
        "flush-dns": r"ipconfig /flushdns|Neustart|resolvectl flush-caches",
        "open-sign-in-page": r"in Ihrem Browser",
        "open-settings": r"[Ee]instellungen >",
        "start-agent": r"Neu ?start|wählen Sie „Starten“",
        "renew-dhcp": r"schalten Sie es wieder ein|DHCP-Lease erneuern",
        "sync-clock": r"Datum (&|und) (Uhrz|Z)eit",
        "reset-winhttp": r"netsh winhttp reset proxy",
        "proxy-off": r"> Prox(y|ys|ies)\b",
        "pac-off": r"> Prox(y|ys|ies)\b",
    },
    transport=re.compile(r"\b(TCP|UDP|TLS|ICMP|DNS|IPv6|Ports?|DHCP)\b"),
    evidence="Beleg: ",
    helpdesk="Helpdesk",
    protection_off=re.compile(r"\b([Tt]rennen Sie es\b|[Ss]chalten Sie (es|ihn|sie) (aus|ab)\b|[Aa]nhalten|[Pp]ausier)"),
    restart=re.compile(r"> Neu starten|> Neustart|„(Neu starten|Neustart)“"),
    warning="Speichern Sie Ihre Arbeit",
)

WORDINGS: Mapping[str, Wording] = {"en": _ENGLISH, "de": _GERMAN}
