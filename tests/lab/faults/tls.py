"""Faults of TLS: wrong certificates, handshakes that end early, and connections that are cut at the first bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tests.lab import plan as plans
from tests.lab.faults.fault import Fault

if TYPE_CHECKING:
    from tests.lab.plan import Plan

CertificateKind = Literal[
    "expired", "not-yet-valid", "short-lived", "wrong-name", "self-signed", "unknown-issuer", "corporate", "interceptor", "authority"
]


class Present(Fault, frozen=True, kw_only=True, tag="present"):
    """Some hosts present another certificate.

    short-lived: it began an hour ago and ends tomorrow; corporate: by an interceptor that the laptop's store trusts, and Mozilla's roots
    do not; interceptor: by one that nobody trusts; authority: by one whose name the scenario gives, sent with its root, and ``trusted``
    by the laptop's store or not.
    """

    to: tuple[str, ...]
    certificate: CertificateKind
    authority: str = ""
    trusted: bool = False

    def __post_init__(self) -> None:
        """An authority is named where it signs, and nowhere else. Raises ``ValueError``."""
        if (self.certificate == "authority") != bool(self.authority) or (self.trusted and not self.authority):
            message = 'certificate = "authority" and the name of the authority go together'
            raise ValueError(message)

    def apply(self, plan: Plan) -> None:
        """Note the kind for each host."""
        plan.world.certificates.update(dict.fromkeys(plan.zone.hosts(self.to), self.authority or self.certificate))
        if self.authority:
            plan.world.authorities[self.authority] = self.trusted


class Handshake(Fault, frozen=True, kw_only=True, tag="handshake"):
    """Some hosts end every TLS handshake once they have read its first message.

    alert: with a fatal alert of that number; old-version: with the ServerHello of a server that knows TLS 1.0 alone; stall: they say
    nothing more.
    """

    to: tuple[str, ...]
    how: Literal["alert", "old-version", "stall"]
    alert: int = 40  # handshake_failure

    def apply(self, plan: Plan) -> None:
        """Note it for each host."""
        plan.world.handshakes.update({host: plans.Handshake(self.how, self.alert) for host in plan.zone.hosts(self.to)})


class Cut(Fault, frozen=True, kw_only=True, tag="cut"):
    """TCP opens, and the first bytes are answered by a reset: for some server names, to some addresses, or both."""

    names: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    port: int | None = None
    times: int | None = None  # only the first so many

    def apply(self, plan: Plan) -> None:
        """Add the cut; ``names`` may be groups."""
        names = plan.zone.hosts(self.names)
        plan.world.cuts.append(plans.Cut(names, plan.zone.addresses(self.to), self.port, self.times))
