from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.program import catalogue
from tests.world import World
from wssdiag.cli.main import main
from wssdiag.model.codec import encode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.program import Program
    from wssdiag.cli.exit_codes import Exit

PROFILE = 'schema = "wssdiag.profile/1"\n'


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("check", "--method", "carrier-pigeon"),
        ("check", "--method", "unknown"),
        ("check", "--method", "auto\n"),
        ("check", "--role", "king"),
        ("check", "--only", ""),
        ("check", "--only", "a,,b"),
        ("check", "--deadline", "soon"),
        ("check", "--deadline", "0"),
        ("check", "--deadline", "-1"),
        ("check", "--deadline", "nan"),
        ("check", "--deadline", "601"),
        ("check", "--format", "pdf"),
        ("check", "more"),
        ("watch", "--interval", "4"),
        ("watch", "--interval", "soon"),
        ("watch", "--interval", "nan"),
        ("watch", "--interval", "86401"),
        ("watch", "--count", "0"),
        ("watch", "--count", "-1"),
        ("watch", "--count", "1.5"),
        ("watch", "--count", "²"),
        ("watch", "--count", "9" * 5000),
        ("watch", "--format", "json"),
        ("watch", "--facts", "facts.json"),
        ("ports", "--method", "carrier-pigeon"),
        ("causes", "no-such-cause"),
        ("compare", "only-one"),
        ("explain",),
    ],
)
def test_wrong_use(wssdiag: Program, arguments: tuple[str, ...]) -> None:
    assert wssdiag(*arguments).is_one_line_error()


@pytest.mark.parametrize("name", ["case.wssdiag", "folder/report.json"])
def test_a_file_that_is_not_there_is_named_as_one(wssdiag: Program, name: str) -> None:
    done = wssdiag(name)
    assert done.is_one_line_error()
    assert f"{name}: there is no such file" in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--facts", "missing"),
        ("check", "--profile", "missing"),
        ("check", "--catalogue", "missing"),
        ("watch", "--catalogue", "missing"),
        ("detect", "--facts", "missing"),
        ("detect", "--capture", "missing"),
        ("facts", "--capture", "missing"),
        ("explain", "missing"),
        ("ports", "--catalogue", "missing"),
        ("compare", "missing", "missing"),
    ],
)
def test_a_missing_file_is_named(wssdiag: Program, arguments: tuple[str, ...]) -> None:
    ended = wssdiag(*arguments)
    assert ended.is_one_line_error()
    assert "missing" in ended.err


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (catalogue(443).replace("port = 443", "port = 70000"), "location[0].port"),
        (catalogue(443).replace("port = 443", 'port = "https"'), "location[0].port"),
        (catalogue(443).replace("port = 443", "port = 443\nprot = 1"), "location[0]"),
        (catalogue(443).replace("catalogue/1", "catalogue/9"), "schema"),
        (catalogue(443) + "\n[[[", "line"),
        ("", "missing"),
    ],
)
def test_a_bad_catalogue_is_told_by_its_place(wssdiag: Program, text: str, place: str) -> None:
    file = wssdiag.write("catalogue.toml", text)
    ended = wssdiag("check", "--catalogue", file)
    assert ended.is_one_line_error()
    assert str(file) in ended.err
    assert place in ended.err


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (PROFILE + "organization = 'x'", "organization"),
        (PROFILE + "[expect]\nmethod = 'pigeon'", "expect.method"),
        (PROFILE + "[endpoints]\nextra = [{ id = 'a', host = 'b', port = 0, transport = 'tcp' }]", "endpoints.extra[0].port"),
        (PROFILE + "[policy]\ncontact_hosts = 'some'", "policy.contact_hosts"),
        (PROFILE + "[expect", "line 2"),
    ],
)
def test_a_bad_profile_is_told_by_its_place(wssdiag: Program, text: str, place: str) -> None:
    ended = wssdiag("check", "--profile", wssdiag.write("profile.toml", text))
    assert ended.is_one_line_error()
    assert place in ended.err


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"not json",
        b"\xff\xfe\x00",
        b'{"schema": "wssdiag.report/9"}',
        b'{"schema": "wssdiag.report/1"}',
        b"[" * 100_000,
        b"PK\x03\x04",
    ],
)
def test_what_is_no_report(wssdiag: Program, data: bytes) -> None:
    file = wssdiag.write("report.json", data)
    for command in (("explain", file), ("compare", file, file), ("detect", "--facts", file), ("check", "--facts", file)):
        assert wssdiag(*command).is_one_line_error()


def test_the_schema_of_a_file_is_shown_without_tricks(wssdiag: Program) -> None:
    file = wssdiag.write("report.json", '{"schema": "a\\nb\\u202ec"}')
    ended = wssdiag("explain", file)
    assert ended.is_one_line_error()
    assert "\u202e" not in ended.err


def test_facts_are_no_report_to_compare(wssdiag: Program, facts: Path) -> None:
    assert wssdiag("compare", facts, facts).is_one_line_error()


@pytest.mark.parametrize("command", ["check", "detect", "ports", "causes", "facts"])
def test_output_into_a_missing_folder_is_said_first(wssdiag: Program, command: str) -> None:
    path = wssdiag.folder / "nowhere" / "result"
    ended = wssdiag(command, "--output", path)
    assert ended.is_one_line_error()
    assert not path.parent.exists()


@pytest.mark.parametrize("command", ["explain", "compare"])
def test_a_result_does_not_replace_a_folder(wssdiag: Program, command: str) -> None:
    file = wssdiag.write("report.json", encode(World().run()))
    files = (file, file) if command == "compare" else (file,)
    assert wssdiag(command, *files, "--output", wssdiag.folder).is_one_line_error()
    assert [row.name for row in wssdiag.folder.iterdir()] == ["report.json"]


def test_a_bug_of_ours_has_its_own_code_and_a_log(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    def broken(_options: object) -> Exit:
        message = "a bug of ours"
        raise RuntimeError(message)

    assert main(["causes"], {"causes": broken}) == 3
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "a bug of ours" not in told
    logs = [path.read_text() for path in home.rglob("wssdiag.log")]
    assert "RuntimeError: a bug of ours" in logs[0]
