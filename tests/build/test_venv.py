"""The environments: made once from their locks, and made anew when a lock changes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from build.dev.lock import LOCKS
from build.dev.needs import SetUpError
from build.dev.venv import FREEZER, MITMPROXY, PROJECT, ROOT, Environment, python_of, ready


def stamped(folder: Path, lock: str) -> Environment:
    """An environment that was made from an empty lock, without packages."""
    made = Environment(folder / "env", folder / "some.lock")
    made.lock.write_text(lock, encoding="utf-8")
    return made


def test_an_environment_is_made_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    wanted = stamped(tmp_path, "# nothing\n")
    python = ready(wanted)
    assert subprocess.run([python, "-c", ""], check=False).returncode == 0
    assert "making env from some.lock" in capfd.readouterr().err
    mark = wanted.folder / "mark"
    mark.touch()
    assert ready(wanted) == python
    assert mark.exists()
    assert not capfd.readouterr().err
    wanted.lock.write_text("# changed\n", encoding="utf-8")
    ready(wanted)
    assert not mark.exists()


def test_what_was_interrupted_is_begun_again(tmp_path: Path) -> None:
    wanted = stamped(tmp_path, "no-such-package-here @ file:///no/such/file.whl --hash=sha256:00\n")
    with pytest.raises(SetUpError, match=r"^env: the packages could not be installed$"):
        ready(wanted)
    assert python_of(wanted.folder).exists()
    assert not wanted.stamp.exists()


def test_an_environment_cannot_replace_itself(tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text("# another\n", encoding="utf-8")
    with pytest.raises(SetUpError, match="can't replace itself"):
        ready(Environment(Path(sys.prefix), lock))


@pytest.mark.parametrize("environment", [PROJECT, FREEZER, MITMPROXY], ids=lambda environment: environment.folder.name)
def test_every_environment_has_a_lock_with_hashes_and_without_addresses(environment: Environment) -> None:
    text = environment.lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "/tmp" not in text
    rows = text.splitlines()
    pinned = [number for number, row in enumerate(rows) if row[:1].isalnum()]
    assert pinned
    assert all("==" in rows[number] and rows[number + 1].startswith("    --hash=sha256:") for number in pinned)
    assert [lock.environment for lock in LOCKS].count(environment) == 1
    assert f"/{environment.folder.name}/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
