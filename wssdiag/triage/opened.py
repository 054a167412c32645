"""The report in a file that somebody sent: a bundle, or a report as it is saved. Decides by the first bytes, never by the name.

A bundle is held to the limits of its reader and to its manifest. Only its bounds of JSON are not counted token by token, which would take
five times as long as all else: what is glanced at makes no objects of what it skips, and a report has a bound of its own here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from wssdiag.bundle.read import bundle_of
from wssdiag.bundle.secrecy import is_encrypted
from wssdiag.model.codec import DecodeError, decode
from wssdiag.model.input_error import InputError
from wssdiag.model.report import REPORT_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: Eight times the largest report. Whatever stands in it, a glance takes 20 MiB and a quarter of a second.
REPORT_LIMIT_BYTES: Final = 4 * 1024 * 1024

_ZIP: Final = b"PK"

#: What JSON that is a list begins with: most files of a capture, and never a report.
_LIST: Final = b"["


class _Head(msgspec.Struct, frozen=True):
    schema: str = ""


class Opener:
    """Opens files with the keys in ``key_files``, beside those that need none. A key file that is not there is passed over."""

    def __init__(self, key_files: Sequence[Path] = ()) -> None:
        self._key_files = key_files

    def __call__(self, name: str, data: bytes) -> bytes | None:
        """The report's bytes; None where the file is JSON and no report.

        :class:`InputError` where no key fits, or the file is broken, or not harmless.
        """
        in_bundle = is_encrypted(data) or data.startswith(_ZIP)
        if data.lstrip().startswith(_LIST):
            return None
        report = bundle_of(data, name, self._key_files, count_values=False).report if in_bundle else data
        if len(report) > REPORT_LIMIT_BYTES:
            raise InputError(name, "", f"a report larger than {REPORT_LIMIT_BYTES // 1024 // 1024} MiB")
        try:
            return report if decode(report, _Head).schema == REPORT_SCHEMA else None
        except DecodeError as error:
            raise InputError(name, "", f"is no bundle and no report of wssdiag: {error}") from error
