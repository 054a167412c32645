"""``wssdiag triage``: many bundles and reports as one table, offline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wssdiag import __version__, paths
from wssdiag.bundle.secrecy import check_key_file
from wssdiag.catalogue.shipped import load_footprint
from wssdiag.cli.exit_codes import Exit
from wssdiag.cli.output import check_writable, deliver, say_refusal, say_warnings
from wssdiag.cli.rendering import style_of
from wssdiag.model.codec import encode
from wssdiag.model.input_error import InputError
from wssdiag.session import judged_again, local_session
from wssdiag.session.evidence import read_report
from wssdiag.triage import together
from wssdiag.triage.data import as_csv, as_json, as_ndjson
from wssdiag.triage.glance import Glancer
from wssdiag.triage.index import Index
from wssdiag.triage.opened import Opener
from wssdiag.triage.page import TEMPLATE, render_page
from wssdiag.triage.text import render_text
from wssdiag.triage.triage import triage as read_rows

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from wssdiag.triage.row import Row


def triage(options: argparse.Namespace) -> Exit:
    """Read, choose, tell. What could not be read is told in its row, and is no failure of the command."""
    check_writable(options.output)
    rows = together.chosen(_judged_again(options) if options.judge_again else _as_stored(options), options.where, options.since)
    deliver(_rendered(rows, tuple(options.group_by or together.USUAL), options), options.output)
    return Exit.DONE


def _as_stored(options: argparse.Namespace) -> tuple[Row, ...]:
    """By the verdict that stands in each file; only what is new or changed is read."""
    index = Index(options.index or paths.triage_index_file(), __version__, own=options.index is None)
    try:
        return read_rows(options.paths, Glancer(load_footprint()), _opener(options), index)
    finally:
        _save(index)  # also after Ctrl+C: what was read need not be read again


def _save(index: Index) -> None:
    """A place that can't be written costs time the next time, and not the table."""
    try:
        index.save()
    except InputError as error:
        say_refusal(error, "triage")


def _judged_again(options: argparse.Namespace) -> tuple[Row, ...]:
    """By today's rules. Without the index: it holds what files say, and rules change between two calls."""
    session = local_session(catalogue_file=options.catalogue, profile_file=options.profile, language=options.lang)
    say_warnings(session.warnings)
    opener = _opener(options)

    def opened(name: str, data: bytes) -> bytes | None:
        return None if opener(name, data) is None else encode(judged_again(session, read_report(Path(name), options.identity)))

    return read_rows(options.paths, Glancer(load_footprint()), opened, judged_by=__version__)


def _opener(options: argparse.Namespace) -> Opener:
    """With the key that was named and the one of this computer."""
    own = paths.bundle_key_file()
    if options.identity:
        check_key_file(options.identity)
    return Opener((options.identity, own) if options.identity else (own,))


def _rendered(rows: Sequence[Row], by: Sequence[str], options: argparse.Namespace) -> str | bytes:
    match options.format:
        case "csv":
            return as_csv(rows)
        case "json":
            return as_json(rows, by)
        case "ndjson":
            return as_ndjson(rows)
        case "html":
            return render_page(rows, by, (paths.resources() / TEMPLATE).read_text("utf-8"))
        case _:
            return render_text(rows, by, style_of(options.output))
