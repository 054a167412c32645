"""The service's own list over HTTPS in the lab, taken and shown by the unchanged program."""

from __future__ import annotations

import json
import shlex
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.catalogue.lists import DOCUMENT, data
from tests.lab.network.zone import SERVICE_LIST_HOST
from tests.lab.outcome import NotRun, Outcome
from tests.lab.proving import lab, written
from tests.lab.runner import play

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

PROGRAM = shlex.join([sys.executable, "-m", "wssdiag"])
UPDATE = f"{PROGRAM} catalogue update"
SHOW = f"{PROGRAM} catalogue show --format json"

#: The controller elsewhere than the catalogue says; a host that the catalogue only remembers.
MOVED = data(
    version="2026-09-12", wss_management={"ctc.threatpulse.com": ["130.211.30.9"], "auth.threatpulse.com": {"ips": ["35.245.151.226"]}}
)


def served(body: bytes, location: str = "", **keys: object) -> str:
    """The words for a list that is there, or for a redirection."""
    table = {"to": [SERVICE_LIST_HOST], "path": "/api/v2/full", "status": 200, "body": body.decode()} | keys
    lines = ["[[fault]]", 'do = "answer"', *(f"{key} = {json.dumps(value)}" for key, value in table.items())]
    return "\n".join([*lines, *([f'headers = {{ Location = "{location}" }}'] if location else []), ""])


def said(folder: Path, words: str, script: str, head: str = "") -> Outcome:
    """What a shell on the laptop says."""
    outcome = play(written(folder, words, head), ("sh", "-c", script))
    if isinstance(outcome, NotRun):
        pytest.skip(outcome.reason)
    assert isinstance(outcome, Outcome), outcome
    return outcome


def document(outcome: Outcome) -> Any:  # noqa: ANN401 - JSON
    assert (outcome.exit, outcome.stderr) == (0, "")
    return json.loads(outcome.stdout)


def test_the_list_is_taken_kept_and_shown(tmp_path: Path) -> None:
    script = f"{UPDATE} >/dev/null && {PROGRAM} catalogue verify >/dev/null && {UPDATE} | grep -q 'Nothing new' && {SHOW}"
    found = document(said(tmp_path, served(MOVED), script))
    assert found["list"]["source"] == f"https://{SERVICE_LIST_HOST}/api/v2/full"
    assert (found["list"]["revised"], found["list"]["hosts"], found["list"]["sites"]) == ("2026-09-12", 2, len(DOCUMENT["wss_datapath"]))
    assert "auth-443" in found["rows"]["documented"]
    assert [row["location"] for row in found["differences"]] == ["ctc-443", "ua-ctc-443"]
    assert found["differences"][0]["published"] == ["130.211.30.9"]


def test_it_comes_through_the_proxy_that_is_set(tmp_path: Path) -> None:
    words = f'{served(MOVED)}\n[[fault]]\ndo = "no-direct-egress"\n'
    found = document(said(tmp_path, words, f"{UPDATE} >/dev/null && {SHOW}", 'proxy = "http://proxy.office.example:3128"'))
    assert found["list"]["hosts"] == 2


def test_a_check_uses_what_was_taken(tmp_path: Path) -> None:
    script = f"{UPDATE} >/dev/null && {PROGRAM} ports --method auth-connector --format json"
    rows = {row["id"]: row for row in document(said(tmp_path, served(MOVED), script))["locations"]}
    assert rows["auth-443"]["addresses"] == ["35.245.151.226"]
    assert rows["auth-443"]["provenance"]["certainty"] == "documented"
    assert rows["auth-443"]["provenance"]["source"].endswith("the service's own list of 2026-09-12")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (served(b"", status=503), 4, "an unexpected status (503)"),
        (served(b"<html>Please sign in</html>"), 2, "is no JSON"),
        (served(b"", location=f"http://{SERVICE_LIST_HOST}/", status=302), 4, "redirected to what is no https address"),
        (f'{served(MOVED)}[[fault]]\ndo = "present"\nto = ["{SERVICE_LIST_HOST}"]\ncertificate = "self-signed"\n', 4, "not trusted"),
        (f'{served(MOVED)}[[fault]]\ndo = "refuse"\nto = ["{SERVICE_LIST_HOST}"]\nport = 443\n', 4, "refused"),
        (f'{served(MOVED)}[[fault]]\ndo = "name"\nhosts = ["{SERVICE_LIST_HOST}"]\nanswer = "nxdomain"\n', 4, "does not exist"),
    ],
)
def test_what_cannot_be_fetched_is_one_line_and_nothing_is_kept(tmp_path: Path, words: str, code: int, told: str) -> None:
    outcome = said(tmp_path, words, f'{UPDATE}; code=$?; find "$HOME" -name "*service-list*"; exit $code')
    assert (outcome.exit, outcome.stdout, outcome.stderr.count("\n")) == (code, "", 1)
    assert told in outcome.stderr


def test_a_redirect_is_followed_and_a_worse_list_later_changes_nothing(tmp_path: Path) -> None:
    to = f"https://{SERVICE_LIST_HOST}/v3"
    words = f"{served(b'', to, status=301)}{served(MOVED, path='/v3')}{served(data(version='2026-01-01'), path='/old')}"
    script = f"{UPDATE} >/dev/null && ! {UPDATE} --from https://{SERVICE_LIST_HOST}/old 2>/dev/null && {SHOW}"
    assert document(said(tmp_path, words, script))["list"]["revised"] == "2026-09-12"


def test_no_check_asks_for_the_list(tmp_path: Path) -> None:
    words = f'{served(MOVED)}[[fault]]\ndo = "name"\nhosts = ["{SERVICE_LIST_HOST}"]\nanswer = "nxdomain"\n'
    outcome = said(tmp_path, words, f"{PROGRAM} check --method wss-agent --format json")
    assert SERVICE_LIST_HOST not in outcome.stdout


def test_a_healthy_network_stays_healthy_with_a_list_that_says_otherwise(tmp_path: Path) -> None:
    """Addresses of a list are tried where a name is in doubt; a name that proves itself is right whatever the list says."""
    report = document(said(tmp_path, served(MOVED), f"{UPDATE} >/dev/null && {PROGRAM} check --method wss-agent --format json"))
    assert (report["verdict"]["status"], [row["code"] for row in report["findings"]]) == ("healthy", [])
