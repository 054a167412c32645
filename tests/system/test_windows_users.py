"""Whose settings are read, by who runs this program and who sits at the desktop."""

from __future__ import annotations

import threading

import pytest

from wssdiag.system.windows_users import Owner, Process, in_time, owner_of

ANNA, BORIS, ADMIN = (f"S-1-5-21-1-2-3-{number}" for number in (1001, 1002, 500))
CLOUD = "S-1-12-1-11-22-33-44"
SYSTEM = "S-1-5-18"
HERE = 7


@pytest.mark.parametrize(
    ("own", "desktops", "loaded", "expected"),
    [
        (ANNA, [ANNA], [ANNA], Owner("", "interactive")),
        (ANNA, [ANNA, BORIS], [ANNA, BORIS], Owner("", "interactive")),
        # No shell runs (a kiosk, a remote command), or the list does not say whose processes they are.
        (ANNA, [], [ANNA], Owner("", "interactive")),
        ("", [ANNA], [ANNA], Owner("", "interactive")),
        # Elevated with another account's password.
        (ADMIN, [ANNA], [ADMIN, ANNA], Owner(ANNA, "system")),
        (ADMIN, [ANNA, BORIS], [ADMIN, ANNA, BORIS], Owner(None, "system")),
        (ADMIN, [ANNA], [ADMIN], Owner(None, "system")),
        # A management tool's service.
        (SYSTEM, [CLOUD], [SYSTEM, CLOUD, f"{CLOUD}_Classes"], Owner(CLOUD, "system")),
        (SYSTEM, [ANNA, BORIS], [ANNA, BORIS], Owner(None, "system")),
        (SYSTEM, [], [SYSTEM, "S-1-5-19", ".DEFAULT", ANNA, f"{ANNA}_Classes"], Owner(ANNA, "system")),
        (SYSTEM, [], [SYSTEM, "S-1-5-19"], Owner(None, "system")),
        (SYSTEM, [], [ANNA, BORIS], Owner(None, "system")),
        (SYSTEM, [SYSTEM], [SYSTEM, ANNA], Owner(ANNA, "system")),
    ],
)
def test_owner(own: str, desktops: list[str], loaded: list[str], expected: Owner) -> None:
    shells = tuple(Process(pid=100 + number, name="Explorer.EXE", sid=sid) for number, sid in enumerate(desktops))
    processes = (Process(pid=HERE, name="wssdiag.exe", sid=own), Process(pid=8, name="svchost.exe", sid=BORIS), *shells)
    assert owner_of(processes, HERE, frozenset(loaded), as_system=own == SYSTEM) == expected


def test_the_system_account_without_a_list_of_processes() -> None:
    assert owner_of((), HERE, frozenset({SYSTEM, ANNA}), as_system=True) == Owner(ANNA, "system")
    assert owner_of((), HERE, frozenset({ANNA}), as_system=False) == Owner("", "interactive")


def test_a_list_of_processes_that_does_not_come() -> None:
    release = threading.Event()
    row = Process(pid=1, name="explorer.exe", sid=ANNA)

    def hang() -> tuple[Process, ...]:
        release.wait(30)
        return (row,)

    def fail() -> tuple[Process, ...]:
        raise OSError(126, "wtsapi32")

    assert in_time(hang, 0.1) == ()
    release.set()
    assert in_time(fail, 30) == ()
    assert in_time(lambda: (row,), 30) == (row,)
