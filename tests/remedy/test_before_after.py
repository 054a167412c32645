from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.report import samples
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.report import Report, VerdictStatus
from wssdiag.remedy.before_after import CheckRow, before_after

BROKEN, HEALTHY = samples.port_blocked(), samples.healthy()
WALKED = {"dns.ctc.threatpulse.com", "tcp.ctc-443", "tls.ctc-443"}


def test_what_changed_comes_first() -> None:
    rows = before_after(BROKEN, HEALTHY, WALKED)
    assert [row.id for row in rows] == ["tcp.ctc-443", "tls.ctc-443", "dns.ctc.threatpulse.com"]
    assert rows[0] == CheckRow("tcp.ctc-443", "Agent control centre, TCP 443", Status.FAIL, Status.PASS, 18.2)
    assert [row.changed for row in rows] == [True, True, False]


def test_what_did_not_run_again_has_no_row() -> None:
    assert {row.id for row in before_after(BROKEN, HEALTHY, {"tcp.ctc-443"})} == {"tcp.ctc-443"}
    assert before_after(BROKEN, HEALTHY, frozenset()) == ()


def test_a_full_run_brings_checks_that_were_not_there_and_takes_others_away() -> None:
    fresh = samples.check("proxy.example-8080", "Proxy")
    after = msgspec.structs.replace(HEALTHY, checks=(fresh, *HEALTHY.checks[1:]))
    rows = {row.id: (row.before, row.after) for row in before_after(BROKEN, after, {"tcp.ctc-443"})}
    gone = HEALTHY.checks[0].id
    assert rows["proxy.example-8080"] == (None, Status.PASS)
    assert rows[gone][1] is None


def test_the_time_is_that_of_the_newer_run() -> None:
    slow = msgspec.structs.replace(HEALTHY, checks=tuple(msgspec.structs.replace(one, elapsed_ms=7.0) for one in HEALTHY.checks))
    assert {row.elapsed_ms for row in before_after(BROKEN, slow, WALKED)} == {7.0}


some = st.lists(st.builds(samples.check, st.sampled_from("abcdef"), st.just("One"), st.sampled_from(Status)), unique_by=lambda one: one.id)


def of(checks: list[CheckResult]) -> Report:
    return samples.report((), VerdictStatus.HEALTHY, tuple(checks))


@given(some, some, st.sets(st.sampled_from("abcdefg")))
def test_one_row_a_check(old: list[CheckResult], new: list[CheckResult], ids: set[str]) -> None:
    rows = before_after(of(old), of(new), ids)
    before, after = {one.id for one in old}, {one.id for one in new}
    wanted = (ids & (before | after)) | (before ^ after) if ids else set()
    assert [row.id for row in rows] == sorted((row.id for row in rows), key=lambda one: not {row.id: row for row in rows}[one].changed)
    assert sorted(row.id for row in rows) == sorted(wanted)
    assert all((row.before is None) == (row.id not in before) and (row.after is None) == (row.id not in after) for row in rows)
