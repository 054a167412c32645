"""A bundle is whole under its name, or not there at all; the same contents give the same bytes."""

from __future__ import annotations

import errno
import io
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.bundle.making import GOOD, GOOD_FILES, contents
from wssdiag.bundle.read import bundle_of, read_bundle
from wssdiag.bundle.write import _take_name, files_of, packed, remove_leftover, write_file
from wssdiag.model.input_error import InputError

ROOT = Path(__file__).parents[2]


def test_the_same_contents_give_the_same_bytes() -> None:
    assert packed(files_of(contents())) == GOOD
    entries = zipfile.ZipFile(io.BytesIO(GOOD)).infolist()
    assert [entry.filename for entry in entries][:2] == ["manifest.json", "report.json"]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.extra for entry in entries} == {b""}
    assert {entry.external_attr >> 16 for entry in entries} == {stat.S_IFREG | 0o600}


def test_the_bytes_do_not_depend_on_the_process_or_the_day(tmp_path: Path) -> None:
    code = "import sys; from tests.bundle.making import *; sys.stdout.buffer.write(packed(files_of(contents(*PARTS[1:]))))"
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}, check=True, capture_output=True
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert runs[0] == runs[1]


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    write_file(GOOD, tmp_path / "a.wssdiag", tmp_path / "state" / "marker")
    assert read_bundle(tmp_path / "a.wssdiag").files == GOOD_FILES
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.wssdiag", "state"]
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "a.wssdiag").stat().st_mode) == 0o600


def refused(path: Path, marker: Path) -> str:
    with pytest.raises(InputError) as caught:
        write_file(GOOD, path, marker)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    path, marker = tmp_path / "a.wssdiag", tmp_path / "marker"
    path.write_bytes(b"mine")
    assert "exists already" in refused(path, marker)
    assert path.read_bytes() == b"mine"
    assert "folder does not exist" in refused(tmp_path / "no" / "a.wssdiag", marker)
    if sys.platform != "win32":
        (tmp_path / "link.wssdiag").symlink_to(tmp_path / "elsewhere")
        assert "exists already" in refused(tmp_path / "link.wssdiag", marker)
        assert not (tmp_path / "elsewhere").exists()


def test_what_comes_under_the_name_while_a_bundle_is_written_stays(tmp_path: Path) -> None:
    part, path = tmp_path / "a.wssdiag.part", tmp_path / "a.wssdiag"
    part.write_bytes(b"new")
    path.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        _take_name(part, path)
    assert path.read_bytes() == b"mine"


def test_what_is_there_under_the_name_of_the_part_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "a.wssdiag.part").write_bytes(b"mine")
    assert "a.wssdiag.part" in refused(tmp_path / "a.wssdiag", tmp_path / "marker")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.wssdiag.part", b"mine")]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    refused(tmp_path / "a.wssdiag", tmp_path / "marker")


def test_where_no_marker_can_be_kept_a_bundle_is_written_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"no folder")
    write_file(GOOD, tmp_path / "a.wssdiag", tmp_path / "state" / "marker")
    assert read_bundle(tmp_path / "a.wssdiag")


#: In a mount namespace of its own: a disk of 64 KiB, and what is left on it.
FULL = """
mount -t tmpfs -o size=64k none "$1" && cd "$2" && "$3" -c '
import os, sys
from pathlib import Path
from wssdiag.bundle.write import write_file
from wssdiag.model.input_error import InputError
try:
    write_file(os.urandom(1 << 20), Path(sys.argv[1]) / "a.wssdiag", Path(sys.argv[1]).parent / "marker")
except InputError as error:
    print(error.problem, os.listdir(sys.argv[1]))
' "$1"
"""


@pytest.mark.skipif(sys.platform != "linux", reason="makes a small disk in a namespace")
def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["unshare", "-rm", "sh", "-c", FULL, "sh", str(disk), str(ROOT), sys.executable]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if "unshare" in ended.stderr:
        pytest.skip(ended.stderr)
    assert ended.stdout == f"{os.strerror(errno.ENOSPC)} []\n", ended.stderr
    assert not (tmp_path / "marker").exists()


