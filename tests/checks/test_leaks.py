from __future__ import annotations

import pytest

from tests.fakes import Peer
from tests.world import UNTRUSTED, World
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import Failure
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Expect, Profile
from wssdiag.probes.network import Datagram

ROOT = "ab" * 32
SERVICE = Peer(mozilla=UNTRUSTED, issuer="CN=Service CA", sha256=ROOT)
SITE = "www.google.com"
V6 = "2001:db8::20"


def world(ipv6: Peer = Peer()) -> World:  # noqa: B008 - frozen
    made = World(profile=Profile(expect=Expect(root_ca_sha256=(ROOT,))))
    made.run_agent()
    made.network.peers["*", "*"] = SERVICE
    made.network.truth[SITE] = (*made.network.truth[SITE], V6)
    made.network.peers[V6, SITE] = ipv6
    return made


def side_roads(made: World) -> dict[str, CheckResult]:
    rows = made.run(None).checks
    return {row.id: row for row in rows if row.id.startswith(("web.ipv6", "web.quic"))}


def test_the_same_site_by_ipv6() -> None:
    rows = side_roads(world())
    assert {key for key in rows if "ipv6" in key} == {"web.ipv6.google-443"}
    assert rows["web.ipv6.google-443"].status is Status.WARN
    assert not rows["web.ipv6.google-443"].required
    assert side_roads(world(SERVICE))["web.ipv6.google-443"].status is Status.PASS


def test_a_way_that_goes_nowhere_proves_nothing() -> None:
    made = world()
    made.network.block(V6)
    assert side_roads(made)["web.ipv6.google-443"].status is Status.UNKNOWN


@pytest.mark.parametrize(("how", "status"), [(None, Status.WARN), (Failure.TIMED_OUT, Status.UNKNOWN), (Failure.REFUSED, Status.UNKNOWN)])
def test_quic(how: Failure | None, status: Status) -> None:
    made = world()
    made.network.block(port=443, how=how, transport=Transport.UDP)
    made.network.truth["everybody"] = ("192.0.2.99",)
    rows = side_roads(made)
    assert {row.status for key, row in rows.items() if "quic" in key} == {status}


def test_nothing_more_is_asked_where_the_service_is_not_seen() -> None:
    made = World()
    made.run_agent()
    made.network.truth[SITE] = (*made.network.truth[SITE], V6)
    assert side_roads(made) == {}
    assert not [ask for ask in made.network.asked if isinstance(ask, Datagram) and ask.host in {"one.one.one.one", "dns.google"}]


def test_a_server_browses_nothing() -> None:
    assert not [row.id for row in world().run(None, role="auth-connector").checks if row.id.startswith("web.")]
