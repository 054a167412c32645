"""Faults of TLS: wrong certificates, and connections that are cut at the first bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tests.lab import plan as plans
from tests.lab.faults.fault import Fault

if TYPE_CHECKING:
    from tests.lab.plan import Plan

CertificateKind = Literal["expired", "not-yet-valid", "wrong-name", "self-signed", "unknown-issuer", "corporate", "interceptor"]


class Present(Fault, frozen=True, kw_only=True, tag="present"):
    """Some hosts present another certificate.

    corporate: by an interceptor that the laptop's store trusts, and Mozilla's roots do not; interceptor: by one that nobody trusts.
    """

    to: tuple[str, ...]
    certificate: CertificateKind

    def apply(self, plan: Plan) -> None:
        """Note the kind for each host."""
        plan.world.certificates.update(dict.fromkeys(plan.zone.hosts(self.to), self.certificate))


class Cut(Fault, frozen=True, kw_only=True, tag="cut"):
    """TCP opens, and the first bytes are answered by a reset: for some server names, to some addresses, or both."""

    names: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    port: int | None = None

    def apply(self, plan: Plan) -> None:
        """Add the cut; ``names`` may be groups."""
        names = plan.zone.hosts(self.names)
        plan.world.cuts.append(plans.Cut(names=names, addresses=plan.zone.addresses(self.to), port=self.port))
