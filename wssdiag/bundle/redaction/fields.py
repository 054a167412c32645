"""The allow-list: what becomes of each field of each struct that a report can hold. A field without a line is left out; a test names it.

Data alone: :mod:`wssdiag.bundle.redaction.report` walks by it.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from wssdiag.model import check, facts, finding, location, mode, observation, profile, report, unknown

if TYPE_CHECKING:
    import msgspec


class Treatment(Enum):
    """What becomes of a value; of each one where it is a tuple. None, numbers, truth values and members of closed lists always stay."""

    KEEP = auto()  # a number, or a word of a closed list
    INSIDE = auto()  # a struct with lines of its own
    TEXT = auto()  # free text
    WORD = auto()  # a word of the systems' or of ours, without a closed list: a text, should it be none
    VERSION = auto()
    TIME = auto()
    HASH = auto()  # a fingerprint or the number of a run: it tells nothing, and is compared
    NAME = auto()  # a host name or an address
    ADDRESS = auto()
    NETWORK = auto()  # in CIDR form
    SERVER = auto()  # host, host:port
    SOCKET = auto()  # address:port/transport
    PROXY = auto()  # "PROXY host:port", also several with semicolons
    URL = auto()
    PLACE = auto()  # a web address, a path, a server or a list of such
    PATH = auto()
    FOLDER = auto()  # of a browser's profile
    MAC = auto()
    INTERFACE = auto()
    DISTINGUISHED = auto()  # a distinguished name, or words of one
    ID = auto()  # of a check or a location
    ENDPOINT = auto()  # an id, or the address of a probe site
    FACT = auto()  # a path into the facts
    VALUE = auto()  # of a fact: a word, a sentence, or a place
    VALUES = auto()  # placeholder -> text
    HEADERS = auto()  # pairs of name and text
    BODY = auto()  # how a page begins
    OPERATOR = auto()  # who runs a site
    OUT = auto()  # left out


T = Treatment

#: By struct and field; a base's fields have their line in each struct below it.
FIELDS: Final[dict[type[msgspec.Struct], dict[str, Treatment]]] = {
    report.Report: {
        "schema": T.KEEP,
        "run_id": T.HASH,
        "tool_version": T.VERSION,
        "catalogue_version": T.VERSION,
        "started": T.TIME,
        "elapsed_ms": T.KEEP,
        "cancelled": T.KEEP,
        "role": T.KEEP,
        "verdict": T.INSIDE,
        "mode": T.INSIDE,
        "network": T.INSIDE,
        "checks": T.INSIDE,
        "findings": T.INSIDE,
        "locations": T.INSIDE,
        "proxies": T.INSIDE,
        "profile": T.INSIDE,
        "redacted": T.KEEP,
        "facts": T.INSIDE,
    },
    report.Verdict: {"status": T.KEEP, "cause": T.WORD, "headline": T.TEXT},
    report.NetworkState: {
        **dict.fromkeys(("sign_in", "protected"), T.KEEP),
        "sign_in_url": T.URL,
        "egress_ip": T.ADDRESS,
        "protected_evidence": T.TEXT,
    },
    mode.Mode: {
        "method": T.KEEP,
        "confidence": T.KEEP,
        "evidence": T.INSIDE,
        "rivals": T.KEEP,
        "contradictions": T.TEXT,
        "in_use": T.KEEP,
        "agent_captures": T.KEEP,
    },
    mode.ModeEvidence: {"fact": T.FACT, "value": T.VALUE, "says": T.TEXT},
    check.CheckResult: {
        "id": T.ID,
        "title": T.TEXT,
        "status": T.KEEP,
        "required": T.KEEP,
        "summary": T.TEXT,
        "elapsed_ms": T.KEEP,
        "needs": T.ID,
        "blocked_by": T.ID,
        "endpoint": T.ENDPOINT,
        "observations": T.INSIDE,
    },
    observation.Observation: {
        "step": T.KEEP,
        "target": T.INSIDE,
        "via": T.KEEP,
        "interface": T.INTERFACE,
        "offset_ms": T.KEEP,
        "elapsed_ms": T.KEEP,
        "failure": T.KEEP,
        "detail": T.INSIDE,
    },
    observation.Target: {"host": T.NAME, "address": T.ADDRESS, "port": T.KEEP, "transport": T.KEEP},
    observation.Certificate: {
        "subject": T.DISTINGUISHED,
        "issuer": T.DISTINGUISHED,
        "names": T.NAME,
        "not_before": T.TIME,
        "not_after": T.TIME,
        "sha256": T.HASH,
    },
    observation.ServiceTarget: {"host": T.NAME, "port": T.KEEP, "priority": T.KEEP, "weight": T.KEEP},
    observation.ResolveDetail: {
        "error": T.TEXT,
        "server": T.NAME,
        "addresses": T.ADDRESS,
        "rcode": T.WORD,
        "ttl": T.KEEP,
        "services": T.INSIDE,
    },
    observation.ConnectDetail: {"error": T.TEXT, "source": T.ADDRESS, "max_segment": T.KEEP},
    observation.UdpDetail: {"error": T.TEXT, "protocol": T.WORD, "answer_bytes": T.KEEP, "answer": T.TEXT},
    observation.EchoDetail: {
        "error": T.TEXT,
        **dict.fromkeys(("sent_bytes", "received_bytes", "path_mtu", "allowed"), T.KEEP),
    },
    observation.ProxyDetail: {
        "error": T.TEXT,
        "proxy": T.SERVER,
        "status": T.KEEP,
        "headers": T.HEADERS,
        "schemes": T.WORD,
        "body_start": T.BODY,
    },
    observation.TlsDetail: {
        "error": T.TEXT,
        "server_name": T.NAME,
        "version": T.VERSION,
        "chain": T.INSIDE,
        **dict.fromkeys(("system_code", "mozilla_code", "leaf_code", "alert", "received_bytes"), T.KEEP),
    },
    observation.HttpDetail: {
        "error": T.TEXT,
        "url": T.URL,
        "status": T.KEEP,
        "headers": T.HEADERS,
        "body_size": T.KEEP,
        "body_start": T.BODY,
        "body_sha256": T.HASH,
    },
    observation.LdapDetail: {
        "error": T.TEXT,
        "result": T.KEEP,
        "naming_context": T.DISTINGUISHED,
        "dns_host_name": T.NAME,
        "versions": T.VERSION,
    },
    observation.RpcDetail: {"error": T.TEXT, "answer": T.TEXT, "ports": T.KEEP},
    observation.PacDetail: {
        "error": T.TEXT,
        "source": T.PLACE,
        "body_size": T.KEEP,
        "body_sha256": T.HASH,
        "answers": T.INSIDE,
        "slowest_ms": T.KEEP,
    },
    observation.PacAnswer: {"url": T.URL, "ordinary": T.KEEP, "answer": T.PROXY, "proxies": T.PROXY, "names": T.NAME},
    finding.Finding: {
        "code": T.WORD,
        "severity": T.KEEP,
        "confidence": T.KEEP,
        "title": T.TEXT,
        "subject": T.INSIDE,
        "values": T.VALUES,
        "evidence": T.INSIDE,
        "masked_by": T.WORD,
        "who": T.KEEP,
    },
    finding.Subject: {
        "endpoint": T.ENDPOINT,
        "host": T.NAME,
        "address": T.ADDRESS,
        "port": T.KEEP,
        "transport": T.KEEP,
        "kind": T.KEEP,
        "scope": T.KEEP,
        "app": T.TEXT,
    },
    finding.Evidence: {"check": T.ID, "fact": T.FACT, "value": T.VALUE},
    location.Location: {
        "id": T.ID,
        "methods": T.WORD,
        "host": T.NAME,
        "placeholder": T.WORD,
        "addresses": T.ADDRESS,
        "port": T.KEEP,
        "ports": T.WORD,
        "transport": T.KEEP,
        "protocol": T.WORD,
        "purpose": T.TEXT,
        "path": T.TEXT,
        "trust": T.KEEP,
        "need": T.KEEP,
        "group": T.WORD,
        "when": T.TEXT,
        "provenance": T.INSIDE,
    },
    location.Provenance: {"source": T.TEXT, "revised": T.TEXT, "certainty": T.KEEP},
    location.SignInProbe: {"url": T.URL, "status": T.KEEP, "body": T.TEXT, "operator": T.OPERATOR},
    profile.Profile: {
        "schema": T.KEEP,
        "organisation": T.OUT,
        "helpdesk": T.INSIDE,
        "expect": T.INSIDE,
        "endpoints": T.INSIDE,
        "controls": T.INSIDE,
        "signatures": T.INSIDE,
        "bundle": T.INSIDE,
        "policy": T.INSIDE,
    },
    profile.Helpdesk: {"name": T.OUT, "phone": T.OUT, "email": T.OUT, "url": T.OUT},
    profile.Expect: {
        "method": T.KEEP,
        "agent_minimum_version": T.VERSION,
        "root_ca_sha256": T.HASH,
        "trusted_interceptors": T.DISTINGUISHED,
    },
    profile.Endpoints: {
        "datacentres": T.SERVER,
        "pac_url": T.PLACE,
        "proxies": T.SERVER,
        "auth_connector": T.SERVER,
        "domain_controllers": T.NAME,
        "identity_provider": T.URL,
        "ike_gateways": T.NAME,
        "extra": T.INSIDE,
    },
    profile.ExtraEndpoint: {"id": T.ID, "host": T.NAME, "port": T.KEEP, "transport": T.KEEP, "purpose": T.TEXT},
    profile.Controls: {
        "names": T.NAME,
        "addresses": T.SOCKET,
        "urls": T.URL,
        "sign_in_probes": T.INSIDE,
        "egress_url": T.URL,
    },
    profile.Signatures: {
        "block_page": T.TEXT,
        "credential_page": T.TEXT,
        "response_headers": T.TEXT,
        "interception_issuers": T.DISTINGUISHED,
    },
    profile.BundlePolicy: {"recipient": T.OUT, "include": T.OUT, "exclude": T.OUT},
    profile.Policy: {"allow_fixes": T.WORD, "contact_hosts": T.KEEP},
    facts.Facts: {
        "schema": T.KEEP,
        "os": T.WORD,
        "os_version": T.VERSION,
        "collected_at": T.TIME,
        "user": T.WORD,
        "interfaces": T.INSIDE,
        "routes": T.INSIDE,
        "neighbours": T.INSIDE,
        "resolvers": T.INSIDE,
        "hosts": T.INSIDE,
        "processes": T.INSIDE,
        "services": T.INSIDE,
        "products": T.INSIDE,
        "connections": T.INSIDE,
        "files": T.INSIDE,
        "certificates": T.INSIDE,
        "environment": T.INSIDE,
        "proxy_settings": T.INSIDE,
        "windows_nlm": T.WORD,
        "networkmanager": T.WORD,
        "captive_portal_api": T.URL,
        "browsers": T.INSIDE,
        "name_policies": T.INSIDE,
        "domain": T.NAME,
    },
    facts.Interface: {
        "name": T.INTERFACE,
        "description": T.TEXT,
        "type": T.KEEP,
        "up": T.KEEP,
        "addresses": T.INSIDE,
        "mac": T.MAC,
        "mtu": T.KEEP,
        "dns_servers": T.ADDRESS,
        "dns_suffix": T.NAME,
        "dhcp": T.KEEP,
    },
    facts.InterfaceAddress: {"address": T.ADDRESS, "prefix": T.KEEP},
    facts.Route: {"destination": T.NETWORK, "gateway": T.ADDRESS, "interface": T.INTERFACE, "metric": T.KEEP},
    facts.Neighbour: {"address": T.ADDRESS, "mac": T.MAC, "interface": T.INTERFACE, "state": T.WORD},
    facts.Resolver: {"address": T.ADDRESS, "port": T.KEEP, "interface": T.INTERFACE, "source": T.WORD, "stub": T.KEEP},
    facts.NamePolicy: {"pattern": T.NAME, "servers": T.ADDRESS, "source": T.WORD},
    facts.HostsEntry: {"address": T.ADDRESS, "names": T.NAME},
    facts.Process: {"pid": T.KEEP, "name": T.TEXT, "exe": T.PATH},
    facts.Service: {"name": T.TEXT, "display_name": T.TEXT, "status": T.WORD, "start_type": T.WORD, "binpath": T.PATH},
    facts.Product: {"name": T.TEXT, "version": T.VERSION, "publisher": T.TEXT},
    facts.Connection: {
        "pid": T.KEEP,
        "process": T.TEXT,
        "local": T.SERVER,
        "remote": T.SERVER,
        "status": T.WORD,
        "transport": T.WORD,
    },
    facts.TracedFile: {"path": T.PATH, "exists": T.KEEP, "tail": T.TEXT},
    facts.AgentCertificate: {
        "path": T.PATH,
        "sha256": T.HASH,
        "subject": T.DISTINGUISHED,
        "not_after": T.TIME,
        "variable": T.WORD,
    },
    facts.Variable: {"name": T.WORD, "value": T.PLACE},
    facts.ProxyServer: {"scheme": T.WORD, "host": T.NAME, "port": T.KEEP},
    facts.ProxySetting: {
        "source": T.WORD,
        "applies_to": T.WORD,
        "kind": T.KEEP,
        "servers": T.INSIDE,
        "pac_url": T.PLACE,
        "bypass": T.PLACE,
        "policy": T.KEEP,
    },
    facts.BrowserSetting: {
        "app": T.WORD,
        "source": T.FOLDER,
        "version": T.VERSION,
        "own_dns": T.KEEP,
        "dns_server": T.PLACE,
        "system_roots": T.KEEP,
        "adds_roots": T.KEEP,
        "policy": T.KEEP,
    },
    unknown.Unknown: {"unknown": T.TEXT},
}
