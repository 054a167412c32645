"""What an action would do on a computer, before it is done: values to change, and calls to make. Must not decide who may."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.model.facts import InterfaceType, known
from wssdiag.model.fix import Action, Change, Page
from wssdiag.model.unknown import Unknown
from wssdiag.system import command

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wssdiag.model.facts import Facts


#: A settings daemon answers in milliseconds; a lease is given within some seconds (RFC 2131 section 4.1: resent after 4 and 8 s).
_LIMIT_S = 20.0


def run_for_a_while(argv: Sequence[str]) -> bytes | Unknown:
    """A command of an action, with the limit that all of them share."""
    return command.run(argv, _LIMIT_S)


@dataclass(frozen=True, slots=True)
class Store:
    """A place where the system keeps values: how one is read, and how it is set.

    ``read`` gives the value as text, None where it is not set, :class:`Unknown` where that cannot be told. ``write`` sets it (None: takes
    it away) and gives None, or why it could not. ``may`` tells whether this program changes such a key at all: a journal may be forged.
    ``restore`` sets what was there before, where that is another thing: a store that cannot tell a value from its default.
    ``settled`` is called once all values are written: where running programs must be told, they must not see half of them.
    """

    read: Callable[[str], str | Unknown | None]
    write: Callable[[str, str | None], Unknown | None]
    may: Callable[[str], bool]
    same: Callable[[str | None, str | None], bool] = operator.eq  # values that carry a counter are equal without it
    settled: Callable[[], None] = lambda: None
    restore: Callable[[str, str | None], Unknown | None] | None = None

    def put_back(self, key: str, value: str | None) -> Unknown | None:
        """Give the key the value that it had; None, or why it could not."""
        return (self.restore or self.write)(key, value)


@dataclass(frozen=True, slots=True)
class Call:
    """Something that is done and leaves no value behind: ``says`` is the command, or the name of the system's function."""

    says: str
    do: Callable[[], Unknown | None]  # None, or why it could not be done


def first_of(do: Callable[[Sequence[str]], object], *commands: tuple[str, ...]) -> Call:
    """The first of these programs that is here and does it."""

    def attempt() -> Unknown | None:
        reason = None
        for argv in commands:
            answer = do(argv)
            if not isinstance(answer, Unknown):
                return None
            reason = answer
        return reason

    return Call(" or ".join(" ".join(argv) for argv in commands), attempt)


@dataclass(frozen=True, slots=True)
class Work:
    """All of an action. Changes come first, so that a call finds them made."""

    changes: tuple[Change, ...] = ()
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """An action, and what it needs to know beside the facts."""

    action: Action
    page: Page = Page.NETWORK  # of OPEN_SETTINGS
    source: str = ""  # of PROXY_OFF and PAC_OFF: the source of the setting in force, as the facts name it
    url: str = ""  # of OPEN_SIGN_IN_PAGE: a plain http address, which a sign-in page answers in its place
    services: tuple[str, ...] = ()  # of START_AGENT: the agent's services, by the names that the facts give


@dataclass(frozen=True, slots=True)
class Hands:
    """What this program can change on one system. ``work`` gives :class:`Unknown` where the action makes no sense there."""

    stores: Mapping[str, Store]
    work: Callable[[Wish, Facts], Work | Unknown]


def changes_of(store: str, hands: Mapping[str, Store], wanted: Mapping[str, str | None]) -> tuple[Change, ...] | Unknown:
    """The changes that give the keys these values; those that have them already are left out."""
    changes: list[Change] = []
    for key, after in wanted.items():
        before = hands[store].read(key)
        if isinstance(before, Unknown):
            return before
        if not hands[store].same(before, after):
            changes.append(Change(store=store, key=key, before=before, after=after))
    return tuple(changes)


@dataclass(frozen=True, slots=True)
class Switch:
    """One value that tells whether a source sets a proxy, a PAC file, or nothing."""

    store: str
    key: str
    on: Mapping[Action, str]  # by which value what the action switches off is on
    off: str


def switched_off(wish: Wish, stores: Mapping[str, Store], switches: Mapping[str, Switch]) -> Work | Unknown:
    """The work of PROXY_OFF and PAC_OFF where one value decides. :class:`Unknown` where that value is another one by now."""
    switch = switches.get(wish.source)
    if switch is None:
        return Unknown(f"it is set in a place that wssdiag does not change ({wish.source})")
    now = stores[switch.store].read(switch.key)
    if isinstance(now, Unknown):
        return now
    if now != switch.on[wish.action]:
        return Unknown("the setting is another one by now")
    return Work((Change(store=switch.store, key=switch.key, before=now, after=switch.off),))


#: A computer has one or two that are connected; more are virtual.
_INTERFACES = 4


def leased(facts: Facts) -> tuple[str, ...]:
    """The interfaces in use whose address comes, or may come, from a DHCP server."""
    kinds = {InterfaceType.ETHERNET, InterfaceType.WIFI}
    return tuple(row.name for row in known(facts.interfaces) if row.up and row.type in kinds and row.dhcp is not False)[:_INTERFACES]
