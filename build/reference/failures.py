"""failures.md: the closed list of ways in which a step says no, with the words of the terminal and the comments of the code."""

from __future__ import annotations

import inspect
import re
from itertools import groupby

from build.reference.comments import notes
from build.reference.markdown import code, codes, page, prose, table
from build.reference.texts import text
from wssdiag.model import failure
from wssdiag.model.failure import Failure
from wssdiag.report.failures import failure_words

#: A set of failures, with the comment above it.
_GROUP = re.compile(r"^#: (.+)\n([A-Z_]+) = frozenset", re.MULTILINE)

#: How the groups of the list are called above the comments of the code.
_HEADINGS = {
    "names": "Names",
    "reaching": "Reaching an address",
    "TLS": "TLS and certificates",
    "proxy": "Proxy",
    "HTTP": "HTTP",
    "PAC": "PAC file",
    "IKE, QUIC": "IKE and QUIC",
    "the run itself": "The run itself",
}


def failures_page() -> str:
    """The whole page. ``KeyError`` for a group of the list that has no heading here."""
    noted = notes(Failure)
    blocks = [text("failures")]
    for group, members in groupby(Failure, key=lambda one: noted[one.name].group):
        rows = ((code(one), failure_words(one), prose(noted[one.name].said)) for one in members)
        blocks += [f"## {_HEADINGS[group]}", table(("Failure", "In words", "Evidence"), rows)]
    return page("Failures", "wssdiag/model/failure.py", *blocks, "## What they have in common", _groups())


def _groups() -> str:
    """The sets of failures that the rules speak of, by the comments above them."""
    said = {name: comment for comment, name in _GROUP.findall(inspect.getsource(failure))}
    sets = {name: value for name, value in vars(failure).items() if isinstance(value, frozenset)}
    rows = ((prose(said[name]), codes(one for one in Failure if one in value)) for name, value in sets.items())
    return table(("What it means", "Failures"), rows)
