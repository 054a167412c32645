"""A watch on the laptop of the lab, by the unchanged program, while the network changes under it."""

from __future__ import annotations

import json
import shlex
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.lab.outcome import NotRun, Outcome
from tests.lab.proving import CTC, lab, written
from tests.lab.runner import play

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

#: Four runs. The laptop's own packet filter answers for the far end after the first, and is out of the way again after the third.
SCRIPT = r"""
nft add table ip shut
nft 'add chain ip shut out { type filter hook output priority 0; }'
{ PROGRAM watch --method wss-agent --interval 5 --count 4 --format ndjson; echo "exit $?"; } | while IFS= read -r line; do
    printf '%s\n' "$line"
    case "$line" in
        *'"event":"run"'*'"run":1,'*) nft 'add rule ip shut out ip daddr 130.211.30.2 tcp dport 443 reject with tcp reset' ;;
        *'"event":"run"'*'"run":3,'*) nft flush chain ip shut out ;;
    esac
done
""".replace("PROGRAM", shlex.join([sys.executable, "-m", "wssdiag"]))


def test_a_port_that_closes_and_opens_again_is_told_twice(tmp_path: Path) -> None:
    outcome = play(written(tmp_path, ""), ("sh", "-c", SCRIPT))
    if isinstance(outcome, NotRun):
        pytest.skip(outcome.reason)
    assert isinstance(outcome, Outcome), outcome
    assert outcome.stderr == ""
    *lines, code = outcome.stdout.splitlines()
    events = [json.loads(line) for line in lines]
    assert code == "exit 0"
    told = [
        (event["run"], [one["code"] for one in event["changes"]["new"]], [one["code"] for one in event["changes"]["solved"]])
        for event in events
        if event["event"] == "change"
    ]
    assert told == [(2, ["port-blocked"], []), (4, [], ["port-blocked"])]
    subject = next(event for event in events if event["event"] == "change")["changes"]["new"][0]["subject"]
    assert (subject["host"], subject["port"], subject["kind"]) == (CTC, 443, "refused")
    starts = [event["offset_ms"] - event["elapsed_ms"] for event in events if event["event"] == "run"]
    assert all(4_900 < later - earlier < 8_000 for earlier, later in pairwise(starts))  # some leeway for a busy machine
