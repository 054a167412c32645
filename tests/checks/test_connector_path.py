"""Whether the Auth Connector goes through the site's own tunnel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes import Peer
from tests.world import UNTRUSTED, World, codes
from wssdiag.model.failure import Failure
from wssdiag.model.profile import Expect, Profile, Signatures

if TYPE_CHECKING:
    from wssdiag.model.check import CheckResult

ROOT = "ab" * 32
KNOWN = Profile(expect=Expect(root_ca_sha256=(ROOT,)))
NAMED = Profile(signatures=Signatures(interception_issuers=("Our Service CA",)))


def path(world: World) -> CheckResult:
    (found,) = (row for row in world.run(None, role="auth-connector").checks if row.id == "path.auth-connector")
    assert not found.required
    return found


def test_known_good_sites_show_their_own_certificates() -> None:
    found = path(World(profile=KNOWN))
    assert (found.status, found.summary[:8]) == ("pass", "direct: ")
    assert found.needs


def test_who_does_not_know_the_services_own_root_cannot_tell() -> None:
    """A tunnel that does not intercept shows public certificates as well."""
    found = path(World())
    assert found.status == "unknown"
    assert "not known here" in found.summary


def test_sites_re_signed_by_the_services_root_are_seen_through_the_tunnel() -> None:
    for profile in (KNOWN, NAMED):
        world = World(profile=profile)
        for control in ("www.google.com", "www.microsoft.com"):
            world.network.peers["*", control] = Peer(system=0, mozilla=UNTRUSTED, issuer="CN=Our Service CA", sha256=ROOT)
        found = path(world)
        assert found.status == "warn"
        assert found.summary.startswith("goes through the site's own tunnel (www.google.com shows the service's certificate)")
        assert codes(world.run(None, role="auth-connector")) == [], "no cause says so"


def test_a_stranger_who_re_signs_is_not_the_service() -> None:
    world = World(profile=KNOWN)
    world.network.peers["*", "*"] = Peer(system=UNTRUSTED, mozilla=UNTRUSTED, issuer="CN=Some Firewall")
    assert path(world).status == "unknown"


def test_without_certificates_nothing_is_said() -> None:
    world = World(profile=KNOWN)
    world.network.peers["*", "*"] = Peer(cut=Failure.TLS_EOF)
    assert path(world).status == "unknown"


def test_a_client_has_no_such_check() -> None:
    assert not [row.id for row in World(profile=KNOWN).run().checks if row.id.startswith("path.auth")]
