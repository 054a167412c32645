"""The PAC host's scripts are what its modes say, by a JavaScript engine alone."""

from __future__ import annotations

import msgspec
import pytest
import quickjs  # type: ignore[import-untyped]

from tests.lab.network.zone import Zone
from tests.lab.peers.pac_host import PATH, PacHost
from tests.lab.plan import Plan

LIMIT_S = 0.2

#: What the script of a browser's own library does, as far as these files use it.
LIBRARY = """
function isPlainHostName(host) { return host.indexOf(".") < 0; }
function dnsDomainIs(host, domain) { return host.slice(-domain.length) === domain; }
"""


def plan_of(mode: str, at: str = "office") -> Plan:
    zone = Zone(names={}, groups={}, proxies=frozenset(), ports=frozenset(), hosts_of={})
    plan = Plan(zone=zone)
    msgspec.convert({"run": "pac-host", "mode": mode, "at": at}, PacHost).apply(plan)
    return plan


def script_of(mode: str) -> str:
    return plan_of(mode).office.pages[f"pac.office.example{PATH}"].body


def answer(script: str, host: str) -> str:
    context = quickjs.Context()
    context.set_time_limit(LIMIT_S)
    context.eval(LIBRARY + script)
    return str(context.eval(f"FindProxyForURL('https://{host}/', '{host}')"))


@pytest.mark.parametrize("mode", ["script", "too-large", "endless", "slow", "stalled"])
@pytest.mark.parametrize(
    ("host", "proxies"),
    [("www.example.com", "PROXY proxy.threatpulse.net:8080; DIRECT"), ("intranet", "DIRECT"), ("ac.office.example", "DIRECT")],
)
def test_a_good_script_sends_ordinary_addresses_to_the_service(mode: str, host: str, proxies: str) -> None:
    assert answer(script_of(mode), host) == proxies


@pytest.mark.parametrize("mode", ["syntax-error", "web-page"])
def test_what_does_not_load(mode: str) -> None:
    with pytest.raises(quickjs.JSException, match="SyntaxError"):
        quickjs.Context().eval(script_of(mode))


def test_what_throws_only_when_it_is_asked() -> None:
    quickjs.Context().eval(script_of("runtime-error"))
    with pytest.raises(quickjs.JSException, match="ReferenceError"):
        answer(script_of("runtime-error"), "www.example.com")


def test_what_never_comes_to_an_end() -> None:
    quickjs.Context().eval(script_of("runaway"))
    with pytest.raises(quickjs.JSException, match="interrupted"):
        answer(script_of("runaway"), "www.example.com")


def test_out_in_the_internet_the_host_has_a_public_name_and_address() -> None:
    plan = plan_of("script", "internet")
    assert list(plan.world.pages) == [f"pac.cloud.example{PATH}"]
    assert plan.zone.names["pac.cloud.example"][0].startswith("45.79.")
    assert not plan.office.pages
    assert not plan.office.listening
