"""Whatever is changed in a bundle is found, and by the right name."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bundle.making import GOOD, GOOD_FILES, PARTS, manifest, member, zipped
from wssdiag.bundle.manifest import Manifest
from wssdiag.bundle.read import bundle_of
from wssdiag.bundle.verify import faults, fingerprint
from wssdiag.model.codec import decode
from wssdiag.model.input_error import InputError

MANIFEST = decode(GOOD_FILES["manifest.json"], Manifest)


def test_a_good_one_has_no_faults() -> None:
    assert faults(GOOD_FILES, MANIFEST) == ()
    assert bundle_of(GOOD, "x").manifest == MANIFEST
    assert zipped(GOOD_FILES) != GOOD, "packed anew by somebody else"
    assert bundle_of(zipped(GOOD_FILES), "x").files == GOOD_FILES


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_every_flipped_byte_of_every_member_is_found(part: object, data: st.DataObject) -> None:
    name = part.name  # type: ignore[attr-defined]
    content = bytearray(GOOD_FILES[name])
    position = data.draw(st.integers(0, len(content) - 1))
    content[position] ^= data.draw(st.integers(1, 255))
    files = {**GOOD_FILES, name: bytes(content)}
    assert [fault.name for fault in faults(files, MANIFEST)] == [name]
    with pytest.raises(InputError, match=name.replace(".", r"\.")):
        bundle_of(zipped(files), "x")


def test_every_flipped_byte_of_the_packed_members_is_found() -> None:
    """The zip's own sums find those: also in the manifest, which holds no sum of itself."""
    chance = random.Random(1)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        entries = archive.infolist()
    for entry in entries:
        begin = entry.header_offset + 30 + len(entry.filename.encode())
        for position in {begin, *(chance.randrange(begin, begin + entry.compress_size) for _ in range(40))}:
            changed = bytearray(GOOD)
            changed[position] ^= 1 << chance.randrange(8)
            try:
                read = bundle_of(bytes(changed), "x")
            except InputError:
                continue
            assert read.files == GOOD_FILES, "bits behind the end of the packed data say nothing"


def test_what_is_missing_additional_or_of_another_size_is_named() -> None:
    fewer = {name: data for name, data in GOOD_FILES.items() if name != "log.txt"}
    assert [(fault.name, fault.problem) for fault in faults(fewer, MANIFEST)] == [("log.txt", "missing")]
    assert [fault.name for fault in faults({**GOOD_FILES, "more.txt": b""}, MANIFEST)] == ["more.txt"]
    longer = {**GOOD_FILES, "log.txt": GOOD_FILES["log.txt"] + b"x"}
    assert "bytes" in faults(longer, MANIFEST)[0].problem
    several = {**fewer, "more.txt": b"", "facts.json": b"{}"}
    assert {fault.name for fault in faults(several, MANIFEST)} == {"log.txt", "more.txt", "facts.json"}


def test_a_manifest_that_names_itself_or_something_twice() -> None:
    row = member("log.txt", b"x")
    twice = decode(manifest({}, members=[row, row]), Manifest)
    assert {fault.name for fault in faults({"log.txt": b"x"}, twice)} == {"log.txt"}
    itself = decode(manifest({"manifest.json": b"{}"}), Manifest)
    assert faults({"manifest.json": b"{}"}, itself)


def test_the_fingerprint_is_another_for_another_bundle() -> None:
    assert fingerprint(GOOD_FILES) == fingerprint(dict(GOOD_FILES))
    assert fingerprint(GOOD_FILES) != fingerprint({"manifest.json": GOOD_FILES["manifest.json"] + b"\n"})
