"""The certificate chains that a run saw, as a tree of values: the host, its certificate, that one's issuer, and so on. Pure.

Whether a chain is trusted the two stores have said. Who signs in a site's name, and whether that matters, the rules say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wssdiag.detection.authority import re_signed
from wssdiag.gui.evidence import Note
from wssdiag.gui.words import plain
from wssdiag.model.observation import TlsDetail
from wssdiag.probes.verify_codes import GOOD, failure_of_code
from wssdiag.report.failures import failure_words
from wssdiag.report.observed import target_text
from wssdiag.report.path import StationState
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wssdiag.model.check import CheckResult
    from wssdiag.model.observation import Certificate, Observation

#: Certificates of one chain that are shown: an honest one has three or four, a hostile one as many as fit the handshake.
_LONGEST = 12

#: Names of one certificate that are listed.
_NAMES = 40

#: The common name in a distinguished name (RFC 4514); a comma in it is escaped.
_COMMON_NAME = re.compile(r"(?:^|,)CN=((?:\\.|[^,\\])+)")


@dataclass(frozen=True, slots=True)
class Node:
    """A host with what it sent, or one certificate of that. Below a certificate stands its issuer."""

    name: str
    until: str  # the last day on which it is valid; empty for a host, and for what was not sent
    trust: str  # of a host: what the stores say in a few words
    state: StationState | None
    note: Note
    children: tuple[Node, ...] = ()


def chains_of(results: Iterable[CheckResult]) -> tuple[Node, ...]:
    """A tree a handshake that brought certificates, in the order of the checks."""
    return tuple(
        _host(check, seen, seen.detail)
        for check in results
        for seen in check.observations
        if isinstance(seen.detail, TlsDetail) and seen.detail.chain
    )


def chains_lead(chains: tuple[Node, ...]) -> str:
    """How many there are, and how many of them are not trusted everywhere."""
    if not chains:
        return _("No certificate was seen.")
    apart = sum(one.state is not StationState.FINE for one in chains)
    if not apart:
        return ngettext("{count} chain, trusted.", "{count} chains, all of them trusted.", len(chains)).format(count=len(chains))
    return ngettext(
        "{apart} of {count} chains is not trusted everywhere.", "{apart} of {count} chains are not trusted everywhere.", apart
    ).format(apart=apart, count=len(chains))


def trust_of(detail: TlsDetail) -> tuple[StationState, str]:
    """What the two stores make of a chain: a shape, and its words."""
    failure = failure_of_code(detail.system_code)
    if failure is not None:
        return StationState.BROKEN, _begin(failure_words(failure))
    if detail.system_code is None and detail.mozilla_code is None:
        return StationState.UNKNOWN, _("Nobody judged it")
    if detail.only_here:
        return StationState.ATTENTION, _("Trusted on this computer only")
    failure = failure_of_code(detail.mozilla_code)
    if failure is not None:
        return StationState.BROKEN, _begin(failure_words(failure))
    return StationState.FINE, _("Trusted")


def judgement(code: int | None) -> str:
    """What one store says."""
    failure = failure_of_code(code)
    if failure is not None:
        return _("{failure} (code {code})").format(failure=failure_words(failure), code=code)
    return _("trusted") if code == GOOD else _("not judged")


def _host(check: CheckResult, seen: Observation, detail: TlsDetail) -> Node:
    state, trust = trust_of(detail)
    place = plain(target_text(seen.target))
    signed = _("It ends in no public root: the site's own authority, or somebody on the way who reads along.") if re_signed(detail) else ""
    note = Note(
        heading=place,
        rows=(
            (_("This computer"), judgement(detail.system_code)),
            (_("Mozilla's roots"), judgement(detail.mozilla_code)),
            (_("Signed by"), signed),
            (_("Name asked for"), detail.server_name or ""),
            (_("Version"), detail.version or ""),
        ),
        check=check,
    )
    return Node(place, "", trust, state, note, _issued(detail.chain[:_LONGEST]))


def _issued(chain: tuple[Certificate, ...]) -> tuple[Node, ...]:
    """The last issuer of a chain is mostly not sent: everybody is to have it already."""
    last = chain[-1]
    below: tuple[Node, ...] = ()
    if last.subject != last.issuer:
        missing = _("{name} (not sent)").format(name=_common_name(last.issuer))
        below = (Node(missing, "", "", StationState.WAITING, Note(missing, ((_("Subject"), last.issuer),))),)
    for one in reversed(chain):
        below = (Node(_common_name(one.subject), one.not_after[:10], "", None, _about(one), below),)
    return below


def _about(one: Certificate) -> Note:
    names = "\n".join(one.names[:_NAMES])
    more = len(one.names) - _NAMES
    return Note(
        heading=_common_name(one.subject),
        rows=(
            (_("Subject"), one.subject),
            (_("Issuer"), one.issuer),
            (_("Names"), "\n".join((names, _("and {count} more").format(count=more))) if more > 0 else names),
            (_("Valid from"), _moment(one.not_before)),
            (_("Valid until"), _moment(one.not_after)),
            (_("SHA-256"), " ".join(re.findall(r".{1,16}", one.sha256))),
        ),
    )


def _moment(text: str) -> str:
    return f"{text[:16].replace('T', ' ')} UTC"


def _common_name(subject: str) -> str:
    """The name that people know it by; where it has none, all of it."""
    found = _COMMON_NAME.search(subject)
    return plain(re.sub(r"\\(.)", r"\1", found[1]) if found else subject)


def _begin(text: str) -> str:
    return text[:1].upper() + text[1:]
