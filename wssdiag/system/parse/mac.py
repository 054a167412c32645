"""Hardware addresses as the captures spell them."""

from __future__ import annotations

import re

#: Six octets of one or two digits: Linux and Windows write two, macOS's arp drops leading zeros.
_MAC = re.compile(r"[0-9A-Fa-f]{1,2}(?:[:-][0-9A-Fa-f]{1,2}){5}")

_NONE = "00:00:00:00:00:00"


def mac_of(text: object) -> str | None:
    """Lower case, two digits an octet, colons; None where it is none, or all zeros (a neighbour that did not answer)."""
    if not isinstance(text, str) or not _MAC.fullmatch(text.strip()):
        return None
    mac = ":".join(octet.zfill(2) for octet in text.strip().lower().replace("-", ":").split(":"))
    return None if mac == _NONE else mac
