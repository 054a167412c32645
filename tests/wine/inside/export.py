"""Runs on Windows: prints what the registry reader exports. ``nobody``: as where nobody's own settings can be had."""

from __future__ import annotations

import sys

from wssdiag.system.windows_registry import registry_export

sys.stdout.buffer.write(registry_export(None if "nobody" in sys.argv else "") or b"")
