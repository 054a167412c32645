"""The session of this computer: real system, real network, real clock, and the files that a person named or that lie beside the program."""

from __future__ import annotations

import os.path
from functools import partial
from typing import TYPE_CHECKING

from wssdiag import paths
from wssdiag.bundle.write import remove_leftover
from wssdiag.catalogue.footprint import Kind
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.catalogue.loader import load_builtin, load_file
from wssdiag.catalogue.merge import merged
from wssdiag.catalogue.profile import load_profile
from wssdiag.catalogue.published import applied
from wssdiag.catalogue.service_file import read_list
from wssdiag.catalogue.shipped import load_footprint, load_other_clients, load_signatures
from wssdiag.diagnosis.background import Background
from wssdiag.model.input_error import InputError
from wssdiag.model.profile import Policy, Profile
from wssdiag.pac.child import evaluator
from wssdiag.probes.wire import Wire
from wssdiag.session.bundling import Bundling, Shelf
from wssdiag.session.equipment import Source
from wssdiag.session.fixing import Fixing
from wssdiag.session.mending import Mending
from wssdiag.session.session import Session
from wssdiag.system.actions.journal import Journal
from wssdiag.system.clock import SystemClock
from wssdiag.system.elevation import is_elevated, run_elevated
from wssdiag.system.own_names import own_names
from wssdiag.system.this_computer import this_hands, this_system

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from wssdiag.model.clock import Clock
    from wssdiag.model.private import Kind as PrivateKind
    from wssdiag.model.service_list import ServiceList
    from wssdiag.model.unknown import Unknown
    from wssdiag.session.equipment import Equipment


def local_session(*, catalogue_file: Path | None = None, profile_file: Path | None = None, language: str = "en") -> Session:
    """The session of this computer. :class:`InputError` for a file that was named and does not hold.

    A profile that was found by itself and does not hold is a warning, and then only the service's own hosts are contacted. So is a list of
    the service that was kept and does not hold: the catalogue stands as it is. A catalogue that was named knows nothing of that list.
    What a program that was killed left of a bundle is removed.
    """
    remove_leftover(paths.bundle_marker())
    profile, source = _profile(profile_file)
    warnings = (f"{source.problem} - the profile is not used, and only the service's own hosts are contacted",) if source.problem else ()
    published, doubts = (None, ()) if catalogue_file else _published()
    clock = SystemClock()
    footprint = load_footprint()
    base = load_file(catalogue_file) if catalogue_file else applied(load_builtin(), published)
    return Session(
        system=this_system(clock, tuple(trace.value for trace in footprint if trace.kind is Kind.FILE)),
        network=lambda started, cancelled: Wire(clock, cancelled, started),
        clock=clock,
        catalogue=merged(base, profile),
        background=Background(load_knowledge(language), load_signatures(), footprint, profile, load_other_clients(), published),
        pac=evaluator,
        warnings=(*warnings, *doubts),
        source=source,
        base=base,
    )


def local_mending(equipment: Equipment, profile_file: Path | None = None) -> Mending:
    """The fixes of this computer. ``profile_file`` is the one that was named: an elevated step goes by the same profile."""
    own, shared = local_fixings(equipment.clock)
    return Mending(equipment, own, shared, None if is_elevated() else partial(_elevate, profile_file=profile_file))


def local_bundling(session: Session, case: Path | None = None, keep: frozenset[PrivateKind] = frozenset()) -> Bundling:
    """The bundles of this computer. ``case`` is a file with stand-ins in place of this account's own."""
    shelf = Shelf(case=case or paths.case_file(), key=paths.bundle_key_file(), marker=paths.bundle_marker(), log=paths.log_file())
    return Bundling(session, shelf, own_names(), keep)


def local_fixings(clock: Clock) -> tuple[Fixing, Fixing]:
    """The hands of this computer with this account's journal, and with the administrators'."""
    hands = this_hands()
    own, shared = (Fixing(hands, Journal(paths.undo_journal(elevated=elevated)), clock) for elevated in (False, True))
    return own, shared


def _elevate(arguments: Sequence[str], profile_file: Path | None) -> Unknown | None:
    named = ["--profile", str(profile_file.resolve())] if profile_file and arguments[0] == "fix" else []
    return run_elevated([*paths.own_command(), *arguments, *named])


def _published() -> tuple[ServiceList | None, tuple[str, ...]]:
    """The list of the service that this user keeps, and what to say where it cannot be used."""
    try:
        return read_list(paths.service_list_file()), ()
    except InputError as error:
        return None, (f"{error} - the list of the service is not used; take it again with: wssdiag catalogue update",)


def _profile(named: Path | None) -> tuple[Profile, Source]:
    if named:
        return load_profile(named), Source(named)
    for candidate in paths.profile_candidates():
        if os.path.isfile(candidate):  # noqa: PTH113 - Path.is_file() raises where this account may not look
            try:
                return load_profile(candidate), Source(candidate)
            except InputError as error:
                return Profile(policy=Policy(contact_hosts="service-only", allow_fixes=())), Source(candidate, str(error))
    return Profile(), Source()
