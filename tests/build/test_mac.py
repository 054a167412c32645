"""What of the recipe for the Mac can be tried without one."""

from __future__ import annotations

import os
import plistlib
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from build.dev.venv import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "installer" / "macos"

DRAW = """
import sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from build.mac import pictures
app = QGuiApplication(["draw", "-platform", "offscreen"])
pictures(Path(sys.argv[1]))
app.quit()
"""


def test_the_pictures_of_the_icon_have_the_names_and_sizes_that_iconutil_wants(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", DRAW, str(tmp_path)], cwd=ROOT, stdin=subprocess.DEVNULL, timeout=60, check=True)
    found = {path.name: int.from_bytes(path.read_bytes()[16:20], "big") for path in tmp_path.iterdir()}  # IHDR: the width
    assert len(found) == 10
    for name, width in found.items():
        size, twice = re.fullmatch(r"icon_(\d+)x\1(@2x)?\.png", name).groups()  # type: ignore[union-attr]
        assert width == int(size) * (2 if twice else 1)


@pytest.mark.parametrize("name", ["Info.plist", "entitlements.plist"])
def test_the_property_lists_can_be_read(name: str) -> None:
    told = plistlib.loads((FOLDER / name).read_bytes())
    assert told
    assert all(isinstance(key, str) for key in told)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it may do what it says")
def test_the_way_to_the_image_is_shown_and_not_gone() -> None:
    environment = {"PATH": os.environ["PATH"], "IDENTITY": "Developer ID Application: A", "NOTARY": "profile"}
    script = ["sh", str(FOLDER / "make.sh")]
    shown = subprocess.run(script, env=environment, capture_output=True, text=True, timeout=30, check=True)
    steps = [word for word in ("PyInstaller", "codesign", "hdiutil", "notarytool", "stapler", "--self-test") if word in shown.stdout]
    assert len(steps) == 6
    for module in re.findall(r"-m (build\.[a-z.]+)", shown.stdout):
        assert (ROOT / f"{module.replace('.', '/')}.py").is_file()
    refused = subprocess.run([*script, "--do"], env=environment, capture_output=True, text=True, timeout=30, check=False)
    assert (refused.returncode, refused.stdout, refused.stderr) == (2, "", "make.sh: needs a Mac\n")
