"""The programs work wherever a person puts them: folders of people whose names are not ASCII."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from build.dev import wine
from tests.frozen.built import CONSOLE, LINUX, ONE_FILE, Built
from tests.frozen.test_programs import SELF_TEST

if TYPE_CHECKING:
    from pathlib import Path

PERSON = "Jürgen Łukasz 岡田"


def moved(program: Built, folder: Path) -> Built:
    """The same program in another folder, with everything that belongs to it."""
    shutil.copytree(program.file.parent, folder, copy_function=os.link)
    return Built(program.name, program.system, folder / program.file.name)


@pytest.mark.parametrize("program", [pytest.param(one, id=one.name, marks=pytest.mark.frozen(one.system)) for one in (LINUX, CONSOLE)])
def test_a_folder_of_a_person_with_any_name(program: Built, tmp_path: Path) -> None:
    there = moved(program, tmp_path / PERSON / "wssdiag")
    done = there.run({"self-test": SELF_TEST}, tmp_path / PERSON)["self-test"]
    assert (done.code, done.err) == (0, ""), done.out


@pytest.mark.frozen("windows")
def test_one_file_unpacks_for_a_person_with_any_name(tmp_path: Path) -> None:
    """It unpacks into the person's own folder for what is temporary, and leaves nothing there."""
    folder = tmp_path / PERSON
    folder.mkdir()

    def empty() -> None:
        shutil.rmtree(folder)
        folder.mkdir()

    batch = tmp_path / "start.cmd"
    place, name = ONE_FILE.path(folder), ONE_FILE.path(ONE_FILE.file)
    lines = ("@echo off", "chcp 65001 > nul", f"set TEMP={place}", f"set TMP={place}", f'"{name}" --self-test -platform offscreen')
    batch.write_text("\r\n".join((*lines, "")), encoding="utf-8")
    done = ONE_FILE.start({"shell": {"command": [wine.PROGRAM, "cmd", "/c", ONE_FILE.path(batch)]}}, tmp_path / "run", empty)["shell"]
    assert (done.code, done.err) == (0, ""), done.out
    assert "window       ok" in done.out
    assert list(folder.iterdir()) == []
