"""What PyInstaller put into a program's own file: ``python -m build.release.archive PROGRAM``, in the environment that froze it."""

from __future__ import annotations

import hashlib
import json
import sys

from PyInstaller.archive.readers import CArchiveReader  # type: ignore[import-untyped, unused-ignore]  # in .venv-freezer alone

#: PyInstaller's letters for a library, for other files, and for the archive of modules.
_FILES = ("b", "x")
_MODULES = "z"


def main(program: str) -> int:
    """Print ``files`` (path inside -> SHA-256) and ``modules`` (names)."""
    archive = CArchiveReader(program)
    kinds = {name: row[-1] for name, row in archive.toc.items()}
    files = {name.replace("\\", "/"): hashlib.sha256(archive.extract(name)).hexdigest() for name, kind in kinds.items() if kind in _FILES}
    modules = sorted({module for name, kind in kinds.items() if kind == _MODULES for module in archive.open_embedded_archive(name).toc})
    print(json.dumps({"files": files, "modules": modules}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
