"""No state is told by its colour alone: whoever sees none tells them apart by shape, by word, by filling."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from tests.gui import samples
from wssdiag.gui.checks_model import SHAPES, ChecksModel
from wssdiag.gui.icons import draw
from wssdiag.gui.path_view import StationButton
from wssdiag.gui.theme import LIGHT, Theme
from wssdiag.gui.watch_plot import _STRETCHES
from wssdiag.gui.waterfall import Look, look_word
from wssdiag.gui.waterfall_view import paint_bar
from wssdiag.gui.words import status_word
from wssdiag.model.check import Status
from wssdiag.report.path import Station, StationState, Stop, state_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]

#: Every role in one colour: what is left to see is shape.
INK = "#000000"
GREY = Theme("grey", *(["#000000", "#000000", "#ffffff", "#ffffff"] + ["#000000"] * (len(Theme.__dataclass_fields__) - 5)))

#: Of the pixels of a small icon: as many must differ for an eye to see it.
TOLD_APART = 0.03

SIDE = 16


def drawn(paint: Callable[[QPainter], None], width: int = SIDE, height: int = SIDE) -> QImage:
    made = QImage(width, height, QImage.Format.Format_Grayscale8)
    made.fill(Qt.GlobalColor.white)
    painter = QPainter(made)
    paint(painter)
    painter.end()
    return made


def difference(one: QImage, other: QImage) -> float:
    """The part of the pixels that are clearly lighter or darker."""
    pairs = list(zip(memoryview(one.constBits()), memoryview(other.constBits()), strict=True))
    return sum(abs(left - right) > 96 for left, right in pairs) / len(pairs)


def test_each_state_has_a_shape_of_its_own(qapp: object) -> None:
    area = QRectF(0, 0, SIDE, SIDE)
    shapes = {state: drawn(lambda painter, state=state: draw(painter, f"state-{state}", INK, area)) for state in StationState}  # type: ignore[misc]
    for one, other in combinations(StationState, 2):
        assert difference(shapes[one], shapes[other]) > TOLD_APART, (one, other)


def test_each_state_has_a_word_of_its_own() -> None:
    assert len({state_word(state) for state in StationState}) == len(StationState)
    assert len({status_word(status) for status in Status}) == len(Status)


def test_a_station_shows_both(qtbot: QtBot) -> None:
    pictures = {}
    for state in StationState:
        button = StationButton(Station.SERVICE, GREY, None)  # type: ignore[arg-type] # alone
        qtbot.addWidget(button)
        button.resize(120, 90)
        button.show_stop(Stop(Station.SERVICE, state, "The service", state_word(state), reached=True))
        assert state_word(state) in button.accessibleName()
        shape = button.grab(button.disc).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        pictures[state] = shape
    for one, other in combinations(StationState, 2):
        assert difference(pictures[one], pictures[other]) > TOLD_APART, (one, other)


def test_a_row_of_the_table_shows_both(qapp: object) -> None:
    model = ChecksModel(LIGHT)
    model.set_results(tuple(replace(samples.check("tcp.a", "Port of a"), id=f"tcp.{status}", status=status) for status in Status))
    words = {model.index(row, 0).data() for row in range(len(Status))}
    assert words == {status_word(status) for status in Status}
    assert all(not model.index(row, 0).data(Qt.ItemDataRole.DecorationRole).isNull() for row in range(len(Status)))
    assert set(SHAPES) == set(Status)
    worst = {SHAPES[status] for status in (Status.PASS, Status.WARN, Status.FAIL)}
    assert len(worst) == 3


def test_the_stretches_of_a_plot_differ_by_their_line() -> None:
    assert len(set(_STRETCHES.values())) == len(_STRETCHES)


def test_the_bars_of_the_waterfall_differ_by_their_filling(qapp: object) -> None:
    area = QRectF(2, 4, 44, 10)
    kinds = [*((look, False) for look in Look), (Look.WIRE, True)]
    bars = {
        kind: drawn(lambda painter, kind=kind: paint_bar(painter, kind[0], area, GREY, failed=kind[1]), 64, 18)  # type: ignore[misc]
        for kind in kinds
    }
    for one, other in combinations(kinds, 2):
        assert difference(bars[one], bars[other]) > 0.02, (one, other)
    assert len({look_word(look) for look in Look}) == len(Look)
