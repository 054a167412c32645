"""Each network service is asked for its own settings, and DHCP's option is believed where it is an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wssdiag.model.unknown import Unknown
from wssdiag.system.macos_networksetup import networksetup_text, portal_api

if TYPE_CHECKING:
    from collections.abc import Sequence

PORTS = b"\nHardware Port: Wi-Fi\nDevice: en0\n\n"
ANSWERS: dict[tuple[str, ...], bytes] = {
    ("-listallhardwareports",): PORTS,
    ("-listallnetworkservices",): "An asterisk (*) denotes that a network service is disabled.\nWi-Fi\n*Büro USB LAN\n".encode(),
    ("-getwebproxy", "Wi-Fi"): b"Enabled: Yes\nServer: proxy.example\nPort: 8080\nAuthenticated Proxy Enabled: 0\n",
    ("-getautoproxyurl", "Büro USB LAN"): b"URL: http://u:secret@pac.example/p.pac\nEnabled: Yes\n",
}


def asked(argv: Sequence[str]) -> bytes | Unknown:
    return ANSWERS.get(tuple(argv[1:]), Unknown("ended with code 4")) if argv[0] == "networksetup" else Unknown("not here")


def test_every_service_is_asked() -> None:
    expected = (
        "== Wi-Fi: webproxy\nEnabled: Yes\nServer: proxy.example\nPort: 8080\nAuthenticated Proxy Enabled: 0\n\n"
        "== Büro USB LAN: autoproxyurl\nURL: http://***@pac.example/p.pac\nEnabled: Yes\n\n"
    )
    assert networksetup_text(asked) == PORTS + expected.encode()


def test_without_the_program_there_is_no_file() -> None:
    assert networksetup_text(lambda _argv: Unknown("networksetup is not on this computer")) is None


def test_many_services_are_not_all_asked() -> None:
    calls: list[Sequence[str]] = []

    def count(argv: Sequence[str]) -> bytes:
        calls.append(argv)
        return b"\n".join(b"service %d" % number for number in range(1000))

    networksetup_text(count)
    assert len(calls) == 2 + 8 * 5


@pytest.mark.parametrize(
    ("answer", "api"),
    [
        (b"https://portal.example/api\n", "https://portal.example/api"),
        (b"http://portal.example/api\n", None),
        (b"https://portal.example/a b\n", None),
        (b"", None),
        (b"\xff\xfe", None),
    ],
)
def test_the_portal_api(answer: bytes, api: str | None) -> None:
    calls: list[Sequence[str]] = []

    def run(argv: Sequence[str]) -> bytes | Unknown:
        calls.append(argv)
        return answer if argv[2] == "en1" else Unknown("ipconfig ended with code 1")

    assert portal_api(run, ["en0", "en1"]) == api
    assert calls == [("ipconfig", "getoption", "en0", "114"), ("ipconfig", "getoption", "en1", "114")]
