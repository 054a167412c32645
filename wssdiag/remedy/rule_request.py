"""What to ask of those who run the network, exactly: from where, to where, on which port, for what, and by which evidence.

Owns the shape of a request. Must hold no words for people: :mod:`wssdiag.report.rule_request` has them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wssdiag.model.finding import Certainty
    from wssdiag.model.location import Need, Provenance
    from wssdiag.model.observation import Transport
    from wssdiag.remedy.outcome import Key


class Ask(StrEnum):
    """What is to be done. The values stand in the CSV."""

    ALLOW = "allow"  # the first packet does not get there
    EXEMPT = "allow-without-inspection"  # it opens, and is then read, cut or kept silent: no decryption, no filter by name or application
    ALLOW_AT_PROXY = "allow-at-proxy"  # the proxy itself refuses the destination
    ROUTE = "route-into-tunnel"  # it goes out, and not by the tunnel that leads there
    RESOLVE = "answer-for-name"  # the network's DNS denies the name, or gives a wrong address


class Sender(StrEnum):
    """Who sends what is to be let through. The values stand in the CSV."""

    THIS_COMPUTER = "this computer"
    PROXY = "proxy"  # the one that this computer uses
    SITE_FIREWALL = "site firewall"  # that holds the IPsec tunnel
    FORWARDER = "forwarding proxy"  # that forwards to the service
    APPLIANCE = "appliance"  # that shares the service's policy
    PHONE = "phone"  # with the mobile app


class Origin(StrEnum):
    """By what an address of the destination is known. The values stand in the CSV."""

    REFERENCE = "reference"  # the document that the request names, or the row is known by this address alone
    RUN = "this run"  # this computer's DNS gave it, or it was tried


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a rule table: one address to one address, of the same family. What is not known is empty."""

    source: str = ""
    interface: str = ""  # by which this computer sends
    network: str = ""  # that the source lies in, as this computer's interface says: "192.0.2.0/24"
    address: str = ""
    origin: Origin | None = None  # None where there is no address


@dataclass(frozen=True, slots=True)
class Proof:
    """One check that the request rests on, in the check's own words."""

    check: str
    title: str
    summary: str
    seen_at: str  # UTC, "2026-03-04 09:12:31"; empty where the report does not tell


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRequest:
    """One destination to be let through. ``lines`` has one at least."""

    ask: Ask
    code: str  # of the first finding that wants it
    findings: tuple[Key, ...]  # all that do
    confidence: Certainty
    sender: Sender
    at: str  # where to enter it: "proxy.example:8080", addresses of DNS servers; empty: whatever filters on the way
    host: str  # empty where the destination is known by address alone
    lines: tuple[Line, ...]
    ports: str  # "443", a range "49152-65535"; empty where it is about a name
    transport: Transport | None
    protocol: str
    purpose: str
    need: Need
    group: str  # of an alternative: one of the group is enough
    when: str  # a condition, in the words of the reference
    provenance: Provenance
    tested_from: str  # this computer's address, whoever the sender is
    issuer: str  # of the certificate that came in place of the destination's own; empty where none did
    proof: tuple[Proof, ...]

    @property
    def destination(self) -> tuple[Sender, str, str, str, Transport | None]:
        """What two requests must not both ask for."""
        place = self.host or ",".join(line.address for line in self.lines)
        return (self.sender, self.at, place, self.ports, self.transport)

    @property
    def addresses(self) -> dict[str, Origin | None]:
        """Each address of the destination once."""
        return {line.address: line.origin for line in self.lines if line.address}

    def concerns(self, finding: Key) -> bool:
        """Whether a finding wants it."""
        return finding in self.findings


def joined(one: RuleRequest, other: RuleRequest) -> RuleRequest:
    """Two requests for one destination as one: what asks for more stays, and nothing is said twice."""
    asks = list(Ask)
    purposes = dict.fromkeys((*one.purpose.split("; "), *other.purpose.split("; ")))
    return replace(
        one,
        ask=max(one.ask, other.ask, key=asks.index),
        findings=tuple(dict.fromkeys((*one.findings, *other.findings))),
        lines=tuple(dict.fromkeys((*one.lines, *other.lines))),
        purpose="; ".join(purposes),
        proof=tuple(dict.fromkeys((*one.proof, *other.proof))),
    )
