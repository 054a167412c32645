"""The names of a language: general before special, and nothing that could leave a folder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.model.language import names_of


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("de", ("de",)),
        ("de_AT", ("de", "de_AT")),
        ("de-at", ("de", "de_AT")),
        ("DE_at.UTF-8@euro", ("de", "de_AT")),
        ("", ()),
        ("C", ()),
        ("POSIX", ()),
        ("../../etc", ()),
    ],
)
def test_names(language: str, names: tuple[str, ...]) -> None:
    assert names_of(language) == names


@given(st.text(alphabet="de_-./\\AT@\n\0 "))
def test_no_name_leaves_its_folder(language: str) -> None:
    assert not any(set("./\\\0\n ") & set(name) for name in names_of(language))
