"""``wssdiag catalogue``: what is in force, whether it is sound, and a newer list of the service from a file or from its own address."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wssdiag import paths
from wssdiag.catalogue.loader import load_builtin, load_file
from wssdiag.catalogue.published import applied, differences
from wssdiag.catalogue.service_changes import changes, is_older
from wssdiag.catalogue.service_file import keep_list, read_bytes, read_list
from wssdiag.catalogue.servicepoints import parse
from wssdiag.cli.exit_codes import Exit
from wssdiag.cli.output import check_writable, deliver, say, say_warnings
from wssdiag.cli.rendering import style_of
from wssdiag.model.input_error import InputError
from wssdiag.model.shown import shown
from wssdiag.report import catalogue as catalogue_report
from wssdiag.report.retold.refusals import refusal_line
from wssdiag.report.retold.retell import retold
from wssdiag.report.texts import gettext as _
from wssdiag.session import Download, download, is_fetchable, local_session, may_fetch

if TYPE_CHECKING:
    import argparse

    from wssdiag.model.service_list import ServiceList
    from wssdiag.report.catalogue import CatalogueState
    from wssdiag.session import Session

#: In place of a file's name, where the address itself is wrong.
_OPTION = "--from"


def catalogue(options: argparse.Namespace) -> Exit:
    """Show, verify or update."""
    check_writable(options.output)
    match options.verb:
        case "show":
            return _show(options)
        case "verify":
            return _verify(options)
        case _:
            return _update(options)


def _show(options: argparse.Namespace) -> Exit:
    kept = None if options.catalogue else _kept()
    state = _state(options.catalogue, kept)
    as_json = options.format == "json"
    deliver(catalogue_report.as_json(state) if as_json else catalogue_report.show_text(state, style_of(options.output)), options.output)
    return Exit.DONE


def _verify(options: argparse.Namespace) -> Exit:
    state = _state(options.catalogue, read_list(paths.service_list_file()))
    as_json = options.format == "json"
    deliver(catalogue_report.as_json(state) if as_json else catalogue_report.verify_text(state, style_of(options.output)), options.output)
    return Exit.DONE


def _state(file: Path | None, kept: ServiceList | None) -> CatalogueState:
    base = load_file(file) if file else load_builtin()
    in_force = base if file else applied(base, kept)
    return catalogue_report.CatalogueState(
        version=in_force.version,
        file=str(file) if file else None,
        rows=catalogue_report.rows_by_certainty(in_force),
        list=catalogue_report.list_state(kept) if kept else None,
        kept_in=str(paths.service_list_file()),
        differences=() if file else differences(base, kept),
    )


def _update(options: argparse.Namespace) -> Exit:
    session = local_session(profile_file=options.profile, language=options.lang)
    say_warnings(session.warnings)
    came = _bytes_of(session, options.source)
    if came.why:
        return _not_fetched(options, came.why)
    now = session.clock.now()
    new = parse(came.body, options.source, now.isoformat(timespec="seconds"), now.date())
    kept = session.background.published
    if is_older(new, kept) and not options.older:
        told = _("older than the list that is kept (its newest date is {new}, that one has {kept}); --older takes it all the same")
        raise InputError(shown(options.source), "", told.format(new=new.revised or _("none"), kept=kept.revised if kept else ""))
    keep_list(paths.service_list_file(), new)
    base = load_builtin()
    state = catalogue_report.UpdateState(
        list=catalogue_report.list_state(new),
        kept_in=str(paths.service_list_file()),
        changes=changes(base, kept, new),
        differences=differences(base, new),
    )
    as_json = options.format == "json"
    deliver(catalogue_report.as_json(state) if as_json else catalogue_report.update_text(state, style_of(options.output)), options.output)
    return Exit.DONE


def _not_fetched(options: argparse.Namespace, why: str) -> Exit:
    """One line, and for a program its one document all the same."""
    say(_("wssdiag catalogue: {source}: {why}").format(source=shown(options.source), why=retold(why)))
    if options.format == "json":
        state = catalogue_report.UpdateState(why=why, kept_in=str(paths.service_list_file()))
        deliver(catalogue_report.as_json(state), options.output)
    return Exit.COULD_NOT_TELL


def _bytes_of(session: Session, source: str) -> Download:
    """The document, from a file or over the network; :class:`InputError` for a file that is not there, and for what may not be asked."""
    if "://" not in source:
        body = read_bytes(Path(source))
        if body is None:
            raise InputError(shown(source), "", _("there is no such file"))
        return Download(body)
    if not is_fetchable(source):
        raise InputError(_OPTION, "", _("only https:// addresses are fetched, without a user name in them"))
    if not may_fetch(session, source):
        raise InputError(_OPTION, "", _("the organisation's profile does not allow to contact this address (policy.contact_hosts)"))
    return download(session, source)


def _kept() -> ServiceList | None:
    """The kept list; one that does not hold is a warning, as in a check."""
    try:
        return read_list(paths.service_list_file())
    except InputError as error:
        say(refusal_line(error))
        return None
