"""Looks for the footprint's paths: whether they exist, the end of a log, the CA certificates. Must not know whose they are."""

from __future__ import annotations

import glob
import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from wssdiag.model.facts import AgentCertificate, TracedFile
from wssdiag.system.files import exists, read_start

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography.x509 import Certificate

#: The last lines of a log tell the agent's state; the rest is history.
_TAIL_BYTES = 64 * 1024

#: A pattern may match a folder full of rotated logs; the newest are enough.
_MATCH_LIMIT = 5

_CERTIFICATES = frozenset({".crt", ".cer", ".pem"})

#: A path with one of these is a pattern.
_PATTERN = re.compile(r"[*?\[]")


def traced_files(patterns: Iterable[str]) -> tuple[TracedFile, ...]:
    """One row a path; a pattern gives a row for each of its newest matches, or one that says that there is none."""
    found: list[TracedFile] = []
    for pattern in patterns:
        for path in _expand(pattern) or [pattern]:
            there = False if _PATTERN.search(path) else exists(path)
            if there is not None:
                tail = _tail(path) if there and path.lower().endswith(".log") else None
                found.append(TracedFile(path=path, exists=there, tail=tail))
    return tuple(dict.fromkeys(found))


def agent_certificates(patterns: Iterable[str]) -> tuple[AgentCertificate, ...]:
    """The certificates among the paths, or directly in the folders that they name."""
    found: list[AgentCertificate] = []
    for pattern in patterns:
        for path in _expand(pattern) or [pattern]:
            folder = Path(path)
            files = sorted(folder.glob("*"))[:1_000] if folder.is_dir() else [folder]
            found.extend(row for file in files if file.suffix.lower() in _CERTIFICATES and (row := _certificate(file)))
    return tuple(dict.fromkeys(found))


def _expand(pattern: str) -> list[str]:
    path = os.path.expandvars(pattern)
    if not _PATTERN.search(path):
        return [path]
    matches = sorted(glob.glob(path), key=_changed, reverse=True)  # noqa: PTH207 - the pattern is absolute, drive and all
    return matches[:_MATCH_LIMIT]


def _changed(path: str) -> float:
    try:
        return Path(path).stat().st_mtime
    except OSError:
        return 0.0


def _tail(path: str) -> str | None:
    try:
        with Path(path).open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - _TAIL_BYTES))
            return file.read(_TAIL_BYTES).decode("utf-8", errors="replace")
    except OSError:
        return None


def _certificate(path: Path) -> AgentCertificate | None:
    data = read_start(path)
    certificate = _load(data) if data else None
    if certificate is None:
        return None
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - heavy, and needed where a certificate is

    der = certificate.public_bytes(Encoding.DER)
    return AgentCertificate(
        path=str(path),
        sha256=hashlib.sha256(der).hexdigest(),
        subject=certificate.subject.rfc4514_string(),
        not_after=certificate.not_valid_after_utc.isoformat(),
    )


def _load(data: bytes) -> Certificate | None:
    from cryptography import x509  # noqa: PLC0415 - heavy, and needed where a certificate is

    try:
        return x509.load_pem_x509_certificate(data) if data.lstrip().startswith(b"-----") else x509.load_der_x509_certificate(data)
    except ValueError:
        return None
