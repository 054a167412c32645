"""``wssdiag bundle`` as a shell sees it, and bundles wherever a report is taken."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pyrage  # type: ignore[import-untyped]
import pytest
from msgspec.structs import replace

from tests.cli.program import catalogue
from tests.world import CTC, PROXY, World
from wssdiag import paths
from wssdiag.bundle.read import read_bundle
from wssdiag.model.codec import decode, encode
from wssdiag.model.report import Report

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.program import Program

KEY = pyrage.x25519.Identity.generate()
RECIPIENT = str(KEY.to_public())


@pytest.fixture
def report(wssdiag: Program) -> Path:
    world = World()
    world.network.block(CTC, 443)
    return wssdiag.write("report.json", encode(world.run()))


@pytest.fixture
def bundle(wssdiag: Program, report: Path) -> Path:
    path = wssdiag.folder / "good.wssdiag"
    assert wssdiag("bundle", "create", "--from", report, "--output", path).code == 0
    return path


@pytest.fixture
def sealed(wssdiag: Program, report: Path) -> Path:
    path = wssdiag.folder / "sealed.wssdiag"
    assert wssdiag("bundle", "create", "--from", report, "--output", path, "--encrypt-to", RECIPIENT).code == 0
    assert path.read_bytes().startswith(b"age-encryption.org/v1\n")
    return path


def files(wssdiag: Program) -> set[str]:
    return {path.name for path in wssdiag.folder.iterdir()}


def test_it_checks_and_writes_whatever_it_finds(wssdiag: Program, facts: Path) -> None:
    own = wssdiag.write("own.toml", catalogue())
    path = wssdiag.folder / "a.wssdiag"
    ended = wssdiag("bundle", "create", "--output", path, "--only", "none", "--catalogue", own)
    assert ended.code == 0
    assert "report.json" in ended.out
    assert str(path) in ended.err
    assert {"manifest.json", "report.json", "facts.json", "report.html", "log.txt"} == set(read_bundle(path).files)
    assert wssdiag("bundle", "create", "--output", wssdiag.folder / "b.wssdiag", "--from", facts).code == 0


def test_of_a_report_it_says_what_is_in_it_and_what_was_replaced(wssdiag: Program, report: Path) -> None:
    ended = wssdiag("bundle", "create", "--from", report, "--output", wssdiag.folder / "a.wssdiag", "--leave-out", "log.txt,capture")
    assert ended.code == 0
    assert "report.json" in ended.out
    assert "Replaced or left out" in ended.out
    assert "log.txt" not in ended.out
    assert "log.txt" not in read_bundle(wssdiag.folder / "a.wssdiag").files


def test_a_preview_shows_the_bytes_that_are_written_and_writes_nothing(wssdiag: Program, report: Path, home: Path) -> None:
    ended = wssdiag("bundle", "create", "--from", report, "--preview", "--output", wssdiag.folder / "a.wssdiag")
    assert ended.code == 0
    assert files(wssdiag) == {"report.json"}
    assert not list(home.rglob("case.json"))
    assert wssdiag("bundle", "create", "--from", report, "--output", wssdiag.folder / "a.wssdiag").code == 0
    written = read_bundle(wssdiag.folder / "a.wssdiag").files
    assert written["facts.json"].decode() in ended.out.replace("<<", "").replace(">>", "")
    assert "<<" in ended.out.partition("--- facts.json")[2], "beside the sentence that explains the marks"


def test_what_is_kept_and_whose_case_it_is_can_be_chosen(wssdiag: Program, report: Path, home: Path) -> None:
    case, kept, replaced = wssdiag.folder / "case.json", wssdiag.folder / "kept.wssdiag", wssdiag.folder / "replaced.wssdiag"
    assert wssdiag("bundle", "create", "--from", report, "--output", kept, "--keep", "addresses", "--case", case).code == 0
    assert wssdiag("bundle", "create", "--from", report, "--output", replaced, "--case", case).code == 0
    assert case.is_file()
    assert not list(home.rglob("case.json"))
    assert b"192.0.2.17" in read_bundle(kept).report
    assert b"192.0.2.17" not in read_bundle(replaced).report


def test_the_raw_settings_come_on_request_alone(wssdiag: Program, report: Path) -> None:
    for number, arguments in enumerate(((), ("--with-capture",))):
        path = wssdiag.folder / f"{number}.wssdiag"
        assert wssdiag("bundle", "create", "--from", report, "--output", path, *arguments).code == 0
        assert any(name.startswith("capture/") for name in read_bundle(path).files) == bool(arguments)


def test_what_could_deceive_a_reader_is_made_visible_in_a_preview(wssdiag: Program, report: Path, home: Path) -> None:
    log = paths.log_file()
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("a \x1b[2J line \u202e of text\n", encoding="utf-8")
    ended = wssdiag("bundle", "create", "--from", report, "--preview")
    assert "line" in ended.out
    assert "\x1b" not in ended.out
    assert "\u202e" not in ended.out


def test_nothing_is_written_over(wssdiag: Program, report: Path, bundle: Path) -> None:
    before = bundle.read_bytes()
    for arguments in (("create", "--from", report, "--output", bundle), ("redact", report, "--output", bundle)):
        assert wssdiag("bundle", *arguments).is_one_line_error()
    assert wssdiag("bundle", "create", "--from", report, "--output", wssdiag.folder / "no" / "a.wssdiag").is_one_line_error()
    assert wssdiag("bundle", "create", "--from", report).is_one_line_error()
    assert bundle.read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("--keep", "secrets"),
        ("--keep", ""),
        ("--leave-out", ""),
        ("--leave-out", "Log.txt"),
        ("--leave-out", "report.json"),
        ("--encrypt-to", "age1wrong"),
        ("--case", "/dev/null/x"),
        ("--only", ","),
    ],
)
def test_wrong_use_is_one_line_and_writes_nothing(arguments: tuple[str, str], wssdiag: Program, report: Path) -> None:
    assert wssdiag("bundle", "create", "--from", report, "--output", wssdiag.folder / "a.wssdiag", *arguments).is_one_line_error()
    assert files(wssdiag) == {"report.json"}


def test_a_named_key_that_is_not_there_is_told(wssdiag: Program, report: Path) -> None:
    sealed = wssdiag.folder / "sealed.wssdiag"
    assert wssdiag("bundle", "create", "--from", report, "--output", sealed, "--encrypt-to", KEY.to_public()).code == 0
    for key in (wssdiag.folder / "gone.txt", wssdiag.write("empty.txt", "no key\n")):
        ended = wssdiag("bundle", "verify", sealed, "--identity", key)
        assert ended.is_one_line_error()
        assert key.name in ended.err


def test_another_file_is_called_no_bundle(wssdiag: Program, report: Path) -> None:
    for verb in ("verify", "open"):
        ended = wssdiag("bundle", verb, report)
        assert ended.is_one_line_error()
        assert "no bundle" in ended.err


def test_verify_says_that_it_is_whole_or_what_is_not(wssdiag: Program, bundle: Path) -> None:
    ended = wssdiag("bundle", "verify", bundle)
    assert ended.code == 0
    assert "whole" in ended.out
    document = wssdiag("bundle", "verify", bundle, "--format", "json").document
    assert document["fingerprint"] in ended.out
    assert [row["name"] for row in document["members"]] == ["report.json", "facts.json", "report.html", "log.txt"]
    assert not document["encrypted"]
    bundle.write_bytes(bundle.read_bytes()[:-1])
    assert wssdiag("bundle", "verify", bundle).is_one_line_error()


def test_open_tells_the_verdict_and_what_is_in_it(wssdiag: Program, report: Path, bundle: Path) -> None:
    ended = wssdiag("bundle", "open", bundle)
    assert ended.code == 0
    assert ended.out.startswith(wssdiag("explain", report).out.splitlines()[0])
    assert "report.html" in ended.out
    assert "Replaced or left out" in ended.out
    document = wssdiag("bundle", "open", bundle, "--format", "json").document
    assert document["manifest"]["schema"] == "wssdiag.bundle/1"
    assert document["report"]["verdict"]["cause"] == "port-blocked"


def test_a_run_that_was_stopped_is_opened_as_one(wssdiag: Program) -> None:
    report = wssdiag.write("report.json", encode(replace(World().run(), cancelled=True)))
    path = wssdiag.folder / "a.wssdiag"
    assert wssdiag("bundle", "create", "--from", report, "--output", path).code == 0
    ended = wssdiag("bundle", "open", path, "--format", "json")
    assert (ended.code, ended.document["report"]["cancelled"]) == (0, True)


def test_a_bundle_stands_wherever_a_report_does(wssdiag: Program, report: Path, bundle: Path, sealed: Path) -> None:
    for path in (bundle, sealed):
        ended = wssdiag("explain", path, "--format", "json")
        assert (ended.code, ended.document["verdict"]["cause"]) == (1, "port-blocked")
        assert wssdiag("compare", path, bundle).code == 0
        assert wssdiag("check", "--only", "none", "--facts", path, "--format", "json").document["facts"]["os"] == "linux"
        assert wssdiag("detect", "--facts", path).code == 0
    assert wssdiag("compare", report, bundle).code == 0


def test_the_organisation_reads_it_with_its_key(wssdiag: Program, sealed: Path, home: Path) -> None:
    assert wssdiag("bundle", "verify", sealed).code == 0, "this computer made it"
    for path in home.rglob("bundle-key.txt"):
        path.unlink()
    for command in (("bundle", "verify", sealed), ("explain", sealed), ("compare", sealed, sealed)):
        assert wssdiag(*command).is_one_line_error()
        assert wssdiag(*command, "--identity", wssdiag.write("key.txt", f"{KEY}\n")).code in {0, 1}


def test_a_bundle_is_made_of_a_report_a_capture_and_a_bundle(wssdiag: Program, report: Path, bundle: Path) -> None:
    for path, made in ((report, "report-redacted.wssdiag"), (bundle, "good-redacted.wssdiag")):
        assert wssdiag("bundle", "redact", path).code == 0
        assert wssdiag("explain", wssdiag.folder / made).code == 1
    assert wssdiag("bundle", "redact", report).is_one_line_error(), "it is there already"


def test_what_is_made_of_an_encrypted_one_is_encrypted(wssdiag: Program, sealed: Path) -> None:
    assert wssdiag("bundle", "redact", sealed).is_one_line_error()
    plain = ("bundle", "create", "--from", sealed, "--output", wssdiag.folder / "a.wssdiag")
    assert wssdiag(*plain).is_one_line_error()
    assert files(wssdiag) == {"report.json", "sealed.wssdiag"}
    assert wssdiag(*plain, "--encrypt-to", RECIPIENT).code == 0
    assert wssdiag("bundle", "redact", sealed, "--encrypt-to", RECIPIENT).code == 0
    assert (wssdiag.folder / "sealed-redacted.wssdiag").read_bytes().startswith(b"age-encryption.org/v1\n")


def test_without_the_package_nothing_is_written(wssdiag: Program, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    path = wssdiag.folder / "a.wssdiag"
    profile = wssdiag.write("profile.toml", f'schema = "wssdiag.profile/1"\n[bundle]\nrecipient = "{RECIPIENT}"\n')
    for arguments in (("--encrypt-to", RECIPIENT), ("--profile", profile)):
        assert wssdiag("bundle", "create", "--from", report, "--output", path, *arguments).is_one_line_error()
    assert files(wssdiag) == {"report.json", "profile.toml"}
    assert wssdiag("bundle", "create", "--from", report, "--output", path).code == 0


@pytest.mark.parametrize("command", [("bundle", "create", "--preview", "--from"), ("explain",)])
def test_a_leftover_is_removed_at_the_next_start(wssdiag: Program, report: Path, home: Path, command: tuple[str, ...]) -> None:
    part = wssdiag.write("old.wssdiag.part", b"half")
    marker = home / "wssdiag" / "bundle-being-written.txt"
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.write_text(str(part))
    assert wssdiag(*command, report).code in {0, 1}
    assert not part.exists()


def test_a_stand_in_is_looked_up_where_the_bundle_was_made(wssdiag: Program) -> None:
    world = World()
    world.set_proxy()
    report = wssdiag.write("proxied.json", encode(world.run(None)))
    bundle, case = wssdiag.folder / "a.wssdiag", wssdiag.folder / "case.json"
    assert wssdiag("bundle", "create", "--from", report, "--output", bundle, "--case", case).code == 0
    ids = [row.id for row in decode(read_bundle(bundle).report, Report).checks]
    stand_in = next(row for row in ids if row.startswith("proxy.dns.")).removeprefix("proxy.dns.")
    assert stand_in != PROXY
    found = wssdiag("bundle", "lookup", stand_in, "--case", case)
    assert (found.code, found.out) == (0, f"{PROXY}\n")
    nothing = wssdiag("bundle", "lookup", "n9999.example", "--case", case)
    assert (nothing.code, nothing.out) == (4, "")
    assert "n9999.example" in nothing.err
