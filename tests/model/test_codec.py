"""JSON in and out is exact, and what does not fit is told by its place."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import of_annotation, values
from tests.world import World
from wssdiag.model.codec import DecodeError, decode, encode, encode_pretty
from wssdiag.model.event import AnyEvent
from wssdiag.model.facts import Facts
from wssdiag.model.location import Catalogue
from wssdiag.model.profile import Profile
from wssdiag.model.report import Report

if TYPE_CHECKING:
    import msgspec

ROOT = Path(__file__).resolve().parents[2]

#: Whole reports are large to draw; the property is not helped by more of them.
LARGE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

#: Deeper than the stack of any parser that recurses.
HOSTILE_DEPTH = 100_000


@pytest.mark.parametrize("kind", [Report, Facts, Catalogue, Profile])
def test_a_document_comes_back_as_it_went(kind: type[msgspec.Struct]) -> None:
    @LARGE
    @given(values(kind))
    def comes_back(value: object) -> None:
        assert decode(encode(value), kind) == value
        assert decode(encode_pretty(value), kind) == value

    comes_back()


@LARGE
@given(of_annotation(AnyEvent))
def test_an_event_comes_back_as_it_went(event: AnyEvent) -> None:
    back: Any = decode(encode(event), AnyEvent)  # type: ignore[arg-type]  # a union is no type to mypy
    assert back == event
    assert type(back) is type(event)


@LARGE
@given(of_annotation(AnyEvent))
def test_an_event_is_one_line(event: AnyEvent) -> None:
    assert b"\n" not in encode(event)


@LARGE
@given(values(Report))
def test_a_report_is_plain_json_for_other_readers(report: Report) -> None:
    document = json.loads(encode(report))
    assert document["schema"] == "wssdiag.report/1"
    assert document["facts"]["schema"] == "wssdiag.facts/1"
    assert [check["id"] for check in document["checks"]] == [check.id for check in report.checks]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_decode_error(data: bytes) -> None:
    try:
        value = decode(data, Facts)
    except DecodeError:
        return
    assert isinstance(value, Facts)


@pytest.mark.parametrize(
    ("path", "wrong", "place"),
    [
        (("verdict", "status"), "fine", "$.verdict.status"),
        (("mode", "rivals"), ["wss-agent", "magic"], "$.mode.rivals[1]"),
        (("elapsed_ms",), "soon", "$.elapsed_ms"),
        (("facts", "routes"), 5, "$.facts.routes"),
        (("schema",), "wssdiag.report/2", "$.schema"),
    ],
)
def test_an_error_names_its_place(path: tuple[str, ...], wrong: object, place: str) -> None:
    document = minimal_report()
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = wrong
    with pytest.raises(DecodeError) as caught:
        decode(json.dumps(document).encode(), Report)
    assert place in str(caught.value)


def test_the_sample_fits_before_it_is_spoilt() -> None:
    assert decode(json.dumps(minimal_report()).encode(), Report).verdict.headline == "All is well"


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_hostile_depth_is_an_error_like_any_other(opening: bytes) -> None:
    with pytest.raises(DecodeError):
        decode(opening * HOSTILE_DEPTH, Facts)
    with pytest.raises(DecodeError):
        decode(opening * HOSTILE_DEPTH, dict)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe{}", b"{", b'{"unknown": "\\ud800"}'])
def test_what_is_not_json_is_an_error(data: bytes) -> None:
    with pytest.raises(DecodeError):
        decode(data, Facts)


def minimal_report() -> dict[str, Any]:
    """The smallest report as another program would write it."""
    unread = {"unknown": "not read"}
    names = (
        "interfaces routes neighbours resolvers hosts processes services products connections files certificates environment "
        "proxy_settings windows_nlm networkmanager captive_portal_api"
    )
    return {
        "schema": "wssdiag.report/1",
        "run_id": "1",
        "tool_version": "1",
        "catalogue_version": "1",
        "started": "2026-01-01T00:00:00Z",
        "elapsed_ms": 1.0,
        "verdict": {"status": "healthy", "cause": None, "headline": "All is well"},
        "mode": {"method": "direct", "confidence": "high"},
        "network": {},
        "checks": [],
        "findings": [],
        "locations": [],
        "facts": {"schema": "wssdiag.facts/1", "os": "linux", **dict.fromkeys(names.split(), unread)},
    }


#: Each thread takes the same report apart, in a process in which nobody did before.
_AT_ONCE = """
import sys, threading
from wssdiag.model.codec import decode
from wssdiag.model.report import Report

data = sys.stdin.buffer.read()
start = threading.Barrier(4)
read = []

def take() -> None:
    start.wait()
    read.append(decode(data, Report))

threads = [threading.Thread(target=take) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert len(read) == 4 and all(one == read[0] for one in read)
"""


@pytest.mark.parametrize("attempt", range(4))  # without the lock two of three end in a segmentation fault
def test_threads_may_use_a_type_for_the_first_time_at_once(attempt: int) -> None:
    report = encode(World().run())
    ended = subprocess.run([sys.executable, "-c", _AT_ONCE], input=report, capture_output=True, check=False, cwd=ROOT, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, b"")
