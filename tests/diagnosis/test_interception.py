from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes import Peer
from tests.world import CTC, EXPIRED, PORTAL, UNTRUSTED, World, codes
from wssdiag.model.finding import Certainty, Finding, Severity
from wssdiag.model.profile import Expect, Profile, Signatures

ROOT = "ab" * 32
SERVICE = Peer(mozilla=UNTRUSTED, issuer="CN=Service CA", sha256=ROOT)
SERVICE_UNKNOWN_HERE = Peer(system=UNTRUSTED, mozilla=UNTRUSTED, issuer="CN=Service CA", sha256=ROOT)
STRANGER = Peer(mozilla=UNTRUSTED, issuer="CN=Gateway CA,O=Stranger", sha256="cd" * 32)
SITES = ("www.cloudflare.com", "www.google.com", "www.microsoft.com")
FINGERPRINT = Profile(expect=Expect(root_ca_sha256=(ROOT,)))
NAMED = Profile(signatures=Signatures(interception_issuers=("Service CA",)))


def world(profile: Profile, peer: Peer, *hosts: str, agent: bool = True) -> World:
    made = World(profile=profile)
    if agent:
        made.run_agent()
    made.network.peers |= {("*", host): peer for host in hosts or SITES}
    return made


def found(made: World, code: str, method: str | None = None) -> list[Finding]:
    return [row for row in made.run(method).findings if row.code == code]


@pytest.mark.parametrize("profile", [FINGERPRINT, NAMED])
def test_double_interception(profile: Profile) -> None:
    report = world(profile, STRANGER).run(None)
    assert codes(report) == ["double-interception"]
    (row,) = (one for one in report.findings if one.code == "double-interception")
    assert (row.severity, row.confidence) == (Severity.MAJOR, Certainty.CERTAIN)
    assert row.values == {"issuer": "CN=Gateway CA,O=Stranger", "host": "www.cloudflare.com", "from": "192.0.2.17"}
    assert report.verdict.status == "degraded"


def test_the_agents_own_file_tells_the_stranger() -> None:
    made = world(Profile(), STRANGER)
    made.system.files["certificates.json"] = [{"path": "C:\\ca.crt", "sha256": ROOT, "subject": "CN=Service CA", "not_after": ""}]
    assert codes(made.run(None)) == ["double-interception"]


@pytest.mark.parametrize("profile", [FINGERPRINT, NAMED])
def test_the_service_is_no_stranger(profile: Profile) -> None:
    assert codes(world(profile, SERVICE).run(None)) == []


def test_a_declared_interceptor_is_none() -> None:
    expect = Expect(root_ca_sha256=(ROOT,), trusted_interceptors=("Gateway CA",))
    assert found(world(Profile(expect=expect), STRANGER), "double-interception") == []


def test_one_site_alone_blames_nobody() -> None:
    assert found(world(FINGERPRINT, STRANGER, SITES[0]), "double-interception") == []


def test_where_nobody_knows_the_services_authority_it_is_a_possible_notice() -> None:
    (row,) = found(world(Profile(), STRANGER), "double-interception")
    assert (row.severity, row.confidence) == (Severity.NOTICE, Certainty.POSSIBLE)


def test_a_trusted_interceptor_that_is_declared_does_not_say_how_the_service_signs() -> None:
    (row,) = found(world(Profile(expect=Expect(trusted_interceptors=("Other",))), STRANGER), "double-interception")
    assert row.severity is Severity.NOTICE


def test_what_may_be_the_service_by_its_name_is_not_even_that() -> None:
    peer = Peer(mozilla=UNTRUSTED, issuer="CN=Symantec Web Security CA", sha256="cd")
    assert found(world(Profile(), peer), "double-interception") == []


def test_a_documented_name_of_another_vendor_makes_it_likely() -> None:
    (row,) = found(world(Profile(), Peer(mozilla=UNTRUSTED, issuer="CN=Zscaler Root CA", sha256="cd")), "double-interception")
    assert (row.severity, row.confidence) == (Severity.MAJOR, Certainty.LIKELY)


