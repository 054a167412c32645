"""Bundles that somebody made to harm their reader: by kind, as bytes. Each must be refused."""

from __future__ import annotations

import io
import json
import os
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import pyrage  # type: ignore[import-untyped]

from tests.bundle.making import GOOD, GOOD_FILES, REPORT, age, bundled, manifest, member, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

MIB = 1024 * 1024

#: The reader's own key, and a stranger's.
KEY = pyrage.x25519.Identity.generate()
OTHER = pyrage.x25519.Identity.generate()

#: Names that lead elsewhere, or deceive who reads them.
NAMES = {
    "zip slip": "../../evil.txt",
    "slip in the middle": "capture/../../evil.txt",
    "absolute": "/etc/passwd",
    "drive letter": "C:/Windows/evil.dll",
    "drive letter alone": "C:evil.dll",
    "backslashes": "..\\..\\evil.txt",
    "share": "//server/share/x",
    "dot": "capture/./x",
    "empty part": "capture//x",
    "bidi": "capture/\u202etxt.exe",
    "zero width": "log\u200b.txt",
    "control": "log\x1b[2J.txt",
    "line break": "log.txt\nreport.json",
    "device": "NUL",
    "device with ending": "capture/con.txt",
    "other stream": "log.txt:evil",
    "trailing dot": "log.txt.",
    "trailing space": "log.txt ",
    "wildcard": "capture/*",
    "very long": "capture/" + "x" * 300,
    "very deep": "capture/" + "a/" * 12 + "x",
    "surrogate": "\ud800.txt",
}


def _named(name: str) -> bytes:
    if name == "\ud800.txt":  # no zip library writes it
        raw = zipped({"manifest.json": manifest({"report.json": REPORT}), "report.json": REPORT, "QQQQQ": b"x"})
        return raw.replace(b"QQQQQ", b"\xed\xa0\x80.t")
    return bundled({name: b"x"})


def _nul() -> bytes:
    return bundled({"logXtxt": b"x"}).replace(b"logXtxt", b"log\0txt")


def _mode(mode: int, content: bytes = b"/etc/passwd") -> bytes:
    buffer = io.BytesIO()
    held = {"report.json": REPORT, "log.txt": content}
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("manifest.json", manifest(held))
        archive.writestr("report.json", REPORT)
        entry = zipfile.ZipInfo("log.txt")
        entry.external_attr = (mode | 0o777) << 16
        archive.writestr(entry, content)
    return buffer.getvalue()


def _sizes(lie: int) -> bytes:
    large = bytes(9 * MIB)
    return bundled({"log.txt": large}).replace(struct.pack("<L", len(large)), struct.pack("<L", lie))


def _directory(offset: int, value: int, form: str = "<H", of: bytes = GOOD) -> bytes:
    """The end record with another value."""
    data = bytearray(of)
    struct.pack_into(form, data, data.rfind(b"PK\x05\x06") + offset, value)
    return bytes(data)


def _overlap() -> bytes:
    """Two members in the same bytes: the second's entry points to the first (as in Fifield's "A better zip bomb")."""
    data = bytearray(zipped({"manifest.json": b"{}", "aaaaa": bytes(MIB), "bbbbb": bytes(MIB)}))
    first, second = (
        data.index(b"PK\x01\x02", data.rfind(b"PK\x01\x02", 0, data.index(name, data.index(b"PK\x01\x02"))))
        for name in (b"aaaaa", b"bbbbb")
    )
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


def _central(offset: int, value: int, of: bytes = GOOD) -> bytes:
    """The last entry of the directory with another value of 16 bits."""
    data = bytearray(of)
    struct.pack_into("<H", data, data.rfind(b"PK\x01\x02") + offset, value)
    return bytes(data)


def _wrong_crc() -> bytes:
    data = bytearray(GOOD)
    data[data.rfind(b"PK\x01\x02") + 16] ^= 1
    return bytes(data)


def _bomb(size: int) -> bytes:
    return bundled({f"{number}.txt": bytes(size) for number in range(3)})


def _packed_junk() -> bytes:
    """Bytes that no inflater takes."""
    data = bytearray(zipped({"manifest.json": manifest({"report.json": REPORT}), "report.json": REPORT}))
    start = data.index(b"report.json") + 11
    data[start : start + 50] = b"\xff" * 50
    return bytes(data)


def _gzip(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=31)
    return packer.compress(data) + packer.flush()


def _json(data: bytes) -> bytes:
    """As the report, every sum right."""
    return bundled({"report.json": data})


