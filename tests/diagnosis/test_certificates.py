from __future__ import annotations

import pytest

from tests.fakes import Peer
from tests.world import CTC, EXPIRED, NOT_YET_VALID, OTHER_NAME, PORTAL, UNTRUSTED, World, codes
from wssdiag.model.finding import Certainty, Severity
from wssdiag.model.profile import Expect, Profile, Signatures

OFFICE = "CN=Office Interception CA,O=Example Ltd"

#: An interceptor whose root somebody put into this computer's store.
TRUSTED_HERE = Peer(system=0, mozilla=UNTRUSTED, issuer=OFFICE)
TRUSTED_NOWHERE = Peer(system=UNTRUSTED, mozilla=UNTRUSTED, issuer=OFFICE)


def test_an_interceptor_whose_root_this_computer_trusts() -> None:
    world = World()
    world.network.peers["*", CTC] = TRUSTED_HERE
    report = world.run()
    assert codes(report) == ["tls-intercepted"]
    assert report.findings[0].confidence is Certainty.CERTAIN
    assert report.findings[0].values["issuer"] == OFFICE


def test_an_interceptor_that_signs_an_unrelated_site_too() -> None:
    world = World()
    world.network.peers["*", CTC] = world.network.peers["*", "www.google.com"] = TRUSTED_NOWHERE
    report = world.run()
    assert codes(report) == ["tls-intercepted"]
    assert [row.check for row in report.findings[0].evidence] == ["tls.ctc-443", "control.tls.google-443"]


def test_an_interceptor_on_everything_masks_the_certificates() -> None:
    world = World()
    world.network.peers["*", "*"] = TRUSTED_NOWHERE
    report = world.run()
    assert codes(report) == ["tls-intercepted"]
    assert {row.masked_by for row in report.findings if row.code.startswith("certificate-")} == {"tls-intercepted"}


def test_a_certificate_authority_of_the_services_own_is_a_notice() -> None:
    world = World()
    world.network.peers["*", CTC] = TRUSTED_NOWHERE
    report = world.run()
    assert [(row.code, row.severity) for row in report.findings] == [("certificate-untrusted", Severity.NOTICE)]
    assert report.verdict.status == "healthy"


def test_a_declared_interceptor_is_named() -> None:
    world = World(profile=Profile(expect=Expect(trusted_interceptors=("Office Interception CA",))))
    world.network.peers["*", CTC] = TRUSTED_NOWHERE
    report = world.run()
    assert codes(report) == ["tls-intercepted"]
    assert report.findings[0].confidence is Certainty.LIKELY


def test_an_issuer_that_the_organisation_declares_for_the_service_is_an_interceptor_on_the_control_channel() -> None:
    world = World(profile=Profile(signatures=Signatures(interception_issuers=("Office Interception CA",))))
    world.network.peers["*", CTC] = TRUSTED_NOWHERE
    assert codes(world.run()) == ["tls-intercepted"]


def test_a_declared_interceptor_on_web_traffic_alone_is_right() -> None:
    world = World(profile=Profile(expect=Expect(trusted_interceptors=("Office Interception CA",))))
    for site in ("www.google.com", "www.cloudflare.com", PORTAL):
        world.network.peers["*", site] = TRUSTED_HERE
    assert codes(world.run()) == []


def test_a_signature_that_is_documented() -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(system=UNTRUSTED, mozilla=UNTRUSTED, issuer="CN=Zscaler Intermediate Root CA,O=Zscaler Inc.")
    report = world.run()
    assert codes(report) == ["tls-intercepted"]
    assert report.findings[0].confidence is Certainty.LIKELY


def test_a_signature_that_nobody_confirmed_is_a_possible_notice() -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(system=UNTRUSTED, mozilla=UNTRUSTED, issuer="CN=Fortinet CA")
    report = world.run()
    first = report.findings[0]
    assert (first.code, first.severity, first.confidence) == ("tls-intercepted", Severity.NOTICE, Certainty.POSSIBLE)
    assert codes(report) == []


def test_a_signature_that_nobody_confirmed_excuses_no_certificate() -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(system=EXPIRED, mozilla=UNTRUSTED, issuer="CN=Fortinet CA")
    report = world.run()
    assert codes(report) == ["certificate-expired"]
    assert "tls-intercepted" in [row.code for row in report.findings]


@pytest.mark.parametrize(("code", "cause"), [(EXPIRED, "certificate-expired"), (OTHER_NAME, "certificate-name")])
def test_a_certificate_that_does_not_hold(code: int, cause: str) -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(system=code, mozilla=code)
    report = world.run()
    assert codes(report) == [cause]
    assert report.findings[0].values["host"] == CTC
    assert report.findings[0].subject.endpoint == "ctc-443"


@pytest.mark.parametrize("code", [EXPIRED, OTHER_NAME])
def test_public_certificates_that_fail_alike_are_no_interception(code: int) -> None:
    world = World()
    world.network.peers["*", CTC] = world.network.peers["*", "www.google.com"] = Peer(system=code, mozilla=code)
    assert "tls-intercepted" not in [row.code for row in world.run().findings]


def test_a_public_location_that_is_not_trusted() -> None:
    world = World()
    world.network.peers["*", PORTAL] = Peer(system=UNTRUSTED, mozilla=UNTRUSTED, issuer="CN=Somebody")
    found = {row.subject.endpoint: row for row in world.run().findings if row.code == "certificate-untrusted"}
    assert "portal-443" in found


def test_a_certificate_of_tomorrow_is_reported_as_seen() -> None:
    world = World()
    world.network.peers["*", CTC] = Peer(system=NOT_YET_VALID, mozilla=NOT_YET_VALID)
    report = world.run()
    assert codes(report) == ["unexplained"]
    assert report.findings[0].values["summary"].endswith("the certificate is not valid yet")


def test_what_a_proxy_presents_is_judged_by_its_own_causes() -> None:
    world = World()
    world.set_proxy()
    world.network.peers["*", "*"] = TRUSTED_HERE
    assert codes(world.run(None)) == []
