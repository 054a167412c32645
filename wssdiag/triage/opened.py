"""The report in a file that somebody sent: a bundle, or a report as it is saved. Decides by the first bytes, never by the name."""

from __future__ import annotations

from typing import Final

import msgspec

from wssdiag.model.codec import DecodeError, decode
from wssdiag.model.input_error import InputError
from wssdiag.model.report import REPORT_SCHEMA
from wssdiag.system.archive import read_zip_bytes

_ZIP: Final = b"PK"
_AGE: Final = b"age-encryption.org/"
_MEMBER: Final = "report.json"


class _Head(msgspec.Struct, frozen=True):
    schema: str = ""


def report_in(name: str, data: bytes) -> bytes | None:
    """The report's bytes; None where the file is JSON and no report. :class:`InputError` for an encrypted or a broken file."""
    if data.startswith(_AGE):
        raise InputError(name, "", "is encrypted")
    if data.startswith(_ZIP):
        report = read_zip_bytes(name, data).get(_MEMBER)
        if report is None:
            raise InputError(name, "", f"holds no {_MEMBER}")
        return report
    try:
        return data if decode(data, _Head).schema == REPORT_SCHEMA else None
    except DecodeError as error:
        raise InputError(name, "", f"is no bundle and no report of wssdiag: {error}") from error
