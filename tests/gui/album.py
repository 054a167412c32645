"""``python -m tests.gui.album``: draws docs/pictures anew, every screen from scenarios of the lab; exit 2 where the lab cannot run.

Light and dark, English and German, in two sizes. The larger ones stay out of the repository but for the main screens: git would grow by
them with every change of a word.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections import Counter
from fnmatch import fnmatch
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QLoggingCategory, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.lab_scenes import NotPlayedError, play_all, scenes_of
from tests.gui.pictures import SCREENS
from tests.gui.spoken import guides, say
from tests.lab.options import default_jobs, positive
from tests.lab.runner import side_by_side
from wssdiag.gui.frame import SIZE
from wssdiag.gui.style import palette, sheet
from wssdiag.gui.theme import DARK, LIGHT, Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.gui.scenes import Scenes

#: Where the documents look for them.
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"

#: Below it: drawn, and not kept in the repository.
WIDE = "wide"

#: Widths close to those of the system fonts of Windows and macOS.
FONTS = ("Inter", "DejaVu Sans Condensed")

THEMES = (LIGHT, DARK)
LANGUAGES = ("en", "de")

#: The smallest screen that the window is made for, and the most usual one of a laptop.
SIZES = (SIZE, (1366, 768))

#: Whose larger pictures are kept too.
MAIN = frozenset(
    {
        "start",
        "running",
        "verdict-port-blocked",
        "verdict-healthy",
        "guide",
        "guide-solved",
        "technician",
        "details",
        "details-timings",
        "details-certificates",
        "history",
        "watch-hour",
        "help",
        "settings-profile",
    }
)

#: So many colours are enough for the eye: a picture takes a sixth of the room.
_COLOURS = 64


def main(arguments: Sequence[str], play: Callable[[Path, int], None] = play_all) -> int:
    """Draw them; 2 where the lab cannot play what they show: made-up reports are never put in its place."""
    parser = argparse.ArgumentParser(prog="python -m tests.gui.album", description="Draw the pictures of every screen.")
    parser.add_argument("--only", action="append", default=[], metavar="PATTERN", help="names of screens, with * and ?; may repeat")
    parser.add_argument("--folder", type=Path, default=PICTURES, help="where to; by default docs/pictures")
    parser.add_argument("--jobs", type=positive, default=default_jobs(), help="scenarios side by side")
    parser.add_argument("--part", nargs=3, metavar=("REPORTS", "THEME", "LANGUAGE"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    names = tuple(name for name in SCREENS if not options.only or any(fnmatch(name, pattern) for pattern in options.only))
    if options.part:
        reports, theme, language = options.part
        say(language)
        draw(options.folder, names, scenes_of(Path(reports), guides()), next(one for one in THEMES if one.name == theme), language)
        return 0
    with TemporaryDirectory() as reports:
        try:
            play(Path(reports), options.jobs)
        except NotPlayedError as error:
            print(f"pictures: not drawn: {error}", file=sys.stderr)
            return 2
        for path in options.folder.rglob("*.png") if not options.only else ():
            path.unlink()  # of a screen that is no more
        parts = [(reports, theme.name, language) for theme, language in product(THEMES, LANGUAGES)]
        ends = [end for _part, end in side_by_side(parts, os.cpu_count() or 1, lambda part: _draw_apart(arguments, part))]
    if not options.only:
        (options.folder / "README.md").write_text(index(names), encoding="utf-8")
    return int(any(ends))


def _draw_apart(arguments: Sequence[str], part: tuple[str, str, str]) -> int:
    """In a process of its own: a process speaks one language. Gives its exit code."""
    command = [sys.executable, "-m", __spec__.name, *arguments, "--part", *part]
    return subprocess.run(command, check=False).returncode


def draw(folder: Path, names: Sequence[str], scenes: Scenes, theme: Theme, language: str) -> None:
    """Draw these screens in every size."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    QLoggingCategory.setFilterRules("qt.qpa.*=false")
    app.setStyle("Fusion")
    app.setCursorFlashTime(0)  # a field always shows its cursor
    font = QFont(next((one for one in FONTS if one in QFontDatabase.families()), ""))
    font.setHintingPreference(QFont.HintingPreference.PreferFullHinting)  # a letter is the same everywhere: smaller files
    app.setFont(font)
    (folder / WIDE).mkdir(parents=True, exist_ok=True)
    app.setPalette(palette(theme))
    app.setStyleSheet(sheet(theme))
    for name in names:
        window = SCREENS[name](theme, scenes)
        for size in SIZES:
            window.resize(*size)
            QTest.qWait(20)
            path = folder / file_of(name, theme.name, language, size[0])
            small(window.grab().toImage(), theme).save(str(path), quality=0)  # for PNG: the smallest file
        window.close()
        window.deleteLater()
        app.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def file_of(name: str, theme: str, language: str, width: int) -> str:
    """The file of a picture, below the folder."""
    file = f"{name}-{theme}-{language}-{width}.png"
    return file if width == SIZES[0][0] or name in MAIN else f"{WIDE}/{file}"


def small(image: QImage, theme: Theme) -> QImage:
    """The picture with the colours that it uses most, and no difference to the eye."""
    flat = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(flat.constBits()).cast("I")
    # Those of the roles first: a small shape must not lose its colour to the shades of the letters.
    roles = [QColor(getattr(theme, name)).rgb() for name in Theme.__dataclass_fields__ if name != "name"]
    used = (colour for colour, _count in sorted(Counter(pixels).items(), key=lambda one: (-one[1], one[0])))
    colours = list(dict.fromkeys((*roles, *used)))[:_COLOURS]
    return flat.convertToFormat(QImage.Format.Format_Indexed8, colours, Qt.ImageConversionFlag.ThresholdDither)


def index(names: Sequence[str]) -> str:
    """The page that shows every screen once in light and once in dark, and leads to the others."""
    lines = [
        "# Every screen",
        "",
        "Drawn by `python3 dev.py pictures` from scenarios of the lab (`tests/gui/lab_scenes.py` names them), at 1024x700 and 1366x768.",
        f"The larger ones of most screens are drawn into `{WIDE}`, which is not kept in the repository.",
    ]
    for name in names:
        shown = [file_of(name, *which, SIZES[0][0]) for which in ((LIGHT.name, "en"), (DARK.name, "de"))]
        kept = [
            (f"{theme.name}, {language}, {width}", file_of(name, theme.name, language, width))
            for width, theme, language in product((size[0] for size in SIZES), THEMES, LANGUAGES)
        ]
        links = " · ".join(f"[{title}]({file})" for title, file in kept if file not in shown and not file.startswith(WIDE))
        lines += ["", f"## {name}", "", f"| ![{name}, light]({shown[0]}) | ![{name}, dark]({shown[1]}) |", "|---|---|", "", links]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
