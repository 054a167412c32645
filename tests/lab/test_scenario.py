"""The vocabulary is strict, and says what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.laptop import SERVICE_LIST, keep_list
from tests.lab.network.trust import Trust
from tests.lab.network.wiring import firewall
from tests.lab.network.zone import UnknownTargetError
from tests.lab.profile_file import to_toml
from tests.lab.scenario import CAPTURES, ScenarioError, find, kept_list, load, plan_of
from tests.lab.stage import program_command
from wssdiag.catalogue.loader import load_builtin
from wssdiag.catalogue.profile import parse_profile
from wssdiag.model.codec import decode
from wssdiag.model.service_list import ServiceList

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'title = "t"\ncause = "port-blocked"\nstatus = "degraded"\nexit = 1\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "one.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", find(), ids=lambda path: path.stem)
def test_every_scenario_loads_and_gives_a_network(path: Path) -> None:
    scenario = load(path)
    plan_of(scenario, load_builtin())
    assert not scenario.facts or (CAPTURES / scenario.facts / "capture.json").is_file()


@pytest.mark.parametrize("path", find(), ids=lambda path: path.stem)
def test_expectations_agree_with_the_contract(path: Path) -> None:
    scenario = load(path)
    exits = {"healthy": 0, "degraded": 1, "broken": 1, "incomplete": 4}
    assert scenario.exit == exits[scenario.status]
    assert bool(scenario.cause) == (scenario.status in {"degraded", "broken"})
    assert scenario.cause not in scenario.never


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (HEAD + "excit = 1\n", "excit"),
        (HEAD + 'subject = { prot = "tcp" }\n', "prot"),
        (HEAD + 'checks = { "tcp.ctc-443" = "failed" }\n', "failed"),
        (HEAD + "service_list = { places = [] }\n", "places"),
        (HEAD + "profile = { endpoint = { proxies = [] } }\n", "endpoint"),
        (HEAD + '[[fault]]\ndo = "dorp"\nto = ["service"]\n', "dorp"),
        (HEAD + '[[fault]]\ndo = "drop"\nto = ["service"]\nports = 443\n', "ports"),
        (HEAD + '[[fault]]\ndo = "drop"\nto = ["service"]\ntransport = "sctp"\n', "transport"),
        (HEAD + '[[fault]]\ndo = "drop"\n', "to"),
        (HEAD + "exit = \n", "line"),
        ('title = "t"\n', "cause"),
    ],
)
def test_what_is_not_in_the_vocabulary_is_an_error_that_names_it(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(ScenarioError, match=place) as caught:
        load(written(tmp_path, text))
    assert str(caught.value).startswith("one.toml: ")


def test_a_target_that_the_lab_does_not_have_is_an_error(tmp_path: Path) -> None:
    scenario = load(written(tmp_path, HEAD + '[[fault]]\ndo = "drop"\nto = ["ctc.threatpulse.con"]\n'))
    with pytest.raises(UnknownTargetError, match="con"):
        plan_of(scenario, load_builtin())


def test_what_is_not_behind_the_line_is_no_target_of_its_words(tmp_path: Path) -> None:
    scenario = load(written(tmp_path, HEAD + '[[fault]]\ndo = "delay"\nms = 300\nto = ["proxy.office.example"]\n'))
    with pytest.raises(UnknownTargetError, match=r"10\.20\.0\.10"):
        plan_of(scenario, load_builtin())


@pytest.mark.parametrize(
    ("fault", "rules"),
    [
        (
            'do = "drop"\nto = ["ctc.threatpulse.com"]\nport = 443\ntransport = "tcp"',
            ["ip daddr { 130.211.30.2 } meta l4proto tcp th dport 443 drop"],
        ),
        ('do = "drop"\nto = ["everything"]\nport = 8080\ntransport = "tcp"', ["meta l4proto tcp th dport 8080 drop"]),
        ('do = "prohibit"\nto = ["1.2.3.4"]', ["ip daddr { 1.2.3.4 } reject with icmpx admin-prohibited"]),
        (
            'do = "refuse"\nto = ["1.2.3.4"]\nport = 443',
            [
                "ip daddr { 1.2.3.4 } meta l4proto tcp th dport 443 reject with tcp reset",
                "ip daddr { 1.2.3.4 } meta l4proto udp th dport 443 reject with icmpx port-unreachable",
            ],
        ),
        (
            'do = "refuse"\nto = ["1.2.3.4"]',
            ["ip daddr { 1.2.3.4 } meta l4proto tcp reject with tcp reset", "ip daddr { 1.2.3.4 } reject with icmpx port-unreachable"],
        ),
    ],
)
def test_packet_faults_are_nft_rules(tmp_path: Path, fault: str, rules: list[str]) -> None:
    plan = plan_of(load(written(tmp_path, f"{HEAD}[[fault]]\n{fault}\n")), load_builtin())
    assert plan.packets.forward == rules
    assert all(f"{rule}\n" in firewall(plan.packets) for rule in rules)


def test_the_program_is_told_facts_and_profile(tmp_path: Path) -> None:
    text = 'facts = "lab-windows-agent"\nargs = ["--deadline", "9"]\nprofile = { endpoints = { proxies = ["p.example:1"] } }\n'
    command = program_command(load(written(tmp_path, HEAD + text)), tmp_path, Trust(tmp_path))
    assert command[1:] == [
        *["-m", "wssdiag", "check", "--format", "json", "--deadline", "9"],
        *["--facts", str(CAPTURES / "lab-windows-agent"), "--profile", str(tmp_path / "wssdiag-profile.toml")],
    ]
    profile = parse_profile((tmp_path / "wssdiag-profile.toml").read_bytes(), "p")
    assert profile.endpoints.proxies == ("p.example:1",)


def test_the_list_lies_where_the_program_keeps_it(tmp_path: Path) -> None:
    text = 'service_list = { sites = [{ name = "GCATO2", ranges = ["45.79.0.0/16"] }] }\n'
    kept = kept_list(load(written(tmp_path, HEAD + text)))
    assert kept is not None
    keep_list(kept, tmp_path)
    found = decode((tmp_path / SERVICE_LIST).read_bytes(), ServiceList)
    assert found == kept
    assert found.network_of("45.79.1.1") == "45.79.0.0/16"
    assert kept_list(load(written(tmp_path, HEAD))) is None


def test_plain_values_are_written_as_toml() -> None:
    import tomllib  # noqa: PLC0415 - the reader that judges the writer

    table: dict[str, object] = {"a": 'x"\\\n\u20ac', "b": [1, True, 2.5], "c": {"d": {"e e": []}}}
    assert tomllib.loads(to_toml(table)) == table
