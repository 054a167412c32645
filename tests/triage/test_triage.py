from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from tests.bundle.hostile import KEY, KINDS
from tests.report import samples
from tests.triage.many import bundle, varied
from wssdiag.bundle.contents import Contents, Part, Role
from wssdiag.bundle.secrecy import encrypted
from wssdiag.bundle.write import files_of, packed
from wssdiag.catalogue.shipped import load_footprint
from wssdiag.model.codec import decode, encode
from wssdiag.model.input_error import InputError
from wssdiag.triage import index as index_module
from wssdiag.triage.glance import Glancer
from wssdiag.triage.index import Index
from wssdiag.triage.opened import REPORT_LIMIT_BYTES, Opener
from wssdiag.triage.triage import triage

if TYPE_CHECKING:
    from wssdiag.triage.row import Row

#: Somebody's, from age's own manual.
RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"

GLANCER = Glancer(load_footprint())


class Reader:
    """Counts what is read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, name: str, data: bytes) -> bytes | None:
        self.read.append(Path(name).name)
        return Opener()(name, data)


def put(folder: Path, name: str, number: int) -> None:
    (folder / name).write_bytes(bundle(varied(samples.port_blocked(), number)))


def index(folder: Path, program: str = "1") -> Index:
    return Index(folder / "index" / "it", program, own=True)


def rows(folder: Path, kept: Index | None = None, opened: Reader | None = None) -> tuple[Row, ...]:
    return triage([folder], GLANCER, opened or Opener(), kept)


def test_bundles_and_saved_reports_are_rows(tmp_path: Path) -> None:
    put(tmp_path, "a.wssdiag", 1)
    (tmp_path / "b.json").write_bytes(encode(varied(samples.healthy(), 2)))
    newest, older = rows(tmp_path)
    assert (newest.file, newest.status) == (str(tmp_path / "b.json"), "healthy")
    assert older.cause == "port-blocked"
    assert older.size == (tmp_path / "a.wssdiag").stat().st_size
    assert len(older.sha256) == 64


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no bundle and no report"),
        (b"PK\x03\x04broken", "not a zip"),
        (b"age-encryption.org/v1\n-> X25519", "no age file"),
        (b'{"schema": "wssdiag.report/1"}', "no report"),
        (b"\x00\xff", "no bundle and no report"),
        (b'{"a":[' * 50_000, "no bundle and no report"),
    ],
)
def test_a_broken_one_is_a_row_and_not_the_end(tmp_path: Path, data: bytes, says: str) -> None:
    put(tmp_path, "a.wssdiag", 1)
    (tmp_path / "broken.wssdiag").write_bytes(data)
    good, broken = rows(tmp_path)
    assert good.cause == "port-blocked"
    assert says in broken.error
    assert str(tmp_path) not in broken.error
    assert (broken.file, broken.status, broken.first_seen) == (str(tmp_path / "broken.wssdiag"), None, None)


def test_an_encrypted_one_is_read_with_a_key_and_told_without(tmp_path: Path) -> None:
    key = tmp_path / "key.txt"
    sealed = encrypted(bundle(varied(samples.port_blocked(), 1)), (RECIPIENT,), key)
    (tmp_path / "a.wssdiag").write_bytes(sealed)
    (told,) = rows(tmp_path)
    assert told.error.startswith("is encrypted")
    (row,) = triage([tmp_path], GLANCER, Opener((tmp_path / "none", key)))
    assert (row.cause, row.size, row.error) == ("port-blocked", len(sealed), "")


def test_a_report_out_of_all_proportion_is_refused(tmp_path: Path) -> None:
    data = encode(samples.healthy())
    (tmp_path / "a.json").write_bytes(data + b" " * REPORT_LIMIT_BYTES)
    assert rows(tmp_path)[0].error == "a report larger than 4 MiB"


def zipped(**members: bytes) -> bytes:
    return packed((f"{name}.json", data) for name, data in members.items())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (zipped(manifest=b'{"tool_version": "1", "started": "", "members": []}'), "report.json: missing"),
        (zipped(report=encode(samples.healthy())), "manifest.json: missing: this is no bundle"),
        (zipped(report=encode(samples.healthy()), manifest=b"{}"), "manifest.json: "),
    ],
)
def test_a_zip_that_is_no_bundle_is_said(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "a.wssdiag").write_bytes(data)
    assert says in rows(tmp_path)[0].error


def test_a_bundle_that_was_changed_is_said(tmp_path: Path) -> None:
    whole = Contents(started="", parts=(Part(name="report.json", role=Role.REPORT, data=encode(samples.healthy())),))
    files = {**dict(files_of(whole)), "report.json": encode(samples.healthy()).replace(b"healthy", b"broken!")}
    (tmp_path / "a.wssdiag").write_bytes(packed(files.items()))
    assert rows(tmp_path)[0].error.startswith("report.json: its content")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.startswith(("report", "facts"))])
def test_what_no_reader_of_a_bundle_takes_is_no_row(tmp_path: Path, kind: str) -> None:
    """All of its limits but the count of values in a report, which has a bound of its own."""
    (tmp_path / "a.wssdiag").write_bytes(KINDS[kind]())
    (tmp_path / "key.txt").write_text(f"{KEY}\n")
    (row,) = triage([tmp_path], GLANCER, Opener((tmp_path / "key.txt",)))
    assert row.error
    assert row.status is None


def test_a_file_larger_than_any_bundle_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.wssdiag").write_bytes(b"PK\x03\x04" + bytes(8 * 1024 * 1024))
    assert rows(tmp_path)[0].error == "larger than 8 MiB"


@pytest.mark.parametrize("text", ['{"schema": "wssdiag.facts/1"}', "[]", '\n[{"pid": 1}]', "[" * 100_000])
def test_other_json_in_a_folder_is_passed_by_but_told_where_it_was_named(tmp_path: Path, text: str) -> None:
    """Facts, say, or a capture, whose files are lists."""
    (tmp_path / "facts.json").write_text(text)
    assert rows(tmp_path) == ()
    (named,) = triage([tmp_path / "facts.json"], GLANCER, Opener())
    assert named.error == "is no report of wssdiag"


def test_the_second_run_reads_only_what_is_new_or_changed(tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_text('{"schema": "wssdiag.facts/1"}')
    for number in range(3):
        put(tmp_path, f"{number}.wssdiag", number)
    kept = index(tmp_path)
    first = rows(tmp_path, kept)
    kept.save()
    put(tmp_path, "new.wssdiag", 7)
    put(tmp_path, "1.wssdiag", 200)
    reader = Reader()
    second = rows(tmp_path, index(tmp_path), reader)
    assert sorted(reader.read) == ["1.wssdiag", "new.wssdiag"]
    assert second == rows(tmp_path)
    assert len(second) == len(first) + 1


def test_without_a_change_the_index_changes_nothing(tmp_path: Path) -> None:
    put(tmp_path, "a.wssdiag", 1)
    kept = index(tmp_path)
    first = rows(tmp_path, kept)
    kept.save()
    reader = Reader()
    assert rows(tmp_path, index(tmp_path), reader) == first
    assert reader.read == []


def test_a_file_is_another_by_its_time_its_size_or_its_number(tmp_path: Path) -> None:
    """Each alone is enough: a copy may keep the time, and another bundle may have the same size."""
    path = tmp_path / "a.wssdiag"
    put(tmp_path, path.name, 1)
    was, data = path.stat(), path.read_bytes()
    kept = index(tmp_path)
    rows(tmp_path, kept)
    later = was.st_mtime_ns + 10**9

    def touched() -> None:
        os.utime(path, ns=(later, later))

    def longer() -> None:
        path.write_bytes(data + b" ")
        os.utime(path, ns=(later, later))

    def another() -> None:
        (tmp_path / "copy").write_bytes(data + b" ")
        os.utime(tmp_path / "copy", ns=(later, later))
        (tmp_path / "copy").replace(path)

    for change in (touched, longer, another):
        change()
        reader = Reader()
        rows(tmp_path, kept, reader)
        assert reader.read == ["a.wssdiag"], change.__name__


def test_files_that_are_gone_are_forgotten_where_there_is_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.wssdiag", "b.wssdiag"):
        put(tmp_path, name, 1)
    kept = index(tmp_path)
    rows(tmp_path, kept)
    kept.save()
    (tmp_path / "a.wssdiag").unlink()
    put(tmp_path, "c.wssdiag", 2)
    monkeypatch.setattr(index_module, "MOST_FILES", 2)
    kept = index(tmp_path)
    rows(tmp_path, kept)
    kept.save()
    document = decode((tmp_path / "index" / "it").read_bytes(), dict[str, Any])
    assert sorted(Path(name).name for name in document["files"]) == ["b.wssdiag", "c.wssdiag"]


def test_what_could_not_be_read_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "a.wssdiag").write_bytes(b"age-encryption.org/v1")
    kept = index(tmp_path)
    rows(tmp_path, kept)
    reader = Reader()
    rows(tmp_path, kept, reader)
    assert reader.read == ["a.wssdiag"]


def test_another_version_reads_anew(tmp_path: Path) -> None:
    put(tmp_path, "a.wssdiag", 1)
    kept = index(tmp_path)
    rows(tmp_path, kept)
    kept.save()
    reader = Reader()
    rows(tmp_path, index(tmp_path, "2"), reader)
    assert reader.read == ["a.wssdiag"]


def test_the_index_knows_a_file_by_its_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.wssdiag", 1)
    kept = index(tmp_path)
    rows(tmp_path, kept)
    monkeypatch.chdir(tmp_path)
    reader = Reader()
    (row,) = triage([Path("a.wssdiag")], GLANCER, reader, kept)
    assert (row.file, reader.read) == ("a.wssdiag", [])


def test_the_own_index_is_begun_anew_and_a_named_file_is_never_lost(tmp_path: Path) -> None:
    path = tmp_path / "letter"
    path.write_text("dear sir")
    Index(path, "1", own=True)
    with pytest.raises(InputError, match="no index"):
        Index(path, "1", own=False)
    assert path.read_text() == "dear sir"


def test_an_index_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    put(tmp_path, "a.wssdiag", 1)
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "it").mkdir()
    kept = index(tmp_path)
    rows(tmp_path, kept)
    with pytest.raises(InputError):
        kept.save()
    assert [one.name for one in (tmp_path / "index").iterdir()] == ["it"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.fsencode("\udcff") != b"\xff", reason="such names are of Unix")
def test_a_name_that_is_no_unicode_can_be_kept(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/bad\xff.json"
    with open(path, "wb") as file:  # noqa: PTH123 - a name in bytes
        file.write(encode(samples.healthy()))
    kept = index(tmp_path)
    (row,) = rows(tmp_path, kept)
    kept.save()
    assert row.file.isprintable()
    assert rows(tmp_path, index(tmp_path)) == (row,)


def test_first_seen_is_by_matter_and_site(tmp_path: Path) -> None:
    base = varied(samples.port_blocked(), 0)
    for name, day, number in (("a", 3, 0), ("b", 5, 0), ("c", 4, 1)):
        report = replace(varied(base, number), started=f"2026-03-0{day}T10:00:00Z")
        (tmp_path / f"{name}.json").write_bytes(encode(report))
    assert [(Path(row.file).stem, row.first_seen) for row in rows(tmp_path)] == [
        ("b", "2026-03-03T10:00:00Z"),
        ("c", "2026-03-04T10:00:00Z"),
        ("a", "2026-03-03T10:00:00Z"),
    ]
