"""The kept list: complete or not there, and never believed more than one that was just taken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.lists import full
from tests.catalogue.test_servicepoints import DOCUMENTS, attempt
from wssdiag.catalogue.service_file import keep_list, read_bytes, read_list
from wssdiag.catalogue.servicepoints import SIZE_LIMIT_BYTES
from wssdiag.model.codec import encode
from wssdiag.model.input_error import InputError
from wssdiag.model.service_list import ServiceHost, ServiceList, Site

if TYPE_CHECKING:
    from typing import Any

KEPT = full()


def replaced(**fields: Any) -> ServiceList:  # noqa: ANN401 - any field
    return msgspec.structs.replace(KEPT, **fields)


def test_what_was_kept_is_read(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "list.json"
    assert read_list(path) is None
    keep_list(path, KEPT)
    assert read_list(path) == KEPT
    keep_list(path, replaced(revised=""))
    assert read_list(path) == replaced(revised="")
    assert [row.name for row in path.parent.iterdir()] == ["list.json"]


@given(DOCUMENTS)
def test_whatever_the_parser_lets_in_can_be_kept(tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]) -> None:
    found = attempt(encode(document))
    if isinstance(found, ServiceList):
        path = tmp_path_factory.mktemp("kept") / "list.json"
        keep_list(path, found)
        assert read_list(path) == found


@pytest.mark.parametrize(
    "kept",
    [
        replaced(egress=("0.0.0.0/0",)),
        replaced(egress=("10.0.0.0/8",)),
        replaced(egress=("148.64.1.0/25", "148.64.1.0/25")),
        replaced(egress=("148.64.1.7/25",)),
        replaced(egress=tuple(f"{number}.0.0.0/8" for number in range(11, 60))),
        replaced(egress=("x",)),
        replaced(hosts=(ServiceHost(host="a\u202eb.example"),)),
        replaced(hosts=(ServiceHost(host="CTC.threatpulse.com"),)),
        replaced(hosts=(ServiceHost(host="ctc.threatpulse.com", addresses=("192.168.1.1",)),)),
        replaced(sites=(Site(name=""),)),
        replaced(sites=(Site(name="a\x1b[2J"),)),
        replaced(sites=(Site(name="A", location="\u202e"),)),
        replaced(sites=(Site(name="A", ingress=("168.149.136.0/24",)),)),
        replaced(sites=(Site(name="A", ranges=("::/0",)),)),
        replaced(sites=(Site(name="A", authentication=("127.0.0.1",)),)),
        replaced(source="a\nb"),
        replaced(left_out=("a\u202eb",)),
        replaced(fetched="yesterday"),
        replaced(revised="yesterday"),
    ],
    ids=range(19),
)
def test_a_file_that_the_parser_would_not_have_made_is_refused(tmp_path: Path, kept: ServiceList) -> None:
    path = tmp_path / "list.json"
    path.write_bytes(encode(kept))
    with pytest.raises(InputError) as caught:
        read_list(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"\xff", b"[" * 10_000, b'{"schema": "wssdiag.service-list/9"}', encode(KEPT)[:-20], b" " * (SIZE_LIMIT_BYTES + 1)],
)
def test_a_damaged_file_is_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "list.json"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_list(path)
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=60), st.integers(0, len(encode(KEPT))))
def test_any_damage_is_one_line(tmp_path_factory: pytest.TempPathFactory, noise: bytes, place: int) -> None:
    path = tmp_path_factory.mktemp("kept") / "list.json"
    good = encode(KEPT)
    path.write_bytes(good[:place] + noise + good[place + len(noise) :])
    try:
        assert isinstance(read_list(path), ServiceList)
    except InputError as error:
        assert error.file == str(path)  # noqa: PT017 - both outcomes are right, which one chance says


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    for path in (Path("bad\0name"), tmp_path):
        with pytest.raises(InputError):
            read_bytes(path)


def test_what_cannot_be_written_is_told_and_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match=r"list\.json: "):
        keep_list(tmp_path / "file" / "list.json", KEPT)
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="folder: "):
        keep_list(tmp_path / "folder", KEPT)
    assert sorted(row.name for row in tmp_path.iterdir()) == ["file", "folder"]
