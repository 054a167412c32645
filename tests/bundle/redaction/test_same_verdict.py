"""What is redacted says what the original says: for runs of many kinds, and for every capture of the tests."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.lab.redacted import conclusions, reader, redaction_faults, redaction_of
from tests.world import CTC, DATACENTRE, PAC_URL, PROXY, World
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Controls, Endpoints, Expect, ExtraEndpoint, Profile
from wssdiag.session import judged_again, on_facts_alone
from wssdiag.system.folder import read_capture
from wssdiag.system.parse.facts import facts_of

CAPTURES = sorted(folder for folder in (Path(__file__).parents[2] / "captures").iterdir() if folder.is_dir())

#: Made to be unreadable: what cannot be read there is not read the same way once its rows are left out.
UNREADABLE = {"hostile-linux"}

PROFILE = Profile(
    organisation="Example Corp",
    expect=Expect(trusted_interceptors=("Example Corp Proxy CA",)),
    endpoints=Endpoints(
        datacentres=(DATACENTRE, "site.corp.example:443"),
        proxies=(f"{PROXY}:3128",),
        domain_controllers=("dc1.office.example",),
        extra=(ExtraEndpoint(id="crm-acme", host="crm.acme.example", port=443, transport=Transport.TCP),),
    ),
    controls=Controls(names=("known.acme.example",), addresses=("198.51.100.7:443/udp",), urls=("https://time.acme.example/",)),
)


def test_runs_of_many_kinds() -> None:
    blocked, by_proxy, by_pac, agent, own = World(), World(), World(), World(), World(profile=PROFILE)
    blocked.network.block(CTC, 443)
    by_proxy.set_proxy()
    by_proxy.proxy_only()
    by_pac.set_pac('function FindProxyForURL(url, host) { return "PROXY proxy.office.example:3128; DIRECT"; }')
    agent.run_agent()
    own.network.block("crm.acme.example", 443)
    for world, method in ((World(), None), (blocked, "wss-agent"), (by_proxy, None), (by_pac, None), (agent, None), (own, "wss-agent")):
        assert redaction_faults(world.run(method)) == []


@pytest.mark.parametrize("folder", CAPTURES, ids=lambda folder: folder.name)
def test_each_capture(folder: Path) -> None:
    """Its facts in a report, and its files themselves: both are read as they were."""
    session = reader()
    capture = read_capture(folder)
    report = on_facts_alone(session, facts_of(capture))
    redaction = redaction_of(session)
    assert conclusions(judged_again(session, redaction.report(report))) == conclusions(report)
    if folder.name not in UNREADABLE:
        assert conclusions(on_facts_alone(session, facts_of(redaction.capture(capture)))) == conclusions(report)


def test_twice_is_the_same_and_once_more_changes_nothing() -> None:
    world = World(profile=PROFILE)
    world.set_pac('function FindProxyForURL(url, host) { return "PROXY proxy.office.example:3128"; }', PAC_URL)
    session, report = reader(), world.run(None)
    first = redaction_of(session)
    once = first.report(report)
    assert first.report(report) == once
    assert redaction_of(session).report(report) == once
    assert first.report(once) == once
    assert msgspec.json.encode(once) != msgspec.json.encode(report)
