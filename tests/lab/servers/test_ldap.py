"""The directory's bytes: what clients of the real world send, what comes back, and what no bytes may do."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lab.servers.ber import MAX_MESSAGE, IncompleteError, MalformedError, element, encoded, integer, number
from tests.lab.servers.ldap import serve
from tests.lab.servers.ldap_answers import answers

HOST = "dc1.office.example"

#: Written by hand after RFC 4511: an anonymous simple bind, message 1; the root entry with all attributes, message 2.
BIND = bytes.fromhex("300c020101600702010304008000")
SEARCH = bytes.fromhex("3025020102632004000a01000a0100020100020100010100870b") + b"objectClass" + bytes.fromhex("3000")
UNBIND = bytes.fromhex("30050201034200")

BOUND = bytes.fromhex("300c02010161070a010004000400")
NOTICE = b"1.3.6.1.4.1.1466.20036"


def test_an_anonymous_bind_succeeds() -> None:
    assert answers(BIND, HOST) == (BOUND, True)


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        ("6007020102040080 00", 2),
        ("600b02010304046a6f65218000", 49),
        ("600902010304008002 7878", 49),
        ("6012020103 0400 a30b 0409 4753532d53504e45 47", 7),
    ],
    ids=["version 2", "a name", "a password", "SASL"],
)
def test_other_binds_are_refused_by_their_code(operation: str, code: int) -> None:
    answer, goes_on = answers(encoded(0x30, number(1), bytes.fromhex(operation)), HOST)
    assert goes_on
    assert answer[5:10] == bytes([0x61, answer[6], 0x0A, 0x01, code])


def test_the_root_entry_names_the_host_and_its_domain() -> None:
    answer, goes_on = answers(SEARCH, HOST)
    entry, done = answer.split(bytes.fromhex("300c020102"))
    assert goes_on
    assert entry[3:7] == bytes.fromhex("02010264")  # after a length of two bytes
    assert b"dnsHostName1\x14\x04\x12dc1.office.example" in entry
    assert b"DC=office,DC=example" in entry
    assert done == bytes.fromhex("65070a010004000400")


def test_only_the_attributes_asked_for_come() -> None:
    wanted = encoded(0x30, encoded(0x04, b"DNSHOSTNAME"))
    operation = encoded(0x63, bytes.fromhex("04000a01000a0100020100020100010100870b") + b"objectClass" + wanted)
    answer, _goes_on = answers(encoded(0x30, number(9), operation), HOST)
    assert b"dnsHostName" in answer
    assert b"defaultNamingContext" not in answer


@pytest.mark.parametrize(("at", "byte"), [(8, 0x01), (11, 0x02)], ids=["a base", "the whole tree"])
def test_anything_but_the_root_entry_needs_a_sign_in(at: int, byte: int) -> None:
    changed = bytearray(SEARCH)
    if at == 8:
        changed[8:9] = b"\x01x"
        changed[1] += 1
        changed[6] += 1
    else:
        changed[at] = byte
    answer, goes_on = answers(bytes(changed), HOST)
    assert goes_on
    assert answer[5] == 0x65
    assert answer[9] == 1


def test_an_unbind_ends_it_without_a_word() -> None:
    assert answers(UNBIND, HOST) == (b"", False)


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"GET / HTTP/1.1\r\n\r\n",
        BIND + b"\x00",
        BIND.replace(b"\x60", b"\x40"),
        bytes.fromhex("3000"),
        bytes.fromhex("30050201004200"),
    ],
    ids=["nothing", "HTTP", "more than one", "unknown", "empty", "message 0"],
)
def test_what_is_no_ldap_ends_with_a_notice(message: bytes) -> None:
    answer, goes_on = answers(message, HOST)
    assert not goes_on
    assert NOTICE in answer


@given(st.binary(max_size=400))
def test_any_bytes_are_answered_or_end_it(data: bytes) -> None:
    answer, _goes_on = answers(data, HOST)
    while answer:
        _tag, _content, answer = element(answer)


@given(st.sampled_from([BIND, SEARCH]), st.integers(0, 40), st.integers(0, 255))
def test_a_damaged_message_is_answered_or_ends_it(message: bytes, at: int, byte: int) -> None:
    damaged = bytearray(message)
    damaged[at % len(damaged)] = byte
    answer, _goes_on = answers(bytes(damaged), HOST)
    while answer:
        _tag, _content, answer = element(answer)


@given(st.binary(max_size=40))
def test_an_element_is_whole_or_not_or_none(data: bytes) -> None:
    with suppress(IncompleteError, MalformedError):
        tag, content, rest = element(data)
        assert data.endswith(content + rest)
        assert data[0] == tag


@given(st.binary(max_size=2000))
def test_what_was_encoded_is_read_again(content: bytes) -> None:
    assert element(encoded(0x04, content) + b"more") == (0x04, content, b"more")


@given(st.integers(0, 2**31 - 1))
def test_numbers_are_read_again(value: int) -> None:
    assert integer(number(value)) == (value, b"")


@pytest.mark.parametrize(
    "data",
    [b"\x30\x80\x00\x00", b"\x30\x85\x00\x00\x00\x00\x01\x00", b"\x3f\x01\x00", b"\x30\x84\x7f\xff\xff\xff"],
    ids=["indefinite", "five bytes of length", "a long tag", "2 GiB"],
)
def test_what_ldap_forbids_is_malformed_at_once(data: bytes) -> None:
    with pytest.raises(MalformedError):
        element(data)


def conversation(*sent: bytes, speaks: str = "ldap") -> bytes:
    """What comes back for bytes in these pieces, until the server hangs up."""
    ours, theirs = socket.socketpair()
    server = threading.Thread(target=serve, args=(theirs, HOST, speaks, None), daemon=True)
    server.start()
    with ours:
        ours.settimeout(10)
        for piece in sent:
            ours.sendall(piece)
        ours.shutdown(socket.SHUT_WR)
        found = b""
        while data := ours.recv(4096):
            found += data
    server.join(10)
    assert not server.is_alive()
    return found


def test_a_message_may_come_in_pieces_and_two_in_one() -> None:
    assert conversation(BIND[:1], BIND[1:9], BIND[9:] + BIND) == BOUND + BOUND


def test_a_message_too_large_is_not_waited_for() -> None:
    assert NOTICE in conversation(b"\x30\x83" + (MAX_MESSAGE + 1).to_bytes(3, "big"))


def test_a_port_that_only_listens_says_nothing() -> None:
    assert conversation(b"x", speaks="") == b""
