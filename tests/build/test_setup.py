"""The setup of a small folder: its remover is signed before it goes inside, or there is no setup."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from build.dev import setup, signing
from build.dev.needs import NSIS, SIGNATURES, SetUpError
from tests.build.machine import needing

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needing(*NSIS, *SIGNATURES)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of one file, on a machine that does not sign."""
    for name in (signing.PKCS12, signing.COMMAND):
        monkeypatch.delenv(name, raising=False)
    program = tmp_path / "wssdiag"
    program.mkdir()
    (program / "wssdiag.exe").write_bytes(b"MZ")
    subprocess.run([sys.executable, "-m", "build.freeze.icon", str(tmp_path / "wssdiag.ico")], check=True, timeout=60)
    return program


def made(folder: Path) -> Path:
    return setup.make(folder, folder.with_name("wssdiag.ico"), folder.with_name("wssdiag-0-setup.exe"))


def test_a_machine_that_does_not_sign_makes_one_too(folder: Path) -> None:
    assert made(folder).read_bytes()[:2] == b"MZ"


def test_the_remover_is_given_to_the_signer(folder: Path, given: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    kept = folder.with_name("kept.exe")
    key = f"-pkcs12 {given[signing.PKCS12]} -readpass {given[signing.PASSWORD_FILE]}"
    script = folder.with_name("sign with the token")
    lines = (f'osslsigncode sign {key} -h sha256 -in "$1" -out "$1.new"', 'mv "$1.new" "$1"', f'cp "$1" "{kept}"')
    script.write_text("\n".join(("#!/bin/sh -e", *lines, "")), encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv(signing.COMMAND, f"'{script}'")
    assert made(folder).is_file()
    assert signing.unsigned([kept]) == []
    assert b"Nullsoft" in kept.read_bytes()


def test_a_remover_that_cannot_be_signed_is_no_setup(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(signing.COMMAND, "false")
    with pytest.raises(SetUpError, match="could not be made"):
        made(folder)
    assert not folder.with_name("wssdiag-0-setup.exe").exists()
