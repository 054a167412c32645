"""What the machine must have: asked by trying, told in one line."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from build.dev.needs import LAB, QT, SCREEN, VENV, WINDOW, Need, no_daemons, provide, told

if TYPE_CHECKING:
    from pathlib import Path

ABSENT = Need("program", "no-such-program-anywhere", "no-such-package")


@pytest.mark.parametrize(
    ("need", "met"),
    [
        (Need("module", "json", "python3"), True),
        (Need("module", "no_such_module_anywhere", "python3"), False),
        (Need("library", "libno-such-library.so.0", "no-such-package"), False),
        (ABSENT, False),
        (Need("file", __file__, "no-such-package"), True),
        (Need("file", f"{__file__}/no-such-file", "no-such-package"), False),
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


def test_no_daemon_is_started_while_packages_are_installed(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    with no_daemons(policy):
        assert subprocess.run([policy], check=False).returncode == 101
        left = policy.read_bytes()
    assert not policy.exists()
    policy.write_bytes(left)
    with no_daemons(policy):
        assert policy.exists()
    assert not policy.exists()


def test_a_policy_of_the_machine_stays(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    with no_daemons(policy):
        pass
    assert policy.read_text(encoding="utf-8") == "#!/bin/sh\nexit 0\n"
