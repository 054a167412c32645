"""Bundles from a run to the file: what is in them, what the profile says, and that nothing is written that should not be."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec
import pyrage  # type: ignore[import-untyped]
import pytest

from tests.world import CTC, PROXY, World, codes
from wssdiag.bundle.contents import Role
from wssdiag.bundle.read import bundle_of, read_bundle
from wssdiag.bundle.write import files_of, packed
from wssdiag.model.codec import decode, encode
from wssdiag.model.input_error import InputError
from wssdiag.model.private import Kind, Seeds
from wssdiag.model.profile import BundlePolicy, Endpoints, Profile
from wssdiag.model.report import Report
from wssdiag.session import judged_again
from wssdiag.session.bundling import Bundling, Shelf, named_parts
from wssdiag.session.evidence import open_bundle, read_whole

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = Seeds(accounts=("mmuster",), hosts=("laptop-17",))
KEY = pyrage.x25519.Identity.generate()


def shelf(folder: Path, name: str = "case.json") -> Shelf:
    return Shelf(
        case=folder / "data" / name, key=folder / "data" / "key.txt", marker=folder / "data" / "marker", log=folder / "wssdiag.log"
    )


def bundling(folder: Path, world: World, keep: frozenset[Kind] = frozenset()) -> Bundling:
    return Bundling(world.session, shelf(folder), SEEDS, keep)


def broken(profile: Profile | None = None) -> World:
    world = World(profile=profile or Profile())
    world.network.block(CTC, 443)
    return world


def test_what_is_in_one(tmp_path: Path) -> None:
    world = broken()
    report = world.run()
    (tmp_path / "wssdiag.log").write_text("a line of mmuster on laptop-17\n")
    contents = bundling(tmp_path, world).prepared(report)
    assert [part.name for part in contents.parts] == ["report.json", "facts.json", "report.html", "log.txt"]
    data = {part.name: part.data for part in contents.parts}
    private = decode(data["report.json"], Report)
    assert private.redacted
    assert (private.verdict, codes(private)) == (report.verdict, codes(report))
    assert data["facts.json"].startswith(b"{")
    assert b"<script" not in data["report.html"]
    assert data["log.txt"].startswith(b"a line of ")
    assert not any(word in whole for whole in data.values() for word in (b"mmuster", b"laptop-17"))
    assert {row.collector for row in contents.took} == {"checks"}
    assert {row.part for row in contents.replaced} <= set(data)


def test_the_page_is_of_what_is_in_the_report(tmp_path: Path) -> None:
    world = broken()
    world.set_proxy()
    report = world.run()
    assert PROXY.encode() in encode(report)
    contents = bundling(tmp_path, world).prepared(report)
    assert not [part.name for part in contents.parts if PROXY.encode() in part.data]


def test_what_was_replaced_is_told_of_the_parts_that_go_alone(tmp_path: Path) -> None:
    (tmp_path / "wssdiag.log").write_text("a line of mmuster, and mmuster again\n")
    world = broken()
    contents = bundling(tmp_path, world).prepared(world.run())
    told = {row.part: row.count for row in contents.replaced if row.part == "log.txt"}
    assert told == {"log.txt": 2}
    assert "log.txt" not in {row.part for row in contents.without(frozenset({"log.txt"})).replaced}


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    world = broken()
    report = world.run()
    made = bundling(tmp_path, world)
    first, second = (packed(files_of(made.prepared(report))) for _ in range(2))
    made.write(made.prepared(report), tmp_path / "a.wssdiag")
    third = packed(files_of(bundling(tmp_path, world).prepared(report)))
    assert first == second == third == (tmp_path / "a.wssdiag").read_bytes()


def test_a_preview_writes_nothing(tmp_path: Path) -> None:
    world = broken()
    bundling(tmp_path, world).prepared(world.run(), with_capture=True)
    assert list(tmp_path.iterdir()) == []


def test_what_the_preview_shows_is_what_is_written(tmp_path: Path) -> None:
    world = broken()
    made = bundling(tmp_path, world)
    contents = made.prepared(world.run(), with_capture=True)
    contents = contents.without(named_parts(contents, ("report.html", "report.json")))
    made.write(contents, tmp_path / "a.wssdiag")
    read = read_bundle(tmp_path / "a.wssdiag")
    assert {part.name: part.data for part in contents.parts}.items() <= read.files.items()
    assert "report.html" not in read.files
    assert "report.json" in read.files, "it is what makes it a bundle"


def test_a_bundle_is_judged_like_the_run(tmp_path: Path) -> None:
    world = broken()
    report = world.run()
    made = bundling(tmp_path, world)
    made.write(made.prepared(report), tmp_path / "a.wssdiag")
    assert codes(world.session.stored(tmp_path / "a.wssdiag")) == codes(report)
    assert codes(world.session.judged(tmp_path / "a.wssdiag")) == codes(report)


def test_what_was_concluded_is_drawn_anew(tmp_path: Path) -> None:
    world = broken()
    report = world.run()
    stale = msgspec.structs.replace(report, findings=())
    data = next(part.data for part in bundling(tmp_path, world).prepared(stale).parts if part.role is Role.REPORT)
    assert codes(decode(data, Report)) == codes(report) != []


def test_a_redacted_report_is_judged_by_its_own_profile_alone(tmp_path: Path) -> None:
    """Support of the same organisation has its profile beside the program: it names what the bundle has stand-ins for."""
    profile = Profile(organisation="Example", endpoints=Endpoints(proxies=("proxy.office.example:3128",)))
    world = broken(profile)
    world.set_proxy()
    report = world.run("explicit-proxy")
    made = bundling(tmp_path, world)
    made.write(made.prepared(report), tmp_path / "a.wssdiag")
    _bundle, private = open_bundle(tmp_path / "a.wssdiag")
    here, elsewhere = (judged_again(one.session, private) for one in (World(profile=profile), World()))
    assert encode(here) == encode(elsewhere)
    assert b"proxy.office.example" not in encode(here)
    assert codes(here) == codes(report)


def test_the_capture_only_on_request(tmp_path: Path) -> None:
    world = broken()
    report = world.run()
    assert Role.CAPTURE not in {part.role for part in bundling(tmp_path, world).prepared(report).parts}
    names = {part.name for part in bundling(tmp_path, world).prepared(report, with_capture=True).parts if part.role is Role.CAPTURE}
    assert "capture/linux/resolv.conf" in names
    asked = broken(Profile(bundle=BundlePolicy(exclude=("capture/linux/", "log.txt"))))
    contents = bundling(tmp_path, asked).prepared(report, with_capture=True)
    assert {part.name for part in contents.parts if part.role is Role.CAPTURE} == names - {"capture/linux/resolv.conf"}
    assert "log.txt" not in {part.name for part in contents.parts}
    assert {row.collector for row in contents.took} == {"checks", "capture"}


@pytest.mark.parametrize("word", [*Kind])
def test_the_profile_may_keep_what_it_names(word: Kind, tmp_path: Path) -> None:
    world = broken(Profile(bundle=BundlePolicy(include=(word,))))
    report = world.run()
    by_profile = bundling(tmp_path, world).prepared(report)
    by_option = bundling(tmp_path, world, frozenset({word})).prepared(report)
    assert by_profile == by_option


def test_a_log_that_cannot_be_read_is_an_entry(tmp_path: Path) -> None:
    (tmp_path / "wssdiag.log").mkdir()
    world = broken()
    contents = bundling(tmp_path, world).prepared(world.run())
    assert "log" in {row.collector for row in contents.failed}
    assert next(part for part in contents.parts if part.name == "log.txt").data == b""


def test_of_a_long_log_whole_lines_of_its_end(tmp_path: Path) -> None:
    (tmp_path / "wssdiag.log").write_text("".join(f"line {number:06}\n" for number in range(40_000)))
    world = broken()
    log = next(part for part in bundling(tmp_path, world).prepared(world.run()).parts if part.name == "log.txt").data
    assert len(log) <= 128 * 1024
    assert log.startswith(b"line ")
    assert log.endswith(b"line 039999\n")


def test_what_is_unknown_is_an_entry(tmp_path: Path) -> None:
    world = broken()
    contents = bundling(tmp_path, world).prepared(world.run())
    assert {"windows_nlm", "browsers"} <= {row.collector for row in contents.failed}


def test_for_the_organisation_and_for_whom_is_named(tmp_path: Path) -> None:
    other = pyrage.x25519.Identity.generate()
    world = broken(Profile(bundle=BundlePolicy(recipient=str(KEY.to_public()))))
    made = bundling(tmp_path, world)
    assert made.recipient == str(KEY.to_public())
    made.write(made.prepared(world.run()), tmp_path / "a.wssdiag", (str(other.to_public()), made.recipient))
    data = (tmp_path / "a.wssdiag").read_bytes()
    assert data.count(b"-> X25519 ") == 3
    for number, identity in enumerate((KEY, other)):
        file = tmp_path / f"{number}.txt"
        file.write_text(str(identity))
        assert bundle_of(data, "x", [file]).was_encrypted
    assert bundle_of(data, "x", [tmp_path / "data" / "key.txt"]).was_encrypted


@pytest.mark.parametrize("missing", [True, False])
def test_where_it_cannot_be_encrypted_nothing_is_written(tmp_path: Path, missing: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    world = broken(Profile(bundle=BundlePolicy(recipient=str(KEY.to_public()) if missing else "age1wrong")))
    made = bundling(tmp_path, world)
    contents = made.prepared(world.run())
    if missing:
        monkeypatch.setitem(sys.modules, "pyrage", None)
    with pytest.raises(InputError):
        made.check(tmp_path / "a.wssdiag")
    with pytest.raises(InputError):
        made.write(contents, tmp_path / "a.wssdiag")
    assert list(tmp_path.iterdir()) == []


def test_the_case_is_kept_and_used_again(tmp_path: Path) -> None:
    world = broken()
    report = world.run()
    made = bundling(tmp_path, world)
    made.write(made.prepared(report), tmp_path / "a.wssdiag")
    kept = (tmp_path / "data" / "case.json").read_bytes()
    assert b"pseudonyms" in kept
    assert not any(b"wssdiag.case" in data for data in read_bundle(tmp_path / "a.wssdiag").files.values())
    (tmp_path / "data" / "case.json").write_bytes(b"broken")
    with pytest.raises(InputError, match=r"case\.json"):
        made.prepared(report)


def test_where_the_stand_ins_cannot_be_kept_nothing_is_written(tmp_path: Path) -> None:
    world = broken()
    made = Bundling(world.session, shelf(tmp_path), SEEDS)
    contents = made.prepared(world.run())
    (tmp_path / "data").write_bytes(b"no folder")
    with pytest.raises(InputError, match="stand-ins cannot be kept"):
        made.write(contents, tmp_path / "a.wssdiag")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_what_no_reader_would_take_is_not_written(tmp_path: Path) -> None:
    world = broken()
    world.system.files["hosts.txt"] = "# 1\n" * 3_000_000
    made = bundling(tmp_path, world)
    contents = made.prepared(world.run(), with_capture=False)
    part = msgspec.structs.replace(contents.parts[-1], data=bytes(9 * 1024 * 1024))
    with pytest.raises(InputError, match="leave out the capture"):
        made.write(msgspec.structs.replace(contents, parts=(*contents.parts[:-1], part)), tmp_path / "a.wssdiag")
    assert list(tmp_path.iterdir()) == []


def test_a_bundle_is_made_private_again(tmp_path: Path) -> None:
    world = broken()
    report = world.run()
    made = bundling(tmp_path, world, frozenset(Kind))
    (tmp_path / "wssdiag.log").write_text("of this computer\n")
    made.write(made.prepared(report, with_capture=True), tmp_path / "a.wssdiag")
    strict = Bundling(world.session, shelf(tmp_path, "other.json"), Seeds())
    (tmp_path / "wssdiag.log").write_text("of another computer\n")
    contents = strict.again(read_whole(tmp_path / "a.wssdiag"))
    parts = {part.name: part.data for part in contents.parts}
    assert parts["log.txt"] == b"of this computer\n"
    assert "capture/linux/resolv.conf" in parts
    assert codes(decode(parts["report.json"], Report)) == codes(report)
