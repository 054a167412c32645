"""``wssdiag pac eval`` as scripts use it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from wssdiag.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """function FindProxyForURL(url, host) {
  if (isPlainHostName(host)) return "DIRECT";
  if (isInNet(dnsResolve(host), "10.0.0.0", "255.0.0.0")) return "PROXY inside:1";
  if (myIpAddress() == "192.0.2.7") return "PROXY mine:1";
  return timeRange(9, 17) ? "PROXY day:1; DIRECT" : "PROXY night:1";
}
"""


@pytest.fixture
def script(tmp_path: Path) -> str:
    path = tmp_path / "proxy.pac"
    path.write_text(SCRIPT, encoding="utf-8")
    return str(path)


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    code = main(["pac", "eval", "--format", "json", *arguments])
    return code, json.loads(capsys.readouterr().out)["results"]


def test_the_answer_with_what_it_took(script: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, rows = asked(
        capsys, "--pac", script, "--url", "https://a.example/x", "--now", "2026-03-04T12:00", "--resolve", "a.example=192.0.2.1"
    )
    assert code == 0
    (row,) = rows
    assert row.pop("elapsed_ms") > 0
    assert row == {
        "url": "https://a.example/x",
        "host": "a.example",
        "answer": "PROXY day:1; DIRECT",
        "proxies": ["PROXY day:1", "DIRECT"],
        "names": ["a.example"],
        "failure": None,
        "message": "",
    }


def test_a_host_belongs_to_the_address_before_it(script: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--url", "http://a.example/", "--url", "http://b.example/", "--host", "plain", "--url", "http://c.example/", "--offline")
    _, rows = asked(capsys, "--pac", script, *arguments)
    assert [row["host"] for row in rows] == ["a.example", "plain", "c.example"]
    assert rows[1]["answer"] == "DIRECT"


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("--resolve", "A.example=10.1.2.3"), "PROXY inside:1"),
        (("--resolve", "other.example=10.1.2.3"), "PROXY day:1; DIRECT"),
        (("--offline",), "PROXY day:1; DIRECT"),
        (("--offline", "--my-ip", "2001:db8::1", "--my-ip", "192.0.2.7"), "PROXY mine:1"),
    ],
)
def test_names_and_addresses_are_injected(script: str, arguments: tuple[str, ...], answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, rows = asked(capsys, "--pac", script, "--url", "https://a.example/", "--now", "2026-03-04T12:00", *arguments)
    assert (code, rows[0]["answer"]) == (0, answer)


@pytest.mark.parametrize(
    ("now", "answer"),
    [
        ("2026-03-04T17:59:59", "PROXY day:1; DIRECT"),
        ("2026-03-04T18:00", "PROXY night:1"),
        ("2026-03-04T12:00-08:00", "PROXY day:1; DIRECT"),
        ("2026-03-04T08:30+05:30", "PROXY night:1"),
        ("2026-03-04T12:00Z", "PROXY day:1; DIRECT"),
    ],
)
def test_time_is_injected_with_its_zone(script: str, now: str, answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, rows = asked(capsys, "--pac", script, "--url", "https://a.example/", "--offline", "--now", now)
    assert rows[0]["answer"] == answer


def test_wall_time_is_of_the_zone_of_the_environment(
    script: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gmt = tmp_path / "gmt.pac"
    gmt.write_text("function FindProxyForURL() { return timeRange(20, 'GMT') ? 'PROXY yes:1' : 'DIRECT'; }", encoding="utf-8")
    monkeypatch.setenv("TZ", "XXX+8")
    _, rows = asked(capsys, "--pac", str(gmt), "--url", "http://a/", "--offline", "--now", "2026-03-04T12:00")
    assert rows[0]["answer"] == "PROXY yes:1"


@pytest.mark.parametrize(
    ("source", "failure"),
    [
        ("data:,function FindProxyForURL(){for(;;);}", "pac_runaway"),
        ("data:,nonsense(", "pac_syntax"),
        ("data:,function FindProxyForURL(){return 5}", "pac_runtime"),
        pytest.param(f"data:,{'x' * (1024 * 1024 + 1)}", "body_too_large", id="too-large"),
        ("http://127.0.0.1:9/proxy.pac", "refused"),
    ],
)
def test_a_script_that_fails_is_a_problem(source: str, failure: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, rows = asked(capsys, "--pac", source, "--url", "http://a/", "--url", "http://b/", "--resolve", "a=192.0.2.1")
    assert code == 1
    assert [row["failure"] for row in rows] == [failure, failure]
    assert all(row["answer"] is None and row["proxies"] == [] and row["message"] for row in rows)


def test_the_text_says_the_same(script: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(
            [
                "pac",
                "eval",
                "--pac",
                script,
                "--url",
                "http://plain/",
                "--url",
                "http://a.example/",
                "--offline",
                "--now",
                "2026-03-04T20:00",
            ]
        )
        == 0
    )
    out = capsys.readouterr().out
    assert out == "http://plain/\n    DIRECT\nhttp://a.example/\n    PROXY night:1\n    it looked up: a.example\n"
    assert main(["pac", "eval", "--pac", "data:,nonsense(", "--url", "http://a/"]) == 1
    assert "does not load" in capsys.readouterr().out


def test_it_is_told_that_the_file_is_missing_and_not_the_site(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pac", "eval", "--pac", "http://127.0.0.1:9/proxy.pac", "--url", "https://www.example.com/"]) == 1
    assert "the PAC file can't be had" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--pac", "SCRIPT"),
        ("--url", "http://a/"),
        ("--pac", "SCRIPT", "--host", "b", "--url", "http://a/"),
        ("--pac", "SCRIPT", "--url", "http://a/", "--my-ip", "nonsense"),
        ("--pac", "SCRIPT", "--url", "http://a/", "--resolve", "a"),
        ("--pac", "SCRIPT", "--url", "http://a/", "--resolve", "a=b"),
        ("--pac", "SCRIPT", "--url", "http://a/", "--resolve", "=192.0.2.1"),
        ("--pac", "SCRIPT", "--url", "http://a/", "--resolve", "http://a/=192.0.2.1"),
        ("--pac", "SCRIPT", "--url", "http://a/", "--resolve", "a b=192.0.2.1"),
        ("--pac", "SCRIPT", "--url", "http://a/", "--resolve", "a\udcff=192.0.2.1"),
        ("--pac", "SCRIPT", "--url", "http://a/", "--resolve", f"{'a' * 300}=192.0.2.1"),
        ("--pac", "SCRIPT", "--url", "http://a/", "--my-ip", "192.0.2.256"),
        ("--pac", "SCRIPT", "--url", "http://a/", "--my-ip", ""),
        ("--pac", "SCRIPT", "--url", "nonsense", "--offline"),
        ("--pac", "SCRIPT", "--url", "", "--offline"),
        ("--pac", "SCRIPT", "--url", "http://a/", "--url", "/", "--offline"),
        ("--pac", "SCRIPT", "--url", "http://[::1", "--offline"),
        ("--pac", "SCRIPT", "--url", "http://a\udcff/", "--offline"),
        ("--pac", "SCRIPT", "--url", "http://a/", "--host", "\udcff", "--offline"),
        ("--pac", "a\udcff", "--url", "http://a/", "--offline"),
        ("--pac", "data:,\udcff", "--url", "http://a/", "--offline"),
        ("--pac", "SCRIPT", "--url", "http://a/", "--now", "soon"),
        ("--pac", "SCRIPT", "--url", "http://a/", "--now", "0001-01-01"),
        ("--pac", "/nowhere/proxy.pac", "--url", "http://a/"),
        ("--pac", "data:nothing", "--url", "http://a/"),
        ("--pac", "http://127.0.0.1/x", "--url", "http://a/", "--offline"),
        ("--pac", "a\0b", "--url", "http://a/"),
    ],
)
def test_wrong_use_is_one_line(script: str, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = main(["pac", "eval", *(script if word == "SCRIPT" else word for word in arguments)])
    except SystemExit as ended:
        code = int(ended.code or 0)
    captured = capsys.readouterr()
    assert code == 2
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1


def test_an_address_is_passed_as_given_where_its_host_is(script: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, rows = asked(capsys, "--pac", script, "--url", "/", "--host", "plain", "--url", "", "--host", "", "--offline")
    assert (code, [(row["url"], row["host"], row["answer"]) for row in rows]) == (0, [("/", "plain", "DIRECT"), ("", "", "DIRECT")])


def test_a_zone_is_no_part_of_an_own_address(capsys: pytest.CaptureFixture[str]) -> None:
    source = "data:,function FindProxyForURL(){return myIpAddressEx()}"
    _, rows = asked(capsys, "--pac", source, "--url", "http://a/", "--my-ip", "fe80::1%eth0\x1b", "--offline")
    assert rows[0]["answer"] == "fe80::1"


def test_a_file_that_no_browser_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "large.pac"
    path.write_bytes(b"x" * (1024 * 1024 + 1))
    assert main(["pac", "eval", "--pac", str(path), "--url", "http://a/"]) == 2
    assert "1 MiB" in capsys.readouterr().err
