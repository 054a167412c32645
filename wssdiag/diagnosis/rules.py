"""The rules, in the order of the causes: read from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wssdiag.diagnosis import agents, certificates, computer, names, protection, proxy, reaching
from wssdiag.diagnosis.case import Case, Conclusion

Rule = Callable[[Case], Iterator[Conclusion]]

RULES: tuple[Rule, ...] = (
    computer.no_network,
    computer.no_address,
    computer.wifi_sign_in,
    computer.no_default_route,
    computer.gateway_silent,
    computer.no_internet,
    computer.local_firewall,
    computer.no_local_port,
    computer.clock_wrong,
    names.dns_not_configured,
    names.dns_server_silent,
    names.dns_server_failing,
    names.hosts_file_override,
    names.dns_name_blocked,
    names.dns_wrong_answer,
    reaching.service_unreachable,
    reaching.port_blocked,
    certificates.tls_intercepted,
    reaching.tls_reset,
    certificates.certificate_does_not_hold,
    proxy.proxy_name_not_found,
    proxy.proxy_unreachable,
    proxy.proxy_not_a_proxy,
    proxy.proxy_auth_required,
    proxy.proxy_denied,
    proxy.proxy_cannot_reach_service,
    agents.agent_missing,
    agents.agent_disabled,
    agents.agent_stopped,
    protection.not_protected,
)
