from __future__ import annotations

import msgspec

from tests.gui import details_samples, samples
from wssdiag.gui.evidence import Note, page_of_check, page_of_finding, page_of_note
from wssdiag.gui.theme import LIGHT
from wssdiag.model.check import Status
from wssdiag.model.finding import Evidence
from wssdiag.model.observation import Observation, ResolveDetail, ServiceTarget, Step, Target


def test_text_from_outside_is_no_markup_and_turns_nothing_around() -> None:
    hostile = samples.check("tcp.x", "<img src='file:///etc/passwd'>", Status.FAIL, "a\u202eb\x07 <b>bold</b>")
    page = page_of_check(hostile, LIGHT)
    assert "<img" not in page
    assert "<b>bold" not in page
    assert "\u202e" not in page
    assert "\x07" not in page


def test_the_servers_of_a_service_are_shown_by_name_and_port() -> None:
    servers = (ServiceTarget(host="dc1.example", port=389, priority=0, weight=100),)
    seen = Observation(
        step=Step.RESOLVE, target=Target(host="_ldap.example"), offset_ms=0.0, elapsed_ms=1.0, detail=ResolveDetail(services=servers)
    )
    page = page_of_check(samples.check("dns.srv.example", "Domain controllers", observations=(seen,)), LIGHT)
    assert "dc1.example:389" in page


def test_a_certificate_chain_is_shown_with_its_issuer_and_time() -> None:
    page = page_of_check(samples.check("tls.ctc-443", "TLS", observations=(samples.handshake("a.example", "203.0.113.9"),)), LIGHT)
    assert "CN=a.example" in page
    assert "CN=Example Public CA" in page
    assert "2026-03-01" in page


def test_what_a_finding_rests_on_names_checks_and_facts() -> None:
    assert "tcp.ctc-443" in page_of_finding(samples.PORT_BLOCKED, samples.port_blocked(), {}, LIGHT)
    report = samples.no_network()
    assert "interfaces[Wi-Fi].up" in page_of_finding(report.findings[0], report, {}, LIGHT)


def test_a_finding_shows_its_chain_above_its_checks() -> None:
    page = page_of_finding(samples.PORT_BLOCKED, samples.port_blocked(), {}, LIGHT)
    order = ["What we saw", "no answer in time (4.0 s)", "What worked (control)", "What it is not", "What could not be ruled out", "Where"]
    places = [page.index(one) for one in order]
    assert places == sorted(places)


def test_a_masked_finding_names_what_it_follows_from() -> None:
    report = samples.sign_in_page()
    assert "What it follows from" in page_of_finding(report.findings[1], report, {}, LIGHT)
    assert "[certificate-name]" in page_of_finding(report.findings[0], report, {}, LIGHT)


def test_text_from_outside_is_no_markup_in_a_chain() -> None:
    hostile = msgspec.structs.replace(samples.PORT_BLOCKED, evidence=(Evidence(fact="<img src=x>", value="<b>\u202e"),), title="<i>")
    page = page_of_finding(hostile, samples.port_blocked(), {}, LIGHT)
    assert "<img" not in page
    assert "<b>\u202e" not in page


def test_a_flood_of_observations_is_bounded() -> None:
    many = samples.check("tcp.x", "x", observations=(samples.connect(None, 1),) * 5000)
    few = msgspec.structs.replace(many, observations=many.observations[:24])
    assert len(page_of_check(many, LIGHT)) < len(page_of_check(few, LIGHT)) + 200


def test_the_answers_of_a_pac_file_are_shown_as_a_browser_reads_them() -> None:
    page = page_of_check(details_samples.answered("https://www.example.net/").result, LIGHT)
    assert "https://www.example.net/: PROXY proxy.example:8080; DIRECT" in page


def test_a_note_shows_what_it_has_and_the_check_that_saw_it() -> None:
    note = Note("a <b> heading", (("Purpose", "x\u202ey"), ("When", "")), samples.check("tls.x", "TLS with x"))
    page = page_of_note(note, LIGHT)
    assert "a &lt;b&gt; heading" in page
    assert "Purpose" in page
    assert "When" not in page
    assert "\u202e" not in page
    assert "TLS with x" in page


def test_in_a_language_from_right_to_left_the_names_of_fields_stand_to_the_right() -> None:
    note = Note(heading="A location", rows=(("Host", "ctc.threatpulse.com"),))
    for mirrored in (False, True):
        page = page_of_note(note, LIGHT, mirrored=mirrored)
        assert (page.index("ctc.threatpulse.com") < page.index(">Host<")) is mirrored
