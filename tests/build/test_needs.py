"""What the machine must have: asked by trying, told in one line."""

from __future__ import annotations

import pytest

from build.dev.needs import LAB, QT, SCREEN, VENV, WINDOW, Need, provide, told

ABSENT = Need("program", "no-such-program-anywhere", "no-such-package")


@pytest.mark.parametrize(
    ("need", "met"),
    [
        (Need("module", "json", "python3"), True),
        (Need("module", "no_such_module_anywhere", "python3"), False),
        (Need("library", "libno-such-library.so.0", "no-such-package"), False),
        (ABSENT, False),
    ],
)
def test_a_need_is_asked_by_trying(need: Need, met: bool) -> None:
    assert need.met is met


def test_what_is_there_is_not_asked_for() -> None:
    assert provide([Need("module", "json", "python3")]) == ()


def test_the_line_names_what_is_missing_and_the_exact_command() -> None:
    line = told((ABSENT, Need("library", "libGL.so.1", "libgl1"), Need("library", "libGLX.so.1", "libgl1")))
    assert line.startswith("missing: no-such-program-anywhere, libGL.so.1, libGLX.so.1.")
    assert line.endswith("sudo apt-get install --no-install-recommends libgl1 no-such-package")
    assert "\n" not in line


def test_no_need_is_named_twice() -> None:
    names = [need.name for need in (*VENV, *WINDOW, *SCREEN, *LAB)]
    assert len(names) == len(set(names))
    assert set(QT) < set(WINDOW)
