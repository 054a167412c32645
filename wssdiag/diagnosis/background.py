"""What is known beside a report when it is judged: the guides, the signatures, all footprints, the organisation's profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wssdiag.model.profile import Profile

if TYPE_CHECKING:
    from wssdiag.catalogue.footprint import ClientTrace, Trace
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.catalogue.signatures import Signature
    from wssdiag.model.service_list import ServiceList


@dataclass(frozen=True, slots=True)
class Background:
    """Handed in by a composition root; a report of another time or computer is judged by today's."""

    knowledge: Knowledge = field(default_factory=dict)
    signatures: tuple[Signature, ...] = ()
    footprint: tuple[Trace, ...] = ()
    profile: Profile = field(default_factory=Profile)
    clients: tuple[ClientTrace, ...] = ()  # of other vendors
    published: ServiceList | None = None  # the service's own list, where one was taken
