"""Writes docs/reference anew, and removes what is no longer one of its pages."""

from __future__ import annotations

import sys

from build.reference.pages import FOLDER, generated


def main() -> int:
    """Write all pages."""
    wanted = generated()
    for path in FOLDER.rglob("*.md"):
        if path.relative_to(FOLDER).as_posix() not in wanted:
            path.unlink()
    for name, text in wanted.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(wanted)} pages written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
