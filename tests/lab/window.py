"""What the program's window needs on the lab's laptop: the caller's screen, and the organisation's profile where it looks for one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wssdiag.paths import PROFILE_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping


def window_environment(folder: Path, profile: str, caller: Mapping[str, str]) -> dict[str, str]:
    """Beside the laptop's own environment; writes the profile and a copy of the X cookie below ``folder``.

    X is reached by its socket in /tmp, which network namespaces share. Wayland's is in /run, which the laptop does not see.
    """
    place = folder / "config" / "wssdiag"
    place.mkdir(parents=True)
    (place / PROFILE_NAME).write_text(profile, encoding="utf-8")
    found = {
        "XDG_CONFIG_DIRS": str(place.parent),
        "QT_QPA_PLATFORM": caller.get("QT_QPA_PLATFORM", "xcb"),
        "DISPLAY": caller.get("DISPLAY", ":0"),
    }
    cookie = Path(caller.get("XAUTHORITY") or f"{caller.get('HOME', '')}/.Xauthority")
    if cookie.is_file():
        found["XAUTHORITY"] = str(folder / "xauthority")
        Path(found["XAUTHORITY"]).write_bytes(cookie.read_bytes())
    return found
