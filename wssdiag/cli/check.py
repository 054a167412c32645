"""``wssdiag check``: the main job in a terminal. Progress goes to standard error, the result alone to standard output."""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING

from wssdiag.checks.hosts import contacts
from wssdiag.checks.plan import matches
from wssdiag.cli.exit_codes import Exit
from wssdiag.cli.output import check_writable, deliver, say, say_warnings
from wssdiag.cli.progress import Progress
from wssdiag.cli.rendering import rendered
from wssdiag.cli.verdict_code import exit_of
from wssdiag.model.codec import encode, encode_pretty
from wssdiag.model.input_error import InputError
from wssdiag.model.shown import shown
from wssdiag.report.texts import gettext as _
from wssdiag.session import Request, Session, local_session
from wssdiag.session.evidence import read_facts

if TYPE_CHECKING:
    import argparse

    from wssdiag.checks.hosts import Contact
    from wssdiag.model.event import AnyEvent
    from wssdiag.model.facts import Facts
    from wssdiag.model.report import Report
    from wssdiag.session.run import Publish


#: The word that runs no check at all.
_NO_CHECK = "none"


def check(options: argparse.Namespace) -> Exit:
    """Detect, check, diagnose; the exit code tells the verdict."""
    check_writable(options.output)
    if options.proxy_auth:
        option = "--proxy-auth"
        raise InputError(option, "", _("this version does not answer a proxy's sign-in yet"))
    session = local_session(catalogue_file=options.catalogue, profile_file=options.profile, language=options.lang)
    say_warnings(session.warnings)
    request = request_of(options, read_facts(options.facts) if options.facts else None)
    if options.list_hosts:
        return _list_hosts(session, request, options)
    return _run(session, request, options)


def _list_hosts(session: Session, request: Request, options: argparse.Namespace) -> Exit:
    situation, planned = session.planned(request)
    rows = contacts(situation, request.only, request.skip) if planned else ()
    if options.format in {"json", "ndjson"}:
        listed = [{"host": row.host, "port": row.port, "transport": row.transport, "why": row.why} for row in rows]
        deliver(encode_pretty({"schema": "wssdiag.hosts/1", "hosts": listed}), options.output)
    else:
        deliver(_as_text(rows), options.output)
    return Exit.DONE


def _as_text(rows: tuple[Contact, ...]) -> str:
    if not rows:
        return _("Nothing is sent now, and a check would contact nobody.") + "\n"
    lines = (f"{shown(row.host)}{_port(row)}\n    {shown(row.why)}" for row in rows)
    return "\n".join([_("Nothing is sent now. A check may contact:"), *lines]) + "\n"


def _port(row: Contact) -> str:
    """As in "443/tcp"; nothing where there is no single port: the reason says which ones, or that it is an echo."""
    return f" {row.port}/{row.transport}" if row.port else ""


def _run(session: Session, request: Request, options: argparse.Namespace) -> Exit:
    events: list[AnyEvent] = []
    live = options.format == "ndjson" and options.output is None

    def publish(event: AnyEvent) -> None:
        if live:
            deliver(encode(event) + b"\n", None)
        elif options.format == "ndjson":
            events.append(event)

    report = run_to_report(session, request, publish, shown_progress=not live)
    if options.format == "ndjson":
        if not live:
            deliver(b"".join(encode(event) + b"\n" for event in events), options.output)
    else:
        deliver(rendered(report, session.knowledge, options.format, options.output), options.output)
    say_unmatched(request.only, report)
    return exit_of(report)


def run_to_report(session: Session, request: Request, publish: Publish, *, shown_progress: bool = True) -> Report:
    """A run with its progress on standard error, where somebody watches; Ctrl+C ends it early, and the report says so."""
    cancel = threading.Event()
    before = signal.signal(signal.SIGINT, lambda _number, _frame: cancel.set())
    progress = Progress(sys.stderr, sys.stderr.isatty() and shown_progress)

    def told(event: AnyEvent) -> None:
        progress.show(event)
        publish(event)

    try:
        return session.run(request, told, cancel)
    finally:
        signal.signal(signal.SIGINT, before)
        progress.clear()


def request_of(options: argparse.Namespace, facts: Facts | None = None) -> Request:
    """What the options ask of a run."""
    return Request(method=options.method, role=options.role, only=options.only, skip=options.skip, deadline_s=options.deadline, facts=facts)


def say_unmatched(only: tuple[str, ...], report: Report) -> None:
    """Name what was asked for and is no check of this run."""
    for pattern in _unmatched(only, report):
        say(_("--only {pattern}: this run has no such check").format(pattern=shown(pattern)))


def _unmatched(only: tuple[str, ...], report: Report) -> tuple[str, ...]:
    """What was asked for and is no check of the run: a typing error, or a check that this method has not. Known only behind the run."""
    ids = [result.id for result in report.checks]
    return tuple(one for one in only if one != _NO_CHECK and not any(matches(check_id, (one,)) for check_id in ids))
