"""What stands for what: one stand-in a thing, given in order of appearance, the same for a whole case. Pure but for the case that grows."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

from wssdiag.bundle.redaction.addresses import Addresses
from wssdiag.bundle.redaction.words import CERTIFICATE_WORDS, PLAIN_ACCOUNTS, PLAIN_LABELS, PLAIN_SEGMENTS, TOP_LABELS
from wssdiag.model.private import Kind
from wssdiag.model.web_address import is_literal

if TYPE_CHECKING:
    from wssdiag.bundle.case import Case
    from wssdiag.bundle.redaction.public import Public

#: A shorter one may stand anywhere in a sentence.
_SHORTEST: Final = 3

#: How a stand-in looks; ``{}`` is its number in the case.
_FORMS: Final = {
    "label": "n{}",
    "account": "user-{}",
    "organisation": "organisation-{}",
    "interface": "interface-{}",
    "wifi": "wifi-{}",
    "query": "q{}",
    "place": "place-{}",
    "tenant": "tenant-{}",
    "guid": "00000000-0000-4000-8000-{:012x}",
    "sid": "S-1-5-21-0-0-0-{}",
    "mac": "02:00:5e:{:02x}:{:02x}:{:02x}",
}

_KEPT_BY: Final = {
    "label": Kind.NAMES,
    "organisation": Kind.NAMES,
    "place": Kind.NAMES,
    "interface": Kind.NAMES,
    "account": Kind.ACCOUNTS,
    "wifi": Kind.WIFI,
    "mac": Kind.HARDWARE,
    "guid": Kind.IDS,
    "sid": Kind.IDS,
    "tenant": Kind.IDS,
}

_STAR: Final = "*"

#: No card has them: nobody, and everybody (RFC 7042).
_PLAIN_MACS: Final = frozenset({"000000000000", "ffffffffffff"})

_HEX: Final = re.compile(r"[^0-9a-fA-F]")


def small_letters(text: str) -> str:
    """In small letters, each sign in its place: what has no single small letter stays."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)


class Pseudonyms:
    """Gives the stand-ins, counts them by part and rule, and remembers what was private, to find it again in a text."""

    def __init__(self, case: Case, public: Public, keep: frozenset[Kind]) -> None:
        self._case = case
        self.public = public
        self.keep = keep
        self._addresses = Addresses(case.of("address"), public.networks)
        self._given = {kind: set(case.of(kind).values()) for kind in _FORMS}
        self.known: dict[str, str] = {}  # what is private, in small letters -> what stands for it
        self.counts: Counter[tuple[str, str]] = Counter()
        self.part = ""
        for kind in ("account", "wifi", "organisation"):
            for original, stand_in in case.of(kind).items():
                self.learn(original, stand_in)

    @property
    def marks(self) -> tuple[str, ...]:
        """Every stand-in of the case, the longest first."""
        given = {stand_in for rows in self._case.pseudonyms.values() for stand_in in rows.values()}
        return tuple(sorted(given, key=lambda text: (-len(text), text)))

    def counted(self, rule: str, before: str, after: str) -> str:
        """The text after a rule, which counts where it changed something."""
        if before != after:
            self.counts[self.part, rule] += 1
        return after

    def learn(self, original: str, stand_in: str) -> None:
        """Find it again in every text; words that stand for many things, and very short ones, are not looked for."""
        plain = small_letters(original)
        if original == stand_in or len(plain) < _SHORTEST or plain in _EVERYDAY or plain in self.public.words:
            return
        self.known[plain] = stand_in

    def tag(self, kind: str, text: str) -> str:
        """What stands for a text of a kind that has no structure of its own."""
        plain = unicodedata.normalize("NFC", text.strip())
        if not plain or _KEPT_BY.get(kind) in self.keep or plain in self._given[kind] or _is_plain(kind, plain):
            return text
        rows = self._case.of(kind)
        key = plain if kind in _EXACT else plain.casefold()
        if key not in rows:
            rows[key] = self._form(kind, len(rows) + 1)
            self._given[kind].add(rows[key])
        if kind != "label":
            self.learn(plain, rows[key])
        return self.counted(kind, text, rows[key])

    def _form(self, kind: str, number: int) -> str:
        form = _FORMS[kind]
        if kind == "mac":
            return form.format(number >> 16 & 0xFF, number >> 8 & 0xFF, number & 0xFF)
        return form.format(number)

    def address(self, text: str) -> str:
        """An address, with or without a zone; what is none comes back as it is."""
        plain, sign, zone = text.partition("%")
        if Kind.ADDRESSES in self.keep or not is_literal(plain):
            return text
        return self.counted("address", text, self._addresses.address(plain) + sign + (self.interface(zone) if zone else ""))

    def network(self, text: str) -> str:
        """A network in CIDR form; what is none comes back as it is."""
        if Kind.ADDRESSES in self.keep:
            return text
        try:
            return self.counted("address", text, self._addresses.network(text))
        except ValueError:
            return text

    def name(self, text: str) -> str:
        """A host name, label by label, or an address; the dot of the root, stars and the dot in front stay."""
        if is_literal(text.partition("%")[0]):
            return self.address(text)
        if Kind.NAMES in self.keep or not text or self.public.name(text.lstrip("*.")):
            return text
        labels = text.casefold().split(".")
        last = max((place for place, label in enumerate(labels) if label), default=0)
        single = sum(map(bool, labels)) == 1
        made = [
            label if (place == last and label in TOP_LABELS and not single) or label in PLAIN_LABELS else self._label(label)
            for place, label in enumerate(labels)
        ]
        if labels[last] == "arpa" and last and labels[last - 1] == "home":
            made[last - 1] = "home"
        stand_in = ".".join(made)
        if stand_in == ".".join(labels):
            return text
        self.learn(text.strip("."), stand_in.strip("."))
        return self.counted("name", text, stand_in)

    def _label(self, label: str) -> str:
        rows, given = self._case.of("label"), self._given["label"]
        if not label or label in given:
            return label
        if _STAR in label:  # "proxy*": what the star stands for is not known
            return _STAR.join(self._label(piece) for piece in label.split(_STAR))
        if label not in rows:
            rows[label] = _FORMS["label"].format(len(rows) + 1)
            given.add(rows[label])
        if _UNUSUAL.search(label):
            self.learn(label, rows[label])
        return rows[label]

    def word(self, text: str) -> str:
        """A word of an organisation's name, as it stands in certificates; it is the label of a name that is written alike."""
        plain = text.casefold()
        if Kind.NAMES in self.keep or plain in CERTIFICATE_WORDS or plain in self.public.words or _NUMBER.fullmatch(plain):
            return text
        stand_in = self._label(plain)
        self.learn(plain, stand_in)
        return self.counted("organisation", text, stand_in)

    def segment(self, text: str) -> str:
        """A word of a path. It says too little to be looked for elsewhere."""
        return text if Kind.NAMES in self.keep else self.counted("path", text, self._label(text.casefold()))

    def interface(self, text: str) -> str:
        """The name of an interface; those that systems give stay."""
        return text if _USUAL_INTERFACE.fullmatch(text) else self._made_up(text)

    def _made_up(self, text: str) -> str:
        prefix = _MADE_UP.match(text)
        front = prefix[0] if prefix else ""
        stand_in = self.tag("interface", text)
        return front + stand_in if stand_in != text else text

    def mac(self, text: str) -> str:
        """A hardware address, in the form in which it was written."""
        digits = _HEX.sub("", text).lower()
        if Kind.HARDWARE in self.keep or digits in _PLAIN_MACS or ":".join(_pairs(digits)) in self._given["mac"]:
            return text
        made = _HEX.sub("", self.tag("mac", ":".join(_pairs(digits))))
        figures = iter(made)
        return self.counted("mac", text, "".join(next(figures, "0") if not _HEX.match(sign) else sign for sign in text))


