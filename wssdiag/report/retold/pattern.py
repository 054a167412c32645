"""Recognises an English sentence by the text that it was made from, and finds the values in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What a value looks like, by the name of its place. Every other place takes any text.
_SHAPES = {
    "given": r".*?",  # also nothing: what a person typed into a file
    "told": r"[^:]+?",  # the beginning of a problem: no file stands before it
    **dict.fromkeys(("host", "address", "url", "place", "name", "domain", "id", "ports"), r"\S+"),
    **dict.fromkeys(("port", "bytes", "count", "most", "seconds", "status", "result"), r"[\d.,\- ]*\d|None"),
    "protocol": "LDAP|DCE/RPC",  # of the others a failure of the closed list says it
    "file": r"\S+",
    "span": r"\d{1,6} (?:day|hour|minute)s?(?: \d{1,6} (?:day|hour|minute)s?)*",
    "time": r"\d+ ms",
    "transport": r"[A-Z0-9]+",
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One text with ``{places}``, English, as translators know it."""

    text: str
    expression: re.Pattern[str]
    letters: int  # how much of it is no place: of two that fit, the one with more says more

    @classmethod
    def of(cls, text: str) -> Pattern:
        """The pattern of a text. A place that stands twice must hold the same value."""
        parts, letters, places = [], 0, set[str]()
        for literal, place, _spec, _conversion in Formatter().parse(text):
            parts.append(re.escape(literal))
            letters += len(literal)
            if place is not None:
                parts.append(f"(?P={place})" if place in places else f"(?P<{place}>{_SHAPES.get(place, '.+?')})")
                places.add(place)
        return cls(text, re.compile("".join(parts), re.DOTALL), letters)

    @property
    def first_word(self) -> str:
        """The word that each such sentence begins with; empty where it begins with a place."""
        word, blank, _rest = self.text.partition(" ")
        return word if blank and "{" not in word else ""


class Patterns:
    """All of a language's, asked one after the other: those that begin with the sentence's first word, then those with a place."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self._by_word: dict[str, list[Pattern]] = {}
        for one in sorted(map(Pattern.of, texts), key=lambda pattern: -pattern.letters):
            self._by_word.setdefault(one.first_word, []).append(one)

    def find(self, sentence: str) -> tuple[str, Mapping[str, str]] | None:
        """The text that fits, and the values in it; None where none does."""
        for word in dict.fromkeys((sentence.partition(" ")[0], "")):
            for one in self._by_word.get(word, ()):
                if found := one.expression.fullmatch(sentence):
                    return one.text, found.groupdict()
        return None
