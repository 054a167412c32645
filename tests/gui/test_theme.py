from __future__ import annotations

import pytest

from wssdiag.gui.theme import DARK, HIGH_CONTRAST, LIGHT, Theme, contrast

WORDS = ("text", "muted", "accent", "fine", "attention", "broken", "unknown")


@pytest.mark.parametrize("theme", [LIGHT, DARK, HIGH_CONTRAST], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["surface", "raised", "hover", "selected"])
@pytest.mark.parametrize("words", WORDS)
def test_words_can_be_read_on_every_ground(theme: Theme, ground: str, words: str) -> None:
    wanted = 7.0 if theme is HIGH_CONTRAST else 4.5
    assert contrast(getattr(theme, words), getattr(theme, ground)) >= wanted


@pytest.mark.parametrize("theme", [LIGHT, DARK, HIGH_CONTRAST], ids=lambda theme: theme.name)
def test_the_main_button_can_be_read(theme: Theme) -> None:
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.on_accent, theme.accent_hover) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK, HIGH_CONTRAST], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["surface", "raised"])
def test_the_edge_of_a_control_is_seen(theme: Theme, ground: str) -> None:
    assert contrast(theme.edge, getattr(theme, ground)) >= 3.0


def test_contrast_of_black_and_white_is_the_greatest() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the textbook grey that just fails
