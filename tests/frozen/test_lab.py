"""The built programs in the lab: the right answer in networks that are broken on purpose."""

from __future__ import annotations

import pytest

from tests.lab.network.namespaces import missing
from tests.lab.runner import rows_of
from tests.lab.scenario import find

SCENARIOS = (
    "agent-stopped",
    "certificate-expired",
    "certificate-name",
    "clock-wrong",
    "dns-name-blocked-nxdomain",
    "dns-server-failing-servfail",
    "healthy-agent",
    "hosts-file-override",
    "no-internet",
    "pac-goes-direct",
    "pac-http-error",
    "port-blocked-dropped",
    "port-blocked-reset",
    "proxy-denied",
    "service-error",
    "wifi-sign-in",
)

#: Two starts of Wine at once on two processors take four times as long as one after the other.
JOBS = {"linux": 4, "windows": 1}


@pytest.mark.slow
@pytest.mark.lab
@pytest.mark.parametrize("edition", [pytest.param(name, marks=pytest.mark.frozen(name)) for name in JOBS])
def test_the_built_program_finds_what_is_wrong(edition: str) -> None:
    if reason := missing():
        pytest.skip(f"not run: {reason}")
    rows = [row for row, _outcome in rows_of(find(SCENARIOS), JOBS[edition], edition)]
    assert len(rows) == len(SCENARIOS)
    assert {row.scenario: row.faults for row in rows if not row.right} == {}
