from __future__ import annotations

import ssl

import trustme
from hypothesis import given
from hypothesis import strategies as st

from tests.servers import authority as made
from wssdiag.probes.certificates import has_rsa_key, read_certificate
from wssdiag.probes.judge import ask_openssl, leaf_code, openssl_context
from wssdiag.probes.tls_errors import alert_in, looks_like_tls

NAME = "a.example"


def test_the_offline_verdict_is_that_of_a_real_handshake() -> None:
    """The same chains, once from memory and once over real TLS with the very context that judges."""
    root, stranger = trustme.CA(), trustme.CA()
    for issuer, name, period in [
        (root, NAME, made.CURRENT),
        (root, "b.example", made.CURRENT),
        (root, NAME, made.EXPIRED),
        (root, NAME, made.NOT_YET_VALID),
        (stranger, NAME, made.CURRENT),
        (root.create_child_ca(), NAME, made.CURRENT),
    ]:
        certificate = made.leaf(issuer, name, period=period)
        context = openssl_context()
        root.configure_trust(context)
        assert ask_openssl(context, made.chain_of(certificate), NAME) == real_verdict(context, certificate)


def real_verdict(context: ssl.SSLContext, certificate: trustme.LeafCert) -> int:
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(to_client, to_server, server_hostname=NAME)
    server = made.server_context(certificate).wrap_bio(to_server, to_client, server_side=True)
    for side in (client, server, client, server):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
        except ssl.SSLCertVerificationError as error:
            return error.verify_code
    return 0


def test_a_certificate_that_browsers_accept_is_not_refused_for_its_style() -> None:
    """No key identifiers and no key usage: Python 3.13 and later refuse that in their default context."""
    assert not openssl_context().verify_flags & ssl.VERIFY_X509_STRICT


def test_chains_that_are_none() -> None:
    assert ask_openssl(openssl_context(), (), NAME) is None
    assert ask_openssl(openssl_context(), (b"garbage",), NAME) is None
    assert leaf_code((), NAME) is None
    assert leaf_code((b"garbage",), NAME) is None


def test_a_chain_larger_than_a_record_is_judged() -> None:
    root = trustme.CA()
    certificate = root.issue_cert(*[f"{number}-{'x' * 50}.example" for number in range(400)], NAME)
    context = openssl_context()
    root.configure_trust(context)
    chain = made.chain_of(certificate)
    assert len(chain[0]) > 16384
    assert ask_openssl(context, chain, NAME) == 0


def test_a_hostile_certificate_is_made_safe() -> None:
    certificate = made.leaf(trustme.CA(organization_name="Evil\u202e\x1b[31m\nRoot"), NAME)
    assert not any(bad in read_certificate(made.chain_of(certificate)[0]).issuer for bad in ("\u202e", "\x1b", "\n"))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_certificate_of_sorts(der: bytes) -> None:
    assert len(read_certificate(der).sha256) == 64
    has_rsa_key(der)


DER = made.chain_of(made.leaf(trustme.CA(), NAME))[0]


@given(st.integers(0, len(DER) - 1), st.binary(min_size=1, max_size=12))
def test_any_damage_to_a_certificate_is_read_and_judged(where: int, damage: bytes) -> None:
    damaged = DER[:where] + damage + DER[where + len(damage) :]
    read_certificate(damaged)
    ask_openssl(openssl_context(), (damaged,), NAME)


@given(st.binary(max_size=64))
def test_any_bytes_are_searched_for_an_alert(data: bytes) -> None:
    looks_like_tls(data)
    assert (alert_in(data) or 0) in range(256)
