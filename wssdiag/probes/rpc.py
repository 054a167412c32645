"""One verb: ask an endpoint mapper one question over a connection that is open. Any answer in DCE/RPC is a success: the mapper speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.observation import RpcDetail
from wssdiag.probes.dialogue import hold
from wssdiag.probes.rpc_message import BIND, Mapper

if TYPE_CHECKING:
    from wssdiag.model.failure import Failure
    from wssdiag.probes.deadline import Deadline
    from wssdiag.probes.stream import Stream


def map_endpoint(stream: Stream, deadline: Deadline) -> tuple[Failure | None, RpcDetail]:
    """Bind, ask once and read the answer. Failures as :func:`wssdiag.probes.dialogue.hold` says; raises ``CancelledError`` alone."""
    mapper = Mapper()
    failure, error = hold(stream, BIND, mapper, deadline)
    return failure, RpcDetail(error=error, answer=mapper.says, ports=mapper.ports)
