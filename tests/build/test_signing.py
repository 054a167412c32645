"""Signing, with a certificate that is made for the test: what is signed verifies, what was changed since does not, all or none."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from build.dev import freeze, signing, wine_library
from build.dev.needs import SIGNATURES, SetUpError
from build.dev.venv import ROOT
from build.freeze.signatures import asked
from tests.build.machine import needing

pytestmark = needing(*SIGNATURES)


def tiny(folder: Path, name: str = "tiny.exe") -> Path:
    """A whole file of Windows, of one kilobyte."""
    file = folder / name
    file.write_bytes(wine_library.library())
    return file


def verifies(file: Path, ca: str) -> bool:
    """What the very line says that the page tells its reader."""
    (line,) = re.findall(r"^osslsigncode .+$", (ROOT / "SECURITY.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = {"signer.pem": ca, "wssdiag-VERSION-portable.exe": str(file)}
    command = [named.get(word, word) for word in line.split()]
    return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0


def test_what_is_signed_verifies_and_what_was_changed_since_does_not(tmp_path: Path, given: dict[str, str]) -> None:
    file = tiny(tmp_path)
    file.chmod(0o755)
    assert not verifies(file, given["ca"])
    assert signing.sign([file], given)
    assert verifies(file, given["ca"])
    assert (asked(file).signer, file.stat().st_mode & 0o777) == ("Example", 0o755)
    once = file.read_bytes()
    assert signing.sign([file], {signing.COMMAND: "false"}), "what is signed already stays"
    assert file.read_bytes() == once
    changed = bytearray(once)
    changed[900] ^= 1
    file.write_bytes(changed)
    assert not verifies(file, given["ca"])
    assert not asked(file).matches


def test_a_machine_that_says_nothing_signs_nothing(tmp_path: Path) -> None:
    file = tiny(tmp_path)
    assert not signing.sign([file], {signing.TIMESTAMP_URL: "http://stamp.example/"})
    assert file.read_bytes() == wine_library.library()


@pytest.mark.parametrize(
    "own",
    ["false", "true", "no-such-program-anywhere", f"{sys.executable} -c 'import os, sys; os.remove(sys.argv[1])'"],
    ids=["fails", "does-nothing", "is-not-there", "takes-the-file"],
)
def test_a_signer_that_does_not_sign_leaves_all_as_it_was(tmp_path: Path, own: str) -> None:
    first, second = tiny(tmp_path, "a.exe"), tiny(tmp_path, "b.exe")
    with pytest.raises(SetUpError, match=r"^a\.exe could not be signed$"):
        signing.sign([first, second], {signing.COMMAND: own})
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == dict.fromkeys(("a.exe", "b.exe"), wine_library.library())


def test_one_file_that_cannot_be_signed_leaves_the_others_unsigned(tmp_path: Path, given: dict[str, str]) -> None:
    good, bad = tiny(tmp_path), tmp_path / "bad.exe"
    bad.write_bytes(b"MZ no program")
    with pytest.raises(SetUpError, match=r"^bad\.exe could not be signed$"):
        signing.sign([good, bad], given)
    assert good.read_bytes() == wine_library.library()


def test_programs_that_cannot_be_signed_are_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(signing.COMMAND, "false")
    made = tmp_path / "windows"
    (made / "wssdiag").mkdir(parents=True)
    tiny(made / "wssdiag", "wssdiag-cli.exe")
    with pytest.raises(SetUpError, match=r"wssdiag-cli\.exe could not be signed"):
        freeze._signed(made)
    assert not made.exists()


def test_a_command_of_the_organisation_signs_in_place(tmp_path: Path, given: dict[str, str]) -> None:
    key = f"-pkcs12 {given[signing.PKCS12]} -readpass {given[signing.PASSWORD_FILE]}"
    script = tmp_path / "sign with the token"
    script.write_text(f'#!/bin/sh -e\nosslsigncode sign {key} -h sha256 -in "$1" -out "$1.new"\nmv "$1.new" "$1"\n', encoding="utf-8")
    script.chmod(0o755)
    file = tiny(tmp_path)
    assert signing.sign([file], {signing.COMMAND: f"'{script}'"})
    assert verifies(file, given["ca"])


def test_a_password_that_others_may_read_is_refused(tmp_path: Path, given: dict[str, str]) -> None:
    password = tmp_path / "password"
    password.write_text("any", encoding="utf-8")
    password.chmod(0o644)
    with pytest.raises(SetUpError, match="others may read"):
        signing.sign([tiny(tmp_path)], given | {signing.PASSWORD_FILE: str(password)})
    with pytest.raises(SetUpError, match="names no file"):
        signing.sign([tiny(tmp_path)], {signing.PKCS12: given[signing.PKCS12]})


def test_the_password_is_no_argument(tmp_path: Path, given: dict[str, str]) -> None:
    line = signing._osslsigncode(tiny(tmp_path), tmp_path / "copy", {**given, signing.TIMESTAMP_URL: "http://stamp.example/"})
    password = Path(given[signing.PASSWORD_FILE]).read_text(encoding="utf-8").strip()
    assert not any(password in word for word in line)
    assert line[line.index("-ts") + 1] == "http://stamp.example/"
