"""The footprint's paths: rows for what is there and what is not, ends of logs, certificates."""

from __future__ import annotations

import hashlib
import os
import ssl
from typing import TYPE_CHECKING

import trustme

from wssdiag.system.traced import agent_certificates, traced_files

if TYPE_CHECKING:
    from pathlib import Path


def test_paths_patterns_and_tails(tmp_path: Path) -> None:
    for number in range(7):
        log = tmp_path / f"agent-{number}.log"
        log.write_bytes(b"x" * 70_000 + f"end {number}".encode())
        os.utime(log, (number, number))
    rows = traced_files([str(tmp_path), str(tmp_path / "no"), str(tmp_path / "agent-*.log"), str(tmp_path / "no-*.log")])
    assert [(row.path.removeprefix(str(tmp_path)), row.exists) for row in rows] == [
        ("", True),
        ("/no", False),
        *((f"/agent-{number}.log", True) for number in (6, 5, 4, 3, 2)),
        ("/no-*.log", False),
    ]
    assert rows[2].tail is not None
    assert len(rows[2].tail) == 64 * 1024
    assert rows[2].tail.endswith("end 6")


def test_certificates_of_a_folder(tmp_path: Path) -> None:
    pem = trustme.CA(organization_name="Agent CA").cert_pem.bytes()
    (tmp_path / "a.crt").write_bytes(pem)
    (tmp_path / "b.crt").write_bytes(b"no certificate")
    (tmp_path / "c.txt").write_bytes(pem)
    (row,) = agent_certificates([str(tmp_path)])
    assert row.path.endswith("a.crt")
    assert row.sha256 == hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem.decode())).hexdigest()
    assert "Agent CA" in row.subject
