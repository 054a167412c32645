"""Free text made private: what was private elsewhere and this computer's own names, and the rules. Pure.

A single word is looked for behind the rules: "customer" may be part of an organisation's name, and is what a rule goes by.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from wssdiag.bundle.redaction.ids import is_public
from wssdiag.bundle.redaction.pseudonyms import small_letters
from wssdiag.bundle.redaction.rules import RULES
from wssdiag.bundle.redaction.words import PLAIN_ACCOUNTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wssdiag.bundle.redaction.places import Places
    from wssdiag.bundle.redaction.pseudonyms import Pseudonyms
    from wssdiag.bundle.redaction.rules import Rule
    from wssdiag.model.private import Seeds

#: Scripts that put no blank between words: there a name is found wherever it stands.
_UNSPACED: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")

#: An address in the query of an address in a page is written three times over.
_DEEPEST: Final = 3

#: A piece with a sign that is written by its number or name: ``%40``, ``&#64;``, ``&nbsp;``, ``\\/``.
_ENCODED: Final = re.compile(r"[^\s\"'<>]{0,500}?(?:%[0-9A-Fa-f]{2}|&(?:#x?[0-9A-Fa-f]{1,6}|[a-z]{2,8});|\\/)[^\s\"'<>]{0,2000}")

_WORD: Final = re.compile(r"[^\W_]+")

#: The whole of a host name or of an id: "quad9" is private in none that is public, wherever else it is a part of something private.
_WHOLE: Final = re.compile(r"\w[\w-]*(?:\.[\w-]+)*")

#: A shorter part of a name would be found in ordinary words.
_SHORTEST_PART: Final = 3
_SHORTEST_UNSPACED: Final = 2


class Text:
    """Makes texts private."""

    def __init__(self, pseudonyms: Pseudonyms, places: Places, seeds: Seeds) -> None:
        self._to = pseudonyms
        self._places = places
        self._index: dict[str, list[str]] = {}  # first word -> what is known and begins with it, the longest first
        self._longer: dict[str, list[str]] = {}  # the same of what is more than a word
        self._unspaced: list[tuple[str, re.Pattern[str]]] = []
        self._size = 0
        self.plain: frozenset[str] = frozenset()  # numbers of this report that look like something private: versions, fingerprints
        self._sow(seeds)

    def _sow(self, seeds: Seeds) -> None:
        for account in seeds.accounts:
            stand_in = self._to.tag("account", account)
            for part in (account, *re.split(r"[\s.,_-]+", account)):
                long = len(part) >= (_SHORTEST_UNSPACED if _UNSPACED.search(part) else _SHORTEST_PART)
                if long and small_letters(part) not in PLAIN_ACCOUNTS and stand_in != account:
                    self._to.known.setdefault(small_letters(part), stand_in)
        for host in (*seeds.hosts, *seeds.domains):
            made = self._to.name(host)
            first, made_first = host.partition(".")[0], made.partition(".")[0]
            for whole, stand_in in ((host, made), (first, made_first)):
                if stand_in != whole and len(whole) >= _SHORTEST_PART:
                    self._to.known.setdefault(small_letters(whole), stand_in)

    def text(self, text: str) -> str:
        """The text with a stand-in for all that is private."""
        if not text or text in self._to.public.texts:
            return text
        if "%" in text or "&" in text or "\\/" in text:
            text = _ENCODED.sub(self._decoded, text)
        made = self._by_name(unicodedata.normalize("NFC", text), self._longer)
        for rule in RULES:
            if not rule.hint or any(sign in made for sign in rule.hint):
                made = rule.pattern.sub(partial(self._one, rule=rule), made)
        return self._by_name(made, self._index)

    def _decoded(self, found: re.Match[str]) -> str:
        """A piece that is written for a web address, a page or a script: as it reads, where something private is in it."""
        plain = _decode(found[0])
        return found[0] if _ENCODED.search(plain) or self.text(plain) == plain else plain

    def _one(self, found: re.Match[str], rule: Rule) -> str:
        return found[0] if found[0] in self.plain else rule.replace(found, self._to, self._places)

    def _by_name(self, text: str, index: dict[str, list[str]]) -> str:
        """What is known from elsewhere, the longest first, as whole words; a text in another case is found too."""
        self._look_up()
        small = small_letters(text)
        for key, pattern in self._unspaced if index is self._index else ():
            if key in small:
                text = pattern.sub(partial(self._stand_in, key), text)
                small = small_letters(text)
        pieces: list[str] = []
        done = 0
        for start, found in self._private_in(small, index):
            if start >= done:
                pieces += [text[done:start], self._to.counted("known", text[start : start + len(found)], self._to.known[found])]
                done = start + len(found)
        return "".join([*pieces, text[done:]]) if pieces else text

    def _private_in(self, small: str, index: dict[str, list[str]]) -> Iterator[tuple[int, str]]:
        """What is known and where it begins, but for what stands within something public."""
        for whole in _WHOLE.finditer(small):
            words = _WORD.finditer(small, whole.start(), whole.end())
            rows = [(word.start(), key) for word in words if (key := _known_at(small, word.start(), index.get(word[0], ())))]
            if rows and not is_public(whole[0], self._to.public):
                yield from rows

    def _stand_in(self, key: str, found: re.Match[str]) -> str:
        return self._to.counted("known", found[0], self._to.known[key])

    def _look_up(self) -> None:
        """Take in what was learned since: by its first word, the longest first."""
        for key in list(self._to.known)[self._size :]:
            if _UNSPACED.search(key):
                self._unspaced.append((key, re.compile(re.escape(key), re.IGNORECASE)))
                self._unspaced.sort(key=lambda row: -len(row[0]))
            elif first := _WORD.match(key):
                for index in (self._index, self._longer) if first[0] != key else (self._index,):
                    rows = index.setdefault(first[0], [])
                    rows.append(key)
                    rows.sort(key=len, reverse=True)
        self._size = len(self._to.known)


def _decode(text: str) -> str:
    for _ in range(_DEEPEST):
        text = unescape(unquote(text.replace("\\/", "/"))).replace("\xa0", " ")
    return text


def _known_at(small: str, start: int, keys: Iterable[str]) -> str | None:
    """The longest of what is known that stands at a place, as whole words."""
    for key in keys:
        end = start + len(key)
        if small.startswith(key, start) and not (key[-1].isalnum() and small[end : end + 1].isalnum()):
            return key
    return None
