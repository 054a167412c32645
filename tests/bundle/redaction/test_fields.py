"""The allow-list has one line for each field of each struct that a report can hold, and none for anything else."""

from __future__ import annotations

import types
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from wssdiag.bundle.redaction.fields import FIELDS, Treatment
from wssdiag.model.report import Report


def reachable(kind: Any, found: set[type[msgspec.Struct]] | None = None) -> set[type[msgspec.Struct]]:  # noqa: ANN401 - an annotation
    """Every struct that a value of this annotation can hold."""
    found = set() if found is None else found
    if get_origin(kind) in {Union, types.UnionType, tuple, dict}:
        for argument in get_args(kind):
            reachable(argument, found)
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind not in found:
        found.add(kind)
        for annotation in get_type_hints(kind).values():
            reachable(annotation, found)
    return found


def test_each_field_has_its_line() -> None:
    listed = {(kind.__name__, field) for kind, lines in FIELDS.items() for field in lines}
    there = {(kind.__name__, field) for kind in reachable(Report) for field in kind.__struct_fields__}
    assert there - listed == set(), "nobody decided what becomes of these fields"
    assert listed - there == set(), "these fields are in no report"


def test_what_stays_as_it_is_cannot_hold_a_text() -> None:
    """A plain text may hold anything: only members of closed lists and numbers may stay unread."""
    for kind, lines in FIELDS.items():
        hints = get_type_hints(kind)
        for field, treatment in lines.items():
            assert not (treatment is Treatment.KEEP and _holds_text(hints[field])), (kind.__name__, field)


def _holds_text(annotation: Any) -> bool:  # noqa: ANN401 - an annotation
    return annotation is str or any(
        _holds_text(argument) for argument in get_args(annotation) if isinstance(argument, type) or get_args(argument)
    )
