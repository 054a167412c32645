"""Runs on Windows: ``python places.py`` prints where what holds for everybody is looked for, one path a line."""

from __future__ import annotations

import os

from wssdiag.paths import profile_candidates, undo_journal

for name in ("ProgramFiles", "ProgramW6432", "ProgramData", "ALLUSERSPROFILE"):
    os.environ[name] = r"C:\users\Public\mine"
print(profile_candidates()[-1])
print(undo_journal(elevated=True))
