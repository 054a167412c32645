"""The closed list of causes: what wssdiag can conclude, in the order in which findings stand.

Owns the codes, their order, their usual severity and who can fix them. Must not hold rules: when a cause is concluded is the rules' affair.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from wssdiag.model.finding import Severity, Who

if TYPE_CHECKING:
    from collections.abc import Mapping


class Table(StrEnum):
    """The subjects, in the order of the list."""

    COMPUTER = "computer"  # this computer and its network
    NAMES = "names"
    REACHING = "reaching"  # reaching the service
    PROXY = "proxy"  # proxy and PAC
    AGENTS = "agents"
    PROTECTION = "protection"  # protection and trust
    SITES = "sites"  # sites and sign-in
    OTHER = "other"


@dataclass(frozen=True)
class Cause:
    """One row. ``severity`` is None where the rule decides it by the case; ``who`` is empty where there is nothing to fix here."""

    code: str
    table: Table
    severity: Severity | None
    who: tuple[Who, ...]


U, H, N, V = Who.USER, Who.HELPDESK, Who.NETWORK, Who.VENDOR

CAUSES: tuple[Cause, ...] = (
    Cause("no-network", Table.COMPUTER, Severity.BLOCKER, (U,)),
    Cause("no-address", Table.COMPUTER, Severity.BLOCKER, (U, N)),
    Cause("wifi-sign-in", Table.COMPUTER, Severity.BLOCKER, (U,)),
    Cause("no-default-route", Table.COMPUTER, Severity.BLOCKER, (U, H)),
    Cause("gateway-silent", Table.COMPUTER, Severity.BLOCKER, (U, N)),
    Cause("no-internet", Table.COMPUTER, Severity.BLOCKER, (N,)),
    Cause("local-firewall", Table.COMPUTER, Severity.BLOCKER, (H,)),
    Cause("no-local-port", Table.COMPUTER, Severity.BLOCKER, (H,)),
    Cause("clock-wrong", Table.COMPUTER, Severity.MAJOR, (U,)),
    Cause("mtu-blackhole", Table.COMPUTER, Severity.MAJOR, (N,)),
    Cause("ipv6-broken", Table.COMPUTER, Severity.MINOR, (N,)),
    Cause("path-slow", Table.COMPUTER, Severity.MINOR, (N,)),
    Cause("dns-not-configured", Table.NAMES, Severity.BLOCKER, (U, H)),
    Cause("dns-server-silent", Table.NAMES, Severity.BLOCKER, (N,)),
    Cause("dns-server-failing", Table.NAMES, Severity.BLOCKER, (N,)),
    Cause("hosts-file-override", Table.NAMES, None, (U, H)),
    Cause("dns-policy-override", Table.NAMES, Severity.MAJOR, (H,)),
    Cause("dns-name-blocked", Table.NAMES, Severity.MAJOR, (N,)),
    Cause("dns-wrong-answer", Table.NAMES, Severity.MAJOR, (N,)),
    Cause("dns-slow", Table.NAMES, Severity.MINOR, (N,)),
    Cause("service-unreachable", Table.REACHING, Severity.BLOCKER, (N, V)),
    Cause("port-blocked", Table.REACHING, None, (N,)),
    Cause("udp-443-blocked", Table.REACHING, Severity.MINOR, (N,)),
    Cause("tls-intercepted", Table.REACHING, Severity.BLOCKER, (N,)),
    Cause("tls-reset", Table.REACHING, Severity.BLOCKER, (N,)),
    Cause("tls-handshake-failed", Table.REACHING, Severity.MAJOR, (N, V)),
    Cause("certificate-expired", Table.REACHING, Severity.MAJOR, (N, V)),
    Cause("certificate-name", Table.REACHING, Severity.MAJOR, (N, V)),
    Cause("certificate-untrusted", Table.REACHING, Severity.MAJOR, (N, V)),
    Cause("service-error", Table.REACHING, Severity.MAJOR, (V,)),
    Cause("blocked-by-policy", Table.REACHING, Severity.NOTICE, (H,)),
    Cause("proxy-name-not-found", Table.PROXY, Severity.BLOCKER, (H,)),
    Cause("proxy-unreachable", Table.PROXY, Severity.BLOCKER, (N,)),
    Cause("proxy-not-a-proxy", Table.PROXY, Severity.BLOCKER, (H,)),
    Cause("proxy-auth-required", Table.PROXY, None, (H,)),
    Cause("proxy-denied", Table.PROXY, Severity.BLOCKER, (H, N)),
    Cause("proxy-cannot-reach-service", Table.PROXY, Severity.BLOCKER, (N,)),
    Cause("proxy-not-the-service", Table.PROXY, Severity.MAJOR, (H,)),
    Cause("proxy-settings-conflict", Table.PROXY, Severity.MINOR, (H,)),
    Cause("pac-file-scheme", Table.PROXY, Severity.MAJOR, (H,)),
    Cause("pac-unreachable", Table.PROXY, Severity.BLOCKER, (H, N)),
    Cause("pac-internal-only", Table.PROXY, Severity.BLOCKER, (H,)),
    Cause("pac-http-error", Table.PROXY, Severity.BLOCKER, (H,)),
    Cause("pac-not-script", Table.PROXY, Severity.BLOCKER, (H,)),
    Cause("pac-syntax-error", Table.PROXY, Severity.BLOCKER, (H,)),
    Cause("pac-runtime-error", Table.PROXY, Severity.BLOCKER, (H,)),
    Cause("pac-runaway", Table.PROXY, Severity.BLOCKER, (H,)),
    Cause("pac-too-large", Table.PROXY, Severity.MAJOR, (H,)),
    Cause("pac-slow", Table.PROXY, Severity.MINOR, (H,)),
    Cause("pac-dead-proxy", Table.PROXY, None, (N,)),
    Cause("pac-goes-direct", Table.PROXY, Severity.MAJOR, (H,)),
    Cause("pac-with-agent", Table.PROXY, Severity.NOTICE, (H,)),
    Cause("pac-wrong-type", Table.PROXY, Severity.NOTICE, (H,)),
    Cause("wpad-in-use", Table.PROXY, Severity.NOTICE, (H,)),
    Cause("agent-missing", Table.AGENTS, Severity.BLOCKER, (H,)),
    Cause("agents-conflict", Table.AGENTS, Severity.MAJOR, (H,)),
    Cause("agent-disabled", Table.AGENTS, Severity.BLOCKER, (H,)),
    Cause("agent-stopped", Table.AGENTS, Severity.BLOCKER, (U, H)),
    Cause("agent-control-unreachable", Table.AGENTS, Severity.MAJOR, (N,)),
    Cause("agent-sign-in-needed", Table.AGENTS, Severity.BLOCKER, (U,)),
    Cause("agent-tunnel-down", Table.AGENTS, Severity.BLOCKER, (N,)),
    Cause("agent-too-old", Table.AGENTS, Severity.MAJOR, (H,)),
    Cause("agent-legacy", Table.AGENTS, Severity.MINOR, (H,)),
    Cause("sep-local-proxy-stopped", Table.AGENTS, Severity.BLOCKER, (H,)),
    Cause("fail-closed", Table.AGENTS, Severity.BLOCKER, (U, H)),
    Cause("fail-open", Table.AGENTS, Severity.MAJOR, (U, H)),
    Cause("vpn-carries-service", Table.AGENTS, None, (N,)),
    Cause("other-gateway-client", Table.AGENTS, None, (H,)),
    Cause("agent-udp-not-tried", Table.AGENTS, Severity.NOTICE, (N,)),
    Cause("agent-passive", Table.AGENTS, Severity.NOTICE, ()),
    Cause("not-protected", Table.PROTECTION, Severity.MAJOR, (H,)),
    Cause("double-interception", Table.PROTECTION, Severity.MAJOR, (N,)),
    Cause("service-root-missing", Table.PROTECTION, Severity.MAJOR, (H,)),
    Cause("app-trust-missing", Table.PROTECTION, Severity.MINOR, (H,)),
    Cause("ipv6-leak", Table.PROTECTION, Severity.MINOR, (H,)),
    Cause("quic-leak", Table.PROTECTION, Severity.MINOR, (H,)),
    Cause("doh-bypass", Table.PROTECTION, Severity.MINOR, (H,)),
    Cause("ike-no-answer", Table.SITES, None, (N,)),
    Cause("trans-proxy-not-routed", Table.SITES, Severity.BLOCKER, (N,)),
    Cause("roaming-sign-in", Table.SITES, Severity.NOTICE, (U,)),
    Cause("saml-unreachable", Table.SITES, Severity.BLOCKER, (N,)),
    Cause("directory-port-blocked", Table.SITES, Severity.BLOCKER, (N,)),
    Cause("ac-logon-blocked", Table.SITES, Severity.MAJOR, (N,)),
    Cause("unexplained", Table.OTHER, Severity.MAJOR, (H,)),
)

#: Code -> place in the list, from 0: the order of findings of one severity.
ORDER: Mapping[str, int] = MappingProxyType({cause.code: index for index, cause in enumerate(CAUSES)})

#: Code -> row.
BY_CODE: Mapping[str, Cause] = MappingProxyType({cause.code: cause for cause in CAUSES})
