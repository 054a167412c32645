"""The headers and bodies of web answers: what a rule reads stays, what may say who asked does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tests.lab.redacted import reader, redaction_of
from tests.world import World
from wssdiag.catalogue.signatures import Sign, declared, recognised
from wssdiag.model.observation import HttpDetail
from wssdiag.model.profile import Profile, Signatures

if TYPE_CHECKING:
    from wssdiag.model.report import Report

#: Header, and what of it is private.
PRIVATE = (
    ("x-authenticated-user", "bG9jYWw6Ly9rYnJhbmR0", "bG9jYWw6Ly9rYnJhbmR0"),
    ("x-user-groups", "Buchhaltung", "Buchhaltung"),
    ("x-cache", "MISS from bastion7", "bastion7"),
    ("x-backend-server", "app17", "app17"),
    ("content-disposition", "attachment; filename=gehalt.pdf", "gehalt"),
    ("via", "1.1 gateway-muc-03 (squid/5.7), 1.1 relay9", "gateway-muc-03"),
    ("via", "1.1 first (squid/5.7), 1.1 relay9", "relay9"),
    ("www-authenticate", 'Basic realm="Kronenberg Werke"', "Kronenberg"),
    ("proxy-authenticate", "NTLM TlRMTVNTUAACAAAAEAAQ", "TlRMTVNTUAACAAAAEAAQ"),
    ("location", "/welcome;jsessionid=5F3A99C1/kbrandt?sid=8812af#zebra", "5F3A99C1"),
    ("location", "/welcome/kbrandt", "kbrandt"),
    ("location", "/welcome?sid=8812af", "8812af"),
    ("location", "/welcome#zebra", "zebra"),
    ("location", "https://sso.kronenberg.example/u/kbrandt", "kronenberg"),
)

KEPT = (
    ("date", "Wed, 04 Mar 2026 12:00:00 GMT"),
    ("age", "12"),
    ("content-type", "text/html; charset=utf-8"),
    ("server", "squid/5.7"),
    ("proxy-authenticate", "Negotiate"),
    ("location", "https://portal.threatpulse.com/login/index"),
    ("x-squid-error", "ERR_CONNECT_FAIL 111"),
)


def _report(detail: HttpDetail, profile: Profile | None = None) -> Report:
    report = World().run()
    check = next(row for row in report.checks if any(isinstance(seen.detail, HttpDetail) for seen in row.observations))
    seen = next(seen for seen in check.observations if isinstance(seen.detail, HttpDetail))
    changed = msgspec.structs.replace(check, observations=(msgspec.structs.replace(seen, detail=detail),))
    return msgspec.structs.replace(report, checks=(changed,), profile=profile)


def _made(detail: HttpDetail, profile: Profile | None = None) -> HttpDetail:
    made = redaction_of(reader()).report(_report(detail, profile)).checks[0].observations[0].detail
    assert isinstance(made, HttpDetail)
    return made


def test_what_says_who_asked_is_gone() -> None:
    for name, text, secret in PRIVATE:
        made = _made(HttpDetail(headers=((name, text),)))
        assert secret not in str(made), name


def test_what_a_rule_reads_stays() -> None:
    assert _made(HttpDetail(headers=KEPT)).headers == KEPT


def test_the_ways_to_sign_in_stay() -> None:
    challenge = ("proxy-authenticate", 'Negotiate, Basic realm="Kronenberg, Sued", Digest realm="a", nonce="b"')
    assert _made(HttpDetail(headers=(challenge,))).headers == (("proxy-authenticate", "Negotiate, Basic, Digest"),)


def test_a_header_that_the_profile_declares_is_recognised_all_the_same() -> None:
    profile = Profile(signatures=Signatures(response_headers=("x-gate: yes",)))
    made = _made(HttpDetail(headers=(("x-gate", "yes"), ("x-other", "yes"))), profile).headers
    assert made == (("x-gate", "yes"),)
    assert recognised(Sign.RESPONSE_HEADER, "x-gate: yes", declared(profile))


def test_the_source_of_a_pac_is_left_out() -> None:
    source = '// by Karl Brandt\nfunction FindProxyForURL(url, host) { if (host == "sharepoint7") return "PROXY p8:8080"; }'
    made = _made(HttpDetail(body_start=source, body_size=len(source)))
    assert (made.body_start, made.body_size) == ("function FindProxyForURL", len(source))
