from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.world import CTC, World
from wssdiag.cli.main import main
from wssdiag.diagnosis.causes import CAUSES
from wssdiag.model.codec import decode, encode, encode_pretty
from wssdiag.model.facts import Facts
from wssdiag.model.report import Report

if TYPE_CHECKING:
    from tests.cli.program import Program

CAPTURE = Path(__file__).resolve().parents[1] / "captures" / "lab-windows-agent"


def report(*, blocked: bool) -> Report:
    world = World()
    if blocked:
        world.network.block(CTC, 443)
    return world.run()


def test_detect_from_a_capture(wssdiag: Program) -> None:
    ended = wssdiag("detect", "--capture", CAPTURE, "--format", "json")
    assert ended.code == 0
    assert set(ended.document) == {"mode", "network", "findings"}
    assert ended.document["mode"]["method"] == "wss-agent"
    assert ended.document["mode"]["evidence"]
    text = wssdiag("detect", "--capture", CAPTURE)
    assert (text.code, text.err) == (0, "")
    assert text.out.strip()


def test_detect_tells_what_the_facts_alone_prove(wssdiag: Program) -> None:
    world = World()
    world.system.files["routes.json"] = []
    file = wssdiag.write("facts.json", encode(world.session.detect()[0]))
    ended = wssdiag("detect", "--facts", file, "--format", "json")
    assert [row["code"] for row in ended.document["findings"]] == ["no-default-route"]
    assert ended.code == 0


def test_facts_of_a_capture_are_facts(wssdiag: Program) -> None:
    ended = wssdiag("facts", "--capture", CAPTURE)
    assert ended.document["schema"] == "wssdiag.facts/1"
    file = wssdiag.write("facts.json", ended.out)
    again = wssdiag("detect", "--facts", file, "--format", "json")
    assert again.document == wssdiag("detect", "--capture", CAPTURE, "--format", "json").document
    assert decode(ended.out.encode(), Facts).os == "windows"


@pytest.mark.parametrize(("blocked", "code"), [(True, 1), (False, 0)])
def test_explain(wssdiag: Program, blocked: bool, code: int) -> None:
    made = report(blocked=blocked)
    ended = wssdiag("explain", wssdiag.write("report.json", encode(made)), "--format", "json")
    assert (ended.code, ended.err) == (code, "")
    assert decode(ended.out.encode(), Report) == made


def test_explain_says_that_the_verdict_is_another_one_than_the_stored(wssdiag: Program) -> None:
    """By a cause of yesterday, or because the run had a profile that the report does not hold."""
    healthy = report(blocked=False).verdict
    file = wssdiag.write("report.json", encode(msgspec.structs.replace(report(blocked=True), verdict=healthy)))
    line = "The verdict differs from the stored one: it was healthy, and is broken (port-blocked) today."
    assert wssdiag("explain", file).err == f"{line} If the run had a profile, give it with --profile.\n"
    profile = wssdiag.write("profile.toml", b'schema = "wssdiag.profile/1"\n[expect]\nmethod = "wss-agent"\n')
    assert wssdiag("explain", file, "--profile", profile).err == f"{line}\n"


def test_explain_says_that_the_cause_is_another_one(wssdiag: Program) -> None:
    made = report(blocked=True)
    other = msgspec.structs.replace(made.verdict, cause="a-cause\x1b-of-yesterday")
    ended = wssdiag("explain", wssdiag.write("report.json", encode(msgspec.structs.replace(made, verdict=other))), "--format", "json")
    assert "it was broken (a-cause" in ended.err
    assert "\x1b" not in ended.err
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize(("blocked", "code", "lines"), [(True, 1, 2), (False, 0, 1)])
def test_explain_as_a_table_of_rules(wssdiag: Program, blocked: bool, code: int, lines: int) -> None:
    file = wssdiag.write("report.json", encode(report(blocked=blocked)))
    ended = wssdiag("explain", file, "--format", "csv")
    assert (ended.code, len(ended.out.splitlines())) == (code, lines)
    assert wssdiag("explain", file, "--format", "csv", "--output", wssdiag.folder / "rules.csv").code == code
    assert (wssdiag.folder / "rules.csv").read_bytes().decode() == ended.out


def test_explain_draws_the_findings_anew(wssdiag: Program) -> None:
    bare = msgspec.structs.replace(report(blocked=True), findings=(), cancelled=True)
    ended = wssdiag("explain", wssdiag.write("report.json", encode_pretty(bare)), "--format", "json")
    assert ended.document["verdict"]["cause"] == "port-blocked"
    assert ended.code == 1


def test_explain_a_report_that_holds_no_more_than_the_contract(wssdiag: Program) -> None:
    """No locations, no role, and details that do not say of which step they are."""
    told = json.loads(encode(report(blocked=True)))
    del told["locations"], told["role"], told["mode"]["agent_captures"], told["mode"]["in_use"]
    for result in told["checks"]:
        for seen in result["observations"]:
            del seen["detail"]["type"]
    told["findings"] = [{**told["findings"][0], "code": "a-cause-of-tomorrow"}]
    ended = wssdiag("explain", wssdiag.write("report.json", json.dumps(told).encode()), "--format", "json")
    assert "port-blocked" in [row["code"] for row in ended.document["findings"]]
    assert ended.code == 1


