"""What the faults of proxy do, seen by the standard library alone from the lab's laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.proving import lab, named, prove

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = lab

FAULTS: list[tuple[str, dict[str, str]]] = [
    ('do = "proxy"\nmode = "auth"', {"connect:proxy.office.example:3128:www.google.com:443": "HTTP/1.1 407 Proxy Authentication Required"}),
    ('do = "proxy"\nmode = "status"\nstatus = 502', {"connect:proxy.office.example:3128:www.google.com:443": "HTTP/1.1 502 Bad Gateway"}),
    ('do = "proxy"\nmode = "silent"', {"connect:proxy.office.example:3128:www.google.com:443": "timeout"}),
    ('do = "proxy"\nmode = "not-a-proxy"', {"connect:proxy.office.example:3128:www.google.com:443": "220 mail.office.example ESMTP ready"}),
    (
        'do = "proxy"\nwhere = "service"\nmode = "status"\nstatus = 403',
        {"connect:proxy.threatpulse.net:8080:www.google.com:443": "HTTP/1.1 403 Forbidden"},
    ),
    (
        'do = "proxy"\nwhere = "service"\nmode = "status"\nstatus = 401\nbody = "Who are you"',
        {"get:http://proxy.threatpulse.net:8080/": "401 * Who are you"},
    ),
]


@pytest.mark.parametrize(("fault", "expected"), FAULTS, ids=named(FAULTS))
def test_a_fault_does_what_it_says(tmp_path: Path, fault: str, expected: dict[str, str]) -> None:
    prove(tmp_path, fault, expected)
