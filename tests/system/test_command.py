"""A program's output, bounded in size and time, whatever the program does."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest

from wssdiag.model.unknown import Unknown
from wssdiag.system.command import OUTPUT_LIMIT_BYTES, run, start

if TYPE_CHECKING:
    from pathlib import Path


def python(code: str, limit_s: float = 20.0) -> bytes | Unknown:
    return run([sys.executable, "-c", code], limit_s)


def test_output_comes_back_in_the_c_locale_with_nothing_to_read() -> None:
    code = "import os, sys; print(os.environ['LC_ALL'], repr(sys.stdin.read()), end=''); print('noise', file=sys.stderr)"
    assert python(code) == b"C.UTF-8 ''"


def test_a_program_that_is_not_there() -> None:
    assert run(["no-such-program-anywhere"], 1.0) == Unknown("no-such-program-anywhere is not on this computer")


@pytest.mark.parametrize("argument", ["a\0b"])
def test_a_bad_argument_is_no_exception(argument: str) -> None:
    assert isinstance(run([sys.executable, argument], 1.0), Unknown)


def test_the_exit_code_decides() -> None:
    found = python("print('half'); raise SystemExit(3)")
    assert isinstance(found, Unknown)
    assert found.unknown.endswith("ended with code 3")


def test_endless_output_is_cut_off() -> None:
    found = python("import sys\nwhile True: sys.stdout.write('x' * 65536)")
    assert isinstance(found, Unknown)
    assert str(OUTPUT_LIMIT_BYTES) in found.unknown


def test_the_largest_output_is_whole() -> None:
    assert python(f"print('x' * {OUTPUT_LIMIT_BYTES}, end='')") == b"x" * OUTPUT_LIMIT_BYTES


@pytest.mark.parametrize(
    "code",
    [
        "import time; time.sleep(60)",
        "import os, time; os.close(1); time.sleep(60)",
        "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])",
    ],
    ids=["hangs", "closes its output and hangs", "leaves a child that holds the pipe"],
)
def test_what_hangs_is_ended(code: str) -> None:
    started = time.monotonic()
    assert isinstance(python(code, 0.5), Unknown)
    assert time.monotonic() - started < 15


@pytest.mark.parametrize(("code", "said"), [("raise SystemExit(3)", "ended with code 3"), ("", None), ("import time; time.sleep(4)", None)])
def test_a_program_for_the_person_runs_on_or_says_at_once_that_it_cannot(code: str, said: str | None) -> None:
    began = time.monotonic()
    answer = start([sys.executable, "-c", code])
    assert time.monotonic() - began < 3.5
    assert (answer and answer.unknown.partition(" ")[2]) == said


def test_a_program_for_the_person_that_is_not_there() -> None:
    assert start(["no-such-program-anywhere"]) == Unknown("no-such-program-anywhere is not on this computer")


def test_a_program_for_the_person_speaks_their_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_AT.UTF-8")
    monkeypatch.setenv("LANGUAGE", "de:fr")
    told = tmp_path / "told"
    code = f"import os, pathlib; pathlib.Path({str(told)!r}).write_text(os.environ['LC_ALL'] + ' ' + os.environ['LANGUAGE'])"
    assert start([sys.executable, "-c", code]) is None
    assert told.read_text() == "de_AT.UTF-8 de:fr"
