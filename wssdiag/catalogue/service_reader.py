"""One reading of the service's own list: types and texts checked by place, values counted, what is not believed left out and told.

Owns the strictness that all sections share. Must not know which sections there are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

from wssdiag.catalogue import values
from wssdiag.catalogue.public_networks import cover_too_much, disbelief, network_of
from wssdiag.catalogue.service_dates import GO_LIVE, day_of, in_force
from wssdiag.model.input_error import InputError
from wssdiag.model.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from wssdiag.catalogue.public_networks import Network

#: Addresses, networks and hosts that a list may hold; in September 2026 it held some three hundred networks.
MOST_VALUES: Final = 10_000

#: Levels of tables and lists inside a section; what is known of the list has five.
MOST_LEVELS: Final = 12

#: A name or a place is a few words.
_TEXT_CHARACTERS: Final = 100
_KEY_CHARACTERS: Final = 40

#: Rows that were not believed, told one by one; more would be a list of their own.
_MOST_TOLD: Final = 20

#: Keys of a table under which its addresses or networks stand.
_HOLDS_NETWORKS = re.compile(r"(ip|ipv4|ipv6|ip_?address|address|range|subnet|network|cidr)(e?s)?", re.IGNORECASE)

_KINDS: Final = {"str": "text", "bool": "true or false", "int": "a whole number", "float": "a number", "list": "a list", "dict": "a table"}


class Reader:
    """What is known while a list is read. A value that must not be there ends it with :class:`InputError`."""

    def __init__(self, source: str, today: date) -> None:
        self._source = shown(source)
        self._today = today
        self._count = 0
        self._networks: set[Network] = set()
        self._left_out: list[str] = []
        self._begun: set[date] = set()

    @property
    def begun(self) -> frozenset[date]:
        """The days on which entries begin, past and future."""
        return frozenset(self._begun)

    @property
    def left_out(self) -> tuple[str, ...]:
        """What was not believed, a line each, bounded."""
        more = len(self._left_out) - _MOST_TOLD
        return (*self._left_out[:_MOST_TOLD], *((f"and {more} more",) if more > 0 else ()))

    def fail(self, place: str, problem: str) -> NoReturn:
        """End the reading."""
        raise InputError(self._source, place, problem)

    def table(self, value: object, place: str) -> dict[str, Any]:
        """A table, or the end."""
        return value if isinstance(value, dict) else self._wrong(place, "a table", value)

    def rows(self, value: object, place: str) -> Iterator[tuple[Any, str]]:
        """The entries of a list with their places; nothing where there is no list, the end where it is something else."""
        entries = [] if value is None else value if isinstance(value, list) else self._wrong(place, "a list", value)
        return ((entry, f"{place}[{index}]") for index, entry in enumerate(entries))

    def in_force(self, entry: dict[str, Any]) -> bool:
        """Whether the entry counts today; its beginning is noted either way."""
        if begins := day_of(entry.get(GO_LIVE)):
            self._begun.add(begins)
        return in_force(entry, self._today)

    def text(self, value: object, place: str) -> str:
        """A name that a person can read, or the end; empty where there is none."""
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong(place, "text", value)
        if len(value) > _TEXT_CHARACTERS:
            self.fail(place, f"longer than {_TEXT_CHARACTERS} characters")
        if problem := values.line_of_text(value) if value else None:
            self.fail(place, problem)
        return value.strip()

    def count(self, place: str) -> None:
        """One more value; a flood is the end."""
        self._count += 1
        if self._count > MOST_VALUES:
            self.fail(place, f"more than {MOST_VALUES} hosts, addresses and networks")

    def addresses(self, value: object, place: str) -> tuple[str, ...]:
        """The addresses of a list in force; a network of several is left out, since nobody can connect to one."""
        found = [self._address(text, at) for text, at in self._texts(value, place)]
        return tuple(dict.fromkeys(filter(None, found)))

    def networks(self, value: object, place: str) -> tuple[str, ...]:
        """The networks of a list in force; an address is a network of its own."""
        found = [self._network(text, at) for text, at in self._texts(value, place)]
        return tuple(dict.fromkeys(filter(None, found)))

    def addresses_among(self, value: object, place: str, levels: int = MOST_LEVELS) -> tuple[str, ...]:
        """Whatever is an address in a part whose shape no document tells; everything else in it is passed over."""
        if levels == 0:
            self.fail(place, "nested too deeply")
        if isinstance(value, str):
            found = [self._address(value, place)] if network_of(value) else []
        elif isinstance(value, list):
            found = [one for entry, at in self.rows(value, place) for one in self.addresses_among(entry, at, levels - 1)]
        elif isinstance(value, dict) and self.in_force(value):
            inner = ((entry, f"{place}.{shown(key, _KEY_CHARACTERS)}") for key, entry in value.items())
            found = [one for entry, at in inner for one in self.addresses_among(entry, at, levels - 1)]
        else:
            found = []
        return tuple(dict.fromkeys(filter(None, found)))

    def check_cover(self) -> None:
        """The end where the networks together are more than a service can own: no single one is to blame for it."""
        if cover_too_much(self._networks):
            self.fail("", "its networks together hold more of the internet than one service can")

    def _texts(self, value: object, place: str, levels: int = MOST_LEVELS) -> Iterator[tuple[str, str]]:
        """The texts of a list whose entries are texts, or tables that hold them under a key that says so."""
        if levels == 0:
            self.fail(place, "nested too deeply")
        for entry, at in self.rows(value, place):
            if isinstance(entry, str):
                yield entry, at
            elif self.in_force(self.table(entry, at)):
                held = {key: inner for key, inner in entry.items() if inner is not None and _HOLDS_NETWORKS.fullmatch(key)}
                if not held:
                    self.fail(at, "has no range and no address")
                for key, inner in held.items():
                    if isinstance(inner, str):
                        yield inner, f"{at}.{key}"
                    else:
                        yield from self._texts(inner, f"{at}.{key}", levels - 1)

    def _address(self, text: str, place: str) -> str | None:
        network = self._believed(text, place)
        if network is None:
            return None
        if network.num_addresses > 1:
            self._left_out.append(f"{place}: {network} (a network, where an address is wanted)")
            return None
        return str(network.network_address)

    def _network(self, text: str, place: str) -> str | None:
        network = self._believed(text, place)
        if network is None:
            return None
        self._networks.add(network)
        return str(network)

    def _believed(self, text: str, place: str) -> Network | None:
        self.count(place)
        network = network_of(text)
        if network is None:
            self.fail(place, f"'{shown(text)}' is neither an address nor a network")
        if why := disbelief(network):
            self._left_out.append(f"{place}: {network} ({why})")
            return None
        return network

    def _wrong(self, place: str, wanted: str, value: object) -> NoReturn:
        self.fail(place, f"expected {wanted}, not {_KINDS.get(type(value).__name__, 'nothing')}")
