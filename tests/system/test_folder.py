"""Captures from elsewhere: what is read, and what is refused with one line that says what and where."""

from __future__ import annotations

import io
import os
import stat
import struct
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wssdiag.model.input_error import InputError
from wssdiag.system.archive import read_zip_bytes
from wssdiag.system.folder import read_capture, write_capture
from wssdiag.system.member import MEMBER_LIMIT, SIZE_LIMIT_BYTES

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {"capture.json": b'{"schema":"wssdiag.capture/1","os":"linux"}', "linux/resolv.conf": b"nameserver 192.0.2.53\n"}


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_capture(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    return str(caught.value)


def refused_zip(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "capture.zip"
    path.write_bytes(data)
    return refused(path)


def test_a_folder_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write_capture(GOOD, tmp_path / "new" / "capture")
    assert read_capture(tmp_path / "new" / "capture") == GOOD


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_what_is_written_is_for_this_users_eyes_alone(tmp_path: Path) -> None:
    write_capture(GOOD, tmp_path / "capture")
    assert stat.S_IMODE((tmp_path / "capture").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "capture" / "linux" / "resolv.conf").stat().st_mode) == 0o600


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for target in (tmp_path, tmp_path / "mine.txt"):
        with pytest.raises(InputError):
            write_capture(GOOD, target)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_capture_that_would_leave_its_folder_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        write_capture({"../x": b""}, tmp_path / "capture")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("prefix", ["", "laptop-17/"])
def test_a_zip_of_the_files_or_of_the_folder(tmp_path: Path, prefix: str) -> None:
    path = tmp_path / "capture.zip"
    path.write_bytes(zipped({prefix + name: data for name, data in GOOD.items()}))
    assert read_capture(path) == GOOD


def test_a_capture_of_one_systems_folder_alone_keeps_it(tmp_path: Path) -> None:
    path = tmp_path / "capture.zip"
    path.write_bytes(zipped({"linux/resolv.conf": b""}))
    assert list(read_capture(path)) == ["linux/resolv.conf"]


def test_nothing_there_or_nothing_in_it(tmp_path: Path) -> None:
    assert "no such" in refused(tmp_path / "missing")
    assert "no capture" in refused(tmp_path)
    (tmp_path / "holiday.jpg").write_bytes(b"")
    assert "no capture" in refused(tmp_path)


def test_another_schema_is_named(tmp_path: Path) -> None:
    (tmp_path / "capture.json").write_text('{"schema": "wssdiag.capture/9", "os": "linux"}')
    assert "capture.json: schema" in refused(tmp_path)


def test_a_broken_header_is_evidence_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "capture.json").write_text("{")
    assert read_capture(tmp_path) == {"capture.json": b"{"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")
def test_links_and_pipes_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "capture.json").write_bytes(GOOD["capture.json"])
    link = tmp_path / "hosts.txt"
    link.symlink_to("/etc/hostname")
    assert "hosts.txt: a link" in refused(tmp_path)
    link.unlink()
    (tmp_path / "linux").symlink_to("/etc")
    assert "linux: a link" in refused(tmp_path)
    (tmp_path / "linux").unlink()
    if sys.platform != "win32":
        os.mkfifo(link)
        assert "hosts.txt: not an ordinary file" in refused(tmp_path)


def test_too_large_too_many_too_deep(tmp_path: Path) -> None:
    large = tmp_path / "large"
    large.mkdir()
    with (large / "hosts.txt").open("wb") as file:
        file.truncate(SIZE_LIMIT_BYTES + 1)
    assert "hosts.txt: larger than 16 MiB" in refused(large)
    whole = tmp_path / "whole"
    whole.mkdir()
    for number in range(5):
        with (whole / f"{number}").open("wb") as file:
            file.truncate(SIZE_LIMIT_BYTES)
    assert "together" in refused(whole)
    deep = tmp_path / "deep" / "/".join(["linux"] * 9)
    deep.mkdir(parents=True)
    assert "too deep" in refused(tmp_path / "deep")
    many = tmp_path / "many"
    many.mkdir()
    for number in range(MEMBER_LIMIT + 1):
        (many / str(number)).touch()
    assert f"more than {MEMBER_LIMIT}" in refused(many)


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "C:/x", "a\\..\\x", "a//b", "./x", "x\x01", "\u202ex", "n" * 300])
def test_names_that_lead_elsewhere(tmp_path: Path, name: str) -> None:
    refused_zip(tmp_path, zipped({**GOOD, name: b""}))


