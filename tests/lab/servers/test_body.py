"""Bodies of pages, piece by piece."""

from __future__ import annotations

import socket
from itertools import islice

import pytest

from tests.lab.plan import Page, page_table
from tests.lab.servers.body import length, pieces
from tests.lab.servers.web import write_page


def test_a_text_is_one_piece_at_once() -> None:
    page = page_table(Page(200, "häuser"))
    assert list(pieces(page)) == [(0.0, "häuser".encode())]
    assert length(page) == 7


@pytest.mark.parametrize("size", [65_536, 65_537, 2 * 1024 * 1024])
def test_a_size_is_filled_with_white_space(size: int) -> None:
    page = page_table(Page(200, "script", size=size))
    data = b"".join(piece for _wait, piece in pieces(page))
    assert length(page) == len(data) == size
    assert data.strip() == b"script"


def test_no_piece_of_a_large_body_is_large() -> None:
    assert max(len(piece) for _wait, piece in pieces(page_table(Page(200, "x", size=2**24)))) <= 65_536


def test_a_body_is_not_shorter_than_its_text() -> None:
    assert length(page_table(Page(200, "twelve bytes", size=5))) == 12


def test_an_endless_body_has_no_length_and_no_end() -> None:
    page = page_table(Page(200, "x", endless=True))
    assert length(page) is None
    assert sum(len(piece) for _wait, piece in islice(pieces(page), 101)) == 1 + 100 * 65_536


@pytest.mark.parametrize("text", ["a", "0123456789" * 7, "x" * 5000])
def test_a_slow_body_takes_its_time_over_all_pieces(text: str) -> None:
    parts = list(pieces(page_table(Page(200, text, body_s=12.0))))
    assert sum(wait for wait, _piece in parts) == pytest.approx(12.0)
    assert b"".join(piece for _wait, piece in parts).decode() == text


def written(page: Page, *, head_only: bool = False) -> bytes:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        write_page(theirs, page_table(page), head_only=head_only)
        theirs.shutdown(socket.SHUT_WR)
        found = b""
        while data := ours.recv(65_536):
            found += data
    return found


def test_a_page_is_written_with_its_length_and_type() -> None:
    head, _, body = written(Page(200, "abc", {"Content-Type": "text/plain"}, size=10)).partition(b"\r\n\r\n")
    assert b"\r\nContent-Length: 10" in head
    assert b"\r\nContent-Type: text/plain" in head
    assert body == b"abc       "


def test_the_head_alone_is_written_where_it_was_asked_for() -> None:
    assert written(Page(200, "abc"), head_only=True).endswith(b"Content-Length: 3\r\n\r\n")


def test_a_slow_page_is_whole_in_the_end() -> None:
    assert written(Page(200, "0123456789" * 7, first_byte_s=0.01, body_s=0.05)).endswith(b"\r\n\r\n" + b"0123456789" * 7)
