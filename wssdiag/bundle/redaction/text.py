"""Free text made private: what was private elsewhere and this computer's own names first, then the rules. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from wssdiag.bundle.redaction.rules import RULES
from wssdiag.bundle.redaction.words import PLAIN_ACCOUNTS

if TYPE_CHECKING:
    from wssdiag.bundle.redaction.places import Places
    from wssdiag.bundle.redaction.pseudonyms import Pseudonyms
    from wssdiag.model.private import Seeds

#: Scripts that put no blank between words: there a name is found wherever it stands.
_UNSPACED: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")

#: A shorter part of a name would be found in ordinary words.
_SHORTEST_PART: Final = 3
_SHORTEST_UNSPACED: Final = 2


class Text:
    """Makes texts private."""

    def __init__(self, pseudonyms: Pseudonyms, places: Places, seeds: Seeds) -> None:
        self._to = pseudonyms
        self._places = places
        self._known: re.Pattern[str] | None = None
        self._size = -1
        self.plain: frozenset[str] = frozenset()  # numbers of this report that look like something private: versions, fingerprints
        self._sow(seeds)

    def _sow(self, seeds: Seeds) -> None:
        for account in seeds.accounts:
            stand_in = self._to.tag("account", account)
            for part in (account, *re.split(r"[\s.,_-]+", account)):
                long = len(part) >= (_SHORTEST_UNSPACED if _UNSPACED.search(part) else _SHORTEST_PART)
                if long and part.casefold() not in PLAIN_ACCOUNTS and stand_in != account:
                    self._to.known.setdefault(part.casefold(), stand_in)
        for host in (*seeds.hosts, *seeds.domains):
            made = self._to.name(host)
            first, made_first = host.partition(".")[0], made.partition(".")[0]
            for whole, stand_in in ((host, made), (first, made_first)):
                if stand_in != whole and len(whole) >= _SHORTEST_PART:
                    self._to.known.setdefault(whole.casefold(), stand_in)

    def text(self, text: str) -> str:
        """The text with a stand-in for all that is private."""
        if not text or text in self._to.public.texts:
            return text
        made = self._by_name(unicodedata.normalize("NFC", text))
        for rule in RULES:
            if not rule.hint or any(sign in made for sign in rule.hint):
                made = rule.pattern.sub(lambda found, rule=rule: self._one(found, rule), made)  # type: ignore[misc]
        return made

    def _one(self, found: re.Match[str], rule: object) -> str:
        whole = found[0]
        if whole in self.plain:
            return whole
        return rule.replace(found, self._to, self._places)  # type: ignore[attr-defined, no-any-return]

    def _by_name(self, text: str) -> str:
        """What is known from elsewhere, the longest first, as whole words; a text in another case is found too."""
        known = self._to.known
        if not known:
            return text
        if self._known is None or self._size != len(known):
            rows = sorted(known, key=lambda row: (-len(row), row))
            self._known = re.compile("|".join(_word(row) for row in rows), re.IGNORECASE)
            self._size = len(known)
        return self._known.sub(self._known_one, text)

    def _known_one(self, found: re.Match[str]) -> str:
        stand_in = self._to.known.get(found[0].casefold())
        return found[0] if stand_in is None else self._to.counted("known", found[0], stand_in)


def _word(text: str) -> str:
    pattern = re.escape(text)
    if _UNSPACED.search(text):
        return pattern
    front = r"(?<![^\W_])" if text[0].isalnum() else ""
    back = r"(?![^\W_])" if text[-1].isalnum() else ""
    return f"{front}{pattern}{back}"
