"""Which language this computer speaks: by the variables first, as every program here does."""

from __future__ import annotations

import pytest

from wssdiag.system.language import of_defaults, system_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de_DE.UTF-8"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_FR"}, "fr_FR"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_FR", "LC_ALL": "en_GB"}, "en_GB"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_ALL": "C.UTF-8"}, "en"),
        ({"LC_ALL": "POSIX"}, "en"),
        ({"LC_ALL": "", "LANG": "de"}, "de"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "de:fr"}, "de"),
        ({"LC_ALL": "C", "LANGUAGE": "de"}, "en"),
    ],
)
def test_the_variables_say_it(environment: dict[str, str], language: str) -> None:
    assert system_language(environment) == language


def test_where_nothing_is_said_something_is_spoken() -> None:
    """What the system answers depends on where the test runs; it is never nothing."""
    assert system_language({})


@pytest.mark.parametrize(
    ("printed", "language"),
    [
        ('(\n    "de-DE",\n    "en-US"\n)\n', "de-DE"),
        ("(\n    de,\n    en\n)\n", "de"),
        ('(\n    "zh-Hans-CN"\n)\n', "zh-Hans-CN"),
        ("(\n)\n", ""),
        ("", ""),
        ("The domain/default pair does not exist", ""),
    ],
)
def test_macos_prints_a_list(printed: str, language: str) -> None:
    assert of_defaults(printed) == language
