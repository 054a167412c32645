"""Runs on Windows: prints what the registry reader exports."""

from __future__ import annotations

import sys

from wssdiag.system.windows_registry import registry_export

sys.stdout.buffer.write(registry_export() or b"")
