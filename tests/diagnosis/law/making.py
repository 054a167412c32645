"""Worlds in a few words: a computer, what is wrong with it, and its run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from tests.detection.test_agent_log import LOG
from tests.diagnosis.test_agents import installed
from tests.diagnosis.test_pac import SERVICE, TYPE
from tests.diagnosis.test_properties import EGRESS, LISTS, leaves_from
from tests.diagnosis.test_settings import detected
from tests.fakes import FakeProxy, Page, Peer
from tests.world import (
    DATACENTRE,
    PROXY,
    World,
)
from wssdiag.model.mode import Method
from wssdiag.model.observation import PacDetail, Transport
from wssdiag.model.profile import Controls, Endpoints, Expect, Profile, Signatures
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from wssdiag.model.failure import Failure
    from wssdiag.model.report import Report
    from wssdiag.session import Session

OFFICE_CA = "CN=Office Interception CA,O=Example Ltd"
BLOCKED = "Blocked by Example Ltd web policy"
WHO = "Who are you"
EP = "ep.threatpulse.net"
SITE = Profile(endpoints=Endpoints(datacentres=(DATACENTRE,)))
PAGES = Profile(signatures=Signatures(block_page=(BLOCKED,), credential_page=(WHO,)))
PLACES = Profile(
    endpoints=Endpoints(
        identity_provider="https://idp.example/",
        auth_connector="ac.example",
        domain_controllers=("dc.example",),
        ike_gateways=("gw.example",),
    )
)
AGENT_EXPECTED = Profile(expect=Expect(method=Method.WSS_AGENT))

Change = Callable[[World], object]


@dataclass(frozen=True)
class Shown:
    """A report, and what is known beside it."""

    report: Report
    session: Session


def run(world: World, method: str | None = None, **request: object) -> Shown:
    """The run of a world that is made already."""
    return Shown(world.run(method, **request), world.session)


def network(*changes: Change, profile: Profile | None = None, method: str | None = "wss-agent", **request: object) -> Shown:
    """A computer without anything of the service, judged for a method."""
    world = World(profile=profile or Profile())
    for change in changes:
        change(world)
    return run(world, method, **request)


def block(*place: str | int | None, **how: Failure | Transport) -> Change:
    return lambda world: world.network.block(*place, **how)  # type: ignore[arg-type]


def file(name: str, value: object) -> Change:
    return lambda world: world.system.files.update({name: value})


def runs(process: dict[str, object]) -> Change:
    """One more program runs."""

    def change(world: World) -> None:
        rows = world.system.files["processes.json"]
        assert isinstance(rows, list)
        world.system.files["processes.json"] = [*rows, process]

    return change


def peer(host: str, how: Peer) -> Change:
    return lambda world: world.network.peers.update({("*", host): how})


def says(host: str, answer: Failure | tuple[str, ...]) -> Change:
    return lambda world: world.network.says.update({host: answer})


def page(url: str, answer: Page) -> Change:
    return lambda world: world.network.pages.update({url: answer})


def exists(address: str) -> Change:
    return lambda world: setattr(world.network, "strangers", world.network.strangers | {address})


def proxied(answer: FakeProxy, *changes: Change, host: str = PROXY, port: int = 3128, profile: Profile | None = None) -> Shown:
    """Behind a proxy that is set here."""
    return network(lambda world: world.set_proxy(host, port, answer), *changes, profile=profile, method=None)


def pac(script: str | Page, *changes: Change, profile: Profile | None = None) -> Shown:
    """By a PAC file that is set here."""
    return network(lambda world: world.set_pac(script), *changes, profile=profile, method=None)


def useless(body: str, status: int = 200) -> Shown:
    """By a PAC file that is of no use."""
    return pac(Page(status, body, TYPE))


def agent(*lines: str, changes: tuple[Change, ...] = (), profile: Profile | None = None) -> Shown:
    """Behind WSS Agent, with its log."""
    log = [{"path": LOG, "exists": True, "tail": "\n".join(lines)}]
    return network(World.run_agent, file("files.json", log), *changes, profile=profile, method=None)


def on_windows(*files: tuple[str, object]) -> Change:
    capture = {"schema": "wssdiag.capture/1", "os": "windows"}
    return lambda world: world.system.files.update({"capture.json": capture, **dict(files)})


def pac_address(url: str) -> tuple[str, str]:
    """The PAC address of a person's settings on Windows, as regedit exports it."""
    key = "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings"
    return "windows/registry.reg", f'Windows Registry Editor Version 5.00\n\n[{key}]\n"AutoConfigURL"="{url}"\n'


def stopped(start_type: str) -> Shown:
    return network(lambda world: installed(world, "stopped", start_type), method=None)


def slow_script() -> Shown:
    """A script that takes long: no fake engine does, so the report is told."""
    shown = pac(SERVICE)
    checks = []
    for row in shown.report.checks:
        last = row.observations[-1] if row.observations else None
        if last and isinstance(last.detail, PacDetail):
            late = msgspec.structs.replace(last, detail=msgspec.structs.replace(last.detail, slowest_ms=1500.0))
            row = msgspec.structs.replace(row, observations=(*row.observations[:-1], late))  # noqa: PLW2901
        checks.append(row)
    return replace(shown, report=msgspec.structs.replace(shown.report, checks=tuple(checks)))


def found_by_detection() -> Shown:
    """A PAC file that automatic detection found."""
    world = World()
    world.set_pac(SERVICE, "http://wpad.office.example/wpad.dat")
    facts = facts_of(world.system.capture())
    return run(world, facts=msgspec.structs.replace(facts, proxy_settings=(detected("http://wpad.office.example/wpad.dat"),)))


def around() -> Shown:
    """A proxy of somebody, behind which traffic leaves from an address that is none of the service's."""
    world = World(profile=Profile(controls=Controls(egress_url=EGRESS)), published=LISTS[0])
    world.set_proxy()
    leaves_from("45.88.1.1")(world)
    return run(world)


def cut_port(world: World) -> None:
    world.network.block(port=443, transport=Transport.UDP)
