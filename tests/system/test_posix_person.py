"""Root reads the files of the one person at the desktop, and of nobody where that cannot be told."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from wssdiag.system.posix_person import owner_of, person_at, user_id

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="accounts of POSIX")


def test_this_programs_own_user() -> None:
    found = person_at(1, [])  # daemon, on every Linux and Mac
    assert found is not None
    assert found.name in {"daemon", "bin"}


def test_root_without_anybody_at_a_desktop(tmp_path: Path) -> None:
    assert person_at(0, []) is None
    assert person_at(0, [tmp_path / "absent"]) is None
    assert person_at(0, [Path("/")]) is None  # root's own


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root gives files away")
def test_root_beside_one_person_and_beside_two(tmp_path: Path) -> None:
    sockets = [tmp_path / name for name in ("X0", "wayland-0", "X1")]
    for path, owner in zip(sockets, (1, 1, 2), strict=True):
        path.touch()
        if sys.platform != "win32":
            os.chown(path, owner, owner)
    one = person_at(0, sockets[:2])
    assert one == person_at(1, [])
    assert person_at(0, sockets) is None
    assert owner_of(sockets[2]) == 2


def test_an_account_without_a_name() -> None:
    assert person_at(4_000_000_000, []) is None
    assert isinstance(user_id(), int)
