"""The part of the fake network that a directory plays: what domain controllers answer, and which ones DNS names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wssdiag.model.failure import Failure
from wssdiag.model.observation import LdapDetail, ResolveDetail, RpcDetail, ServiceTarget, Step
from wssdiag.probes.network import LdapAsk, RpcAsk

if TYPE_CHECKING:
    from wssdiag.probes.network import Question

#: What a domain controller says: its root entry, and a dynamic port.
ROOT_ENTRY = LdapDetail(result=0, naming_context="DC=example", dns_host_name="dc.example", versions=("3", "2"))
MAPPED = RpcDetail(answer="named", ports=(49664,))

_LDAP_PORT = 389


@dataclass
class FakeDirectory:
    """Every host answers as a domain controller would, unless it says otherwise; no name has servers until some are given."""

    says: dict[tuple[str, int], LdapDetail | RpcDetail | Failure] = field(default_factory=dict)  # (host, port) -> its answer
    servers: dict[str, tuple[str, ...] | Failure] = field(default_factory=dict)  # name of a service -> hosts

    def answer(self, host: str, port: int, ask: LdapAsk | RpcAsk) -> tuple[Step, Failure | None, LdapDetail | RpcDetail]:
        """What one host says on one port."""
        ldap = isinstance(ask, LdapAsk)
        said = self.says.get((host, port), ROOT_ENTRY if ldap else MAPPED)
        step, nothing = (Step.LDAP, LdapDetail()) if ldap else (Step.RPC, RpcDetail())
        return (step, said, nothing) if isinstance(said, Failure) else (step, None, said)

    def named(self, question: Question, dead: Failure | None) -> tuple[Failure | None, ResolveDetail]:
        """What a resolver says; ``dead``: how it does not answer."""
        said = dead or self.servers.get(question.name, Failure.NAME_NOT_FOUND)
        if isinstance(said, Failure):
            return said, ResolveDetail(server=question.server, rcode=None if dead else "NXDOMAIN")
        rows = tuple(ServiceTarget(host=host, port=_LDAP_PORT, priority=number, weight=100) for number, host in enumerate(said))
        return None, ResolveDetail(server=question.server, rcode="NOERROR", services=rows)
