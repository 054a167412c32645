"""The session of this computer: real system, real network, real clock, and the files that a person named or that lie beside the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag import paths
from wssdiag.catalogue.footprint import Kind
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.catalogue.loader import load_builtin, load_file
from wssdiag.catalogue.merge import merged
from wssdiag.catalogue.profile import load_profile
from wssdiag.catalogue.shipped import load_footprint, load_other_clients, load_signatures
from wssdiag.diagnosis.background import Background
from wssdiag.model.input_error import InputError
from wssdiag.model.profile import Policy, Profile
from wssdiag.pac.child import evaluator
from wssdiag.probes.wire import Wire
from wssdiag.session.session import Session
from wssdiag.system.clock import SystemClock
from wssdiag.system.this_computer import this_system

if TYPE_CHECKING:
    from pathlib import Path


def local_session(*, catalogue_file: Path | None = None, profile_file: Path | None = None, language: str = "en") -> Session:
    """The session of this computer. :class:`InputError` for a file that was named and does not hold.

    A profile that was found by itself and does not hold is a warning, and then only the service's own hosts are contacted.
    """
    profile, warnings = _profile(profile_file)
    clock = SystemClock()
    footprint = load_footprint()
    catalogue = load_file(catalogue_file) if catalogue_file else load_builtin()
    return Session(
        system=this_system(clock, tuple(trace.value for trace in footprint if trace.kind is Kind.FILE)),
        network=lambda started, cancelled: Wire(clock, cancelled, started),
        clock=clock,
        catalogue=merged(catalogue, profile),
        background=Background(load_knowledge(language), load_signatures(), footprint, profile, load_other_clients()),
        pac=evaluator,
        warnings=warnings,
    )


def _profile(named: Path | None) -> tuple[Profile, tuple[str, ...]]:
    if named:
        return load_profile(named), ()
    for candidate in paths.profile_candidates():
        if candidate.is_file():
            try:
                return load_profile(candidate), ()
            except InputError as error:
                careful = Policy(contact_hosts="service-only", allow_fixes=())
                return Profile(policy=careful), (f"{error} - the profile is not used, and only the service's own hosts are contacted",)
    return Profile(), ()
