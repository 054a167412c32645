"""profile.md: every key of a profile. Types and defaults are the structs' own; meanings and examples stand in ``texts/profile.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import NODEFAULT, inspect

from build.reference.markdown import code, codes, page, table
from build.reference.texts import FOLDER, text
from wssdiag.model.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EXAMPLE = FOLDER / "profile.toml"

_TABLE = re.compile(r"\[+(?P<name>[a-z_.]+)\]+")
_KEY = re.compile(r"(?P<name>[a-z_0-9]+) = (?P<value>.+)")


@dataclass(frozen=True)
class Told:
    """What the example says of a key, or of a table (whose example is empty)."""

    means: str
    example: str


def told() -> Mapping[str, Told]:
    """Dotted key -> what ``profile.toml`` says of it."""
    found: dict[str, Told] = {}
    place, comment = "", ""
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            comment = line.removeprefix("# ")
            continue
        if head := _TABLE.fullmatch(line):
            place = f"{head['name']}."
            found[head["name"]] = Told(comment, "")
        elif key := _KEY.fullmatch(line):
            found[place + key["name"]] = Told(comment, key["value"])
        comment = ""
    return found


def profile_page(said: Mapping[str, Told]) -> str:
    """The whole page. ``KeyError`` names a key that the example leaves out."""
    blocks = [text("profile")]
    for name, struct, repeats in tables(Profile):
        means = f"{said[name].means}" if name else "Keys before the first table."
        rows = (
            (code(field.encode_name), _type(field.type), said[_joined(name, field.encode_name)].means, _example(said, name, field))
            for field in struct.fields
            if _struct_of(field.type) is None
        )
        head = f"[[{name}]]" if repeats else f"[{name}]" if name else "At the top"
        blocks += [f"## {code(head) if name else head}", means, table(("Key", "Type", "Meaning", "Example"), rows)]
    example = EXAMPLE.read_text(encoding="utf-8").partition("\n\n")[2]
    return page(
        "Profile",
        "wssdiag/model/profile.py and build/reference/texts/profile.toml",
        *blocks,
        "## The whole example",
        f"```toml\n{_without_comments(example)}\n```",
    )


def tables(kind: type, name: str = "", *, repeats: bool = False) -> Iterator[tuple[str, inspect.StructType, bool]]:
    """Each table of the profile by its dotted name, the top first; whether it may stand there more than once."""
    if (struct := _struct_of(inspect.type_info(kind))) is None:
        return
    yield name, struct, repeats
    for field in struct.fields:
        if inner := _struct_of(field.type):
            yield from tables(inner.cls, _joined(name, field.encode_name), repeats=isinstance(field.type, inspect.VarTupleType))


def _joined(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _struct_of(kind: inspect.Type) -> inspect.StructType | None:
    item = kind.item_type if isinstance(kind, inspect.VarTupleType) else kind
    return item if isinstance(item, inspect.StructType) else None


def _type(kind: inspect.Type) -> str:
    """A type in words. ``TypeError`` for one that no key has had so far."""
    match kind:
        case inspect.UnionType(types=types):
            return _type(next(one for one in types if not isinstance(one, inspect.NoneType)))
        case inspect.EnumType(cls=cls):
            return f"one of {codes(cls)}"
        case inspect.LiteralType(values=values):
            return f"one of {codes(map(str, values))}" if len(values) > 1 else code(f'"{values[0]}"')
        case inspect.VarTupleType(item_type=item):
            return f"list of {_type(item)}s"
        case inspect.StrType():
            return "text"
        case inspect.IntType():
            return "whole number"
        case _:
            message = f"no words for {kind}"
            raise TypeError(message)


def _example(said: Mapping[str, Told], name: str, field: inspect.Field) -> str:
    example = said[_joined(name, field.encode_name)].example
    says_more = field.default not in ("", None, (), NODEFAULT) and example != f'"{field.default}"'
    return code(example) + (f"; by default {code(str(field.default))}" if says_more else "")


def _without_comments(text: str) -> str:
    """What can be copied, a blank line before each table."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip()
