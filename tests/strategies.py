"""Hypothesis strategies for every type of the model, drawn from the annotations of the structs.

``values(Report)`` gives whole reports; ``values(Route, destination=just("0.0.0.0/0"))`` fixes a field. Texts are short and of all scripts,
control and bidirectional characters among them: what comes from outside is hostile.
"""

from __future__ import annotations

import types
from enum import Enum
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from hypothesis import strategies as st

T = TypeVar("T")

#: Lists in a drawn value; few, since reports nest five deep.
MOST_ITEMS = 2

#: Characters in a drawn text.
MOST_CHARACTERS = 12

TEXTS = st.text(max_size=MOST_CHARACTERS)

#: What JSON carries exactly everywhere: 64-bit integers and finite doubles.
INTEGERS = st.integers(min_value=-(2**63), max_value=2**63 - 1)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def values(kind: type[T], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[T]:
    """All values of a model type; named fields come from the strategies given."""
    if not issubclass(kind, msgspec.Struct):
        return st.from_type(kind)
    hints = get_type_hints(kind)
    drawn = {field.name: fields.get(field.name, of_annotation(hints[field.name])) for field in msgspec.structs.fields(kind)}
    return st.builds(kind, **drawn)


def of_annotation(annotation: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - an annotation has no type of its own
    """All values that fit an annotation as the model writes them."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {Union, types.UnionType}:
        return st.one_of([of_annotation(argument) for argument in arguments])
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is tuple:
        return _of_tuple(arguments)
    if origin is dict:
        return st.dictionaries(of_annotation(arguments[0]), of_annotation(arguments[1]), max_size=MOST_ITEMS)
    return _of_class(annotation)


def _of_tuple(arguments: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """``tuple[X, ...]`` of some length, or one of a fixed shape."""
    if arguments[-1] is Ellipsis:
        return st.lists(of_annotation(arguments[0]), max_size=MOST_ITEMS).map(tuple)
    return st.tuples(*(of_annotation(argument) for argument in arguments))


def _of_class(kind: type) -> st.SearchStrategy[Any]:
    """A plain value, an enum or a struct. A type that the model does not use is an error, so that a new one is thought of here."""
    plain: dict[type, st.SearchStrategy[Any]] = {
        str: TEXTS,
        int: INTEGERS,
        float: FLOATS,
        bool: st.booleans(),
        type(None): st.none(),
    }
    if kind in plain:
        return plain[kind]
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    if issubclass(kind, msgspec.Struct):
        return values(kind)
    message = f"no strategy for {kind}"
    raise TypeError(message)
