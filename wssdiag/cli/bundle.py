"""``wssdiag bundle``: makes, checks and opens the one file that support gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag import paths
from wssdiag.bundle.case import open_case
from wssdiag.bundle.verify import fingerprint
from wssdiag.cli.bundle_text import contents_text, opened_text, preview_text, verified_text
from wssdiag.cli.check import request_of, run_to_report, say_unmatched
from wssdiag.cli.exit_codes import Exit
from wssdiag.cli.output import check_writable, deliver, say, say_warnings
from wssdiag.cli.rendering import explained, style_of
from wssdiag.model.codec import encode_pretty
from wssdiag.model.facts import Facts
from wssdiag.model.input_error import InputError
from wssdiag.model.shown import shown
from wssdiag.report.texts import gettext as _
from wssdiag.session import judged_again, local_bundling, local_session, on_facts_alone
from wssdiag.session.bundling import leaves_out, named_parts
from wssdiag.session.evidence import open_bundle, read_whole
from wssdiag.session.opened import Opened, Verified

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from wssdiag.bundle.contents import Contents
    from wssdiag.model.report import Report
    from wssdiag.session import Bundling, Session
    from wssdiag.session.evidence import Evidence

#: Of a bundle that is made of another file, behind that file's own name.
_REDACTED = "-redacted.wssdiag"

_OUTPUT = "--output"
_LEAVE_OUT = "--leave-out"


def bundle(options: argparse.Namespace) -> Exit:
    """Create, verify, open, redact or look up."""
    match options.verb:
        case "create":
            return _create(options)
        case "verify":
            return _verify(options)
        case "open":
            return _open(options)
        case "lookup":
            return _look_up(options)
        case _:
            return _redact(options)


def _create(options: argparse.Namespace) -> Exit:
    """Whatever was found: a bundle that was written is what was asked for."""
    session, bundling = _tools(options, options.output)
    if options.source:
        report = _report_from(session, bundling, options)
    else:
        report = run_to_report(session, request_of(options), lambda _event: None)
    if report.cancelled and not options.source:
        return Exit.INTERRUPTED
    say_unmatched(options.only, report)
    contents = bundling.prepared(report, with_capture=options.with_capture)
    return _finish(options, bundling, contents, options.output)


def _report_from(session: Session, bundling: Bundling, options: argparse.Namespace) -> Report:
    evidence = read_whole(options.source)
    _keep_sealed(options.source, evidence, bundling, options)
    judged = evidence.judged
    return on_facts_alone(session, judged) if isinstance(judged, Facts) else judged


def _redact(options: argparse.Namespace) -> Exit:
    output = options.output or options.file.with_name(options.file.stem + _REDACTED)
    _session, bundling = _tools(options, output)
    evidence = read_whole(options.file, options.identity)
    _keep_sealed(options.file, evidence, bundling, options)
    return _finish(options, bundling, bundling.again(evidence), output)


def _keep_sealed(source: Path, evidence: Evidence, bundling: Bundling, options: argparse.Namespace) -> None:
    """What came encrypted is written encrypted, or not at all."""
    sealed = evidence.bundle is not None and evidence.bundle.was_encrypted
    if sealed and not (options.encrypt_to or bundling.recipient or options.preview):
        raise InputError(shown(str(source)), "", _("is encrypted, and so must be what is made of it: name a key with --encrypt-to"))


def _tools(options: argparse.Namespace, output: Path | None) -> tuple[Session, Bundling]:
    """What cannot be written is told before the work, not behind it."""
    if output is None and not options.preview:
        raise InputError(_OUTPUT, "", _("name the file to write, or use --preview"))
    session = local_session(catalogue_file=options.catalogue, profile_file=options.profile, language=options.lang)
    say_warnings(session.warnings)
    bundling = local_bundling(session, options.case, options.keep)
    if output is not None and not options.preview:
        bundling.check(output, tuple(options.encrypt_to))
    return session, bundling


def _finish(options: argparse.Namespace, bundling: Bundling, contents: Contents, output: Path) -> Exit:
    for word in options.leave_out:
        if not leaves_out(contents, word):
            problem = _("{name} is no part that can be left out; nothing was written")
            raise InputError(_LEAVE_OUT, "", problem.format(name=shown(word)))
    contents = contents.without(named_parts(contents, options.leave_out))
    style = style_of(None)
    if options.preview:
        deliver(preview_text(contents, style), None)
        return Exit.DONE
    bundling.write(contents, output, tuple(options.encrypt_to))
    deliver(contents_text(contents, style), None)
    say(_("Written: {file}").format(file=shown(str(output))))
    return Exit.DONE


def _verify(options: argparse.Namespace) -> Exit:
    check_writable(options.output)
    opened, _report = open_bundle(options.file, options.identity)
    known = Verified(
        members=opened.manifest.members,
        fingerprint=fingerprint(opened.files),
        encrypted=opened.was_encrypted,
        started=opened.manifest.started,
        tool_version=opened.manifest.tool_version,
    )
    as_json = options.format == "json"
    deliver(encode_pretty(known) if as_json else verified_text(known, style_of(options.output)), options.output)
    return Exit.DONE


def _open(options: argparse.Namespace) -> Exit:
    check_writable(options.output)
    opened, report = open_bundle(options.file, options.identity)
    session = local_session(catalogue_file=options.catalogue, profile_file=options.profile, language=options.lang)
    report = judged_again(session, report)
    if options.format == "json":
        deliver(encode_pretty(Opened(manifest=opened.manifest, report=report)), options.output)
        return Exit.DONE
    style = style_of(options.output)
    verdict = str(explained(report, session.knowledge, "text", options.output, None))
    deliver(verdict + "\n" + opened_text(opened.manifest, style), options.output)
    return Exit.DONE


def _look_up(options: argparse.Namespace) -> Exit:
    case = options.case or paths.case_file()
    found = open_case(case).original(options.stand_in)
    if not found:
        say(_("{file} holds no such stand-in: {name}").format(file=shown(str(case)), name=shown(options.stand_in)))
        return Exit.COULD_NOT_TELL
    deliver(shown(found) + "\n", None)
    return Exit.DONE
