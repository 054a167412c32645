"""No face leaves a sentence of the report in English where another language is spoken; the report itself stays as it is."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.retold_laws import english_in
from tests.world import CTC, World
from wssdiag import paths
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.diagnosis.chain import chain_of
from wssdiag.model.failure import Failure
from wssdiag.model.location import Catalogue
from wssdiag.report.compare_text import render_comparison
from wssdiag.report.html import render_html
from wssdiag.report.layout import Style
from wssdiag.report.markdown import render_markdown
from wssdiag.report.ports_text import text_of
from wssdiag.report.reference import rows
from wssdiag.report.text import render_explained, render_text
from wssdiag.report.texts import speak
from wssdiag.report.ticket import render_ticket, render_ticket_markdown

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.report import Report

TEMPLATE = (paths.resources() / "report" / "report.html.j2").read_text(encoding="utf-8")
TAG = re.compile(r"<[^>]*>")

#: A sentence that is wrapped would not be recognised.
STYLE = Style(width=4000)


LANGUAGE = "de"


def reports() -> tuple[Report, ...]:
    """What works, what is closed, and what nobody can tell."""
    healthy, closed, dark, agent = World(), World(), World(), World()
    closed.network.block(CTC, 443, Failure.TIMED_OUT)
    dark.network.block()
    agent.run_agent()
    agent.network.block(port=443, how=Failure.REFUSED)
    return healthy.run(), closed.run(), dark.run("direct"), agent.run(None)


def _explained(report: Report, knowledge: Knowledge) -> str:
    return render_explained(report, knowledge, STYLE, [chain_of(one, report) for one in report.findings], alone=False)


FACES: dict[str, Callable[[Report, Knowledge], str]] = {
    "text": lambda report, knowledge: render_text(report, knowledge, STYLE),
    "explained": _explained,
    "markdown": render_markdown,
    "page": lambda report, knowledge: html.unescape(TAG.sub(" ", render_html(report, knowledge, TEMPLATE))),
    "ticket": render_ticket,
    "ticket-markdown": render_ticket_markdown,
    "compared": lambda report, knowledge: render_comparison(reports()[0], report, knowledge, STYLE),
}


@pytest.mark.parametrize("face", FACES)
def test_no_sentence_of_a_report_stays_english(face: str) -> None:
    knowledge = load_knowledge("de")
    for report in reports():
        text = FACES[face](report, knowledge)
        assert not english_in(text), text


def test_they_would_be_seen() -> None:
    """Else the test above would hold of any text."""
    assert english_in("xx fehlgeschlagen: Connection to a.example, TCP 443 [tcp.x]") == ["Connection to {host}, TCP {port}"]


def test_the_report_stays_english() -> None:
    """Whoever gets it reads the same, wherever it was made."""
    world = World()
    world.network.block(CTC, 443)
    spoken = world.run()
    speak("en")
    again = World()
    again.network.block(CTC, 443)
    written = again.run()
    assert [(one.title, one.summary) for one in spoken.checks] == [(one.title, one.summary) for one in written.checks]
    assert [one.values for one in spoken.findings] == [one.values for one in written.findings]


def test_a_host_that_is_called_like_a_label_stays() -> None:
    """Who opens a port by the reference must read the host as it is."""
    world = World()
    own = msgspec.structs.replace(world.catalogue.location[0], id="own", host="proxy", placeholder=None, purpose="services")
    text = text_of(rows(Catalogue(version="1", location=(own,))), "1")
    assert "proxy" in text.split()
    assert "Proxyserver" not in text.split()
