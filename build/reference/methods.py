"""methods.md: the connection methods and how each is recognised, with the traces that the footprint knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build.reference.comments import notes
from build.reference.markdown import code, page, plain, points, prose, sentence, table
from build.reference.texts import text
from wssdiag.catalogue.footprint import Kind, Match
from wssdiag.catalogue.values import BESIDE_METHODS
from wssdiag.model.mode import AGENT_METHODS, NO_PATH_UNLESS_IN_USE, PROXY_METHODS, Confidence, Method
from wssdiag.report import wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wssdiag.catalogue.footprint import Trace


def methods_page(traces: Sequence[Trace], told: Mapping[str, str]) -> str:
    """The whole page. ``KeyError`` names a method of which nothing is said."""
    sure = ((code(one), plain(wording.confidence(one))) for one in Confidence)
    return page(
        "Connection methods",
        "wssdiag/model/mode.py, resources/catalogue/footprint.toml and build/reference/texts/methods.toml",
        text("methods"),
        table(("Method", "Name", "Traffic goes"), ((f"[{code(one)}](#{one})", plain(wording.method(one)), _way(one)) for one in Method)),
        table(("`mode.confidence`", "In a text"), sure),
        *(block for one in Method for block in _method(one, traces, told[one])),
        "## Rows beside the methods",
        "Words of the [locations](locations.md) that are no methods. They are checked where they apply, or with `--role auth-connector`.",
        points(map(code, BESIDE_METHODS)),
        "## Kinds of traces",
        table(("Kind", "What is compared"), ((code(one), prose(notes(Kind)[one.name].said)) for one in Kind)),
        table(("Match", "How it is compared"), ((code(one), prose(notes(Match)[one.name].said)) for one in Match)),
    )


def _way(method: Method) -> str:
    """The path of its traffic, by which it is judged."""
    if method in PROXY_METHODS:
        return "by a proxy; direct traffic is information only"
    if method in AGENT_METHODS:
        return "by the agent"
    return "by a tunnel or program elsewhere" if method in NO_PATH_UNLESS_IN_USE else "directly"


def _method(method: Method, traces: Sequence[Trace], said: str) -> tuple[str, ...]:
    own = [trace for trace in traces if trace.method is method]
    return (f"## {method}", f"{plain(wording.method(method))}. {sentence(said)}", *([_traces(own)] if own else []))


def _traces(traces: Sequence[Trace]) -> str:
    rows = (
        (
            wording.system(one.os),
            code(one.kind),
            f"{code(one.value)}{'' if one.match is Match.EXACT else f' ({one.match})'}",
            plain(one.says) + ("" if one.alone else " It does not name the method by itself."),
            plain(f"{one.certainty}: {one.source}"),
        )
        for one in traces
    )
    return table(("System", "Kind", "Trace", "What it says", "How sure, source"), rows)
