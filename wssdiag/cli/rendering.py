"""A report in the format that was asked for, for the place where it will be read."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from wssdiag import paths
from wssdiag.catalogue.shipped import load_footprint
from wssdiag.detection.agent_standing import agent_standings
from wssdiag.diagnosis.chain import chains_of
from wssdiag.model.codec import encode_pretty
from wssdiag.report import wording
from wssdiag.report.agent import agent_lines
from wssdiag.report.digest import title_of
from wssdiag.report.html import TEMPLATE, render_html
from wssdiag.report.layout import style_for
from wssdiag.report.markdown import render_markdown
from wssdiag.report.retold.facts import fact_value
from wssdiag.report.retold.retell import retold
from wssdiag.report.rule_csv import rules_csv
from wssdiag.report.settings import settings_lines
from wssdiag.report.text import render_explained, render_text
from wssdiag.report.texts import gettext as _
from wssdiag.report.ticket import render_ticket, render_ticket_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.detection.agent_standing import AgentStanding
    from wssdiag.model.report import Report
    from wssdiag.report.layout import Style


def rendered(report: Report, knowledge: Knowledge, wanted: str, output: Path | None) -> str | bytes:
    """The report as ``text``, ``json``, ``markdown``, ``html``, or a short ``ticket``; as ``csv`` only what it asks the network for."""
    match wanted:
        case "json":
            return encode_pretty(report)
        case "markdown":
            return render_markdown(report, knowledge)
        case "csv":
            return rules_csv(report)
        case "ticket":
            return render_ticket(report, knowledge, _agents(report))
        case "ticket-markdown":
            return render_ticket_markdown(report, knowledge, _agents(report))
        case "html":
            return render_html(report, knowledge, _template())
        case _:
            return render_text(report, knowledge, style_of(output))


def explained(report: Report, knowledge: Knowledge, wanted: str, output: Path | None, code: str | None) -> str | bytes:
    """The same with the chains of evidence: of the findings with this code, or (None) of all that stand.

    JSON is the report alone, CSV what it asks the network for, and a ticket is too short for them.
    """
    match wanted:
        case "json" | "csv" | "ticket" | "ticket-markdown":
            return rendered(report, knowledge, wanted, output)
        case "markdown":
            return render_markdown(report, knowledge, chains_of(report, code))
        case "html":
            return render_html(report, knowledge, _template(), code)
        case _:
            return render_explained(report, knowledge, style_of(output), chains_of(report, code), alone=code is not None)


def _agents(report: Report) -> tuple[AgentStanding, ...]:
    return agent_standings(report.facts, load_footprint())


def _template() -> str:
    return (paths.resources() / TEMPLATE).read_text("utf-8")


def detected_text(report: Report, agents: Iterable[AgentStanding], knowledge: Knowledge, style: Style) -> str:
    """The mode in a sentence, its evidence, how the agents stand, and what the facts alone prove."""
    mode = report.mode
    head = _("This computer: {method} ({confidence})").format(
        method=wording.method(mode.method), confidence=wording.confidence(mode.confidence)
    )
    lines = style.wrap(head)
    for row in mode.evidence:
        lines += style.wrap(_("{says} [{fact}: {value}]").format(says=retold(row.says), fact=row.fact, value=fact_value(row.value)), "  ")
    for contradiction in mode.contradictions:
        lines += style.wrap(_("But: {contradiction}").format(contradiction=retold(contradiction)), "  ")
    if mode.rivals:
        lines += style.wrap(_("It could also be: {methods}").format(methods=", ".join(wording.method(row) for row in mode.rivals)), "  ")
    if standing := agent_lines(agents, style):
        lines += ["", *standing]
    lines += ["", *settings_lines(report.facts, style)]
    for finding in report.findings:
        if finding.masked_by is None:
            lines += ["", *style.wrap(f"{title_of(finding, knowledge)} ({wording.severity(finding.severity)})")]
    return "\n".join(lines) + "\n"


def style_of(output: Path | None) -> Style:
    """How text may look where it goes: a file is UTF-8 without colour, standard output is asked."""
    if output is not None:
        return style_for("utf-8", {}, terminal=False)
    return style_for(sys.stdout.encoding, os.environ, terminal=sys.stdout.isatty())
