"""A made-up language, to see what a translation does to the window: 40 % longer than English, in Hebrew letters, so from right to left."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from msgspec.structs import replace

from build.messages import messages

if TYPE_CHECKING:
    from pathlib import Path

    from wssdiag.catalogue.knowledge import Knowledge

#: As it is named; no language has these letters for its code (ISO 639 keeps qaa to qtz for private use).
PSEUDO = "qps"

#: How much longer than English a text of a few words may become (IBM's and Microsoft's rule of thumb).
_LONGER = 0.4

#: What stays as it is: placeholders, markup of Markdown, and words that begin with the dashes of an option.
_KEPT = re.compile(r"(\{[^}]*\}|\*\*|--\S+|https?:\S+)")

_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "אבגדהוזחטיכלמנסעפצקרשתאבגד")

_FILLER = "lorem ipsum dolor sit amet ".translate(_LETTERS)


def pseudo(text: str) -> str:
    """The text in the made-up language. Its placeholders, spaces at both ends and line breaks stay."""
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    core = line.strip()
    if not core:
        return line
    said = "".join(part if _KEPT.fullmatch(part) else part.lower().translate(_LETTERS) for part in _KEPT.split(core))
    more = round(len(_KEPT.sub("", core)) * _LONGER)
    filler = (_FILLER * (more // len(_FILLER) + 1))[:more].strip()
    ending = core[-1] if core[-1] in ".:" else ""
    longer = f"{said.removesuffix(ending)} {filler}{ending}" if filler else said
    return line.replace(core, longer)


def pseudo_guides(knowledge: Knowledge) -> Knowledge:
    """The guides in the made-up language."""
    return {
        code: replace(
            guide,
            title=pseudo(guide.title),
            means=pseudo(guide.means),
            seen=pseudo(guide.seen),
            step=tuple(replace(one, do=pseudo(one.do), message=pseudo(one.message) if one.message else None) for one in guide.step),
        )
        for code, guide in knowledge.items()
    }


def write_translation(folder: Path) -> None:
    """Every text of the program as a compiled translation below a folder (gettext's manual, "The Format of GNU MO Files")."""
    rows = [("", "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n")]
    for one in messages():
        plural = one.plural is not None
        rows.append(
            (
                f"{one.text}\0{one.plural}" if plural else one.text,
                f"{pseudo(one.text)}\0{pseudo(one.plural or '')}" if plural else pseudo(one.text),
            )
        )
    rows.sort()
    texts = [part.encode() for column in zip(*rows, strict=True) for part in column]
    start = 28 + 8 * len(texts)
    table = b""
    for text in texts:
        table += struct.pack("<II", len(text), start)
        start += len(text) + 1
    header = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, 0)
    target = folder / PSEUDO / "LC_MESSAGES"
    target.mkdir(parents=True)
    (target / "wssdiag.mo").write_bytes(header + table + b"".join(text + b"\0" for text in texts))
