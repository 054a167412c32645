"""No credential of a proxy leaves the reader."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.system.environment import environment_json
from wssdiag.system.linux_desktop import clean_gsettings, kioslaverc
from wssdiag.system.secrets import blob_without_credentials, server_without_credentials, servers_without_credentials, without_credentials

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("http://user:secret@proxy:8080/", "http://***@proxy:8080/"),
        ("http://user:se/cr@et@proxy:8080", "http://***@proxy:8080"),
        ("user:secret@proxy:8080", "***@proxy:8080"),
        ("user:s://ecret@proxy:8080", "***@proxy:8080"),
        ("http://proxy:8080", "http://proxy:8080"),
        ("", ""),
    ],
)
def test_a_servers_credentials(value: str, expected: str) -> None:
    assert server_without_credentials(value) == expected


def test_addresses_inside_a_text() -> None:
    text = "a 'http://u:secret@h/p@th' b https://x/y"
    assert without_credentials(text) == "a 'http://***@h/p@th' b https://x/y"


def test_settings_in_bytes_keep_their_lengths() -> None:
    texts = (b"u:secret@p:80;https=u:secret@q:81", b"<local>", b"http://u:se=cr;et@h/p@th.pac")
    found = blob_without_credentials(b"".join(len(text).to_bytes(4, "little") + text for text in texts))
    clean = (b"********@p:80;https=********@q:81", b"<local>", b"http://**********@h/p@th.pac")
    assert found == b"".join(len(text).to_bytes(4, "little") + text for text in clean)
    assert blob_without_credentials(bytes(range(64)) * 3) == bytes(range(64)) * 3


@given(st.one_of(st.binary(max_size=200), st.text("ab:@/=; \0'", max_size=60).map(str.encode)))
def test_bytes_of_noise_keep_their_length(data: bytes) -> None:
    assert len(blob_without_credentials(data)) == len(data)


@pytest.mark.parametrize("piece", [b"\0", b"=", b"a", b"@", b"://", b"=a", b"a@", b"://a"])
def test_a_long_blob_is_soon_done(piece: bytes) -> None:
    started = time.monotonic()
    blob_without_credentials(b"=" + piece * (1024 * 1024 // len(piece)))
    assert time.monotonic() - started < 2  # linear takes some hundredths of a second


def test_a_list_of_servers() -> None:
    found = servers_without_credentials("http=http://u:secret@p:1;https=u:secret@q:2 r:3")
    assert found == "http=http://***@p:1;https=***@q:2 r:3"


def test_only_proxy_and_ca_variables_are_read() -> None:
    found = json.loads(
        environment_json(
            {"HTTPS_PROXY": "http://u:secret@p:1", "no_proxy": "x", "AWS_SECRET": "secret", "SSL_CERT_FILE": "/a@b", "Http_Proxy": "\udcff"}
        )
    )
    assert found == {"HTTPS_PROXY": "http://***@p:1", "no_proxy": "x", "SSL_CERT_FILE": "/a@b", "Http_Proxy": "?"}


def test_kdes_file_is_read_as_far_as_it_is_about_proxies(tmp_path: Path) -> None:
    (tmp_path / "kioslaverc").write_text(
        "[Other]\nPassword=secret\n[Proxy Settings]\nProxyType=1\nhttpProxy=http://u:secret@p 8080\nhttpsProxy=u:secret@p 1\nUser=secret\n"
    )
    found = kioslaverc({"XDG_CONFIG_HOME": str(tmp_path)}, tmp_path)
    assert found == b"[Proxy Settings]\nProxyType=1\nhttpProxy=http://***@p 8080\nhttpsProxy=***@p 1\n"


def test_gnomes_listing() -> None:
    kept = b"org.gnome.system.proxy.http host 'p'\n"
    secret = b"org.gnome.system.proxy.http authentication-password 'secret'\norg.gnome.system.proxy.http authentication-user 'secret'\n"
    address = b"org.gnome.system.proxy autoconfig-url 'http://u:secret@h/p'\n"
    assert clean_gsettings(kept + secret + address) == kept + b"org.gnome.system.proxy autoconfig-url 'http://***@h/p'\n"


def test_no_kde_file_is_no_answer(tmp_path: Path) -> None:
    assert kioslaverc({}, tmp_path) is None
