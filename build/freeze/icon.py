"""Draws the program's icon for Windows: ``python -m build.freeze.icon FILE``. The same picture gives the same bytes."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

_PICTURE = Path(__file__).resolve().parents[2] / "resources" / "icons" / "program.svg"

#: What Windows shows in lists, on the task bar and on the desktop, at its usual scales.
SIZES = (16, 20, 24, 32, 40, 48, 64, 256)

#: An icon's width of 256 is written as 0 (ICONDIRENTRY).
_WHOLE = 256


def png(renderer: QSvgRenderer, size: int) -> bytes:
    """The picture in so many pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes for what Qt takes as text
    return bytes(held.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """An icon file of PNG pictures, by their sizes (ICONDIR, then one ICONDIRENTRY a picture, then the pictures)."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    rows = b""
    for size, picture in pictures.items():
        rows += struct.pack("<BBBBHHII", size % _WHOLE, size % _WHOLE, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return head + rows + b"".join(pictures.values())


def main(target: Path) -> int:
    """Write the file."""
    application = QGuiApplication([sys.argv[0], "-platform", "offscreen"])
    renderer = QSvgRenderer(str(_PICTURE))
    target.write_bytes(ico({size: png(renderer, size) for size in SIZES}))
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