def test_explain_shows_the_chain_of_evidence(wssdiag: Program) -> None:
    file = wssdiag.write("report.json", encode(report(blocked=True)))
    shown = wssdiag("explain", file)
    assert (shown.code, shown.err) == (1, "")
    assert "  What worked (control)\n  - Known-good site www.cloudflare.com, TCP 443: connected in 10 ms\n" in shown.out
    assert "What it is not" in wssdiag("explain", file, "--format", "markdown").out
    assert "<details>" in wssdiag("explain", file, "--format", "html").out


def test_explain_one_finding(wssdiag: Program) -> None:
    file = wssdiag.write("report.json", encode(report(blocked=True)))
    shown = wssdiag("explain", file, "--finding", "port-blocked")
    assert shown.code == 1
    assert "What we saw\n" in shown.out
    assert "What to do" not in shown.out
    assert "<details open>" in wssdiag("explain", file, "--finding", "port-blocked", "--format", "html").out


def test_explain_a_finding_that_is_not_there(wssdiag: Program) -> None:
    file = wssdiag.write("report.json", encode(report(blocked=True)))
    ended = wssdiag("explain", file, "--finding", "no-internet")
    assert ended.is_one_line_error()
    assert "not found in this report; found: port-blocked" in ended.err
    assert "found: nothing" in wssdiag("explain", wssdiag.write("fine.json", encode(report(blocked=False))), "--finding", "x").err


def test_json_is_the_whole_report(wssdiag: Program) -> None:
    file = wssdiag.write("report.json", encode(report(blocked=True)))
    assert wssdiag("explain", file, "--finding", "port-blocked", "--format", "json").is_one_line_error()


def test_explain_a_capture(wssdiag: Program) -> None:
    ended = wssdiag("explain", CAPTURE, "--format", "json")
    assert ended.code == 4
    assert ended.document["mode"]["method"] == "wss-agent"


@pytest.mark.parametrize(("old", "new", "code"), [(False, True, 1), (True, False, 0), (True, True, 0)])
def test_compare(wssdiag: Program, old: bool, new: bool, code: int) -> None:
    before = wssdiag.write("old.json", encode(report(blocked=old)))
    after = wssdiag.write("new.json", encode(report(blocked=new)))
    assert wssdiag("compare", before, after).code == code
    ended = wssdiag("compare", before, after, "--format", "json")
    assert ended.code == code
    assert isinstance(ended.document, dict)


@pytest.mark.parametrize("wanted", ["text", "csv", "markdown", "json"])
def test_ports(wssdiag: Program, wanted: str) -> None:
    ended = wssdiag("ports", "--format", wanted)
    assert (ended.code, ended.err) == (0, "")
    assert "130.211.30.2" in ended.out
    narrow = wssdiag("ports", "--method", "trans-proxy", "--format", wanted)
    assert "130.211.30.2" not in narrow.out
    assert "199.19.250.205" in narrow.out


def test_causes(wssdiag: Program) -> None:
    text = wssdiag("causes")
    assert text.code == 0
    listed = json.dumps(wssdiag("causes", "--format", "json").document)
    assert {row.code for row in CAUSES if row.code not in listed} == set()
    one = wssdiag("causes", "port-blocked", "--format", "json")
    assert (one.code, one.document["code"]) == (0, "port-blocked")
    assert wssdiag("causes", "port-blocked").out.strip()


@pytest.mark.parametrize("lang", ["xx", "../../etc", ""])
def test_a_language_that_there_is_not_falls_back(wssdiag: Program, lang: str) -> None:
    assert wssdiag("causes", "--lang", lang) == wssdiag("causes")


def test_help_and_version(wssdiag: Program) -> None:
    assert wssdiag("--version").out.startswith("wssdiag ")
    assert wssdiag("--help").code == 0
    assert "check" in wssdiag().out
    told = wssdiag("check", "--help")
    assert told.code == 0
    assert "proxy-forwarding" in told.out
    assert "unknown" not in told.out, "which --method refuses"


def test_a_capture_gives_the_same_facts_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "capture"
    assert main(["capture", "--output", str(folder)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert str(folder) in said.err
    assert "bundle redact" in said.err, "it is not made private"
    assert main(["facts", "--capture", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "wssdiag.facts/1"
    assert main(["capture", "--output", str(folder)]) == 2, "a folder that holds something is never overwritten"


def test_explain_as_a_ticket(wssdiag: Program) -> None:
    file = wssdiag.write("report.json", encode(report(blocked=True)))
    plain, markdown = (wssdiag("explain", file, "--format", wanted) for wanted in ("ticket", "ticket-markdown"))
    assert (plain.code, markdown.code) == (1, 1)
    assert plain.out.startswith("Your network blocks the door to the service\n")
    assert markdown.out.startswith("## Your network blocks the door to the service\n")
    assert max(len(ended.out.splitlines()) for ended in (plain, markdown)) <= 25
    assert wssdiag("explain", file, "--format", "ticket", "--finding", "port-blocked").is_one_line_error()
