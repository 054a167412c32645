"""What a :class:`tests.fakes.FakeNetwork` says, as observations."""

from __future__ import annotations

from wssdiag.model.failure import Failure
from wssdiag.model.observation import AnyDetail, Observation, ResolveDetail, Step, Target, Transport, Via

#: What a resolver says of a name.
Answer = tuple[str, ...] | Failure

_RCODES = {Failure.NAME_NOT_FOUND: "NXDOMAIN", Failure.DNS_SERVFAIL: "SERVFAIL", Failure.DNS_REFUSED: "REFUSED"}


def resolved(host: str, server: str | None, answer: Answer) -> Observation:
    """One look-up by the system's resolver (``server`` None) or a server, as its observation."""
    failure = answer if isinstance(answer, Failure) else None
    addresses = () if isinstance(answer, Failure) else answer
    if addresses and all(address in {"0.0.0.0", "::", "127.0.0.1"} for address in addresses):
        failure = Failure.DNS_BOGON
    if server is None and failure is Failure.TIMED_OUT:
        failure = Failure.DNS_TIMEOUT
    rcode = _RCODES.get(failure) if failure else "NOERROR"
    target = Target(host=host, address=server, port=53 if server else None, transport=Transport.UDP if server else None)
    return seen_step(Step.RESOLVE, target, failure, ResolveDetail(server=server, addresses=addresses, rcode=rcode))


def seen_step(step: Step, target: Target, failure: Failure | None, detail: AnyDetail, via: Via = Via.DIRECT) -> Observation:
    """A step of ten milliseconds."""
    return Observation(step=step, target=target, via=via, offset_ms=0.0, elapsed_ms=10.0, failure=failure, detail=detail)
