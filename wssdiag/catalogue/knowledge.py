"""The guides: what a cause means, how we know, and what to do about it; one file a cause in ``resources/knowledge/<lang>/``."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wssdiag.model.finding import Who


class Risk(StrEnum):
    """What can go wrong by doing a step."""

    NONE = "none"
    LOW = "low"
    HIGH = "high"


class GuideStep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to do. Empty ``os``, ``methods`` and ``kinds`` mean all."""

    id: str
    who: Who
    do: str  # what exactly to do; paragraphs separated by an empty line; {placeholders} of the finding's values
    os: tuple[str, ...] = ()  # windows, macos, linux
    methods: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()  # of the finding's subject: dropped, refused, reset, unreachable
    minutes: int
    risk: Risk = Risk.NONE
    action: str | None = None  # an ACTION of the contract that the tool can do
    message: str | None = None  # a text to send to the one who must act
    recheck: tuple[str, ...] = ()  # check ids or patterns that prove that the step worked; empty: the finding's own evidence


class Guide(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that is said about one cause, in one language."""

    code: str
    title: str  # the headline in the reader's words, no port number; {placeholders} allowed
    means: str  # one sentence without jargon
    seen: str  # "What we saw", one sentence with the numbers, filled from the finding's values
    step: tuple[GuideStep, ...]
    words: dict[str, dict[str, str]] = {}  # placeholder -> value as a rule writes it ("dropped") -> how this guide says it


#: Cause code -> guide, in one language.
Knowledge = dict[str, Guide]
