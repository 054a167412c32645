"""Encryption fails closed: what was to be encrypted is never written as plain text, and its owner can always read it."""

from __future__ import annotations

import os
import stat
import sys
import threading
from typing import TYPE_CHECKING

import pyrage  # type: ignore[import-untyped]
import pytest

from tests.bundle.making import GOOD, GOOD_FILES
from wssdiag.bundle.read import bundle_of
from wssdiag.bundle.secrecy import check_recipients, decrypted, encrypted
from wssdiag.model.input_error import InputError

if TYPE_CHECKING:
    from pathlib import Path

ORGANISATION = pyrage.x25519.Identity.generate()
RECIPIENT = str(ORGANISATION.to_public())

WRONG_KEYS = (
    "",
    "age1",
    "age1zzzz",
    RECIPIENT[:-1],
    RECIPIENT[:-1] + "\n\u202e",
    str(ORGANISATION),
    "ssh-ed25519 AAAA",
    "age1yubikey1qqq",
    "x" * 9_000,
)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "data" / "key.txt"


@pytest.fixture
def no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)


def test_the_organisation_and_this_computer_can_read_it(tmp_path: Path, own: Path) -> None:
    sealed = encrypted(GOOD, [RECIPIENT], own)
    assert b"PK" not in sealed[:200]
    assert b"manifest.json" not in sealed
    theirs = tmp_path / "theirs.txt"
    theirs.write_text(f"# created by age-keygen\n\n  {ORGANISATION}  \r\n")
    for keys in ([own], [theirs], [tmp_path / "missing", theirs]):
        assert bundle_of(sealed, "x", keys).files == GOOD_FILES
    assert bundle_of(sealed, "x", [own]).was_encrypted


def test_the_key_of_this_computer_is_made_once_for_its_owner_alone(own: Path) -> None:
    encrypted(GOOD, [RECIPIENT], own)
    first = own.read_bytes()
    assert b"# public key: age1" in first
    encrypted(GOOD, [RECIPIENT], own)
    assert own.read_bytes() == first
    assert [path.name for path in own.parent.iterdir()] == ["key.txt"]
    if sys.platform != "win32":
        assert stat.S_IMODE(own.stat().st_mode) == 0o600
        assert stat.S_IMODE(own.parent.stat().st_mode) == 0o700


def test_the_key_is_on_the_disk_before_it_has_its_name(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bundle for a key that is lost with the power could never be read here."""
    named: list[bool] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        named.append(own.exists())
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    encrypted(GOOD, [RECIPIENT], own)
    assert named == [False]


def test_a_folder_that_knows_no_links_gets_a_key_too(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*_names: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_link)
    assert decrypted(encrypted(GOOD, [RECIPIENT], own), "x", [own]) == GOOD
    assert [path.name for path in own.parent.iterdir()] == ["key.txt"]


def test_two_windows_that_make_the_key_at_once_use_the_same(own: Path) -> None:
    sealed: list[bytes] = []
    threads = [threading.Thread(target=lambda: sealed.append(encrypted(GOOD, [RECIPIENT], own))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sealed) == 8
    assert all(decrypted(data, "x", [own]) == GOOD for data in sealed)


@pytest.mark.parametrize("key", WRONG_KEYS, ids=range(len(WRONG_KEYS)))  # some are made anew in each process
def test_a_wrong_key_is_one_line(key: str, own: Path) -> None:
    for refuse in (lambda: encrypted(GOOD, [RECIPIENT, key], own), lambda: check_recipients([key])):
        with pytest.raises(InputError) as caught:
            refuse()
        assert str(caught.value).isprintable()
        assert len(str(caught.value)) < 500
    assert not own.exists()


def test_without_a_recipient_nothing_is_encrypted(own: Path) -> None:
    with pytest.raises(InputError):
        encrypted(GOOD, [], own)
    check_recipients([])


@pytest.mark.parametrize("content", ["", "no key", "AGE-SECRET-KEY-1QQQQ", "\0\xff"])
def test_a_key_of_this_computer_that_does_not_hold_is_never_replaced(content: str, own: Path) -> None:
    own.parent.mkdir()
    own.write_text(content)
    with pytest.raises(InputError, match=r"key\.txt"):
        encrypted(GOOD, [RECIPIENT], own)
    assert own.read_text() == content


def test_where_the_key_cannot_be_kept_nothing_is_encrypted(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"no folder")
    with pytest.raises(InputError):
        encrypted(GOOD, [RECIPIENT], tmp_path / "data" / "key.txt")


def test_without_the_package_nothing_is_encrypted_or_decrypted(own: Path, no_package: None) -> None:
    for refuse in (
        lambda: encrypted(GOOD, [RECIPIENT], own),
        lambda: decrypted(b"age-encryption.org/v1\n", "x", [own]),
        lambda: check_recipients([RECIPIENT]),
    ):
        with pytest.raises(InputError, match="pyrage is not installed"):
            refuse()
    check_recipients([])
    assert not own.exists()


def test_a_file_for_somebody_else_says_what_to_do(tmp_path: Path, own: Path) -> None:
    sealed = encrypted(GOOD, [RECIPIENT], own)
    with pytest.raises(InputError, match="--identity"):
        decrypted(sealed, "x", [])
    stranger = tmp_path / "stranger.txt"
    stranger.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(InputError, match="--identity"):
        decrypted(sealed, "x", [stranger])
