"""What the end of WSS Agent's log says of its state. Owns where the log stands and the words that are established. Pure.

Only words that the vendor shows in public count (KB 247642, KB 175683); of sign-in its form alone is established, so what is read from it
is inferred. Nothing is known of a log on macOS, nor of the other agents' logs: there the state is Unknown. Must not conclude anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from fnmatch import fnmatchcase
from itertools import islice
from typing import TYPE_CHECKING, Final

from wssdiag.model.facts import known
from wssdiag.model.shown import shown
from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.model.facts import Facts

#: ``C:\ProgramData\Symantec WSS Agent`` (one public log collection rule); the drive may be another one.
_PLACE: Final = "?:/programdata/symantec wss agent/wss-agent-log*.log"

#: The reader keeps that much of each file, of so many files; what a capture from elsewhere holds beyond is not read.
_TAIL_CHARACTERS: Final = 64 * 1024
_FILES: Final = 5

#: The controller names up to three sites (KB 238326).
_SITES: Final = 3

#: A longer line is no line of this log, and would only cost time.
_LINE_CHARACTERS: Final = 1_000

_QUOTED: Final = 200

#: The tunnel of the computer itself, beside the one of the person (KB 247642).
_NOBODY: Final = "non-interactive-user"


class Controller(StrEnum):
    """What the traffic controller told the agent last."""

    ACTIVE = "active"  # to build a tunnel
    PASSIVE = "passive"  # to stand aside: the network is protected in another way
    OTHER = "other"  # an answer that is neither


class Tunnel(StrEnum):
    """What became of the last attempt."""

    CONNECTED = "connected"
    TRYING = "trying"  # over TCP after UDP failed
    FAILED = "failed"  # to the site that was tried last
    CLOSED = "closed"  # by the agent itself, which will try again


class Login(StrEnum):
    """How the tunnel's authentication ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class AgentState:
    """The state at the end of the log. The texts are the lines that say so, from their first known word on."""

    path: str
    controller: Controller | None = None
    tunnel: Tunnel | None = None
    login: Login | None = None
    datacentre: str = ""  # as the log names it: "GCATO2"
    address: str = ""  # of the data centre
    transport: str = ""  # "tcp" or "udp", of a tunnel that stands
    inside: str = ""  # the address inside the tunnel ("Nat IP")
    offered: tuple[str, ...] = ()  # the addresses that the controller named, the one to use first
    controller_line: str = ""
    tunnel_line: str = ""
    login_line: str = ""

    @property
    def connected(self) -> bool:
        """Whether the last thing that was said of the tunnel is that it stands."""
        return self.tunnel is Tunnel.CONNECTED

    @property
    def down(self) -> bool:
        """Whether the last attempt failed, or the connection was closed."""
        return self.tunnel in {Tunnel.FAILED, Tunnel.CLOSED}

    @property
    def locked_out(self) -> bool:
        """Whether nobody is signed in where somebody should be."""
        return self.login in {Login.REFUSED, Login.WAITING}


def agent_state(facts: Facts) -> AgentState | Unknown:
    """The state by the agent's own log; Unknown where there is no log in the place that is known, or no known word in it."""
    rows = [row for row in known(facts.files) if row.tail and fnmatchcase(row.path.replace("\\", "/").casefold(), _PLACE)]
    if not rows:
        return Unknown("no log of the agent was read")
    state = first = AgentState(rows[0].path)
    for row in reversed(rows[:_FILES]):  # the newest file comes first
        for line in (row.tail or "")[-_TAIL_CHARACTERS:].splitlines():
            state = _after(replace(state, path=row.path), line) if len(line) <= _LINE_CHARACTERS else state
    return Unknown("no line of the agent's log is one that we know") if replace(state, path=first.path) == first else state


def _after(state: AgentState, line: str) -> AgentState:
    """The state after one more line; most lines change nothing. A new answer of the controller begins a new attempt."""
    for pattern, read in _LINES:
        if found := pattern.search(line):
            return read(state, found, shown(line[found.start() :], _QUOTED))
    return state