def test_a_name_with_a_nul(tmp_path: Path) -> None:
    refused_zip(tmp_path, zipped({**GOOD, "hostsXtxt": b""}).replace(b"hostsXtxt", b"hosts\0txt"))


def test_a_link_in_a_zip(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo("hosts.txt")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    assert "hosts.txt: a link" in refused_zip(tmp_path, buffer.getvalue())


def test_the_same_name_twice(tmp_path: Path) -> None:
    data = zipped({"hosts.txt": b"a", "hosts.tx2": b"b"}).replace(b"hosts.tx2", b"hosts.txt")
    assert "hosts.txt: twice" in refused_zip(tmp_path, data)


def test_a_bomb(tmp_path: Path) -> None:
    assert "hosts.txt: larger than 16 MiB" in refused_zip(tmp_path, zipped({"hosts.txt": bytes(SIZE_LIMIT_BYTES + 1)}))
    files = {f"{number}": bytes(SIZE_LIMIT_BYTES) for number in range(5)}
    assert "together" in refused_zip(tmp_path, zipped(files))


def test_a_zip_that_lies_about_its_sizes(tmp_path: Path) -> None:
    data = zipped({"hosts.txt": bytes(SIZE_LIMIT_BYTES + 1)})
    lying = data.replace(struct.pack("<L", SIZE_LIMIT_BYTES + 1), struct.pack("<L", 100))
    assert lying != data
    refused_zip(tmp_path, lying)


def test_too_many_members(tmp_path: Path) -> None:
    assert "more than" in refused_zip(tmp_path, zipped({str(number): b"" for number in range(MEMBER_LIMIT + 1)}))


def test_a_directory_that_is_larger_than_it_says(tmp_path: Path) -> None:
    data = bytearray(zipped({str(number): b"" for number in range(MEMBER_LIMIT + 1)}))
    end = data.rfind(b"PK\x05\x06")
    data[end + 8 : end + 12] = struct.pack("<HH", 1, 1)
    assert "more than" in refused_zip(tmp_path, bytes(data))


def test_a_zip64_directory(tmp_path: Path) -> None:
    data = zipped(GOOD)
    end = data.rfind(b"PK\x05\x06")
    assert "which it need not be" in refused_zip(tmp_path, data[:end] + b"PK\x06\x07" + bytes(16) + data[end:])


def test_an_empty_name(tmp_path: Path) -> None:
    data = zipped({"h": b""}).replace(b"h", b"\0")
    assert "not a usable file name" in refused_zip(tmp_path, data)


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_to_compress(tmp_path: Path, compression: int) -> None:
    assert "hosts.txt: compressed" in refused_zip(tmp_path, zipped({"hosts.txt": b"x" * 100}, compression))


def test_an_encrypted_member(tmp_path: Path) -> None:
    data = bytearray(zipped({"hosts.txt": b"x"}, zipfile.ZIP_STORED))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "hosts.txt: encrypted" in refused_zip(tmp_path, bytes(data))


WHOLE = zipped(GOOD)


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_zip_is_read_or_refused(position: int, junk: bytes) -> None:
    damaged = WHOLE[:position] + junk + WHOLE[position + len(junk) :]
    for data in (damaged, damaged[:position]):
        try:
            read_zip_bytes("capture.zip", data)
        except InputError:
            continue


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_zip_bytes("capture.zip", data)
    except InputError:
        return
