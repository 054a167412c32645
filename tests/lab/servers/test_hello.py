"""How a server ends a handshake, as a real client reads it."""

from __future__ import annotations

import ssl

import pytest

from tests.lab.servers.hello import alert, old_server_hello


def reason(answer: bytes) -> str:
    """OpenSSL's symbol for what a client that began a handshake got."""
    incoming = ssl.MemoryBIO()
    client = ssl.create_default_context().wrap_bio(incoming, ssl.MemoryBIO(), server_hostname="a.example")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    incoming.write(answer)
    with pytest.raises(ssl.SSLError) as caught:
        client.do_handshake()
    return caught.value.reason


@pytest.mark.parametrize(
    ("number", "symbol"),
    [(40, "SSLV3_ALERT_HANDSHAKE_FAILURE"), (70, "TLSV1_ALERT_PROTOCOL_VERSION"), (112, "TLSV1_UNRECOGNIZED_NAME")],
)
def test_a_fatal_alert_is_read_as_one(number: int, symbol: str) -> None:
    assert reason(alert(number)) == symbol


def test_an_old_server_has_no_version_in_common_with_a_client_of_today() -> None:
    assert reason(old_server_hello()) == "UNSUPPORTED_PROTOCOL"