#: These are compared as they are written; all others without their case.
_EXACT: Final = frozenset({"wifi", "query", "interface"})

_EVERYDAY: Final = CERTIFICATE_WORDS | PLAIN_LABELS | PLAIN_SEGMENTS | TOP_LABELS | PLAIN_ACCOUNTS

#: Of a generation, or of a year.
_NUMBER: Final = re.compile(r"[0-9]{1,2}|(?:19|20)[0-9]{2}")

#: A label that is no word of a sentence.
_UNUSUAL: Final = re.compile(r"[0-9-]")

#: As the systems name them by themselves.
_USUAL_INTERFACE: Final = re.compile(
    r"(?:lo|eth|en|eno|ens|enp|wl|wlan|wlp|wlo|ww|wwan|wwp|tun|tap|utun|ppp|ipsec|br|docker|veth|bond|team|awdl|llw|bridge|gif|stf|anpi|ap|wg|vmnet"
    r"|virbr|vboxnet|zt|rmnet|usb|bnep|ib|idrac|sit|ip6tnl|gre|erspan)[0-9]{0,3}(?:[sfpdu@.:][0-9]{1,4}){0,5}"
    r"|(?:Ethernet|Wi-Fi|WLAN|WiFi|LAN-Verbindung|Drahtlosnetzwerkverbindung|Local Area Connection|Wireless Network Connection|Loopback"
    r"|Loopback Pseudo-Interface|Bluetooth Network Connection|Bluetooth-Netzwerkverbindung|Mobilfunk|Cellular|Connexion au réseau local"
    r"|Connexion réseau sans fil|イーサネット|ローカル エリア接続|Teredo Tunneling Pseudo-Interface|isatap)(?:\*? ?\(?[0-9]{1,3}\)?)?",
    re.IGNORECASE,
)

#: A bridge or a virtual card is one by the beginning of its name.
_MADE_UP: Final = re.compile(
    r"(?:br-|docker|isatap|lxc|lxd|ppp|tap|teredo|tun|utun|vboxnet|vethernet|veth|virbr|vmnet|vnet|wg|zt|ipsec)[ .-]?", re.IGNORECASE
)


def _is_plain(kind: str, plain: str) -> bool:
    return kind == "account" and plain.casefold() in PLAIN_ACCOUNTS


def _pairs(digits: str) -> list[str]:
    return [digits[place : place + 2] for place in range(0, len(digits), 2)]
