"""Writes resources/translations: the texts of the code (.pot), taken over into each language's file (.po), compiled (.mo).

Owns the order of the work. GNU gettext does the merging and compiling; nothing of it is needed to run the program or its tests.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from build.messages import ROOT, messages
from wssdiag.report.texts import DOMAIN

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "resources" / "translations"


_HEADER = """# Every text of wssdiag that is translated; written by dev.py translations.
msgid ""
msgstr ""
"Project-Id-Version: wssdiag\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""

#: As in msgfmt(1): what a character becomes between quotation marks.
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


def template() -> str:
    """The .pot. No line numbers: a change elsewhere in a file is no change here."""
    parts = [_HEADER]
    for message, files in messages().items():
        lines = [f"#: {' '.join(files)}", f"msgid {quoted(message.text)}"]
        lines += ['msgstr ""'] if message.plural is None else [f"msgid_plural {quoted(message.plural)}", 'msgstr[0] ""', 'msgstr[1] ""']
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def quoted(text: str) -> str:
    """A text as it stands in the files of gettext."""
    return f'"{text.translate(_ESCAPES)}"'


def sources(folder: Path = FOLDER) -> tuple[Path, ...]:
    """The languages' files."""
    return tuple(sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")))


def main() -> int:
    """Write them anew; 1 where gettext finds fault with a translation."""
    pot = FOLDER / f"{DOMAIN}.pot"
    pot.write_text(template(), encoding="utf-8")
    failed = False
    for po in sources():
        commands = (
            ["msgmerge", "--quiet", "--update", "--backup=none", "--no-fuzzy-matching", "--width=140", str(po), str(pot)],
            ["msgattrib", "--no-obsolete", "--width=140", "--output-file", str(po), str(po)],
            ["msgfmt", "--check-format", "--no-hash", "--output-file", str(po.with_suffix(".mo")), str(po)],
            ["msgfmt", "--statistics", "--output-file", "/dev/null", str(po)],
        )
        failed |= any(subprocess.run(command, check=False).returncode for command in commands)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