def test_a_name_that_is_only_remembered_does_not() -> None:
    (row,) = found(world(Profile(), Peer(mozilla=UNTRUSTED, issuer="CN=Fortinet CA", sha256="cd")), "double-interception")
    assert row.severity is Severity.NOTICE


def test_public_certificates_are_nobodys() -> None:
    assert found(world(FINGERPRINT, Peer()), "double-interception") == []


@pytest.mark.parametrize(("profile", "certainty"), [(FINGERPRINT, Certainty.CERTAIN), (NAMED, Certainty.LIKELY)])
def test_service_root_missing(profile: Profile, certainty: Certainty) -> None:
    report = world(profile, SERVICE_UNKNOWN_HERE).run(None)
    assert codes(report) == ["service-root-missing"]
    (row,) = (one for one in report.findings if one.code == "service-root-missing")
    assert (row.severity, row.confidence) == (Severity.MAJOR, certainty)
    assert row.values["issuer"] == "CN=Service CA"
    assert report.verdict.status == "broken", "browsers stop at every page"


def test_a_fingerprint_at_one_site_is_enough_and_a_name_is_not() -> None:
    assert len(found(world(FINGERPRINT, SERVICE_UNKNOWN_HERE, SITES[0]), "service-root-missing")) == 1
    assert found(world(NAMED, SERVICE_UNKNOWN_HERE, SITES[0]), "service-root-missing") == []


def test_the_root_that_is_here_is_not_missing() -> None:
    assert found(world(FINGERPRINT, SERVICE), "service-root-missing") == []


def test_the_portal_that_is_re_signed_as_well_is_no_matter_of_its_own() -> None:
    report = world(FINGERPRINT, SERVICE_UNKNOWN_HERE, *SITES, PORTAL).run(None)
    assert [row.code for row in report.findings if row.code.startswith("certificate-")] == []
    assert report.verdict.cause == "service-root-missing"


def test_a_portal_that_somebody_else_signs_is() -> None:
    made = world(FINGERPRINT, SERVICE_UNKNOWN_HERE)
    made.network.peers["*", PORTAL] = Peer(system=UNTRUSTED, mozilla=UNTRUSTED, issuer="CN=Else", sha256="ef")
    assert "certificate-untrusted" in codes(made.run(None))


def test_a_possible_stranger_excuses_no_certificate() -> None:
    made = world(Profile(), Peer(system=UNTRUSTED, mozilla=UNTRUSTED, issuer="CN=Somebody", sha256="cd"), *SITES, PORTAL)
    report = made.run(None)
    assert {"double-interception", "certificate-untrusted"} <= {row.code for row in report.findings}


def test_a_certificate_that_has_expired_has_expired_whoever_signed_it() -> None:
    made = world(FINGERPRINT, SERVICE_UNKNOWN_HERE)
    made.network.peers["*", PORTAL] = Peer(system=EXPIRED, mozilla=UNTRUSTED, issuer=SERVICE.issuer, sha256=ROOT)
    assert "certificate-expired" in [row.code for row in made.run(None).findings]


def test_by_a_proxy_too() -> None:
    made = world(FINGERPRINT, STRANGER, agent=False)
    made.set_proxy()
    assert codes(made.run(None)) == ["double-interception"]


few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few
@given(
    peers=st.lists(st.sampled_from((Peer(), SERVICE, SERVICE_UNKNOWN_HERE, STRANGER)), min_size=3, max_size=3),
    profile=st.sampled_from((Profile(), FINGERPRINT, NAMED)),
)
def test_the_service_and_what_is_public_are_never_accused(peers: list[Peer], profile: Profile) -> None:
    made = world(profile, Peer())
    made.network.peers |= {("*", host): peer for host, peer in zip(SITES, peers, strict=True)}
    made.network.peers["*", CTC] = Peer()
    report = made.run(None)
    accused = {row.values["issuer"] for row in report.findings if row.code == "double-interception" and row.severity is not Severity.NOTICE}
    assert accused <= {STRANGER.issuer}
    missing = {row.values["issuer"] for row in report.findings if row.code == "service-root-missing"}
    assert missing <= ({SERVICE_UNKNOWN_HERE.issuer} if profile is not Profile() and SERVICE_UNKNOWN_HERE in peers else set())
