"""The root entry's bytes, written by hand after RFC 4511, and what a peer may do with the connection."""

from __future__ import annotations

import time
from contextlib import closing, suppress
from socket import create_connection
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probes.deadlines import within
from tests.servers import tcp
from wssdiag.model.failure import Failure
from wssdiag.probes.deadline import CancelledError
from wssdiag.probes.ldap import search
from wssdiag.probes.ldap_message import QUESTION, NotLdapError, RootEntry
from wssdiag.probes.stream import TcpStream

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from wssdiag.model.observation import LdapDetail


def attribute(name: str, *values: str) -> bytes:
    inner = b"".join(b"\x04" + bytes([len(value.encode())]) + value.encode() for value in values)
    body = b"\x04" + bytes([len(name)]) + name.encode() + b"\x31\x84" + len(inner).to_bytes(4, "big") + inner
    return b"\x30\x84" + len(body).to_bytes(4, "big") + body


def entry(*attributes: bytes, identifier: int = 1) -> bytes:
    """An entry in Active Directory's way: all lengths in four bytes."""
    listed = b"".join(attributes)
    body = b"\x04\x00\x30\x84" + len(listed).to_bytes(4, "big") + listed
    operation = b"\x64\x84" + len(body).to_bytes(4, "big") + body
    content = b"\x02\x01" + bytes([identifier]) + operation
    return b"\x30\x84" + len(content).to_bytes(4, "big") + content


def done(code: int = 0, identifier: int = 1) -> bytes:
    return bytes.fromhex("300c0201") + bytes([identifier]) + bytes.fromhex("65070a01") + bytes([code]) + bytes.fromhex("04000400")


WHOLE = entry(
    attribute("defaultNamingContext", "DC=office,DC=example"),
    attribute("dnsHostName", "dc1.office.example"),
    attribute("supportedLDAPVersion", "3", "2"),
)

#: A notice of disconnection (RFC 4511 section 4.4.1): unavailable (52), with its name.
NOTICE = bytes.fromhex("3024 020100 781f 0a0134 0400 0400 8a16") + b"1.3.6.1.4.1.1466.20036"


def ask(handle: Callable[[socket.socket], None], limit_s: float = 4.0) -> tuple[Failure | None, LdapDetail]:
    with tcp.serve(handle) as port, closing(TcpStream(create_connection(("127.0.1.1", port)))) as stream:
        return search(stream, within(limit_s))


def test_the_question_is_a_search_for_the_root_entry() -> None:

    assert QUESTION[:2] == bytes([0x30, len(QUESTION) - 2])
    assert QUESTION[2:5] == bytes.fromhex("020101")
    assert QUESTION[5] == 0x63
    assert QUESTION[7:24] == bytes.fromhex("0400 0a0100 0a0100 020100 020100 010100")
    assert QUESTION[24:37] == b"\x87\x0bobjectClass"
    assert QUESTION[37] == 0x30
    assert QUESTION[39:] == b"\x04\x14defaultNamingContext\x04\x0bdnsHostName\x04\x14supportedLDAPVersion"


def test_a_domain_controller_says_who_it_is() -> None:
    failure, detail = ask(tcp.says(WHOLE, done()))
    assert failure is None
    assert (detail.naming_context, detail.dns_host_name) == ("DC=office,DC=example", "dc1.office.example")
    assert (detail.versions, detail.result, detail.error) == (("3", "2"), 0, "")


def test_it_may_come_in_pieces() -> None:
    answer = WHOLE + done()
    failure, detail = ask(tcp.says(*(answer[place : place + 7] for place in range(0, len(answer), 7))))
    assert (failure, detail.dns_host_name, detail.result) == (None, "dc1.office.example", 0)


@pytest.mark.parametrize("code", [1, 8, 50, 53])
def test_a_refusal_is_an_answer(code: int) -> None:
    """Operations error, stronger authentication required, insufficient rights, unwilling to perform."""
    failure, detail = ask(tcp.says(done(code)))
    assert (failure, detail.result, detail.naming_context) == (None, code, "")


def test_a_notice_of_disconnection_is_an_answer() -> None:
    assert len(NOTICE) == NOTICE[1] + 2
    failure, detail = ask(tcp.says(NOTICE))
    assert (failure, detail.result) == (None, 52)


def test_an_entry_without_its_end_is_an_answer() -> None:
    for handle in (tcp.says(WHOLE), tcp.says_and_stays(WHOLE)):
        failure, detail = ask(handle, limit_s=0.4)
        assert (failure, detail.dns_host_name, detail.result) == (None, "dc1.office.example", None)


def test_silence() -> None:
    assert ask(tcp.silent, limit_s=0.3)[0] is Failure.TIMED_OUT


@pytest.mark.parametrize("handle", [tcp.close_after_first_bytes, tcp.reset_after_first_bytes, tcp.says(WHOLE[:40])])
def test_an_end_before_an_answer_is_a_cut(handle: Callable[[socket.socket], None]) -> None:
    assert ask(handle)[0] is Failure.RESET


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"220 mail.example ESMTP\r\n",
        bytes(64),
        done(identifier=2),
        done()[:-2] + b"\x05\x00",
        done().replace(b"\x65", b"\x61"),
        NOTICE.replace(b"\x78", b"\x65"),
        b"\x30\x80\x02\x01\x01",
        b"\x30\x84\x7f\xff\xff\xff",
        b"\x15\x03\x01\x00\x02\x02\x28",
    ],
    ids=["HTTP", "SMTP", "zeros", "another id", "no text", "a bind", "unasked result", "indefinite", "2 GiB", "TLS alert"],
)
def test_what_is_no_ldap_is_not_guessed(answer: bytes) -> None:
    failure, detail = ask(tcp.says(answer))
    assert (failure, detail.error) == (Failure.UNKNOWN, "NotLdapError")


def test_garbage_behind_an_entry_is_no_ldap() -> None:
    assert ask(tcp.says(WHOLE + b"garbage"))[0] is Failure.UNKNOWN


def test_a_flood_ends() -> None:
    assert ask(tcp.says(*([entry(attribute("x", "y"))] * 40)))[0] is Failure.UNKNOWN
    with pytest.raises(NotLdapError):
        RootEntry().take(b"\x30\x83\x01\x00\x01")


def test_what_is_shown_is_made_safe() -> None:
    _failure, detail = ask(tcp.says(entry(attribute("dnsHostName", "dc\u202e1\n"), attribute("defaultNamingContext", "\x1b[0m")), done()))
    assert detail.dns_host_name == "dc\ufffd1 "
    assert detail.naming_context == "\ufffd[0m"


def test_a_cancel_is_seen_at_once() -> None:
    began = time.monotonic()
    with tcp.serve(tcp.silent) as port, closing(TcpStream(create_connection(("127.0.1.1", port)))) as stream, pytest.raises(CancelledError):
        search(stream, within(cancelled=lambda: time.monotonic() > began + 0.2))
    assert time.monotonic() - began < 0.45


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_no_bytes_raise_anything_else(pieces: list[bytes]) -> None:
    reader = RootEntry()
    with suppress(NotLdapError):
        for piece in pieces:
            assert reader.take(piece) == b""


@given(st.integers(0, len(WHOLE) + 13), st.binary(max_size=6), st.integers(0, 6))
def test_no_damage_raises_anything_else(at: int, put: bytes, cut: int) -> None:
    answer = WHOLE + done()
    reader = RootEntry()
    with suppress(NotLdapError):
        reader.take(answer[:at] + put + answer[at + cut :])
    assert all(len(value) < 400 for value in reader.values("dnshostname"))
