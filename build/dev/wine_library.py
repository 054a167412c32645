"""A library that Wine 8 lacks, as bytes: its one function is another library's. It stands in the Windows of the tests and is never shipped.

``bcryptprimitives.dll`` has the random numbers that programs written in Rust ask for (``ProcessPrng``); ``SystemFunction036`` of
``advapi32.dll`` (RtlGenRandom) gives them under the same signature. The format: Microsoft, "PE Format".
"""

from __future__ import annotations

import struct

NAME = "bcryptprimitives.dll"
_FUNCTION = "ProcessPrng"
_HANDED_ON_TO = "advapi32.SystemFunction036"

_AMD64 = 0x8664
_LIBRARY = 0x2022  # executable image, large addresses, DLL
_PE32_PLUS = 0x20B
_CONSOLE = 3
_NX_COMPATIBLE = 0x100
_READ_DATA = 0x40000040

_BASE = 0x180000000
_PAGE = 0x1000
_BLOCK = 0x200
_DIRECTORIES = 16


def library() -> bytes:
    """The file: headers in the first block, the table of exports in the second."""
    dos = b"MZ" + bytes(58) + struct.pack("<I", 64)
    exports = _exports()
    coff = struct.pack("<HHIIIHH", _AMD64, 1, 0, 0, 0, 112 + 8 * _DIRECTORIES, _LIBRARY)
    optional = struct.pack("<HBBIIIII", _PE32_PLUS, 14, 0, 0, _BLOCK, 0, 0, _PAGE)
    optional += struct.pack("<QIIHHHHHHIIIIHH", _BASE, _PAGE, _BLOCK, 6, 0, 0, 0, 6, 0, 0, 2 * _PAGE, _BLOCK, 0, _CONSOLE, _NX_COMPATIBLE)
    optional += struct.pack("<QQQQII", 0x100000, _PAGE, 0x100000, _PAGE, 0, _DIRECTORIES)
    optional += struct.pack("<II", _PAGE, len(exports)) + bytes(8 * (_DIRECTORIES - 1))
    section = struct.pack("<8sIIIIIIHHI", b".edata", len(exports), _PAGE, _BLOCK, _BLOCK, 0, 0, 0, 0, _READ_DATA)
    return (dos + b"PE\0\0" + coff + optional + section).ljust(_BLOCK, b"\0") + exports.ljust(_BLOCK, b"\0")


def _exports() -> bytes:
    """One name; its address lies inside of this table, which makes it the name of another function."""
    functions = 40
    names, ordinals, texts = functions + 4, functions + 8, functions + 10
    words = [NAME, _FUNCTION, _HANDED_ON_TO]
    places = [_PAGE + texts + sum(len(word) + 1 for word in words[:number]) for number in range(len(words))]
    head = struct.pack("<IIHHIIIIIII", 0, 0, 0, 0, places[0], 1, 1, 1, _PAGE + functions, _PAGE + names, _PAGE + ordinals)
    return head + struct.pack("<IIH", places[2], places[1], 0) + b"".join(word.encode() + b"\0" for word in words)
