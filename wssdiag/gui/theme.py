"""Colours as roles, sizes and spaces: one table each for light, dark and high contrast. No Qt, so that a test can measure them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Size(IntEnum):
    """Text sizes in device-independent pixels."""

    SMALL = 13
    BODY = 15
    TITLE = 20
    HEADLINE = 28


#: The grid: every distance is one of it or a multiple.
GAP = 4
SPACE = 8

#: The width of reading: about 90 characters of body text.
COLUMN = 720


@dataclass(frozen=True)
class Theme:
    """The colour of every role, as #rrggbb. No widget names a colour by itself."""

    name: str
    text: str
    muted: str
    surface: str  # the window
    raised: str  # cards, fields, tables
    line: str  # separates; never the only sign of anything
    edge: str  # the border of a control: 3 to 1 on the surface
    hover: str
    selected: str  # behind the row that is selected; text and states are read on it
    accent: str
    accent_hover: str
    on_accent: str
    fine: str
    attention: str
    broken: str
    unknown: str


LIGHT = Theme(
    name="light",
    text="#1a1d21",
    muted="#545c66",
    surface="#f7f8fa",
    raised="#ffffff",
    line="#dce0e6",
    edge="#858d98",
    hover="#eceff4",
    selected="#dce8fb",
    accent="#0b57c2",
    accent_hover="#084aa8",
    on_accent="#ffffff",
    fine="#17723a",
    attention="#8a5a00",
    broken="#b3261e",
    unknown="#5a5f8a",
)

DARK = Theme(
    name="dark",
    text="#e7e9ec",
    muted="#a9b0ba",
    surface="#17191d",
    raised="#202329",
    line="#343941",
    edge="#7e8794",
    hover="#2b2f37",
    selected="#26384f",
    accent="#8ab6f9",
    accent_hover="#a8c9fb",
    on_accent="#0d2138",
    fine="#63c687",
    attention="#e6b450",
    broken="#ff8a80",
    unknown="#b4b8e0",
)

HIGH_CONTRAST = Theme(
    name="high-contrast",
    text="#ffffff",
    muted="#ffffff",
    surface="#000000",
    raised="#000000",
    line="#ffffff",
    edge="#ffffff",
    hover="#2a2a2a",
    selected="#00324a",
    accent="#8fd3ff",
    accent_hover="#c7e9ff",
    on_accent="#000000",
    fine="#74f29a",
    attention="#ffe14d",
    broken="#ffa8a0",
    unknown="#e0d4ff",
)

#: WCAG 2.2: the constants of relative luminance.
_LINEAR_BELOW = 0.04045


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two #rrggbb colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= _LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