def _told(state: AgentState, found: re.Match[str], line: str) -> AgentState:
    word = found["word"].upper()
    controller = {"ACTIVE": Controller.ACTIVE, "PASSIVE": Controller.PASSIVE}.get(word, Controller.OTHER)
    sites = tuple(islice(_SITE.finditer(found.string, found.end()), _SITES))
    site = sites[0] if sites else None
    return replace(
        state,
        controller=controller,
        controller_line=line,
        tunnel=None,
        tunnel_line="",
        datacentre=site["site"] if site else "",
        address=site["address"] if site else "",
        transport="",
        inside="",
        offered=tuple(dict.fromkeys(row["address"] for row in sites)),
    )


def _stands(state: AgentState, found: re.Match[str], line: str) -> AgentState:
    """The tunnel of the computer itself needs no sign-in, and says nothing of the person's."""
    login = state.login if found["user"] == _NOBODY else Login.ACCEPTED
    quoted = line[line.index("Connected") :] if "Connected" in line else line  # without the name of the person
    return replace(
        state,
        tunnel=Tunnel.CONNECTED,
        tunnel_line=quoted,
        login=login,
        datacentre=found["site"],
        address=found["address"],
        transport=found["transport"].lower(),
        inside=found["inside"] or "",
    )


def _to(tunnel: Tunnel) -> Callable[[AgentState, re.Match[str], str], AgentState]:
    def read(state: AgentState, found: re.Match[str], line: str) -> AgentState:
        site = found.groupdict().get("site")
        return replace(state, tunnel=tunnel, tunnel_line=line, datacentre=site or state.datacentre)

    return read


def _authenticated(state: AgentState, found: re.Match[str], line: str) -> AgentState:
    word = found["word"].upper()
    login = next((login for start, login in _LOGINS if word.startswith(start)), None)
    return replace(state, login=login, login_line=line) if login else state


_ADDRESS: Final = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
_NAME: Final = r"[A-Za-z0-9_]{2,20}"

#: The sites that the controller names, the first being the one to use: ``GCATO2-45.79.1.1``.
_SITE: Final = re.compile(rf"\b(?P<site>{_NAME})-(?P<address>{_ADDRESS})")

#: ``status:SUCCESS-authorized`` is established (KB 247642); the other words follow from its form.
_LOGINS: Final = (
    ("SUCCESS", Login.ACCEPTED),
    ("FAIL", Login.REFUSED),
    ("DENIED", Login.REFUSED),
    ("REFUSED", Login.REFUSED),
    ("REJECTED", Login.REFUSED),
    ("PENDING", Login.WAITING),
    ("WAITING", Login.WAITING),
)

#: Read from top to bottom: the first that matches says what a line means.
_LINES: Final = (
    (re.compile(r"CTC Response:\s{0,3}(?P<word>[A-Za-z]{1,20})\b(?:\([A-Za-z0-9_]{0,20}\))?"), _told),
    (
        re.compile(
            rf"Tunnel#[0-9]{{1,4}}\((?P<user>[^()]{{0,200}})\) Connected: CC: (?P<address>{_ADDRESS})"
            rf"\((?P<site>{_NAME})-(?P<transport>TCP|UDP)\)(?:, Nat IP: (?P<inside>{_ADDRESS}))?"
        ),
        _stands,
    ),
    (re.compile(r"Connection to WSS successful"), _to(Tunnel.CONNECTED)),
    (re.compile(r"UDP Connection failed \([0-9]{1,6}\)"), _to(Tunnel.TRYING)),
    (re.compile(rf"Connection failed \([0-9]{{1,6}}\)(?: for (?P<site>{_NAME}))?"), _to(Tunnel.FAILED)),
    (re.compile(r"WSS Agent has closed the connection"), _to(Tunnel.CLOSED)),
    (re.compile(r"\bstatus:(?P<word>[A-Z]{4,20})-[a-z]{3,30}"), _authenticated),
)
