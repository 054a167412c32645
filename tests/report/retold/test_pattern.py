"""A sentence is recognised by the text that it was made from: of two that fit, the one that says more."""

from __future__ import annotations

import pytest

from wssdiag.report.retold.pattern import Pattern, Patterns

SOME = Patterns(
    ("Name {host}", "Proxy {host}, TCP {port}", "{purpose}, {transport} {port}", "{found} in {time}", "{name} and {name} differ")
)


@pytest.mark.parametrize(
    ("sentence", "text", "values"),
    [
        ("Name a.example", "Name {host}", {"host": "a.example"}),
        ("Proxy a.example, TCP 80", "Proxy {host}, TCP {port}", {"host": "a.example", "port": "80"}),
        ("The tunnel, UDP 443", "{purpose}, {transport} {port}", {"purpose": "The tunnel", "transport": "UDP", "port": "443"}),
        ("192.0.2.1, 192.0.2.2 in 3 ms", "{found} in {time}", {"found": "192.0.2.1, 192.0.2.2", "time": "3 ms"}),
        ("ep and ep differ", "{name} and {name} differ", {"name": "ep"}),
    ],
)
def test_the_text_and_its_values(sentence: str, text: str, values: dict[str, str]) -> None:
    assert SOME.find(sentence) == (text, values)


@pytest.mark.parametrize("sentence", ["", "Name", "Name a b", "Proxy a.example, TCP x", "x in 3 s", "ep and ep1 differ", "name a.example"])
def test_nothing_else_fits(sentence: str) -> None:
    assert SOME.find(sentence) is None


def test_signs_of_expressions_are_letters() -> None:
    assert Patterns(("a.b (c) {host}?",)).find("a.b (c) x?") == ("a.b (c) {host}?", {"host": "x"})
    assert Patterns(("a.b (c) {host}?",)).find("aXb (c) x?") is None


def test_what_counts_as_more() -> None:
    assert Pattern.of("Round trips to {host}").letters < Pattern.of("Round trips to the proxy {host}").letters
    assert Pattern.of("{host}: {failure}").first_word == ""
