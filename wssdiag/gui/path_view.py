"""The path as a row of six stations, painted; to a keyboard and a screen reader it is six named buttons.

Owns how a station looks and the one motion of the program: the turning ring of a station that is being checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QStyle, QWidget

from wssdiag.gui.icons import draw
from wssdiag.gui.screens import keyed
from wssdiag.gui.theme import GAP, SPACE, Size, Theme
from wssdiag.report.path import Station, StationState, Stop
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_DISC = 32
_HEIGHT = _DISC + 56
_LINE = 18  # of the small letters
_TURN_MS = 50
_TURN_DEGREES = 18

#: A turn of the ring and a few states; more would be pictures of sizes that are gone.
_PICTURES = 64


#: One word under the other where they do not fit side by side.
_WRAPPED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class Painted:
    """What was painted once, by its look.

    Painting again takes dozens of calls, each of which waits for the interpreter's lock among the workers; showing a picture takes one.
    """

    def __init__(self) -> None:
        self._pictures: dict[Hashable, QPixmap] = {}

    def show(self, widget: QWidget, look: Hashable, paint: Callable[[QPainter], None]) -> None:
        """Show the widget as it looks now; ``paint`` is called only for a look that was not seen in this size."""
        scale = widget.devicePixelRatioF()
        key = (look, widget.size().toTuple(), scale, widget.font().key())
        picture = self._pictures.get(key)
        if picture is None:
            if len(self._pictures) >= _PICTURES:
                self._pictures.clear()
            picture = QPixmap(widget.size() * scale)
            picture.setDevicePixelRatio(scale)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint(painter)
            painter.end()
            self._pictures[key] = picture
        QPainter(widget).drawPixmap(0, 0, picture)


class StationButton(QAbstractButton):
    """One station: shape, name, word."""

    def __init__(self, station: Station, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.station = station
        self.theme = theme
        self.stop: Stop | None = None
        self.angle = 0
        self.lines = 2  # of name and word together: what the longest station needs
        self._painted = Painted()
        self._number = list(Station).index(station) + 1
        keyed(self, f"Alt+{self._number}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The width of a sixth of the column."""
        return QSize(120, _HEIGHT + _LINE * (self.lines - 2))

    def show_stop(self, stop: Stop) -> None:
        """Take the state; tell assistive technology by the name."""
        if stop == self.stop:
            return
        self.stop = stop
        self.setText(stop.name)
        self.setAccessibleName(_("{station}: {state}").format(station=stop.name, state=stop.word))
        self.setAccessibleDescription(_("Shows the checks of this station"))
        self.setToolTip(_("{name} (Alt+{number})").format(name=self.accessibleName(), number=self._number))
        self.update()

    @property
    def wanted(self) -> tuple[int, int]:
        """How many lines name and word need in this width, in whichever state: a long language needs more than one."""
        name, word = (self.stop.name, self.stop.word) if self.stop is not None else ("", "")
        return self._count_lines(name, bold=True), self._count_lines(word, bold=False)

    def _count_lines(self, text: str, *, bold: bool) -> int:
        metrics = QFontMetrics(self._font(bold=bold))
        room = QRect(0, 0, self.width() - GAP, 0)
        return max(1, round(metrics.boundingRect(room, _WRAPPED, text).height() / metrics.lineSpacing()))

    @property
    def waits(self) -> bool:
        """Whether nothing is known of it yet: its name is not bold."""
        return self.stop is None or self.stop.state is StationState.WAITING

    @property
    def places(self) -> tuple[QRect, QRect]:
        """Where name and word stand: the word directly below, however many lines the name takes."""
        _most, word = self.wanted
        name = self._count_lines(self.stop.name, bold=not self.waits) if self.stop is not None else 1
        top = self.disc.bottom() + GAP + 2
        width = self.width() - GAP
        return QRect(GAP // 2, top, width, name * _LINE), QRect(GAP // 2, top + name * _LINE, width, word * _LINE)

    def _font(self, *, bold: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(Size.SMALL.value)
        font.setBold(bold)
        return font

    @property
    def disc(self) -> QRect:
        """Where the shape is."""
        return QRect((self.width() - _DISC) // 2, SPACE, _DISC, _DISC)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Shape, name and word, one under the other; a frame while it has the focus."""
        if self.stop is not None:
            turned = self.angle if self.stop.state is StationState.WORKING else 0
            look = (self.stop, self.lines, turned, self.theme, self.hasFocus(), self.underMouse())
            self._painted.show(self, look, self._paint)

    def _paint(self, painter: QPainter) -> None:
        if self.stop is None:
            return
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(QColor(self.theme.accent if self.hasFocus() else self.theme.line), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 1, -3, -1), 8, 8)
        self._paint_shape(painter, state_colour(self.stop.state, self.theme))
        self._paint_words(painter)

    def _paint_shape(self, painter: QPainter, colour: str) -> None:
        disc = QRectF(self.disc)
        painter.save()
        if self.stop is not None and self.stop.state is StationState.WORKING:
            painter.translate(disc.center())
            painter.rotate(self.angle)
            painter.translate(-disc.center())
        draw(painter, f"state-{self.stop.state}" if self.stop else "state-waiting", colour, disc)
        painter.restore()

    def _paint_words(self, painter: QPainter) -> None:
        if self.stop is None:
            return
        special = self.stop.state in {StationState.ATTENTION, StationState.BROKEN}
        name, word = self.places
        painter.setFont(self._font(bold=not self.waits))
        painter.setPen(QColor(self.theme.muted if self.waits else self.theme.text))
        painter.drawText(name, _WRAPPED, self.stop.name)
        painter.setFont(self._font(bold=False))
        painter.setPen(QColor(state_colour(self.stop.state, self.theme) if special else self.theme.muted))
        painter.drawText(word, _WRAPPED, self.stop.word)


class PathView(QWidget):
    """Six stations and the lines between them."""

    chosen = Signal(object)  # a Station

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("The way to the protected web, in six stations"))
        self.setFixedHeight(_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.theme = theme
        self.buttons = tuple(StationButton(station, theme, self) for station in Station)
        for button in self.buttons:
            row.addWidget(button, 1)
            button.clicked.connect(self._clicked)
        self._painted = Painted()
        self._turning = QTimer(self)
        self._turning.setInterval(_TURN_MS)
        self._turning.timeout.connect(self._turn)

    def show_path(self, stops: tuple[Stop, ...]) -> None:
        """Show the states; the ring turns only while something is being checked, and never where the system asks for less motion."""
        if stops == tuple(button.stop for button in self.buttons):
            return  # most checks that end change no station, and to measure the words anew takes longer than all else
        for button, stop in zip(self.buttons, stops, strict=True):
            button.show_stop(stop)
        self._make_room()
        works = any(stop.state is StationState.WORKING for stop in stops)
        motion = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
        if works and motion:
            self._turning.start()
        else:
            self._turning.stop()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider row needs fewer lines."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Give all stations the height that the longest of them needs."""
        lines = max(sum(button.wanted) for button in self.buttons)
        for button in self.buttons:
            button.lines = lines
            button.setFixedHeight(button.sizeHint().height())
        self.setFixedHeight(self.buttons[0].sizeHint().height())

    def set_theme(self, theme: Theme) -> None:
        """New colours."""
        self.theme = theme
        for button in self.buttons:
            button.theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The lines: solid as far as the way was found open, dashed after it."""
        reached = tuple(button.stop is not None and button.stop.reached for button in self.buttons)
        self._painted.show(self, (reached, self.theme), self._paint)

    def _paint(self, painter: QPainter) -> None:
        for one, following in zip(self.buttons, self.buttons[1:], strict=False):
            reached = following.stop is not None and following.stop.reached
            pen = QPen(QColor(self.theme.edge), 1.5)
            if not reached:
                pen.setDashPattern([3, 4])
            painter.setPen(pen)
            # In a language that is written from right to left, the way leads to the left.
            left, right = sorted((button.mapTo(self, button.disc.center()) for button in (one, following)), key=QPoint.x)
            painter.drawLine(QPointF(left + QPoint(_DISC // 2 + SPACE, 0)), QPointF(right - QPoint(_DISC // 2 + SPACE, 0)))

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, StationButton):
            self.chosen.emit(button.station)

    def _turn(self) -> None:
        for button in self.buttons:
            if button.stop is not None and button.stop.state is StationState.WORKING:
                button.angle = (button.angle + _TURN_DEGREES) % 360
                button.update()


def state_colour(state: StationState, theme: Theme) -> str:
    """The colour of a state."""
    return {
        StationState.WAITING: theme.edge,
        StationState.WORKING: theme.accent,
        StationState.FINE: theme.fine,
        StationState.ATTENTION: theme.attention,
        StationState.BROKEN: theme.broken,
        StationState.UNKNOWN: theme.unknown,
    }[state]
