"""What ``bundle open`` and ``bundle verify`` tell programs. Owns the two documents."""

from __future__ import annotations

from typing import Literal

import msgspec

from wssdiag.bundle.manifest import Manifest, Member
from wssdiag.model.report import Report


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle that holds what its manifest says; of another there is one line and no document."""

    schema: Literal["wssdiag.bundle-verified/1"] = "wssdiag.bundle-verified/1"
    tool_version: str
    started: str  # of the run: UTC, ISO 8601
    encrypted: bool
    fingerprint: str  # SHA-256 of the manifest
    members: tuple[Member, ...]


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle's manifest, and its report by today's rules."""

    schema: Literal["wssdiag.bundle-opened/1"] = "wssdiag.bundle-opened/1"
    manifest: Manifest
    report: Report
