"""What the screen of a bundle says: names of the parts, what was replaced, who can read it. Pure."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING

from wssdiag.bundle.contents import Role
from wssdiag.gui.words import plain
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import decimal, ngettext
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.bundle.contents import Contents, Part, Replaced
    from wssdiag.bundle.manifest import Manifest
    from wssdiag.bundle.read import Bundle

_KILO = 1024


class Thing(Enum):
    """What a person would call it, whichever rule found it."""

    NAME = 0
    ADDRESS = 1
    PAGE = 2
    ACCOUNT = 3
    IDENTITY = 4
    SECRET = 5
    ROW = 6
    FILE = 7
    OTHER = 8


#: By the rules of the redaction.
_THINGS = {
    **dict.fromkeys(("name", "label", "known", "organisation", "place", "interface", "wifi"), Thing.NAME),
    **dict.fromkeys(("address", "mac"), Thing.ADDRESS),
    **dict.fromkeys(("url", "query", "path"), Thing.PAGE),
    "account": Thing.ACCOUNT,
    **dict.fromkeys(("guid", "sid", "tenant"), Thing.IDENTITY),
    "secret": Thing.SECRET,
    "row": Thing.ROW,
    "file": Thing.FILE,
}

#: age1, and 32 bytes in the letters of Bech32 (age-encryption.org/v1). Whether its check sum holds is told when it is written for.
_KEY = re.compile(r"age1[ac-hj-np-z02-9]{58}")

#: Of a key as it is shown: what a person compares.
_KEY_SHOWN = 12


def part_name(part: Part) -> str:
    """What a part is, in a word or two; a file of the capture by its own name."""
    names = {
        Role.REPORT: _("Report"),
        Role.FACTS: _("Settings"),
        Role.PAGE: _("Page to read"),
        Role.LOG: _("Log"),
    }
    return names.get(part.role) or plain(part.name.removeprefix(f"{Role.CAPTURE}/"))


def part_row(part: Part) -> str:
    """The same where a part can be left out."""
    return _("Report (stays)") if part.role is Role.REPORT else part_name(part)


def part_explained(role: Role) -> str:
    """What a part is good for."""
    return {
        Role.REPORT: _("The result and what each check saw, as data."),
        Role.FACTS: _("What this computer says of its connection, as data."),
        Role.PAGE: _("The result as a page for a browser."),
        Role.LOG: _("What this program did, line by line."),
        Role.CAPTURE: _("A setting as the system gave it."),
    }[role]


def size(count: int) -> str:
    """Bytes for people; what is not empty has at least 1 KB."""
    if count < _KILO * _KILO:
        return _("{count} KB").format(count=max(min(count, 1), round(count / _KILO)))
    return _("{count} MB").format(count=decimal(count / _KILO / _KILO))


def replaced_in(contents: Contents, part: str) -> int:
    """How often something was replaced in it, or left out of it."""
    return sum(row.count for row in contents.replaced if row.part == part)


def replaced_rows(rows: Iterable[Replaced]) -> tuple[str, ...]:
    """``"17 names"``, one text for what a person calls by one word, the most frequent first."""
    counts: Counter[Thing] = Counter()
    for row in rows:
        counts[_THINGS.get(row.rule, Thing.OTHER)] += row.count
    return tuple(_counted(thing, count) for thing, count in counts.most_common() if count)


def replaced_line(contents: Contents | Manifest) -> str:
    """All of it in one line; honest where it is nothing."""
    rows = replaced_rows(contents.replaced)
    return _("Replaced or left out: {things}").format(things=", ".join(rows)) if rows else _("Nothing private was found in it.")


def overview(contents: Contents) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What was replaced in which part, what did not come, what each part is: headings with their lines, shown before any part is."""
    replaced = ((part_name(part), replaced_rows(row for row in contents.replaced if row.part == part.name)) for part in contents.parts)
    missing = tuple(f"{plain(row.collector)}: {plain(retold(row.why))}" for row in contents.failed)
    parts = {part_name(part): part_explained(part.role) for part in contents.parts if part.role is not Role.CAPTURE}
    if len(parts) < len(contents.parts):
        parts[_("Raw settings")] = _("The settings as the system gave them.")
    return (
        (_("Replaced or left out"), tuple(f"{name}: {', '.join(rows)}" for name, rows in replaced if rows) or (_("Nothing"),)),
        *(((_("Could not be read"), missing),) if missing else ()),
        (_("What each part is"), tuple(f"{name}: {text}" for name, text in parts.items())),
    )


def missing_line(contents: Contents) -> str:
    """What did not come; empty where all did."""
    count = len(contents.failed)
    return ngettext("{count} thing could not be read", "{count} things could not be read", count).format(count=count) if count else ""


def opened_line(bundle: Bundle) -> str:
    """What a bundle that was opened says of itself; one that is not whole cannot be opened."""
    made = _("Made with wssdiag {version}.").format(version=plain(bundle.manifest.tool_version))
    sealed = _("It was encrypted.") if bundle.was_encrypted else _("It was not encrypted.")
    whole = _("It is whole: each part is as its list says.")
    return " ".join((made, sealed, whole, replaced_line(bundle.manifest)))


def is_key(text: str) -> bool:
    """Whether it has the form of a key to encrypt for."""
    return _KEY.fullmatch(text) is not None


def readers(recipient: str, pasted: str) -> str:
    """Who can read the file: by the organisation's key, else by the one that was pasted."""
    if recipient:
        return _("Your organisation's support and you. It is encrypted for the key {key}.").format(key=_short(recipient))
    if not pasted:
        return _("Everybody who gets the file. It is not encrypted.")
    if not is_key(pasted):
        return _("This is no key. A key begins with age1 and has 62 characters.")
    return _("The owner of this key and you. It is encrypted.")


def _short(key: str) -> str:
    return f"{key[:_KEY_SHOWN]}..."


def _counted(thing: Thing, count: int) -> str:
    match thing:
        case Thing.NAME:
            text = ngettext("{count} name", "{count} names", count)
        case Thing.ADDRESS:
            text = ngettext("{count} address", "{count} addresses", count)
        case Thing.PAGE:
            text = ngettext("{count} web address or folder", "{count} web addresses or folders", count)
        case Thing.ACCOUNT:
            text = ngettext("{count} account", "{count} accounts", count)
        case Thing.IDENTITY:
            text = ngettext("{count} identifier", "{count} identifiers", count)
        case Thing.SECRET:
            text = ngettext("{count} secret", "{count} secrets", count)
        case Thing.ROW:
            text = ngettext("{count} row that is not about WSS", "{count} rows that are not about WSS", count)
        case Thing.FILE:
            text = ngettext("{count} file", "{count} files", count)
        case _:
            text = ngettext("{count} other thing", "{count} other things", count)
    return text.format(count=count)
