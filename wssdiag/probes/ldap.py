"""One verb: ask a directory for its root entry over a connection that is open. Any answer in LDAP is a success, a refusal too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.observation import LdapDetail
from wssdiag.model.shown import shown
from wssdiag.probes.dialogue import hold
from wssdiag.probes.ldap_message import QUESTION, RootEntry

if TYPE_CHECKING:
    from wssdiag.model.failure import Failure
    from wssdiag.probes.deadline import Deadline
    from wssdiag.probes.stream import Stream

#: Versions of the protocol: there are two.
_MOST_VERSIONS = 8
_VERSION_CHARACTERS = 16


def search(stream: Stream, deadline: Deadline) -> tuple[Failure | None, LdapDetail]:
    """Ask once and read the answer. Failures as :func:`wssdiag.probes.dialogue.hold` says; raises ``CancelledError`` alone."""
    entry = RootEntry()
    failure, error = hold(stream, QUESTION, entry, deadline)
    detail = LdapDetail(
        error=error,
        result=entry.result,
        naming_context=shown(entry.first("defaultnamingcontext")),
        dns_host_name=shown(entry.first("dnshostname")),
        versions=tuple(shown(value, _VERSION_CHARACTERS) for value in entry.values("supportedldapversion")[:_MOST_VERSIONS]),
    )
    return failure, detail
