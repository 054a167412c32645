"""From the colour roles to Qt: the palette and the style sheet. Owns how a role looks; must not name a colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from wssdiag.gui.theme import SPACE, Size, Theme

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What a cell has beside its words: a shape, the padding, and the margins of Qt around both.
_BESIDE = 16 + 2 * SPACE + 2 * SPACE

_SHEET = """
QWidget {{ font-size: {body}px; }}
QMainWindow, QWidget#page {{ background: {surface}; }}
QLabel {{ color: {text}; background: transparent; }}
QLabel[look="headline"] {{ font-size: {headline}px; font-weight: 600; }}
QLabel[look="title"] {{ font-size: {title}px; font-weight: 600; }}
QLabel[look="strong"] {{ font-weight: 600; }}
QLabel[look="muted"] {{ color: {muted}; }}
QLabel[look="small"] {{ color: {muted}; font-size: {small}px; }}
QLabel[look="value"] {{ color: {text}; font-size: {small}px; }}
QLabel[look="label"] {{ color: {muted}; font-size: {small}px; font-weight: 600; }}
QLabel[look="message"] {{ color: {text}; background: {surface}; border: 1px solid {line}; border-radius: 6px; padding: 11px;
    font-size: {small}px; }}
QLabel[look="message"]:focus {{ border: 2px solid {accent}; padding: 10px; }}
QLabel[look="brand"] {{ font-weight: 700; }}
QFrame[look="card"] {{ background: {raised}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[look="bar"] {{ background: {raised}; border: none; border-bottom: 1px solid {line}; }}
QFrame[look="banner"] {{ background: {selected}; border: none; border-bottom: 1px solid {edge}; }}
QFrame[look="foot"] {{ background: {raised}; border: none; border-top: 1px solid {line}; }}
QFrame[look="pane"] {{ background: {raised}; border: none; border-left: 1px solid {line}; }}
QPushButton {{ outline: 0; color: {text}; background: {raised}; border: 1px solid {edge}; border-radius: 6px;
    padding: 7px 15px; min-height: 20px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {line}; }}
QPushButton:disabled {{ color: {muted}; border-color: {line}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 6px 14px; }}
QPushButton[look="main"] {{ color: {on_accent}; background: {accent}; border: 1px solid {accent}; font-weight: 600; padding: 7px 19px; }}
QPushButton[look="main"]:hover {{ background: {accent_hover}; }}
QPushButton[look="main"]:focus {{ border: 2px solid {text}; padding: 6px 18px; }}
QPushButton[look="main"]:disabled {{ color: {muted}; background: {hover}; border-color: {line}; }}
QPushButton[look="quiet"] {{ color: {accent}; background: transparent; border: 2px solid transparent; padding: 6px 8px; }}
QPushButton[look="quiet"]:hover {{ background: {hover}; }}
QPushButton[look="quiet"]:focus {{ border: 2px solid {accent}; }}
QPushButton::menu-indicator {{ image: none; width: 0px; }}
QPushButton[look="row"] {{ text-align: left; background: transparent; border: 2px solid transparent; padding: 6px 8px; }}
QPushButton[look="row"]:hover {{ background: {hover}; }}
QPushButton[look="row"]:focus {{ border: 2px solid {accent}; }}
QLineEdit {{ color: {text}; placeholder-text-color: {muted}; background: {raised}; border: 1px solid {edge}; border-radius: 6px;
    padding: 5px 8px; min-height: 20px;
    selection-background-color: {accent}; selection-color: {on_accent}; font-size: {small}px; }}
QComboBox {{ font-size: {small}px; padding: 0px 8px; }}
QLineEdit:focus {{ border: 2px solid {accent}; padding: 4px 7px; }}
QCheckBox {{ color: {text}; spacing: 8px; font-size: {small}px; }}
QPlainTextEdit, QTextEdit {{ color: {text}; placeholder-text-color: {muted}; background: {raised}; border: 1px solid {line};
    border-radius: 6px; padding: 8px; selection-background-color: {accent}; selection-color: {on_accent}; font-size: {small}px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {accent}; padding: 7px; }}
QTextEdit[look="bare"] {{ border: 2px solid transparent; padding: 0px; }}
QTextEdit[look="bare"]:focus {{ border: 2px solid {accent}; padding: 0px; }}
QTableView, QListView, QTreeView {{ color: {text}; background: {raised}; border: 1px solid {line}; border-radius: 6px; font-size: {small}px;
    selection-background-color: {selected}; selection-color: {text}; }}
QTableView:focus, QListView:focus {{ border: 2px solid {accent}; }}
QTableView, QListView, QTreeView {{ outline: 0; }}
QTableView::item, QListView::item, QTreeView::item {{ padding: 4px 8px; border: none; }}
QListView::item {{ min-height: 20px; }}
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected {{ background: {selected}; color: {text}; }}
QHeaderView {{ background: {raised}; }}
QHeaderView::section {{ color: {muted}; background: {raised}; border: none; border-bottom: 1px solid {line}; padding: 6px 11px;
    font-size: {small}px; font-weight: 600; }}
QProgressBar {{ background: {line}; border: none; border-radius: 3px; max-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0px; }}
QScrollBar::handle {{ background: {edge}; border-radius: 3px; margin: 3px; min-height: 32px; min-width: 32px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0px; height: 0px; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolTip {{ color: {text}; background: {raised}; border: 1px solid {edge}; padding: 4px; font-size: {small}px; }}
"""


def sheet(theme: Theme) -> str:
    """The style sheet of the whole program."""
    colours = {name: getattr(theme, name) for name in Theme.__dataclass_fields__ if name != "name"}
    return _SHEET.format(**colours, small=Size.SMALL.value, body=Size.BODY.value, title=Size.TITLE.value, headline=Size.HEADLINE.value)


def palette(theme: Theme) -> QPalette:
    """The palette for the controls that the style sheet leaves to the platform."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.surface,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.raised,
        QPalette.ColorRole.AlternateBase: theme.surface,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Link: theme.accent,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    return made


def label(look: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that wraps and never reads its text as markup."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setProperty("look", look)
    return made


def width_for(words: Iterable[str], widget: QWidget) -> int:
    """The width of a table's column in which each of these fits beside a shape, in pixels."""
    font = widget.font()
    font.setPixelSize(Size.SMALL.value)
    return max(QFontMetrics(font).horizontalAdvance(word) for word in words) + _BESIDE
