"""What JSON from elsewhere may be, before anybody parses it: how deep, how many values, how long a number, and no name twice.

Owns the bounds. A parser would first make objects of all of it: a few MiB of brackets become hundreds.
"""

from __future__ import annotations

import json
import math
import re

#: A report is nine deep.
DEPTH_LIMIT = 32

#: Ten times what the largest report has; as objects some 20 MiB.
VALUES_LIMIT = 200_000

#: A 64-bit integer has twenty digits and a sign, a float 24 characters.
NUMBER_LIMIT = 25

#: One token with the white space behind it: a text (with the colon, where it is a name), a bracket, or anything else up to the next of
#: them. A text without end is one token too: else each quotation mark in it would start another search.
_TOKEN = re.compile(rb'(?:"((?:[^"\\]++|\\.)*+)(?:"\s*+(:)?)?|([{\[])|([}\]])|([^\s",:{}\[\]]++))[\s,]*+', re.DOTALL)


def out_of_bounds(data: bytes) -> str | None:
    """Why these bytes are not to be parsed; None: they may be. Whether they are JSON at all is for the parser to say."""
    names: list[set[bytes]] = []
    for count, token in enumerate(_TOKEN.finditer(data.strip())):
        if count > VALUES_LIMIT:
            return f"more than {VALUES_LIMIT} values"
        text, is_name, opened, closed, bare = token.groups()
        if opened:
            names.append(set())
            if len(names) > DEPTH_LIMIT:
                return "nested too deeply"
        elif closed:
            del names[-1:]
        elif is_name and names:
            name = _plain(text)
            if name in names[-1]:
                return "the same name twice in one object"
            names[-1].add(name)
        elif bare and not _is_harmless(bare):
            return "a number that is too large"
    return None


def _plain(name: bytes) -> bytes:
    r"""The name as a parser reads it: ``"\u0061"`` is ``"a"``."""
    if b"\\" not in name:
        return name
    try:
        return str(json.loads(b'"' + name + b'"')).encode("utf-8", "surrogatepass")
    except ValueError:
        return name


def _is_harmless(bare: bytes) -> bool:
    """A word is for the parser; a number is finite and not longer than one that was ever written."""
    if len(bare) > NUMBER_LIMIT:
        return False
    try:
        return math.isfinite(float(bare))
    except ValueError:
        return True
