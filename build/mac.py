"""What build/wssdiag.spec reads on a Mac beside the sources: licences, and the icon's pictures. ``python -m build.mac FOLDER``."""

from __future__ import annotations

import platform
import sys
import sysconfig
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtSvg import QSvgRenderer

from build.freeze.icon import png
from build.freeze.licences import gather

_PICTURE = Path(__file__).resolve().parents[1] / "resources" / "icons" / "program.svg"

#: In points; each also at twice the resolution (iconutil(1)).
_SIZES = (16, 32, 128, 256, 512)


def pictures(folder: Path) -> None:
    """Fill an iconset. Needs a Qt application."""
    renderer = QSvgRenderer(str(_PICTURE))
    for size in _SIZES:
        (folder / f"icon_{size}x{size}.png").write_bytes(png(renderer, size))
        (folder / f"icon_{size}x{size}@2x.png").write_bytes(png(renderer, 2 * size))


def main(folder: Path) -> int:
    """Fill the folder, in which ``wssdiag.iconset`` is."""
    application = QGuiApplication([sys.argv[0], "-platform", "offscreen"])
    pictures(folder / "wssdiag.iconset")
    application.quit()
    paths = sysconfig.get_paths()
    gather(Path(paths["purelib"]), Path(paths["stdlib"]) / "LICENSE.txt", platform.python_version(), folder / "licenses")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