#: Writes a bundle in one child after the other; the first is killed before the first line of ``write``, the next before the second, and so
#: on until one comes to its end. With the argument "stick" no link can be made, as on a stick.
KILLED = """
import os, signal, sys
from pathlib import Path
from wssdiag.bundle import write
from wssdiag.bundle.contents import Contents, Part, Role

data = write.packed(write.files_of(Contents(started="", parts=(Part(name="report.json", role=Role.REPORT, data=b"{}"),))))

if sys.argv[2] == "stick":
    def no_link(*names):
        raise PermissionError("no links here")
    os.link = no_link

def write_and_die(folder, lines):
    def trace(frame, event, _argument):
        nonlocal lines
        if frame.f_code.co_filename != write.__file__:
            return None
        lines -= event == "line"
        if lines < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace
    sys.settrace(trace)
    write.write_file(data, folder / "a.wssdiag", folder / "state" / "marker")
    os._exit(0)

status, lines = 1, 0
while status:
    folder = Path(sys.argv[1], str(lines))
    folder.mkdir()
    child = os.fork()
    if child == 0:
        write_and_die(folder, lines)
    status = os.waitpid(child, 0)[1]
    lines += 1
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")
@pytest.mark.parametrize("disk", ["disk", "stick"])
def test_a_writer_that_is_killed_before_any_line_leaves_none_or_a_whole_one(tmp_path: Path, disk: str) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), disk], cwd=ROOT, check=True)
    folders = sorted(tmp_path.iterdir(), key=lambda folder: int(folder.name))
    left = [bool(list(folder.glob("*.part"))) for folder in folders]
    whole = [(folder / "a.wssdiag").exists() for folder in folders]
    assert any(left), "no kill met the writer in the middle: the test proves nothing"
    assert (whole[0], whole[-1]) == (False, True)
    for folder in folders:
        remove_leftover(folder / "state" / "marker")
        assert {path.name for path in folder.iterdir()} <= {"state", "a.wssdiag"}
        assert not list((folder / "state").glob("*"))
        if (folder / "a.wssdiag").exists():
            assert read_bundle(folder / "a.wssdiag").report == b"{}"


def test_the_bytes_are_on_the_disk_before_they_have_their_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a power failure a name without its bytes would be half a bundle."""
    steps: list[str] = []
    real_fsync, real_link = os.fsync, os.link

    def fsync(handle: int) -> None:
        steps.append("fsync")
        real_fsync(handle)

    def link(part: Path, path: Path) -> None:
        steps.append("link")
        real_link(part, path)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "link", link)
    write_file(GOOD, tmp_path / "a.wssdiag", tmp_path / "marker")
    assert steps[:2] == ["fsync", "link"]
    if sys.platform != "win32":
        assert steps == ["fsync", "link", "fsync"], "the name too"


def test_a_disk_that_knows_no_links_gets_the_bundle_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*_names: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_link)
    write_file(GOOD, tmp_path / "a.wssdiag", tmp_path / "marker")
    assert [path.name for path in tmp_path.iterdir()] == ["a.wssdiag"]
    part = tmp_path / "b.wssdiag.part"
    part.write_bytes(b"new")
    with pytest.raises(InputError, match="exists already"):
        _take_name(part, tmp_path / "a.wssdiag")
    assert (tmp_path / "a.wssdiag").read_bytes() == GOOD


def test_a_leftover_is_removed_and_nothing_else(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    mine, part = tmp_path / "mine.txt", tmp_path / "a.wssdiag.part"
    for path in (mine, part):
        path.write_bytes(b"x")
    remove_leftover(marker)
    assert part.exists()
    for named in (str(mine), str(tmp_path), "", "\0", "x" * 100_000, "\udcff"):
        marker.write_bytes(named.encode("utf-8", "surrogateescape"))
        remove_leftover(marker)
        assert mine.exists()
        assert part.exists()
    if sys.platform != "win32":
        (tmp_path / "link.part").symlink_to(mine)
        marker.write_text(str(tmp_path / "link.part"))
        remove_leftover(marker)
        assert mine.exists()
        assert (tmp_path / "link.part").is_symlink(), "a bundle is never written through one"
        marker.unlink(missing_ok=True)
    marker.write_text(str(part))
    remove_leftover(marker)
    assert not part.exists()
    assert not marker.exists()


def test_a_name_in_any_letters(tmp_path: Path) -> None:
    path = tmp_path / "Müller 東京 тест.wssdiag"
    write_file(GOOD, path, tmp_path / "marker")
    assert bundle_of(path.read_bytes(), "x").files == GOOD_FILES