def _report(**other: object) -> bytes:
    return _json(json.dumps({**json.loads(REPORT), **other}).encode())


def _raw(old: bytes, new: bytes) -> bytes:
    assert old in REPORT
    return _json(REPORT.replace(old, new, 1))


KINDS: dict[str, Callable[[], bytes]] = {
    **{f"name: {kind}": (lambda name=name: _named(name)) for kind, name in NAMES.items()},  # type: ignore[misc]
    "name: NUL": _nul,
    "link": lambda: _mode(stat.S_IFLNK),
    "character device": lambda: _mode(stat.S_IFCHR),
    "block device": lambda: _mode(stat.S_IFBLK),
    "pipe": lambda: _mode(stat.S_IFIFO),
    "socket": lambda: _mode(stat.S_IFSOCK),
    "folder as a file": lambda: _mode(stat.S_IFDIR),
    "nested zip": lambda: bundled({"capture/inner.zip": GOOD}),
    "nested zip under another name": lambda: bundled({"log.txt": GOOD}),
    "nested gzip": lambda: bundled({"log.txt": _gzip(bytes(MIB))}),
    "nested age": lambda: bundled({"log.txt": age(b"x", OTHER)}),
    "nested tar": lambda: bundled({"log.txt": bytes(257) + b"ustar" + bytes(250)}),
    "nested cabinet": lambda: bundled({"log.txt": b"MSCF" + bytes(40)}),
    "nested 7z": lambda: bundled({"log.txt": b"7z\xbc\xaf\x27\x1c" + bytes(40)}),
    "bomb in one member": lambda: bundled({"log.txt": bytes(60 * MIB)}),
    "bomb in many members": lambda: _bomb(7 * MIB),
    "bomb by ratio alone": lambda: bundled({"log.txt": bytes(2 * MIB)}),
    "lies about sizes": lambda: _sizes(100),
    "lies about sizes, larger": lambda: _sizes(0x7FFFFFFF),
    "members overlap": _overlap,
    "many members": lambda: zipped({f"{number}.txt": b"" for number in range(20_000)}),
    "many members that the end does not count": lambda: _directory(10, 1, of=zipped({f"{number}": b"" for number in range(3_000)})),
    "huge directory": lambda: _directory(12, 0x7FFFFFFF, "<L"),
    "directory elsewhere": lambda: _directory(16, 0x7FFFFFFF, "<L"),
    "zip64": lambda: GOOD[: GOOD.rfind(b"PK\x05\x06")] + b"PK\x06\x07" + bytes(16) + GOOD[GOOD.rfind(b"PK\x05\x06") :],
    "wrong check sum": _wrong_crc,
    "packed junk": _packed_junk,
    "truncated in the middle": lambda: GOOD[: len(GOOD) // 2],
    "truncated at the end": lambda: GOOD[:-1],
    "nothing but the end": lambda: GOOD[GOOD.rfind(b"PK\x05\x06") :],
    "encrypted zip": lambda: _central(8, 1),
    "unknown compression": lambda: _central(10, 97),
    "bzip2": lambda: zipped(GOOD_FILES, zipfile.ZIP_BZIP2),
    "lzma": lambda: zipped(GOOD_FILES, zipfile.ZIP_LZMA),
    "the same name twice": lambda: bundled({"log.txt": b"a", "log.tx2": b"b"}).replace(b"log.tx2", b"log.txt"),
    "the same name in other case": lambda: bundled({"log.txt": b"a", "LOG.txt": b"a"}),
    "the same name composed otherwise": lambda: bundled({"capture/\u00e9": b"a", "capture/e\u0301": b"a"}),
    "two manifests": lambda: bundled({"manifest.jso2": b"{}"}).replace(b"manifest.jso2", b"manifest.json"),
    "larger than the limit": lambda: GOOD + bytes(9 * MIB),
    "missing manifest": lambda: zipped({"report.json": REPORT}),
    "manifest too large": lambda: bundled(tool_version=os.urandom(MIB).hex()),
    "manifest names thousands": lambda: zipped({"manifest.json": manifest({}, members=[member("x", b"")] * 6_000), "report.json": REPORT}),
    "manifest is no JSON": lambda: zipped({"manifest.json": b"\x00\x01", "report.json": REPORT}),
    "manifest with a byte order mark": lambda: zipped(
        {"manifest.json": b"\xef\xbb\xbf" + manifest({"report.json": REPORT}), "report.json": REPORT}
    ),
    "manifest in UTF-16": lambda: zipped(
        {"manifest.json": manifest({"report.json": REPORT}).decode().encode("utf-16"), "report.json": REPORT}
    ),
    "manifest nested": lambda: zipped({"manifest.json": b'{"members":' + b"[" * 500_000, "report.json": REPORT}),
    "manifest of another schema": lambda: bundled(schema="wssdiag.bundle/2"),
    "manifest without a schema's type": lambda: bundled(schema=1),
    "manifest with wrong types": lambda: bundled(members={"report.json": 1}),
    "manifest with a size of 500 digits": lambda: bundled(tool_version=int("9" * 500)),
    "manifest with a name twice": lambda: zipped(
        {"manifest.json": b'{"schema":"wssdiag.bundle/1",' + manifest({"report.json": REPORT})[1:], "report.json": REPORT}
    ),
    "wrong hash": lambda: zipped({**GOOD_FILES, "log.txt": b"x" * len(GOOD_FILES["log.txt"])}),
    "wrong size": lambda: zipped({**GOOD_FILES, "log.txt": b"x"}),
    "additional member": lambda: zipped({**GOOD_FILES, "more.txt": b"x"}),
    "member that is not there": lambda: zipped({name: data for name, data in GOOD_FILES.items() if name != "log.txt"}),
    "no report": lambda: zipped({"manifest.json": manifest({"log.txt": b"x"}), "log.txt": b"x"}),
    "report: empty": lambda: _json(b""),
    "report: nested": lambda: _json(b"[" * MIB),
    "report: nested in a field": lambda: _json(REPORT.rstrip()[:-1] + b',"x":' + b"[" * 90_000 + b"]" * 90_000 + b"}"),
    "report: millions of values": lambda: _json(json.dumps(list(range(250_000))).encode()),
    "report: huge number": lambda: _raw(b'"elapsed_ms": ', b'"elapsed_ms": ' + b"9" * 400),
    "report: 1e999": lambda: _raw(b'"elapsed_ms": ', b'"elapsed_ms": 1e999, "x": '),
    "report: NaN": lambda: _raw(b'"elapsed_ms": ', b'"elapsed_ms": NaN, "x": '),
    "report: Infinity": lambda: _raw(b'"elapsed_ms": ', b'"elapsed_ms": -Infinity, "x": '),
    "report: a name twice": lambda: _raw(b'"run_id"', b'"run_id": "x", "run_id"'),
    "report: a name twice, escaped": lambda: _raw(b'"run_id"', b'"run\\u005fid": "x", "run_id"'),
    "report: wrong types": lambda: _report(checks="x"),
    "report: wrong schema": lambda: _report(schema="wssdiag.report/99"),
    "report: bidi in the schema": lambda: _report(schema="\u202e\x1b[31m\n" * 1000),
    "report: facts in its place": lambda: _json(b'{"schema": "wssdiag.facts/1"}'),
    "report: byte order mark": lambda: _json(b"\xef\xbb\xbf" + REPORT),
    "report: UTF-16": lambda: _json(REPORT.decode().encode("utf-16")),
    "report: not UTF-8": lambda: _raw(b'"run_id": "', b'"run_id": "\xff\xfe'),
    "report: cut": lambda: _json(REPORT[: len(REPORT) // 2]),
    "facts: nested": lambda: bundled({"facts.json": b"[" * MIB}),
    "age: for another key": lambda: age(GOOD, OTHER),
    "age: truncated": lambda: age(GOOD, KEY)[:-10],
    "age: truncated in its header": lambda: age(GOOD, KEY)[:60],
    "age: a flipped byte": lambda: age(GOOD, KEY)[:-30] + b"\0" + age(GOOD, KEY)[-29:],
    "age: nothing but its first line": lambda: b"age-encryption.org/v1\n",
    "age: a hundred thousand recipients": lambda: b"age-encryption.org/v1\n" + b"-> X25519 a\nAAAA\n" * 100_000,
    "age: four hundred recipients": lambda: b"age-encryption.org/v1\n" + b"-> X 1\nAAAA\n" * 400 + b"--- AAAA\n",
    "age: an endless line": lambda: b"age-encryption.org/v1\n-> X25519 " + b"A" * 4 * MIB,
    "age: for a password": lambda: bytes(pyrage.passphrase.encrypt(GOOD, "x")),
    "age: another version": lambda: b"age-encryption.org/v1\n--- x".replace(b"v1", b"v9"),
    "age: a bomb": lambda: age(bundled({"log.txt": bytes(60 * MIB)}), KEY),
    "age: in age": lambda: age(age(GOOD, KEY), KEY),
    "age: larger than the limit": lambda: age(GOOD, KEY) + bytes(9 * MIB),
}
