"""Who signs what in the lab, read back by the library that wrote it."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from tests.lab.faults.tls import Present
from tests.lab.network.trust import Trust

OWN = "Example Cloud Gateway CA"


def chain(trust: Trust, kind: str) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates(Path(trust.write("a.example", kind)).read_bytes())


def test_an_authority_of_the_scenario_signs_and_is_sent_along(tmp_path: Path) -> None:
    trust = Trust(tmp_path, {OWN: False})
    leaf, root = chain(trust, OWN)
    leaf.verify_directly_issued_by(root)
    assert leaf.issuer == root.subject
    assert {attribute.value for attribute in root.subject} == {OWN}


@pytest.mark.parametrize("trusted", [True, False])
def test_the_laptop_holds_it_where_the_scenario_says_so_and_mozilla_never_does(tmp_path: Path, *, trusted: bool) -> None:
    trust = Trust(tmp_path, {OWN: trusted})
    root = chain(trust, OWN)[1]
    assert (root in x509.load_pem_x509_certificates(trust.system_pem)) is trusted
    assert root not in x509.load_pem_x509_certificates(trust.mozilla_pem)


def test_a_text_may_speak_of_its_fingerprint(tmp_path: Path) -> None:
    trust = Trust(tmp_path, {OWN: True})
    expected = chain(trust, OWN)[1].fingerprint(hashes.SHA256()).hex()
    assert trust.filled(f'x = "{{sha256 of {OWN}}}", "{{sha256 of Nobody}}"') == f'x = "{expected}", "{{sha256 of Nobody}}"'


def test_a_short_lived_certificate_is_good_today_alone(tmp_path: Path) -> None:
    leaf, *_ = chain(Trust(tmp_path), "short-lived")
    now = datetime.now(UTC)
    assert leaf.not_valid_before_utc < now < leaf.not_valid_after_utc
    assert leaf.not_valid_before_utc > now - timedelta(hours=2)
    assert leaf.not_valid_after_utc < now + timedelta(hours=72)


def test_what_is_written_is_a_certificate_with_its_key(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Trust(tmp_path, {OWN: True}).write("a.example", OWN))


@pytest.mark.parametrize(
    "keys",
    [
        {"certificate": "authority"},
        {"certificate": "expired", "authority": OWN},
        {"certificate": "expired", "trusted": True},
    ],
)
def test_an_authority_is_named_where_it_signs_and_nowhere_else(keys: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="go together"):
        Present(to=("a.example",), **keys)  # type: ignore[arg-type]
