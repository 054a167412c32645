"""The bundles that CA variables name: read whole, or not at all."""

from __future__ import annotations

import hashlib
import ssl
from typing import TYPE_CHECKING

import pytest
import trustme
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wssdiag.system.bundles import bundle_certificates

if TYPE_CHECKING:
    from pathlib import Path

PEMS = [trustme.CA(organization_name=f"Root {number}").cert_pem.bytes() for number in range(3)]
SHA256 = [hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem.decode())).hexdigest() for pem in PEMS]
BROKEN = b"-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n"


def written(folder: Path, data: bytes, name: str = "ca.pem") -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def test_every_certificate_is_a_row_with_its_variable(tmp_path: Path) -> None:
    path = written(tmp_path, b"# comment\n" + b"\n".join(PEMS).replace(b"\n", b"\r\n"))
    rows = bundle_certificates({"REQUESTS_CA_BUNDLE": path, "HOME": path, "https_proxy": path})
    assert [row.sha256 for row in rows] == SHA256
    assert {(row.path, row.variable) for row in rows} == {(path, "REQUESTS_CA_BUNDLE")}
    assert "Root 1" in rows[1].subject
    assert rows[1].not_after.endswith("-01-01T00:00:00+00:00")


def test_names_keep_their_case_and_a_file_is_read_once(tmp_path: Path) -> None:
    path = written(tmp_path, PEMS[0])
    rows = bundle_certificates({"npm_config_cafile": path, "SSL_CERT_FILE": path})
    assert [(row.sha256, row.variable) for row in rows] == [(SHA256[0], "npm_config_cafile")]


def test_a_certificate_that_nobody_can_parse_has_a_fingerprint(tmp_path: Path) -> None:
    path = written(tmp_path, b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + PEMS[0])
    rows = bundle_certificates({"CURL_CA_BUNDLE": path})
    assert [(row.sha256, bool(row.subject)) for row in rows] == [(hashlib.sha256(bytes(3)).hexdigest(), False), (SHA256[0], True)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no certificates",
        PEMS[0] + BROKEN,
        PEMS[0] + b"-----BEGIN CERTIFICATE-----\nAAAA",
        PEMS[0] + PEMS[1].replace(b"BEGIN CERT", b"BEGIN TRUSTED CERT").replace(b"END CERT", b"END TRUSTED CERT"),
        PEMS[0] * 501,
        PEMS[0] + b" " * (2 * 1024 * 1024),
    ],
    ids=["empty", "text", "broken", "cut", "trusted", "too many", "too large"],
)
def test_what_is_not_read_whole_is_not_read(tmp_path: Path, data: bytes) -> None:
    assert bundle_certificates({"PIP_CERT": written(tmp_path, data)}) == ()


def test_what_is_no_file_gives_nothing(tmp_path: Path) -> None:
    for path in ("", str(tmp_path), str(tmp_path / "no"), "a\0b", "/dev/zero"):
        assert bundle_certificates({"NODE_EXTRA_CA_CERTS": path}) == ()


def test_folders_are_not_bundles(tmp_path: Path) -> None:
    assert bundle_certificates({"SSL_CERT_DIR": written(tmp_path, PEMS[0])}) == ()


def test_eight_files_at_most(tmp_path: Path) -> None:
    names = ("AWS_CA_BUNDLE", "CARGO_HTTP_CAINFO", "CURL_CA_BUNDLE", "DENO_CERT", "GIT_SSL_CAINFO", "NODE_EXTRA_CA_CERTS", "PIP_CERT")
    paths = {name: written(tmp_path, PEMS[0], name) for name in (*names, "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")}
    assert len(bundle_certificates(paths)) == 8


@given(
    st.lists(st.sampled_from((*PEMS, BROKEN, b"-----BEGIN CERTIFICATE-----\n", b"-----END CERTIFICATE-----\n")) | st.binary(max_size=40))
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_raises(tmp_path: Path, pieces: list[bytes]) -> None:
    for row in bundle_certificates({"SSL_CERT_FILE": written(tmp_path, b"".join(pieces))}):
        assert len(row.sha256) == 64
