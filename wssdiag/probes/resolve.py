"""One verb: ask the system's resolver for a name, as applications do. Never asks a server directly: that is ``dns``."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, TypeAlias

from wssdiag.model.failure import Failure
from wssdiag.model.observation import ResolveDetail
from wssdiag.model.web_address import is_literal
from wssdiag.probes.address import is_bogus, ordered
from wssdiag.probes.background import run_within
from wssdiag.probes.deadline import LimitReachedError
from wssdiag.probes.errors import gaierror_failure, name_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.probes.deadline import Deadline

#: All addresses of a host as the system gives them; raises ``OSError`` (``gaierror``) or ``UnicodeError`` as ``getaddrinfo`` does.
Lookup: TypeAlias = "Callable[[str], list[str]]"

#: glibc sends a question again only after 5 s (resolv.conf(5), "timeout"), when this step is over: one lost packet must be no silence.
AGAIN_AFTER_S = 1.5

#: A "try again" that took this share of the limit was silence, not a server's answer.
_SILENCE_SHARE = 0.9


def system_lookup(host: str) -> list[str]:
    """Ask ``getaddrinfo``. It cannot be interrupted."""
    return [str(row[4][0]) for row in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


def resolve(host: str, deadline: Deadline, lookup: Lookup = system_lookup) -> tuple[Failure | None, ResolveDetail]:
    """The addresses of a name, IPv4 first, within the deadline. The look-up has a thread of its own, which is left behind at the limit.

    Raises :class:`~wssdiag.probes.deadline.CancelledError` alone.
    """
    if is_literal(host):
        return None, ResolveDetail(addresses=(host,))
    try:
        addresses = ordered(run_within(deadline, lambda: lookup(host), again_after_s=AGAIN_AFTER_S))
    except LimitReachedError:
        return Failure.DNS_TIMEOUT, ResolveDetail(error="LimitReachedError")
    except (OSError, UnicodeError) as error:
        return _failure(error, deadline), ResolveDetail(error=name_number(error))
    if not addresses:
        return Failure.NO_ADDRESS, ResolveDetail()
    return (Failure.DNS_BOGON if is_bogus(host, addresses) else None), ResolveDetail(addresses=addresses)


def _failure(error: Exception, deadline: Deadline) -> Failure:
    if isinstance(error, UnicodeError):
        return Failure.NAME_NOT_FOUND  # too long or empty a label: no such name can exist (RFC 1035 section 2.3.4)
    failure = gaierror_failure(error.errno or 0) if isinstance(error, socket.gaierror) else Failure.UNKNOWN
    if failure is Failure.DNS_SERVFAIL and deadline.elapsed_s() >= _SILENCE_SHARE * deadline.limit_s:
        return Failure.DNS_TIMEOUT
    return failure
