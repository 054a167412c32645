"""A report as one offline page: no script, nothing loaded from elsewhere, fit to be printed.

Owns what the template is given. The template is ``resources/report/report.html.j2``; its text is handed in: this layer reads no files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from wssdiag.diagnosis.chain import chain_of
from wssdiag.model.check import Status
from wssdiag.model.facts import known
from wssdiag.model.shown import shown
from wssdiag.model.unknown import Unknown
from wssdiag.report import wording
from wssdiag.report.chain import parts_of
from wssdiag.report.digest import Digest, digest, made_line, note_of, run_line, seen_of, title_of
from wssdiag.report.retold.facts import fact_value
from wssdiag.report.retold.retell import retold
from wssdiag.report.rule_request import reason_lines, seen_lines, source_of, target_of, what_of
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.check import CheckResult
    from wssdiag.model.facts import Facts, ProxySetting
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report
    from wssdiag.report.chain import Part

#: Where the template stands below the resources.
TEMPLATE = "report/report.html.j2"

#: Longest text of one place. A message to send is a few sentences.
_PLACE_LIMIT = 2000

#: Who opens the list of checks looks for what failed.
_READ_FIRST = (Status.FAIL, Status.ERROR, Status.WARN, Status.UNKNOWN, Status.CANCELLED, Status.SKIPPED, Status.PASS)

#: Findings with their chain: a network that blocks everything has one for each location.
_CHAINS = 40

#: Evidence rows of one finding, and rows of one fact. A computer may have hundreds of interfaces.
_ROWS_SHOWN = 12


def render_html(report: Report, knowledge: Knowledge, template: str, opened: str | None = None) -> str:
    """The page. Every value is escaped, and stripped of control and bidirectional characters.

    The chain of evidence of each finding is folded away, but for those of the code ``opened``.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined, finalize=_safe, trim_blocks=True, lstrip_blocks=True)
    environment.globals["_"] = _
    environment.globals["wording"] = wording
    environment.globals["retold"] = retold
    environment.globals["fact_value"] = fact_value
    found = digest(report, knowledge)
    return environment.from_string(template).render(
        report=report,
        found=found,
        findings=[(title_of(one, knowledge), note_of(one), one) for one in (*found.also, *found.masked)],
        evidence=_evidence(found),
        rules=[(what_of(one), source_of(one), target_of(one), reason_lines(one), seen_lines(one)) for one in found.rules],
        chains=[_chain(one, report, found, knowledge) for one in report.findings[:_CHAINS]],
        opened=opened,
        checks=[(check, _steps_of(check)) for check in sorted(report.checks, key=lambda one: _READ_FIRST.index(one.status))],
        facts=facts_rows(report.facts),
        run=run_line(report, found),
        made=made_line(report),
    )


def _chain(finding: Finding, report: Report, found: Digest, knowledge: Knowledge) -> tuple[Finding, str, str, tuple[Part, ...]]:
    """A finding, its headline, what was seen of it, and the parts of its chain."""
    parts = parts_of(chain_of(finding, report), lambda one: title_of(one, knowledge))
    return finding, title_of(finding, knowledge), seen_of(finding, found, knowledge), parts


def facts_rows(facts: Facts) -> list[tuple[str, str]]:
    """What this computer said of its network, in a few rows; what it would not say is said too."""
    up = [row for row in known(facts.interfaces) if row.up and row.type != "loopback"]
    defaults = [row for row in known(facts.routes) if row.destination in {"0.0.0.0/0", "::/0"}]
    rows = (
        (_("System"), f"{wording.system(facts.os)} {facts.os_version}".strip(), None),
        (_("Connections"), _some([f"{row.name} ({', '.join(one.address for one in row.addresses)})" for row in up]), facts.interfaces),
        (_("Way out"), _some([f"{row.gateway or _('direct')} ({row.interface})" for row in defaults]), facts.routes),
        (_("DNS servers"), _some([row.address for row in known(facts.resolvers)]), facts.resolvers),
        (_("Proxy settings"), _some([_proxy(row) for row in known(facts.proxy_settings)]), facts.proxy_settings),
    )
    return [
        (name, _("not known: {reason}").format(reason=retold(raw.unknown)) if isinstance(raw, Unknown) else text)
        for name, text, raw in rows
    ]


def _some(texts: list[str]) -> str:
    more = len(texts) - _ROWS_SHOWN
    listed = ", ".join(texts[:_ROWS_SHOWN]) or _("none")
    return _("{names}, and {count} more").format(names=listed, count=more) if more > 0 else listed


def _proxy(row: ProxySetting) -> str:
    where = row.pac_url or ", ".join(f"{one.host}:{one.port}" for one in row.servers)
    return f"{row.source}: {where or row.kind}"


def _evidence(found: Digest) -> list[tuple[str, str]]:
    """What was seen and where: the check's title and summary, or the fact and its value."""
    checks = [(retold(check.title), f"{wording.status(check.status)}: {retold(check.summary)}") for check in found.proof]
    return [*checks, *((row.fact, fact_value(row.value)) for row in found.said)][:_ROWS_SHOWN]


def _steps_of(check: CheckResult) -> str:
    """The measured steps in one line: ``"resolve 12 ms, connect timed_out 4.0 s"``."""
    rows = check.observations[:_ROWS_SHOWN]
    return ", ".join(" ".join((row.step, *((row.failure,) if row.failure else ()), wording.duration(row.elapsed_ms))) for row in rows)


def _safe(value: object) -> object:
    """What every expression of the template passes through before it is escaped."""
    return shown(value, _PLACE_LIMIT) if isinstance(value, str) and not isinstance(value, Markup) else value
