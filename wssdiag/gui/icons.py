"""The program's own icons, drawn in the colour of a role. Owns reading and tinting; the shapes stand in resources/icons."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from wssdiag.paths import resources


@cache
def _source(name: str) -> bytes:
    return (resources() / "icons" / f"{name}.svg").read_bytes()


def draw(painter: QPainter, name: str, colour: str, area: QRectF) -> None:
    """Paint an icon into an area of a painter."""
    QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour.encode()))).render(painter, area)


def pixmap(name: str, colour: str, size: int) -> QPixmap:
    """An icon of ``size`` device-independent pixels, drawn for the sharpest of the screens: it is scaled down, never up."""
    ratio = max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
    made = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw(painter, name, colour, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def icon(name: str, colour: str, size: int = 16) -> QIcon:
    """The same for a button or a row."""
    picture = pixmap(name, colour, size)
    made = QIcon(picture)
    made.addPixmap(picture, QIcon.Mode.Selected)  # else Qt greys it in a selected row
    return made
