"""Everything that is handed out, in dist: ``dev.py build release``. All of it or nothing.

The programs for Linux and Windows, every package that is made of them, signed where this machine can, a bill of materials beside each,
and SHA256SUMS over all.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from build.dev import freeze, signing
from build.dev.needs import SetUpError
from build.release import sbom, sums

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

#: Packages of the program for Windows; those that Windows asks for a signature are signed themselves too.
_OF_WINDOWS = signing.SIGNED | {".zip"}


def package(make: Callable[[], Path], dist: Path = freeze.DIST) -> Path:
    """Make one, and sign it where Windows asks for that; it is gone where that failed, or where what is packed in it is not signed."""
    made = make()
    try:
        signed = _signed(made, dist)
    except SetUpError:
        made.unlink()
        raise
    print(f"dev.py: made {made}", *([] if signed else [signing.UNSIGNED]), sep="; ")
    return made


def _signed(made: Path, dist: Path) -> bool:
    """Whether all that should be signed is."""
    if made.suffix not in _OF_WINDOWS:
        return True
    if signing.is_told() and (loose := signing.unsigned((dist / "windows").rglob("wssdiag*.exe"))):
        message = f"{loose[0].name} in dist/windows was made without a signature; python3 dev.py build windows makes it with one"
        raise SetUpError(message)
    return signing.sign([made] if made.suffix in signing.SIGNED else [])


def build(
    packages: Mapping[str, Callable[[], Path]],
    dist: Path = freeze.DIST,
    programs: Callable[[str], int] = freeze.build,
    bill: Callable[[Path], bytes] = sbom.of,
) -> int:
    """Make all anew; the exit code. What lay in ``dist`` beside the programs is gone, also where something fails."""
    whole = False
    try:
        _clear(dist)
        if any(programs(system) for system in freeze.SYSTEMS):
            return 1
        made = [package(make, dist) for make in packages.values()]
        for file in made:
            sbom.beside(file).write_bytes(bill(file))
        print(f"dev.py: made {sums.write(dist, [*made, *map(sbom.beside, made)])}")
        whole = True
    finally:
        if not whole:
            _clear(dist)
            print("dev.py: no release was made", file=sys.stderr)
    return 0


def _clear(dist: Path) -> None:
    for file in dist.glob("*"):
        if file.is_file():
            file.unlink()
