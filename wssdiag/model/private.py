"""The nouns of what is private: what may be kept on purpose, and what this computer itself is called."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """What an organisation may choose to keep in its bundles (``--keep``, ``[bundle] include``). Secrets are never among them."""

    ADDRESSES = "addresses"  # IP addresses and networks
    NAMES = "names"  # host names and domains, and the organisation's own words in certificates
    ACCOUNTS = "accounts"  # logins, names of people, local parts of e-mail addresses
    HARDWARE = "hardware"  # MAC addresses
    WIFI = "wifi"  # names of Wi-Fi networks
    IDS = "ids"  # GUIDs, SIDs, tenants


class Seeds(msgspec.Struct, frozen=True, kw_only=True):
    """Short names that no pattern can know: this computer's own. All may be empty, where the system does not say."""

    accounts: tuple[str, ...] = ()  # logins and full names
    hosts: tuple[str, ...] = ()  # this computer's names, with and without a domain
    domains: tuple[str, ...] = ()  # DNS domains, NetBIOS names of domains and workgroups
