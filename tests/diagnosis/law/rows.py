"""The list of causes as a table: of each code what must hold, and how grave it may be. Written from the list, not from the rules."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from tests.diagnosis.law import agents, computer, names, protection, proxies, reaching
from wssdiag.model.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.diagnosis.law.told import Told

BLOCKER, MAJOR, MINOR, NOTICE = "blocker", "major", "minor", "notice"


@dataclass(frozen=True)
class Row:
    """One row. A notice is allowed for every location that nobody confirmed, beside what stands here."""

    holds: Callable[[Told], bool]
    severities: tuple[str, ...]


#: "By ``need``" of the location: required, all of its group, one that works or optional.
BY_NEED = (BLOCKER, MAJOR, NOTICE)

ROWS: Mapping[str, Row] = MappingProxyType(
    {
        "no-network": Row(computer.no_network, (BLOCKER,)),
        "no-address": Row(computer.no_address, (BLOCKER,)),
        "wifi-sign-in": Row(computer.wifi_sign_in, (BLOCKER,)),
        "no-default-route": Row(computer.no_default_route, (BLOCKER,)),
        "gateway-silent": Row(computer.gateway_silent, (BLOCKER,)),
        "no-internet": Row(computer.no_internet, (BLOCKER,)),
        "local-firewall": Row(computer.local_firewall, BY_NEED),
        "no-local-port": Row(computer.no_local_port, BY_NEED),
        "clock-wrong": Row(computer.clock_wrong, (MAJOR,)),
        "mtu-blackhole": Row(computer.mtu_blackhole, (MAJOR,)),
        "ipv6-broken": Row(computer.ipv6_broken, (MINOR,)),
        "path-slow": Row(computer.path_slow, (MINOR,)),
        "dns-not-configured": Row(names.dns_not_configured, (BLOCKER,)),
        "dns-server-silent": Row(names.dns_server_silent, (BLOCKER,)),
        "dns-server-failing": Row(names.dns_server_failing, (BLOCKER,)),
        "hosts-file-override": Row(names.hosts_file_override, (MAJOR, NOTICE)),
        "dns-policy-override": Row(names.dns_policy_override, (MAJOR, NOTICE)),
        "dns-name-blocked": Row(names.dns_name_blocked, (MAJOR,)),
        "dns-wrong-answer": Row(names.dns_wrong_answer, (MAJOR,)),
        "dns-slow": Row(names.dns_slow, (MINOR,)),
        "service-unreachable": Row(reaching.service_unreachable, (BLOCKER,)),
        "port-blocked": Row(reaching.port_blocked, BY_NEED),
        "udp-443-blocked": Row(reaching.udp_443_blocked, (MINOR,)),
        "tls-intercepted": Row(reaching.tls_intercepted, (BLOCKER, NOTICE)),
        "tls-reset": Row(reaching.tls_reset, BY_NEED),
        "tls-handshake-failed": Row(reaching.tls_handshake_failed, (MAJOR, NOTICE)),
        "certificate-expired": Row(reaching.certificate_expired, (MAJOR,)),
        "certificate-name": Row(reaching.certificate_name, (MAJOR,)),
        "certificate-untrusted": Row(reaching.certificate_untrusted, (MAJOR, NOTICE)),
        "service-error": Row(reaching.service_error, (MAJOR,)),
        "blocked-by-policy": Row(reaching.blocked_by_policy, (NOTICE,)),
        "proxy-name-not-found": Row(proxies.proxy_name_not_found, (BLOCKER,)),
        "proxy-unreachable": Row(proxies.proxy_unreachable, (BLOCKER,)),
        "proxy-not-a-proxy": Row(proxies.proxy_not_a_proxy, BY_NEED),
        "proxy-auth-required": Row(proxies.proxy_auth_required, (BLOCKER, NOTICE)),
        "proxy-denied": Row(proxies.proxy_denied, BY_NEED),
        "proxy-cannot-reach-service": Row(proxies.proxy_cannot_reach_service, BY_NEED),
        "proxy-not-the-service": Row(proxies.proxy_not_the_service, (MAJOR,)),
        "proxy-settings-conflict": Row(proxies.proxy_settings_conflict, (MINOR,)),
        "pac-file-scheme": Row(proxies.pac_file_scheme, (MAJOR,)),
        "pac-unreachable": Row(proxies.pac_unreachable, (BLOCKER,)),
        "pac-internal-only": Row(proxies.pac_internal_only, (BLOCKER,)),
        "pac-http-error": Row(proxies.ends(Failure.HTTP_STATUS, Failure.REDIRECTED), (BLOCKER,)),
        "pac-not-script": Row(proxies.ends(Failure.PAC_NOT_SCRIPT), (BLOCKER,)),
        "pac-syntax-error": Row(proxies.ends(Failure.PAC_SYNTAX), (BLOCKER,)),
        "pac-runtime-error": Row(proxies.ends(Failure.PAC_RUNTIME), (BLOCKER,)),
        "pac-runaway": Row(proxies.ends(Failure.PAC_RUNAWAY), (BLOCKER,)),
        "pac-too-large": Row(proxies.ends(Failure.BODY_TOO_LARGE), (MAJOR,)),
        "pac-slow": Row(proxies.pac_slow, (MINOR,)),
        "pac-dead-proxy": Row(proxies.pac_dead_proxy, (BLOCKER, MAJOR)),
        "pac-goes-direct": Row(proxies.pac_goes_direct, (MAJOR,)),
        "pac-with-agent": Row(proxies.pac_with_agent, (NOTICE,)),
        "pac-wrong-type": Row(proxies.pac_wrong_type, (NOTICE,)),
        "wpad-in-use": Row(proxies.wpad_in_use, (NOTICE,)),
        "agent-missing": Row(agents.agent_missing, (BLOCKER,)),
        "agents-conflict": Row(agents.agents_conflict, (MAJOR,)),
        "agent-disabled": Row(agents.agent_disabled, (BLOCKER,)),
        "agent-stopped": Row(agents.agent_stopped, (BLOCKER,)),
        "agent-control-unreachable": Row(agents.agent_control_unreachable, (MAJOR,)),
        "agent-sign-in-needed": Row(agents.agent_sign_in_needed, (BLOCKER,)),
        "agent-tunnel-down": Row(agents.agent_tunnel_down, (BLOCKER,)),
        "agent-too-old": Row(agents.agent_too_old, (MAJOR,)),
        "agent-legacy": Row(agents.agent_legacy, (MINOR,)),
        "sep-local-proxy-stopped": Row(agents.sep_local_proxy_stopped, (BLOCKER,)),
        "fail-closed": Row(agents.fail_closed, (BLOCKER,)),
        "fail-open": Row(agents.fail_open, (MAJOR,)),
        "vpn-carries-service": Row(agents.vpn_carries_service, (MAJOR, NOTICE)),
        "other-gateway-client": Row(agents.other_gateway_client, (MAJOR, NOTICE)),
        "agent-udp-not-tried": Row(agents.agent_udp_not_tried, (NOTICE,)),
        "agent-passive": Row(agents.agent_passive, (NOTICE,)),
        "not-protected": Row(protection.not_protected, (MAJOR,)),
        "double-interception": Row(protection.double_interception, (MAJOR, NOTICE)),
        "service-root-missing": Row(protection.service_root_missing, (MAJOR,)),
        "app-trust-missing": Row(protection.app_trust_missing, (MINOR,)),
        "ipv6-leak": Row(protection.ipv6_leak, (MINOR,)),
        "quic-leak": Row(protection.quic_leak, (MINOR, NOTICE)),
        "doh-bypass": Row(protection.doh_bypass, (MINOR,)),
        "ike-no-answer": Row(protection.ike_no_answer, (BLOCKER, MAJOR, NOTICE)),
        "trans-proxy-not-routed": Row(protection.trans_proxy_not_routed, (BLOCKER,)),
        "roaming-sign-in": Row(protection.roaming_sign_in, (NOTICE,)),
        "saml-unreachable": Row(protection.saml_unreachable, (BLOCKER, NOTICE)),
        "directory-port-blocked": Row(protection.directory_port_blocked, (BLOCKER,)),
        "ac-logon-blocked": Row(protection.ac_logon_blocked, (MAJOR,)),
        "unexplained": Row(protection.unexplained, (MAJOR,)),
    }
)
