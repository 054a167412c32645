"""JSON in and out, exactly, and the schemas of it.

Owns the one way in which a model value becomes bytes and back. A value that does not fit is a :class:`DecodeError` that names the place.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class DecodeError(ValueError):
    """The bytes are not JSON, or not of the wanted shape; the text says where (``$.checks[3].status``)."""


def encode(value: object) -> bytes:
    """One line of JSON, keys in the order of the fields."""
    return msgspec.json.encode(value)


def encode_pretty(value: object) -> bytes:
    """JSON for people: two spaces of indentation and a final newline."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def decode(data: bytes, wanted: type[T]) -> T:
    """The value, or :class:`DecodeError`. ``RecursionError`` of a hostile depth counts as one."""
    try:
        return msgspec.json.decode(data, type=wanted)
    except UnicodeDecodeError as error:
        message = "not UTF-8 text"
        raise DecodeError(message) from error
    except msgspec.MsgspecError as error:
        raise DecodeError(str(error)) from error
    except RecursionError as error:
        message = "nested too deeply"
        raise DecodeError(message) from error


def json_schema(wanted: type) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a model type."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(wanted)}
