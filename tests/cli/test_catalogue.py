"""``wssdiag catalogue`` as scripts and administrators use it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.catalogue.lists import data
from tests.cli.program import catalogue
from wssdiag import paths
from wssdiag.catalogue.service_file import read_list

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.program import Ended, Program

OLD = data(version="2026-08-01", wss_kps=[])
NEW = data(version="2026-10-01")


def take(wssdiag: Program, document: bytes, *more: str) -> Ended:
    return wssdiag("catalogue", "update", "--from", wssdiag.write("list.json", document), *more)


def shown(wssdiag: Program) -> Any:  # noqa: ANN401 - JSON
    ended = wssdiag("catalogue", "show", "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    return ended.document


def test_before_a_list_was_taken(wssdiag: Program) -> None:
    found = shown(wssdiag)
    assert (found["list"], found["differences"], found["file"]) == (None, [], None)
    assert "auth-443" in found["rows"]["unverified"]
    assert found["kept_in"] == str(paths.service_list_file())
    text = wssdiag("catalogue", "show")
    assert "No list of the service is in force" in text.out
    assert f"    {paths.service_list_file()}\n" in text.out
    assert wssdiag("catalogue", "verify").code == 0
    assert not paths.service_list_file().exists()


def test_a_list_is_taken_from_a_file_and_shown(wssdiag: Program) -> None:
    ended = take(wssdiag, NEW, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    document = ended.document
    assert document["schema"] == "wssdiag.catalogue-update/1"
    assert document["changes"]["hosts"]["added"] == ["auth.threatpulse.com", "ctc.threatpulse.com", "portal.threatpulse.com"]
    assert document["list"] == shown(wssdiag)["list"]
    assert document["list"] | {"fetched": ""} == {
        "source": str(wssdiag.folder / "list.json"),
        "fetched": "",
        "revised": "2026-10-01",
        "hosts": 3,
        "sites": 2,
        "networks": 8,
        "left_out": [],
    }
    found = shown(wssdiag)
    assert "auth-443" in found["rows"]["documented"]
    verified = wssdiag("catalogue", "verify")
    assert verified.code == 0
    assert "is sound" in verified.out


def test_the_text_says_the_same(wssdiag: Program) -> None:
    poisoned = [{"country_egress_ranges": [{"ranges": ["10.0.0.0/8"]}]}]
    ended = take(wssdiag, data(wss_management={"ctc.threatpulse.com": ["130.211.30.9"]}, wss_kps=poisoned))
    for words in (
        "1 host, 2 sites, 6 networks",
        "ctc-443 (ctc.threatpulse.com): 130.211.30.2 -> 130.211.30.9",
        "Sites, 2 added: GCAMO1, GCATO2",
    ):
        assert words in ended.out
    text = wssdiag("catalogue", "show")
    for told in (ended.out, text.out):
        one_line = " ".join(told.split())
        assert "the catalogue has 130.211.30.2, the list 130.211.30.9" in one_line
        assert "wss_kps[0].country_egress_ranges[0].ranges[0]: 10.0.0.0/8 (private" in one_line
        assert max(map(len, told.splitlines())) <= max(80, len(str(paths.service_list_file())) + 8)


def test_the_same_list_again_is_nothing_new_and_fresh(wssdiag: Program) -> None:
    take(wssdiag, NEW)
    before = read_list(paths.service_list_file())
    time.sleep(1.1)  # the time when a list was taken counts whole seconds
    ended = take(wssdiag, NEW)
    after = read_list(paths.service_list_file())
    assert ended.code == 0
    assert "Nothing new" in ended.out
    assert before is not None
    assert after is not None
    assert after.fetched > before.fetched


def test_an_older_list_is_taken_only_when_asked_for(wssdiag: Program) -> None:
    take(wssdiag, NEW)
    before = paths.service_list_file().read_bytes()
    ended = take(wssdiag, OLD)
    assert ended.is_one_line_error()
    assert "2026-08-01" in ended.err
    assert "2026-10-01" in ended.err
    assert paths.service_list_file().read_bytes() == before
    assert take(wssdiag, OLD, "--older").code == 0
    assert shown(wssdiag)["list"]["revised"] == "2026-08-01"
    again = take(wssdiag, NEW, "--format", "json").document["changes"]["networks"]
    assert again == {"added": ["168.149.168.0/32", "2607:f8b0:5000::1/128"], "removed": [], "changed": []}


@pytest.mark.parametrize(
    "document",
    [b"", b"<html>", b"{}", b"[" * 100_000, data(wss_datapath="x"), data(wss_kps=[{"ranges": ["\u202e"]}]), b"\0" * 9_000_000],
    ids=range(7),
)
def test_what_is_no_list_is_one_line_and_what_is_kept_stays(wssdiag: Program, document: bytes) -> None:
    take(wssdiag, NEW)
    before = paths.service_list_file().read_bytes()
    ended = take(wssdiag, document)
    assert ended.is_one_line_error()
    assert str(wssdiag.folder / "list.json") in ended.err
    assert "\u202e" not in ended.err
    assert [row.name for row in paths.service_list_file().parent.iterdir()] == [paths.service_list_file().name]
    assert paths.service_list_file().read_bytes() == before


@pytest.mark.parametrize(
    "source", ["missing.json", "http://servicepoints.threatpulse.com/", "ftp://x.example/", "https://u:p@x.example/", "https://"]
)
def test_a_source_that_cannot_be(wssdiag: Program, source: str) -> None:
    assert wssdiag("catalogue", "update", "--from", source).is_one_line_error()


@pytest.mark.parametrize(
    "arguments", [(), ("nonsense",), ("show", "--from", "x"), ("verify", "--older"), ("update", "--from"), ("show", "--format", "csv")]
)
def test_wrong_use(wssdiag: Program, arguments: tuple[str, ...]) -> None:
    assert wssdiag("catalogue", *arguments).is_one_line_error()


@pytest.mark.parametrize(
    ("contact", "url", "code"),
    [
        ("none", None, 2),
        ("none", "https://127.0.0.1:9/list", 2),
        ("service-only", "https://127.0.0.1:9/list", 2),
        ("all", "https://127.0.0.1:9/list", 4),
    ],
)
def test_the_policy_of_the_profile_holds(wssdiag: Program, contact: str, url: str | None, code: int) -> None:
    profile = wssdiag.write("profile.toml", f"schema = 'wssdiag.profile/1'\n[policy]\ncontact_hosts = '{contact}'\n")
    ended = wssdiag("catalogue", "update", "--profile", profile, *(("--from", url) if url else ()))
    assert (ended.code, ended.out, ended.err.count("\n")) == (code, "", 1)
    assert ("policy.contact_hosts" in ended.err) is (code == 2)
    assert not paths.service_list_file().exists()
    file = wssdiag.write("list.json", NEW)
    assert wssdiag("catalogue", "update", "--profile", profile, "--from", file).code == 0


def test_a_damaged_list_is_a_warning_for_show_and_an_end_for_verify(wssdiag: Program) -> None:
    take(wssdiag, NEW)
    path = paths.service_list_file()
    path.write_bytes(path.read_bytes().replace(b"168.149.136.0/24", b"10.0.0.0/8"))
    verified = wssdiag("catalogue", "verify")
    assert verified.is_one_line_error()
    assert str(path) in verified.err
    text = wssdiag("catalogue", "show")
    assert (text.code, text.err.count("\n")) == (0, 1)
    ports = wssdiag("ports", "--format", "json")
    assert (ports.code, ports.err.count("\n")) == (0, 1)
    renewed = take(wssdiag, OLD)
    assert renewed.code == 0
    assert wssdiag("catalogue", "verify").code == 0


def test_a_catalogue_of_ones_own_is_shown_without_the_list(wssdiag: Program) -> None:
    take(wssdiag, NEW)
    own = wssdiag.write("own.toml", catalogue(443))
    document = wssdiag("catalogue", "show", "--catalogue", own, "--format", "json").document
    assert (document["version"], document["file"], document["list"]) == ("test", str(own), None)
    assert document["rows"] == {"documented": ["here-443"], "inferred": [], "unverified": []}
    assert "not applied" in wssdiag("catalogue", "show", "--catalogue", own).out
    assert wssdiag("catalogue", "verify", "--catalogue", own).code == 0
    wrong = wssdiag.write("wrong.toml", catalogue(443).replace("443", "70000"))
    for verb in ("show", "verify"):
        ended = wssdiag("catalogue", verb, "--catalogue", wrong)
        assert ended.is_one_line_error()
        assert "location[0].port" in ended.err


def test_a_result_into_a_file(wssdiag: Program) -> None:
    path = wssdiag.folder / "state.json"
    assert wssdiag("catalogue", "show", "--format", "json", "--output", path).out == ""
    assert json.loads(path.read_bytes())["schema"] == "wssdiag.catalogue-state/1"
    nowhere = wssdiag.folder / "no" / "folder"
    file = wssdiag.write("list.json", NEW)
    assert wssdiag("catalogue", "update", "--from", file, "--output", nowhere).is_one_line_error()
    assert not paths.service_list_file().exists()


def test_a_check_lists_the_addresses_and_never_the_list_itself(wssdiag: Program, facts: Path) -> None:
    take(wssdiag, NEW)
    listed = wssdiag("check", "--facts", facts, "--role", "auth-connector", "--list-hosts", "--format", "json").document["hosts"]
    hosts = {row["host"] for row in listed}
    assert "35.245.151.226" in hosts
    assert not any("servicepoints" in host for host in hosts)


def test_a_program_gets_its_one_document_also_when_nothing_could_be_fetched(wssdiag: Program) -> None:
    ended = wssdiag("catalogue", "update", "--from", "https://127.0.0.1:9/list", "--format", "json")
    assert (ended.code, ended.err) == (4, "wssdiag catalogue: https://127.0.0.1:9/list: refused\n")
    assert (ended.document["why"], ended.document["list"]) == ("refused", None)
