"""JSON in and out, exactly, and the schemas of it.

Owns the one way in which a model value becomes bytes and back. A value that does not fit is a :class:`DecodeError` that names the place.
Everything with a type is decoded here: two threads that use a type for the first time at once end the process.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

#: msgspec 0.22 writes down what it knows of a struct at its first use, bit by bit, and lets other threads read it meanwhile: a crash.
#: Decoding holds the interpreter's lock in any case, so that nobody waits longer for this one.
_ONE_AT_A_TIME: Final = threading.Lock()


class DecodeError(ValueError):
    """The bytes are not JSON, or not of the wanted shape; the text says where (``$.checks[3].status``)."""


def encode(value: object) -> bytes:
    """One line of JSON, keys in the order of the fields."""
    return msgspec.json.encode(value)


def encode_pretty(value: object) -> bytes:
    """JSON for people: two spaces of indentation and a final newline."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def decode(data: bytes | str | msgspec.Raw, wanted: type[T]) -> T:
    """The value of some JSON, or :class:`DecodeError`. ``RecursionError`` of a hostile depth counts as one."""
    with _told(), _ONE_AT_A_TIME:
        return msgspec.json.decode(data, type=wanted)


def convert(value: object, wanted: type[T], *, strict: bool = True) -> T:
    """The same of what was read already: dicts, lists and the like. Not ``strict``: the text of a number is as good as the number."""
    with _told(), _ONE_AT_A_TIME:
        return msgspec.convert(value, wanted, strict=strict)


@contextmanager
def _told() -> Iterator[None]:
    """Give everything that may go wrong the one name."""
    try:
        yield
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise DecodeError(str(error)) from error
    except RecursionError as error:
        message = "nested too deeply"
        raise DecodeError(message) from error


def json_schema(wanted: type) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a model type."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(wanted)}
