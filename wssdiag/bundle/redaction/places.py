"""Places: web addresses, file paths, entries of lists of exceptions, distinguished names. What is private in each, by its parts. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from wssdiag.bundle.redaction.words import PLAIN_ACCOUNTS, PLAIN_SEGMENTS

if TYPE_CHECKING:
    from wssdiag.bundle.redaction.pseudonyms import Pseudonyms

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}://")

_HOMES: Final = r"Users|Benutzer|Utilisateurs|Usuarios|Documents and Settings|home|Homes|run/media|var/mail"
_FRONT: Final = rf"(?P<front>(?<![^\\/\s\"'<>|(=:])(?:{_HOMES})[\\/]{{1,2}})"
_WORD_OF_NAME: Final = r"[^\s\\/\"'<>|:*?;,()]{1,64}"

#: Where an account stands in a path: behind the folder of all homes, of whatever system. With blanks only where the path goes on behind it.
HOME: Final = re.compile(rf"{_FRONT}(?P<name>{_WORD_OF_NAME}(?: {_WORD_OF_NAME}){{1,3}}(?=[\\/])|{_WORD_OF_NAME})", re.IGNORECASE)

#: The same where nothing but the path stands there.
_HOME_ALONE: Final = re.compile(rf"{_FRONT}(?P<name>[^\\/\"<>|:*?\r\n]{{1,64}})", re.IGNORECASE)

_UNC: Final = re.compile(r"(?<![\w:\\])\\\\(?P<host>[^\\/\s\"'<>|?.*][^\\/\s\"'<>|]{0,250})\\(?P<share>[^\\/\"'<>|\s]{1,80})")

_PORT: Final = re.compile(r":[0-9]{1,5}$")

#: "10.20.*" of a list of exceptions.
_STARRED: Final = re.compile(r"(?P<bytes>[0-9]{1,3}(?:\.[0-9]{1,3}){0,2})(?:\.\*){1,3}")

_BETWEEN: Final = re.compile(r"([\s,;|]+)")
_OCTETS: Final = 4

_NUMBERS_OF_A_GENERATION: Final = 2

_WORD: Final = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_ATTRIBUTE: Final = re.compile(r"(?P<type>(?:^|(?<=[,+/]))\s*(?:[A-Za-z][A-Za-z0-9-]{0,30}|[0-9]+(?:\.[0-9]+)+)=)")


class Places:
    """Makes places private."""

    def __init__(self, pseudonyms: Pseudonyms) -> None:
        self._to = pseudonyms

    def url(self, text: str) -> str:
        """A web address: no user, password or fragment; its host, the words of its path and its query become stand-ins."""
        if text in self._to.public.texts:
            return text
        try:
            parts = urlsplit(text)
            host = parts.hostname or ""
        except ValueError:
            return self._to.counted("url", text, f"{text.partition('://')[0]}://[")
        if parts.scheme == "file" and parts.netloc:
            return f"{text[: len('file')]}://{self._to.name(parts.netloc)}{self.path(parts.path)}"
        if not parts.netloc:
            return self.path(text)
        server = parts.netloc.rpartition("@")[2]
        made = self.server(server)
        path = parts.path if self._to.public.name(host) else "/".join(self._segment(piece) for piece in parts.path.split("/"))
        query = f"?{self._to.tag('query', parts.query)}" if parts.query else ""
        made_up = f"{text[: len(parts.scheme)]}://{made}{path}{query}"
        if made_up != text:
            self._to.learn(text, made_up)
        return self._to.counted("url", text, made_up)

    def server(self, text: str) -> str:
        """``host``, ``host:port``, ``[v6]:port``, with or without a user in front, who goes."""
        text = text.rpartition("@")[2]
        port = _PORT.search(text)
        host = text[: port.start()] if port and (text.count(":") == 1 or text.startswith("[")) else text
        if host.startswith("[") and host.endswith("]"):
            return f"[{self._to.name(host[1:-1])}]{text[len(host) :]}"
        return self._to.name(host) + text[len(host) :]

    def inside(self, text: str) -> str:
        """A place on the same server, as an answer names where to go on: the words of its path and its query become stand-ins."""
        path, sign, query = text.partition("#")[0].partition("?")
        made = "/".join(self._segment(piece) for piece in path.split("/")) + (sign + self._to.tag("query", query) if query else "")
        return self._to.counted("url", text, made)

    def _segment(self, piece: str) -> str:
        words = piece.split(".")
        return ".".join(
            word if word.casefold() in PLAIN_SEGMENTS or word.isdigit() or not word else self._to.segment(word) for word in words
        )

    def path(self, text: str) -> str:
        """A path of a file: whose home it is, and which server and share."""
        text = _UNC.sub(lambda found: f"\\\\{self._to.name(found['host'])}\\{self._share(found['share'])}", text)
        return _HOME_ALONE.sub(self.home, text)

    def home(self, found: re.Match[str]) -> str:
        """A part of a path up to the account, which becomes a stand-in."""
        return found["front"] + self._owner(found["name"])

    def _share(self, name: str) -> str:
        return name if name.casefold() in {*PLAIN_SEGMENTS, "sysvol", "netlogon"} else self._to.segment(name)

    def _owner(self, name: str) -> str:
        return name if name.casefold() in PLAIN_ACCOUNTS or name.startswith(("%", "$", "<", "{")) else self._to.tag("account", name)

    def exceptions(self, text: str) -> str:
        """A list, or one entry of it: names, suffixes, networks, addresses with stars, web addresses, servers."""
        return "".join(part if not part or _BETWEEN.fullmatch(part) else self.entry(part) for part in _BETWEEN.split(text))

    def entry(self, text: str) -> str:
        """One of these, as it is written: a web address, a path, a network, ``10.20.*``, ``scheme=host:port``, ``PROXY host:port``."""
        if _SCHEME.match(text):
            return self.url(text)
        if text.startswith(("/", "~", "\\\\")) or re.match(r"[A-Za-z]:[\\/]", text):
            return self.path(text)
        front, sign, rest = text.rpartition("=")
        if sign:
            return front + sign + self.entry(rest)
        if "/" in text:
            network = self._to.network(text)
            return network if network != text or re.fullmatch(r"[0-9a-fA-F:.]+/[0-9]{1,3}", text) else self.server(text.partition("/")[0])
        starred = _STARRED.fullmatch(text)
        return self._starred(starred, text) if starred else text if text.startswith("<") else self.server(text)

    def _starred(self, found: re.Match[str], text: str) -> str:
        given = found["bytes"].split(".")
        network = ".".join([*given, *["0"] * (_OCTETS - len(given))]) + f"/{8 * len(given)}"
        made = self._to.network(network).partition("/")[0].split(".")[: len(given)]
        return ".".join(made) + text[found.end("bytes") :]

    def distinguished(self, text: str) -> str:
        """A distinguished name, or a pattern that is looked for in one: word by word, so that a pattern matches where it did."""
        if "=" not in text:
            return self.words(text)
        pieces = _ATTRIBUTE.split(text)
        made = "".join(piece if _ATTRIBUTE.fullmatch(piece) else self.words(piece) for piece in pieces)
        if made != text:
            self._to.learn(text, made)
        return made

    def words(self, text: str) -> str:
        """A text of an organisation's own words: host names in it as names, others as words."""
        return _WORD.sub(self._worded, text)

    def _worded(self, found: re.Match[str]) -> str:
        text = found[0]
        if "." in text:
            return self._to.name(text)
        pieces = text.split("-")
        # Three numbers in a row are an address or somebody's own number, not a year and a generation.
        numbered = sum(piece.isdigit() for piece in pieces) > _NUMBERS_OF_A_GENERATION
        return self._to.segment(text) if numbered else "-".join(self._to.word(piece) for piece in pieces)
