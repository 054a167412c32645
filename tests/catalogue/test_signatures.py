from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.catalogue.shipped import load_signatures
from wssdiag.catalogue.signatures import Sign, Signature, declared, interceptor_named, recognised
from wssdiag.model.location import Sureness
from wssdiag.model.profile import Expect, Profile, Signatures

SIGNATURES = load_signatures()


@pytest.mark.parametrize(
    ("issuer", "name"),
    [
        (r"CN=Zscaler Intermediate Root CA (zscalerthree.net),O=Zscaler Inc.,C=US", "Zscaler"),
        ("O=mitmproxy,CN=mitmproxy", "mitmproxy"),
        ("CN=FGVM-CA,OU=Certificate Authority,O=Fortinet,C=US", "Fortinet"),
        (r"CN=Gateway CA - Cloudflare Managed G1,O=Cloudflare\, Inc.", "Cloudflare Gateway"),
        ("CN=Cisco Umbrella Secondary SubCA lon-SG,O=Cisco", "Cisco"),
        ("CN=DO_NOT_TRUST_FiddlerRoot,OU=Created by http://www.fiddler2.com", "Fiddler"),
        ("CN=PortSwigger CA", "Burp Suite"),
        ("cn=NETSKOPE certificate authority", "Netskope"),
        ("CN=Symantec Web Security Service CA", "Symantec Web Security Service"),
    ],
)
def test_interceptors_are_named(issuer: str, name: str) -> None:
    found = interceptor_named(issuer, SIGNATURES)
    assert found
    assert found.name == name


@pytest.mark.parametrize(
    "issuer",
    [
        "",
        "CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1,O=DigiCert Inc,C=US",
        "CN=WE1,O=Google Trust Services,C=US",
        "CN=R11,O=Let's Encrypt,C=US",
        r"CN=Cloudflare Inc ECC CA-3,O=Cloudflare\, Inc.,C=US",
        "CN=Symantec Class 3 Secure Server CA - G4,OU=Symantec Trust Network,O=Symantec Corporation",
        "CN=Microsoft Azure RSA TLS Issuing CA 03,O=Microsoft Corporation",
        "CN=Example Educators Certificator CA",
        "CN=Hippiboss CA",
        "CN=Example Corp Proxy CA",
    ],
)
def test_public_and_unknown_issuers_are_nobody_s(issuer: str) -> None:
    assert interceptor_named(issuer, SIGNATURES) is None


def test_only_what_was_read_or_measured_is_documented() -> None:
    documented = {signature.name for signature in SIGNATURES if signature.certainty is not Sureness.UNVERIFIED}
    assert documented == {"Zscaler", "mitmproxy"}


def test_every_sign_has_a_signature_and_names_are_unique_within_it() -> None:
    assert {signature.sign for signature in SIGNATURES} == set(Sign)
    names = [(signature.sign, signature.name) for signature in SIGNATURES]
    assert len(set(names)) == len(names)


def test_the_service_s_own_pages_are_recognised() -> None:
    page = "<p>Your request was denied: content_filter_denied.</p>"
    assert recognised(Sign.BLOCK_PAGE, page, SIGNATURES)
    assert not recognised(Sign.CREDENTIAL_PAGE, page, SIGNATURES)
    assert recognised(Sign.CREDENTIAL_PAGE, "https://saml.threatpulse.net:8443/saml/saml_realm", SIGNATURES)
    assert recognised(Sign.RESPONSE_HEADER, "Server: BlueCoat-Security-Appliance", SIGNATURES)


def test_joined_words_must_all_be_there_in_any_order() -> None:
    one = Signature(sign=Sign.INTERCEPTOR, name="x", patterns=("alpha + beta",), certainty=Sureness.UNVERIFIED, source="test")
    assert interceptor_named("beta and alpha", (one,)) is one
    assert interceptor_named("alpha and gamma", (one,)) is None
    assert interceptor_named("alphabeta", (one,)) is None


def test_what_the_organisation_declares_is_sure_and_asked_first() -> None:
    profile = Profile(
        expect=Expect(trusted_interceptors=("Example Corp Proxy CA",)),
        signatures=Signatures(
            block_page=("Blocked by Example",),
            credential_page=("Sign in to Example",),
            response_headers=("X-Example-Gateway",),
            interception_issuers=("Example Web CA",),
        ),
    )
    everything = (*declared(profile), *SIGNATURES)
    named = interceptor_named("CN=Example Corp Proxy CA,O=Zscaler", everything)
    assert named
    assert (named.name, named.sign, named.certainty) == ("Example Corp Proxy CA", Sign.INTERCEPTOR, Sureness.DOCUMENTED)
    service = interceptor_named("CN=example web ca 2", everything)
    assert service
    assert service.sign is Sign.SERVICE_CA
    assert recognised(Sign.BLOCK_PAGE, "<h1>Blocked by Example</h1>", everything)
    assert recognised(Sign.CREDENTIAL_PAGE, "Sign in to Example", everything)
    assert recognised(Sign.RESPONSE_HEADER, "x-example-gateway: 7", everything)
    assert declared(Profile()) == ()


@given(st.text(max_size=300))
def test_any_text_can_be_asked_about(text: str) -> None:
    found = interceptor_named(text, SIGNATURES)
    assert found is None or found in SIGNATURES
