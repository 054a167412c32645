from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wssdiag
from wssdiag.gui.app import collect_from_now_on, language_of, settings_screen
from wssdiag.gui.appearance import Appearance
from wssdiag.gui.theme import DARK
from wssdiag.model.unknown import Unknown
from wssdiag.settings import Language, Look, Settings, read_kept

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

ROOT = Path(wssdiag.__file__).parent.parent

#: What costs time to import, and is only needed once a run starts or a report is saved.
HEAVY = ("wssdiag.diagnosis.chain", "cryptography", "dns", "jinja2", "psutil", "truststore", "ssl", "h11")


def test_the_first_window_waits_for_no_heavy_import() -> None:
    code = f"import sys, wssdiag.gui.app; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything that this user keeps lies there."""
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    return tmp_path


def test_a_chosen_language_comes_before_the_one_of_this_computer() -> None:
    computer = {"LANG": "fr_FR.UTF-8"}
    assert language_of(Settings(), computer) == "fr_FR.UTF-8"
    assert language_of(Settings(language=Language.GERMAN), computer) == "de"
    assert language_of(Settings(language=Language.ENGLISH), computer) == "en"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take the folders from the user's account")
def test_what_is_set_is_kept_in_the_user_s_own_file_and_seen_at_once(folders: Path, qapp: QApplication) -> None:
    palette, look = qapp.palette(), qapp.styleSheet()
    appearance = Appearance(qapp, Look.LIGHT)
    screen = settings_screen(appearance, Settings(look=Look.LIGHT), None)
    screen.look.setCurrentIndex(2)
    assert appearance.theme is DARK
    assert read_kept(folders / "XDG_CONFIG_HOME" / "wssdiag" / "settings.json", Settings) == Settings(look=Look.DARK)
    screen.close()
    qapp.setStyleSheet(look)
    qapp.setPalette(palette)


def test_a_broken_file_is_told_in_the_settings(qapp: QApplication) -> None:
    palette, look = qapp.palette(), qapp.styleSheet()
    screen = settings_screen(Appearance(qapp), Settings(), Unknown("not JSON"))
    assert "not JSON" in screen.warning.head.text()
    screen.close()
    qapp.setStyleSheet(look)
    qapp.setPalette(palette)


#: Workers that never pause tell the window things while it is closed.
CLOSED_WHILE_TOLD = """
import sys, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from wssdiag.__main__ import end_at_once
from wssdiag.gui.relay import Relay

app = QApplication([])
relay = Relay()

def tell() -> None:
    while True:
        relay._woken.emit()

for _ in range(3):
    threading.Thread(target=tell, daemon=True).start()
QTimer.singleShot(50, app.quit)
app.exec()
print("closed")
end_at_once(7)
"""


@pytest.mark.parametrize("attempt", range(5))  # with sys.exit more than every third ends in a segmentation fault
def test_a_worker_that_is_telling_does_not_crash_the_end(attempt: int) -> None:
    done = subprocess.run([sys.executable, "-c", CLOSED_WHILE_TOLD], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (7, "closed\n")


def test_what_the_start_has_made_is_not_looked_through_for_waste() -> None:
    before = gc.get_freeze_count()
    gc.disable()
    try:
        collect_from_now_on()
        assert gc.isenabled()
        assert gc.get_freeze_count() > before
    finally:
        gc.enable()
        gc.unfreeze()
