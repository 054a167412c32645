"""Reports of causes whose findings hold words of the program beside names: nothing of them stays English."""

from __future__ import annotations

import pytest

from tests.diagnosis.law.worlds import WORLDS
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.diagnosis.chain import chain_of
from wssdiag.report.layout import Style
from wssdiag.report.markdown import render_markdown
from wssdiag.report.text import render_explained
from wssdiag.report.ticket import render_ticket

LANGUAGE = "de"


@pytest.mark.parametrize(
    ("cause", "english", "german"),
    [
        ("agent-legacy", "not known", "(Version nicht bekannt)"),
        ("dns-name-blocked", "no such name", "kein solcher Name"),
        ("dns-server-failing", "server failure", "Fehler des Servers"),
        ("doh-bypass", "not known", "(Server: nicht bekannt)"),
        ("dns-not-configured", "= none", "resolvers = keine"),
        ("no-default-route", "no default route", "routes = keine Standardroute"),
    ],
)
def test_no_word_stays_english(cause: str, english: str, german: str) -> None:
    report, knowledge, style = WORLDS[cause]().report, load_knowledge("de"), Style(width=4000)
    chains = [chain_of(one, report) for one in report.findings]
    explained = render_explained(report, knowledge, style, chains, alone=False)
    assert german in explained
    for text in (explained, render_markdown(report, knowledge), render_ticket(report, knowledge)):
        assert english not in text
