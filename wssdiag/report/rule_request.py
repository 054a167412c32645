"""What to ask of those who run the network, in words: for a message, for a page, for a ticket.

Owns the wording. What is asked for is decided by :mod:`wssdiag.remedy.rules_to_open`; as a table for import it is
:mod:`wssdiag.report.rule_csv`.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Final

import msgspec

from wssdiag.model.location import Need
from wssdiag.model.shown import shown
from wssdiag.remedy.guide import GuideView, view_of
from wssdiag.remedy.outcome import key_of
from wssdiag.remedy.rule_request import Ask, Origin, RuleRequest, Sender
from wssdiag.remedy.rules_to_open import rules_to_open
from wssdiag.report import wording
from wssdiag.report.retold.provenance import told_date, told_source
from wssdiag.report.retold.retell import catalogued, retold, retold_values
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from wssdiag.catalogue.knowledge import Knowledge
    from wssdiag.model.finding import Finding
    from wssdiag.model.report import Report

#: Requests in a text. A person sends no longer message, and the CSV has them all.
MOST_TOLD: Final = 12

#: Addresses of one destination in a text.
_ADDRESSES_TOLD: Final = 8

#: How the catalogue calls the vendor's page, which a reader of one request does not know.
_PAGE = re.compile(r"\bpage\b")
_PAGE_NAMED: Final = 'Symantec WSS, "Required Locations, Ports, and Protocols"'


def guide_of(finding: Finding, report: Report, knowledge: Knowledge) -> GuideView | None:
    """The guide for a finding of a report. A message to those who run the network lists everything that they are asked for.

    Everything: whoever opens one port today must not be asked for the next one tomorrow. Nothing where the finding itself asks for nothing.
    """
    requests = rules_to_open(report)
    own = any(request.concerns(key_of(finding)) for request in requests)
    rules = "\n".join((_("To be opened:"), *request_lines(requests))) if own else ""
    worded = msgspec.structs.replace(finding, values=retold_values(finding.values))
    view = view_of(worded, knowledge, report.facts.os, report.mode.method, rules, _("not known"))
    return dataclasses.replace(view, finding=finding) if view else None


def request_lines(requests: tuple[RuleRequest, ...]) -> list[str]:
    """The requests as lines that can stand anywhere: numbered, each value on a line with its name."""
    lines: list[str] = []
    for number, request in enumerate(requests[:MOST_TOLD], 1):
        lines += ["", *_lines(number, request)] if lines else _lines(number, request)
    return lines + more_line(len(requests) - MOST_TOLD)


def more_line(left: int) -> list[str]:
    """That there are more, and where."""
    if left <= 0:
        return []
    told = ngettext("{count} more: wssdiag explain REPORT --format csv", "{count} more: wssdiag explain REPORT --format csv", left)
    return [told.format(count=left)]


def _lines(number: int, request: RuleRequest) -> list[str]:
    return [
        f"{number}. {what_of(request)}",
        _("From: {source}").format(source=source_of(request)),
        _("To: {target}").format(target=target_of(request)),
        *reason_lines(request),
        *(_("Evidence: {line}").format(line=line) for line in seen_lines(request)),
    ]


def reason_lines(request: RuleRequest) -> list[str]:
    """What it is for, how much it is needed, under which condition, and who says so."""
    condition = _("Condition: {when}").format(when=shown(retold(request.when))) if request.when else ""
    purpose = "; ".join(map(catalogued, request.purpose.split("; ")))  # of several rows that ask for the same
    lines = (
        _("Purpose: {purpose} ({protocol})").format(purpose=shown(purpose), protocol=shown(request.protocol)),
        _("Needed: {need}").format(need=need_of(request)),
        condition,
        _("Reference: {reference}").format(reference=reference_of(request)),
    )
    return [line for line in lines if line]


def what_of(request: RuleRequest) -> str:
    """What is to be done: ``"Allow TCP port 443"``."""
    words = {
        Ask.ALLOW: _("Allow {port}"),
        Ask.EXEMPT: _("Allow {port} without inspection: no decryption, no filter by name or application"),
        Ask.ALLOW_AT_PROXY: _("Allow this destination at the proxy {at}, {port}"),
        Ask.ROUTE: _("Route {port} into the IPsec tunnel of the site"),
        Ask.RESOLVE: _("Let the DNS servers {at} give the true addresses of this name"),
    }
    return words[request.ask].format(port=_port(request), at=shown(request.at) or _("of this network"))


def source_of(request: RuleRequest) -> str:
    """From where: ``"192.0.2.17 (interface eth0, network 192.0.2.0/24)"``."""
    here = {(line.source, line.interface, line.network): None for line in request.lines if line.source}
    addresses = ", ".join(_source(*one) for one in here)
    sender = {
        Sender.THIS_COMPUTER: _("this computer"),
        Sender.PROXY: _("the proxy {at}").format(at=shown(request.at)),
        Sender.SITE_FIREWALL: _("the firewall that holds the IPsec tunnel"),
        Sender.FORWARDER: _("the proxy that forwards to the service"),
        Sender.APPLIANCE: _("the appliance that shares the policy of the service"),
        Sender.PHONE: _("the phones with the mobile app"),
    }[request.sender]
    if request.sender is Sender.THIS_COMPUTER:
        return addresses or sender
    if addresses:
        return _("{sender}, {addresses}").format(sender=sender, addresses=addresses)
    return _("{sender} (tested from {address})").format(sender=sender, address=shown(request.tested_from) or _("this computer"))


def _source(address: str, interface: str, network: str) -> str:
    if interface and network:
        return _("{address} (interface {interface}, network {network})").format(
            address=shown(address), interface=shown(interface), network=shown(network)
        )
    return shown(address)


def target_of(request: RuleRequest) -> str:
    """To where: ``"ctc.threatpulse.com, 130.211.30.2 (by the reference)"``."""
    by = {Origin.REFERENCE: _("{address} (by the reference)"), Origin.RUN: _("{address} (seen in this run)")}
    addresses = [by[origin].format(address=shown(address)) if origin else shown(address) for address, origin in request.addresses.items()]
    listed = addresses[:_ADDRESSES_TOLD]
    if (left := len(addresses) - len(listed)) > 0:
        listed.append(ngettext("{count} more", "{count} more", left).format(count=left))
    return ", ".join(filter(None, (shown(request.host), *listed)))


def need_of(request: RuleRequest) -> str:
    """How much it is needed."""
    if request.need is Need.ALTERNATIVE:
        return _("one of the group {group} is enough").format(group=shown(request.group))
    return {Need.REQUIRED: _("required"), Need.OPTIONAL: _("optional")}[request.need]


def reference_of(request: RuleRequest) -> str:
    """Where the vendor, or the organisation, says so, of when that is, and how sure."""
    told = (shown(told_date(request.provenance.revised)), wording.sureness(request.provenance.certainty))
    return f"{_named(told_source(request.provenance.source))} ({', '.join(filter(None, told))})"


def named_source(request: RuleRequest) -> str:
    """The documents, the vendor's page by its name."""
    return _named(request.provenance.source)


def _named(source: str) -> str:
    return shown(_PAGE.sub(_PAGE_NAMED, source, count=1))


def seen_lines(request: RuleRequest) -> list[str]:
    """The evidence, a line each, with the instant where it is known."""
    lines = [_("Certificate issued by {issuer}").format(issuer=shown(request.issuer))] if request.issuer else []
    for proof in request.proof:
        what = f"{shown(retold(proof.title))}: {shown(retold(proof.summary))}"
        lines.append(_("{when} UTC, {what}").format(when=proof.seen_at, what=what) if proof.seen_at else what)
    return lines


def _port(request: RuleRequest) -> str:
    if not request.transport:
        return ""
    transport = request.transport.upper()
    if not request.ports:
        return shown(request.protocol).upper()
    words = _("{transport} ports {ports}") if "-" in request.ports else _("{transport} port {ports}")
    return words.format(transport=transport, ports=shown(request.ports))
