"""The commands that send nothing: detect, facts, ports, explain, compare, causes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from wssdiag.catalogue.guides import load_knowledge
from wssdiag.cli.exit_codes import Exit
from wssdiag.cli.output import check_writable, deliver, say, say_warnings
from wssdiag.cli.rendering import detected_text, explained, style_of
from wssdiag.cli.verdict_code import exit_of
from wssdiag.detection.agent_standing import agent_standings
from wssdiag.diagnosis.causes import BY_CODE
from wssdiag.model.codec import encode_pretty
from wssdiag.model.facts import Facts
from wssdiag.model.input_error import InputError
from wssdiag.model.report import Report
from wssdiag.model.shown import shown
from wssdiag.report import causes as causes_report
from wssdiag.report import compare as compare_report
from wssdiag.report import compare_text
from wssdiag.report import ports as ports_report
from wssdiag.report.texts import gettext as _
from wssdiag.session import judged_again, local_session, on_facts_alone
from wssdiag.session.evidence import read_evidence, read_facts, read_report
from wssdiag.system.clock import SystemClock
from wssdiag.system.folder import read_capture, write_capture
from wssdiag.system.parse.facts import facts_of
from wssdiag.system.this_computer import this_system

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.location import Catalogue
    from wssdiag.model.report import Verdict
    from wssdiag.session import Session

#: Formats that programs read, and those of a few lines; they have no part for the evidence of one finding.
_WHOLE = ("json", "csv", "ticket", "ticket-markdown")

_PORTS: dict[str, Callable[[Catalogue, str | None], str | bytes]] = {
    "text": ports_report.as_text,
    "csv": ports_report.as_csv,
    "markdown": ports_report.as_markdown,
    "json": ports_report.as_json,
}


def detect(options: argparse.Namespace) -> Exit:
    """The connection mode, the state of the network and the findings that the facts alone prove."""
    session = _session(options)
    facts = read_facts(options.facts) if options.facts else session.detect()[0]
    report = on_facts_alone(session, facts)
    if options.format == "json":
        document: dict[str, Any] = {"mode": report.mode, "network": report.network, "findings": report.findings}
        deliver(encode_pretty(document), options.output)
    else:
        agents = agent_standings(report.facts, session.background.footprint)
        deliver(detected_text(report, agents, session.knowledge, style_of(options.output)), options.output)
    return Exit.DONE


def facts(options: argparse.Namespace) -> Exit:
    """The parsed facts of this computer or of a capture."""
    check_writable(options.output)
    capture = read_capture(options.capture) if options.capture else this_system(SystemClock()).capture()
    deliver(encode_pretty(facts_of(capture)), options.output)
    return Exit.DONE


def capture(options: argparse.Namespace) -> Exit:
    """Raw evidence of this computer into a new or empty folder, for the parsers of another day or computer."""
    write_capture(local_session().system.capture(), options.output)
    say(_("Written: {file}").format(file=shown(str(options.output))))
    say(_("A capture holds real names and addresses. To pass it on, make a bundle of it: wssdiag bundle redact"))
    return Exit.DONE


def ports(options: argparse.Namespace) -> Exit:
    """The reference itself."""
    session = _session(options)
    deliver(_PORTS[options.format](session.catalogue, options.method), options.output)
    return Exit.DONE


def explain(options: argparse.Namespace) -> Exit:
    """A report or a capture, diagnosed by today's rules, with the chain of evidence of each finding."""
    if options.finding and options.format in _WHOLE:
        problem = _("{format} is about the whole report; with --finding choose text, markdown or html")
        raise InputError(options.finding, "", problem.format(format=options.format.upper()))
    session = _session(options)
    evidence = read_evidence(options.file, options.identity)
    report = _again(session, evidence)
    if options.finding:
        _check_found(options.finding, report)
    if isinstance(evidence, Report) and _told(evidence.verdict) != _told(report.verdict):
        say(_changed(evidence.verdict, report.verdict, with_profile=report.profile is not None))
    deliver(explained(report, session.knowledge, options.format, options.output, options.finding), options.output)
    return exit_of(msgspec.structs.replace(report, cancelled=False))


def _check_found(code: str, report: Report) -> None:
    """Only what was found has evidence; what was not found is said by name, so that a typing error shows."""
    found = ", ".join(dict.fromkeys(row.code for row in report.findings))
    if not any(row.code == code for row in report.findings):
        raise InputError(code, "", _("not found in this report; found: {codes}").format(codes=found or _("nothing")))


def _changed(old: Verdict, new: Verdict, *, with_profile: bool) -> str:
    """One line: whoever reads only the new verdict would take it for the one that the user saw. An older report holds no profile."""
    told = _("The verdict differs from the stored one: it was {old}, and is {new} today.").format(old=_told(old), new=_told(new))
    return told if with_profile else told + " " + _("If the run had a profile, give it with --profile.")


def _told(verdict: Verdict) -> str:
    return shown(f"{verdict.status} ({verdict.cause})" if verdict.cause else str(verdict.status))


def compare(options: argparse.Namespace) -> Exit:
    """Two reports, check by check; exit 1 when the newer one is worse."""
    session = _session(options)
    old, new = (judged_again(session, read_report(path, options.identity)) for path in (options.old, options.new))
    changes = compare_report.differences(old, new)
    if options.format == "json":
        deliver(encode_pretty(changes), options.output)
    else:
        deliver(compare_text.render_comparison(old, new, session.knowledge, style_of(options.output)), options.output)
    return Exit.PROBLEM if changes.worse else Exit.DONE


def causes(options: argparse.Namespace) -> Exit:
    """The offline help: every cause, or one with its guide."""
    check_writable(options.output)
    knowledge = load_knowledge(options.lang)
    if options.code is not None and options.code not in BY_CODE:
        raise InputError(options.code, "", _("no such cause; wssdiag causes lists them"))
    deliver(_causes(options, knowledge), options.output)
    return Exit.DONE


def _causes(options: argparse.Namespace, knowledge: Knowledge) -> str | bytes:
    if options.format == "json":
        return causes_report.cause_json(options.code, knowledge) if options.code else causes_report.list_json(knowledge)
    style = style_of(options.output)
    return causes_report.cause_text(options.code, knowledge, style) if options.code else causes_report.list_text(knowledge, style)


def _session(options: argparse.Namespace) -> Session:
    check_writable(options.output)
    session = local_session(catalogue_file=options.catalogue, profile_file=options.profile, language=options.lang)
    say_warnings(session.warnings)
    return session


def _again(session: Session, evidence: Report | Facts) -> Report:
    return on_facts_alone(session, evidence) if isinstance(evidence, Facts) else judged_again(session, evidence)


COMMANDS: dict[str, Callable[[argparse.Namespace], Exit]] = {
    "detect": detect,
    "capture": capture,
    "facts": facts,
    "ports": ports,
    "explain": explain,
    "compare": compare,
    "causes": causes,
}
