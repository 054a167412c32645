"""The state of the catalogue and of the service's own list, and what a newer list changes: as text and as JSON.

Owns layout and words. Must not read files, nor apply a list (:mod:`wssdiag.catalogue.published` does).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from wssdiag.catalogue.published import Difference
from wssdiag.catalogue.service_changes import Changes
from wssdiag.model.codec import encode_pretty
from wssdiag.model.location import Sureness
from wssdiag.report import wording
from wssdiag.report.layout import Ink
from wssdiag.report.retold.refusals import told_line
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from wssdiag.catalogue.service_changes import Change
    from wssdiag.model.location import Catalogue
    from wssdiag.model.service_list import ServiceList
    from wssdiag.report.layout import Style

#: Names of one kind in a terminal; JSON has them all.
_MOST_NAMED = 12


class ListState(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A list of the service in figures."""

    source: str
    fetched: str
    revised: str
    hosts: int
    sites: int
    networks: int
    left_out: tuple[str, ...] = ()


class CatalogueState(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``catalogue show`` and ``catalogue verify`` tell."""

    schema: Literal["wssdiag.catalogue-state/1"] = "wssdiag.catalogue-state/1"
    version: str
    file: str | None = None  # a catalogue of one's own, to which no list is applied; None: the one that comes with the program
    rows: dict[str, tuple[str, ...]]  # certainty -> location ids, the list applied
    list: ListState | None = None
    kept_in: str
    differences: tuple[Difference, ...] = ()


class UpdateState(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``catalogue update`` tells: what the list that is kept now changes, or why none could be fetched."""

    schema: Literal["wssdiag.catalogue-update/1"] = "wssdiag.catalogue-update/1"
    why: str = ""  # why nothing was fetched, in one clause; empty where the list was taken
    list: ListState | None = None
    kept_in: str
    changes: Changes = Changes()
    differences: tuple[Difference, ...] = ()


def list_state(service_list: ServiceList) -> ListState:
    """The figures of a list."""
    return ListState(
        source=service_list.source,
        fetched=service_list.fetched,
        revised=service_list.revised,
        hosts=len(service_list.hosts),
        sites=len(service_list.sites),
        networks=len(service_list.networks),
        left_out=service_list.left_out,
    )


def rows_by_certainty(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Location ids, the surest first."""
    return {str(kind): tuple(row.id for row in catalogue.location if row.provenance.certainty is kind) for kind in Sureness}


def as_json(state: CatalogueState | UpdateState) -> bytes:
    """One document with everything."""
    return encode_pretty(state)


def show_text(state: CatalogueState, style: Style) -> str:
    """The catalogue in force, the list, and where they differ."""
    whose = _("of your own: {file}").format(file=state.file) if state.file else _("as it comes with the program")
    lines = _heading(_("Catalogue {version}, {whose}").format(version=state.version, whose=whose), style)
    for certainty, ids in state.rows.items():
        lines += style.wrap(_("{count} {certainty}").format(count=len(ids), certainty=wording.sureness(Sureness(certainty))), "  ")
    lines += style.wrap(_("unverified: {ids}").format(ids=", ".join(state.rows[Sureness.UNVERIFIED]) or _("none")), "  ", "    ")
    lines += [""]
    if state.list:
        lines += _list_lines(state.list, state.kept_in, style)
    elif state.file:
        lines += style.wrap(_("To a catalogue of your own the service's own list is not applied."))
    else:
        lines += style.wrap(_("No list of the service is in force. wssdiag catalogue update takes it; it is then kept in:"))
        lines += [_path_line(state.kept_in, style)]
    return "\n".join([*lines, *_difference_lines(state.differences, style)]) + "\n"


def verify_text(state: CatalogueState, style: Style) -> str:
    """That everything holds."""
    lines = style.wrap(_("The catalogue {version} is sound.").format(version=state.version))
    if state.list:
        lines += [*style.wrap(_("The service's own list is sound:")), _path_line(state.kept_in, style)]
    return "\n".join(lines) + "\n"


def update_text(state: UpdateState, style: Style) -> str:
    """What a list that was taken brings."""
    lines = _list_lines(state.list, state.kept_in, style) if state.list else []
    if state.changes.nothing:
        return "\n".join([*lines, "", *style.wrap(_("Nothing new: the list that was kept before says the same."))]) + "\n"
    lines += ["", *_heading(_("What it changes"), style)]
    for title, change in ((_("Sites"), state.changes.sites), (_("Hosts"), state.changes.hosts), (_("Networks"), state.changes.networks)):
        lines += _change_lines(title, change, style)
    for row in state.changes.locations:
        told = _("{id} ({host}): {before} -> {after}")
        before, after = (", ".join(addresses) or _("no address") for addresses in (row.before, row.after))
        lines += style.wrap(told.format(id=row.location, host=row.host, before=before, after=after), "  ", "    ")
    return "\n".join([*lines, *_difference_lines(state.differences, style)]) + "\n"


def _list_lines(state: ListState, path: str, style: Style) -> list[str]:
    revised = state.revised or _("none")
    lines = _heading(_("The service's own list"), style)
    lines += style.wrap(_("from {source}").format(source=state.source), "  ")
    lines += style.wrap(_("taken {fetched}; newest date in it: {revised}").format(fetched=state.fetched, revised=revised), "  ")
    figures = (
        ngettext("{} host", "{} hosts", state.hosts).format(state.hosts),
        ngettext("{} site", "{} sites", state.sites).format(state.sites),
        ngettext("{} network", "{} networks", state.networks).format(state.networks),
    )
    lines += style.wrap(", ".join(figures), "  ")
    lines += [*style.wrap(_("kept in:"), "  "), _path_line(path, style)]
    if state.left_out:
        lines += style.wrap(_("Left out, since no service can own it:"), "  ")
        for entry in state.left_out:
            lines += style.wrap(told_line(entry), "    ")
    return lines


def _change_lines(title: str, change: Change, style: Style) -> list[str]:
    kinds = ((_("added"), change.added), (_("removed"), change.removed), (_("with other addresses"), change.changed))
    lines: list[str] = []
    for word, names in kinds:
        if names:
            more = len(names) - _MOST_NAMED
            named = ", ".join(names[:_MOST_NAMED])
            if more > 0:
                named = _("{names} and {count} more").format(names=named, count=more)
            told = _("{title}, {count} {word}: {names}").format(title=title, count=len(names), word=word, names=named)
            lines += style.wrap(told, "  ", "    ")
    return lines


def _difference_lines(found: tuple[Difference, ...], style: Style) -> list[str]:
    if not found:
        return []
    lines = ["", *_heading(_("The list and the catalogue differ; the list is used"), style)]
    for row in found:
        values: dict[str, Any] = {"catalogue": ", ".join(row.catalogue), "published": ", ".join(row.published)}
        told = _("{id} ({host}): the catalogue has {catalogue}, the list {published}")
        lines += style.wrap(told.format(id=row.location, host=row.host, **values), "  ", "    ")
    return lines


def _path_line(path: str, style: Style) -> str:
    """A path in one piece, to be copied, however long it is."""
    return f"    {style.plain(path)}"


def _heading(text: str, style: Style) -> list[str]:
    return [style.ink(line, Ink.STRONG) for line in style.wrap(text)]
