"""Reading one TOML file into a type of ours, strictly: size, encoding, syntax, shape; each fault becomes one line with its place.

Owns the translation of the readers' errors. Must not judge values (:mod:`wssdiag.catalogue.values` does).
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, TypeVar

from msgspec import inspect

from wssdiag.catalogue.values import not_one_of
from wssdiag.model.codec import DecodeError, convert
from wssdiag.model.input_error import InputError
from wssdiag.model.shown import shown

if TYPE_CHECKING:
    from pathlib import Path

#: A catalogue with ten thousand rows is smaller; what is larger was not written for us.
SIZE_LIMIT_BYTES = 1024 * 1024

T = TypeVar("T")

_NAMES = {
    "int": "a whole number",
    "float": "a number",
    "str": "text",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "null": "nothing",
}

#: The steps of a key path: names and indices.
_STEPS = re.compile(r"[^.\[\]]+")

_SYNTAX_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_document(path: Path, wanted: type[T]) -> T:
    """The file as a value of the wanted type, or :class:`InputError`. Reads no more than the limit."""
    try:
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError(str(path), "", "there is no such file") from error
    except PermissionError as error:
        raise InputError(str(path), "", "this account may not read it") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise InputError(str(path), "", "it cannot be read as a file") from error
    return parse_document(data, str(path), wanted)


def parse_document(data: bytes, name: str, wanted: type[T]) -> T:
    """The same for bytes that are already here; ``name`` stands for the file in the error."""
    name = shown(name)
    if len(data) > SIZE_LIMIT_BYTES:
        raise InputError(name, "", f"larger than {SIZE_LIMIT_BYTES // 1024} KiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(name, f"line {line}", "not UTF-8 text") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place, problem = _syntax(str(error), text)
        raise InputError(name, place, problem) from error
    except RecursionError as error:
        raise InputError(name, "", "nested too deeply") from error
    except ValueError as error:  # tomllib leaves this to int(): more digits than Python converts
        raise InputError(name, "", "a number is too long") from error
    try:
        return convert(table, wanted)
    except DecodeError as error:
        place, problem = _shape(str(error), table, wanted)
        raise InputError(name, place, problem) from error


def _syntax(message: str, text: str) -> tuple[str, str]:
    found = _SYNTAX_PLACE.search(message)
    what = shown(message[: found.start()] if found else message)
    if found and found[1]:
        return f"line {found[1]}, column {found[2]}", _lowered(what)
    return f"line {max(1, len(text.splitlines()))}, at the end", _lowered(what)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _shape(message: str, table: object, wanted: type) -> tuple[str, str]:
    """Place and problem of a msgspec message. Its texts are part of its interface and never translated; a test holds each form."""
    what, _, path = message.partition(" - at ")
    place = path.strip("`").removeprefix("$").removeprefix(".")
    if found := re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL):
        return _joined(place, shown(found[1])), "unknown key"
    if found := re.fullmatch(r"Object missing required field `(.*)`", what):
        return _joined(place, found[1]), "missing"
    if found := re.fullmatch(r"Expected `(.*)`, got `(.*)`", what):
        return place, f"expected {_named(found[1])}, not {_named(found[2])}"
    if what.startswith("Invalid enum value"):
        return place, _not_one_of(place, table, wanted)
    return place, shown(_lowered(what))


def _joined(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _named(types: str) -> str:
    words = [name for name in types.split(" | ") if name != "null"] or ["null"]
    return " or ".join(_NAMES.get(word, f"a {word}") for word in words)


def _not_one_of(place: str, table: object, wanted: type) -> str:
    value = str(_at(place, table))
    words = _words(place, wanted)
    return f"'{shown(value)}' is not '{words[0]}'" if len(words) == 1 else not_one_of(value, words)


def _words(place: str, wanted: type) -> tuple[str, ...]:
    """The closed list that the model has for a place."""
    found = inspect.type_info(wanted)
    for part in (*_STEPS.findall(place), ""):
        if isinstance(found, inspect.UnionType):
            found = next(one for one in found.types if not isinstance(one, inspect.NoneType))
        if isinstance(found, inspect.StructType):
            found = next((field.type for field in found.fields if field.encode_name == part), found)
        elif isinstance(found, inspect.VarTupleType):
            found = found.item_type
    if isinstance(found, inspect.EnumType):
        return tuple(str(member.value) for member in found.cls)
    return tuple(str(value) for value in found.values) if isinstance(found, inspect.LiteralType) else ()


def _at(place: str, table: object) -> object:
    for part in _STEPS.findall(place):
        if isinstance(table, dict):
            table = table.get(part)
        elif isinstance(table, list):
            table = table[int(part)]
    return table
