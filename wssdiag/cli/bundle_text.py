"""A bundle as text: what will be in it, what was replaced, what it is. Owns the layout; every text from outside is made fit to be shown."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from wssdiag.bundle.contents import Role
from wssdiag.model.shown import shown
from wssdiag.report.layout import Ink
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import decimal, ngettext
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wssdiag.bundle.contents import Contents, Failed, Replaced, Took
    from wssdiag.bundle.manifest import Manifest
    from wssdiag.report.layout import Style
    from wssdiag.session.opened import Verified

_KIB = 1024

#: Rows of one list in a terminal; the manifest has them all.
_MOST_ROWS = 200

#: Round a stand-in where a terminal has no colour.
_OPEN, _CLOSE = "<<", ">>"

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def contents_text(contents: Contents, style: Style) -> str:
    """The tree with sizes, what was replaced by rule and part, and what did not come."""
    rows = [(part.name, part.role, len(part.data)) for part in contents.parts]
    return "\n".join([*_tree(rows, style), *_replaced(contents.replaced, style), *_failed(contents.failed, style)]) + "\n"


def preview_text(contents: Contents, style: Style) -> str:
    """The same, and behind it every part as it will be, with what stands for something private marked."""
    lines = [contents_text(contents, style)]
    lines += style.wrap(
        _("Every part follows as it will be written. What stands for something private is marked: {mark}").format(mark=_marked("n1", style))
    )
    marks = _pattern(contents.marks)
    for part in contents.parts:
        lines += ["", style.ink(f"--- {style.plain(part.name)}", Ink.STRONG)]
        text = _text_of(part.data)
        if text is None:
            lines += style.wrap(_("This part is no text: {size}").format(size=_size(len(part.data))))
        else:
            lines += [_line(line, marks, style) for line in text.splitlines()]
    return "\n".join(lines) + "\n"


def verified_text(known: Verified, style: Style) -> str:
    """That a bundle is whole, and the one value by which two people can tell that they have the same."""
    lines = style.wrap(_("This bundle is whole: every file is there and unchanged."), "")
    rows = [(member.name, member.role, member.size) for member in known.members]
    lines += ["", *_tree(rows, style), ""]
    lines += style.wrap(_("Made by wssdiag {version}, of the run of {started}").format(version=known.tool_version, started=known.started))
    lines += style.wrap(_("Encrypted: {answer}").format(answer=_("yes") if known.encrypted else _("no")))
    lines += style.wrap(_("Fingerprint: {value}").format(value=known.fingerprint))
    return "\n".join(lines) + "\n"


def opened_text(manifest: Manifest, style: Style) -> str:
    """The manifest for people."""
    rows = [(member.name, member.role, member.size) for member in manifest.members]
    lines = [*_tree(rows, style), *_replaced(manifest.replaced, style), *_failed(manifest.failed, style), *_took(manifest.took, style)]
    return "\n".join(lines) + "\n"


def _tree(rows: list[tuple[str, Role, int]], style: Style) -> list[str]:
    total = _size(sum(size for _name, _role, size in rows))
    head = ngettext("In the bundle: {count} part, {size}", "In the bundle: {count} parts, {size}", len(rows))
    lines = [style.ink(head.format(count=len(rows), size=total), Ink.STRONG)]
    for name, role, size in rows[:_MOST_ROWS]:
        lines += style.wrap(f"{name}  {_size(size)}  {_role(role)}", "  ", "      ")
    return [*lines, *_rest(rows, style)]


def _replaced(rows: Iterable[Replaced], style: Style) -> list[str]:
    found = list(rows)
    if not found:
        return []
    lines = ["", style.ink(_("Replaced or left out:"), Ink.STRONG)]
    for row in found[:_MOST_ROWS]:
        lines += style.wrap(_("{part}: {rule} ({count})").format(part=row.part, rule=_rule(row.rule), count=row.count), "  ", "      ")
    return [*lines, *_rest(found, style)]


def _failed(rows: Iterable[Failed], style: Style) -> list[str]:
    found = list(rows)
    if not found:
        return []
    lines = ["", style.ink(_("Could not be read:"), Ink.STRONG)]
    for row in found[:_MOST_ROWS]:
        lines += style.wrap(f"{row.collector}: {retold(row.why)}", "  ", "      ")
    return [*lines, *_rest(found, style)]


def _took(rows: Iterable[Took], style: Style) -> list[str]:
    found = list(rows)
    if not found:
        return []
    lines = ["", style.ink(_("Time taken:"), Ink.STRONG)]
    for row in found[:_MOST_ROWS]:
        lines += style.wrap(f"{row.collector}: {decimal(row.elapsed_ms / 1000)} s", "  ", "      ")
    return [*lines, *_rest(found, style)]


def _rest(rows: Sequence[object], style: Style) -> list[str]:
    left = len(rows) - _MOST_ROWS
    return style.wrap(ngettext("and {count} more", "and {count} more", left).format(count=left), "  ") if left > 0 else []


def _size(size: int) -> str:
    return _("{size} bytes").format(size=size) if size < _KIB else _("{size} KiB").format(size=decimal(size / _KIB))


def _role(role: Role) -> str:
    return {
        Role.REPORT: _("the result of the check"),
        Role.FACTS: _("the settings of the computer"),
        Role.PAGE: _("the result as a page to read"),
        Role.LOG: _("the program's own log"),
        Role.CAPTURE: _("raw settings"),
    }[role]


def _rule(rule: str) -> str:
    """The rule in words; one of a newer version by its own name."""
    words = {
        "account": _("names of accounts"),
        "address": _("addresses"),
        "file": _("left out as a whole"),
        "guid": _("identifiers"),
        "interface": _("names of network connections"),
        "known": _("names that stand elsewhere too"),
        "mac": _("hardware addresses"),
        "name": _("names of computers and domains"),
        "organisation": _("names of the organisation"),
        "path": _("folders and files"),
        "place": _("places"),
        "query": _("what was asked of a page"),
        "secret": _("passwords and other secrets"),
        "sid": _("identifiers"),
        "tenant": _("identifiers"),
        "url": _("addresses of pages"),
        "wifi": _("names of Wi-Fi networks"),
        "row": _("rows that no rule needs"),
    }
    return words.get(rule, rule)


def _text_of(data: bytes) -> str | None:
    """A part as text; None for one that is none."""
    encoding = next((name for mark, name in _UTF16.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _pattern(marks: tuple[str, ...]) -> re.Pattern[str] | None:
    """The marks as whole words, the longest first."""
    if not marks:
        return None
    words = "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9])")


def _line(line: str, marks: re.Pattern[str] | None, style: Style) -> str:
    """The whole line: what is written is what is seen, but for the characters that could deceive a reader."""
    clean = shown(line, len(line) + 3)
    return clean if marks is None else marks.sub(lambda found: _marked(found[0], style), clean)


def _marked(text: str, style: Style) -> str:
    return style.ink(text, Ink.ATTENTION) if style.colour else f"{_OPEN}{text}{_CLOSE}"
