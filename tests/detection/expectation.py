"""``expected.toml`` of a capture: what detection must say of it. Written from the contract and the list of causes, not from the program."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import msgspec

from wssdiag.detection.agent_log import Controller, Login, Tunnel
from wssdiag.model.finding import Severity
from wssdiag.model.mode import Confidence, Method
from wssdiag.model.profile import Profile
from wssdiag.model.report import SignIn

if TYPE_CHECKING:
    from pathlib import Path

NAME = "expected.toml"


class ExpectedAgent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the agent's log says at its end; what is not given is not said there."""

    controller: Controller | None = None
    tunnel: Tunnel | None = None
    login: Login | None = None
    datacentre: str = ""
    transport: str = ""


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The verdict by the facts alone. What is not given must not be there, unless said otherwise."""

    title: str  # the computer in one sentence
    method: Method
    confidence: Confidence
    evidence: tuple[str, ...] = ()  # facts that the evidence must name, beside others
    rivals: tuple[Method, ...] = ()  # all of them, in any order
    contradictions: tuple[str, ...] = ()  # as many as there are, each by words that it must hold
    findings: dict[str, Severity] = {}  # all codes, each with its severity
    sign_in: SignIn = SignIn.UNKNOWN
    agent: ExpectedAgent | None = None  # None: there is no log, or nothing in it that is known
    unknown: tuple[str, ...] = ()  # facts that must be Unknown; of others nothing is said
    known: tuple[str, ...] = ()  # facts that must not be
    settings: tuple[str, ...] | None = None  # all proxy settings in their order, as in "gnome system pac http://..."; None: not looked at
    resolvers: tuple[str, ...] | None = None  # all addresses in their order; None: not looked at
    profile: Profile = Profile()  # of the organisation


def expected_of(folder: Path) -> Expected:
    """The expectation beside a capture; strict."""
    return msgspec.convert(tomllib.loads((folder / NAME).read_text(encoding="utf-8")), Expected)
