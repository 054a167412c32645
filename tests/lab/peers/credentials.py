"""Whom the office's proxies know."""

from __future__ import annotations

USER = "clerk"
PASSWORD = "made-up"
