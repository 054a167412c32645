"""What is shown of a part before it is written: its own text, and where something stands for something else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wssdiag.gui.export_preview import SHOWN_BYTES, preview_of


def marked(data: bytes, *marks: str) -> list[str]:
    """The stand-ins as a window would underline them."""
    preview = preview_of(data, marks)
    lines = preview.text.split("\n")
    return [
        lines[number].encode("utf-16-le")[2 * at : 2 * (at + length)].decode("utf-16-le")
        for number, spans in preview.spans.items()
        for at, length in spans
    ]


def test_each_place_of_a_stand_in_is_marked_in_its_line() -> None:
    preview = preview_of(b"n7 is here\nand n7, n3 there", ("n7", "n3"))
    assert preview.text == "n7 is here\nand n7, n3 there"
    assert preview.spans == {0: ((0, 2),), 1: ((4, 2), (8, 2))}


def test_the_longest_stand_in_counts_and_one_within_a_name_is_none() -> None:
    assert marked(b"n7.n3.example n3.example", "n3.example", "n7.n3.example", "n7") == ["n7.n3.example", "n3.example"]
    assert marked(b"n77 an7 10.61.4.20 n7", "n7", "10.61.4.2") == ["n7"]
    assert marked(b"key=[secret] [other] fd00::1%n7", "[secret]", "fd00::1") == ["[secret]", "fd00::1"]


def test_places_are_counted_as_qt_does() -> None:
    assert marked("\N{GRINNING FACE} n7 \N{GRINNING FACE}n7 Ärger n7".encode(), "n7") == ["n7"] * 3


def test_a_long_part_is_cut_and_says_so() -> None:
    preview = preview_of(b"x" * 10 + "ä".encode() * SHOWN_BYTES, ())
    assert preview.cut
    assert preview.readable, "a character that the limit cuts makes it no other text"
    assert len(preview.text.encode()) <= SHOWN_BYTES + SHOWN_BYTES // 500
    assert not preview_of(b"x" * SHOWN_BYTES, ()).cut


def test_a_line_without_an_end_goes_on_below() -> None:
    preview = preview_of(b"4" * 5000, ())
    assert [len(line) for line in preview.text.split("\n")] == [2000, 2002, 1002]


def test_what_cannot_be_seen_is_made_visible() -> None:
    assert preview_of("a\tb\u202ec\r\nd\x00".encode(), ()).text == "a  b\N{REPLACEMENT CHARACTER}c\nd\N{REPLACEMENT CHARACTER}"


def test_the_registry_is_text_and_a_binary_file_is_none() -> None:
    assert preview_of(b"\xff\xfe" + "Größe n7".encode("utf-16-le"), ("n7",)).text == "Größe n7"
    assert not preview_of(b"bplist00\xd1\x01", ()).readable


@given(st.binary(max_size=300), st.lists(st.text(min_size=1, max_size=4), max_size=5))
def test_no_part_is_refused_and_every_mark_lies_within_its_line(data: bytes, marks: list[str]) -> None:
    preview = preview_of(data, marks, 200)
    lines = preview.text.split("\n")
    for number, spans in preview.spans.items():
        ends = [0]
        for at, length in spans:
            assert ends[-1] <= at, "in order, and none over another"
            ends.append(at + length)
        assert ends[-1] <= len(lines[number].encode("utf-16-le")) // 2
