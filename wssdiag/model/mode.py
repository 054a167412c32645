"""How this computer is connected to the service."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Method(StrEnum):
    """The access method."""

    WSS_AGENT = "wss-agent"
    UNIFIED_AGENT = "unified-agent"
    SEP_TUNNEL = "sep-tunnel"
    SEP_PAC = "sep-pac"
    PAC_FILE = "pac-file"
    EXPLICIT_PROXY = "explicit-proxy"
    TRANS_PROXY = "trans-proxy"
    IPSEC = "ipsec"  # from network evidence only
    PROXY_FORWARDING = "proxy-forwarding"  # never detected
    MOBILE = "mobile"  # never detected
    UPE = "upe"  # never detected
    DIRECT = "direct"  # known to use none
    UNKNOWN = "unknown"


#: The agent on this computer carries the traffic.
AGENT_METHODS = frozenset({Method.WSS_AGENT, Method.UNIFIED_AGENT, Method.SEP_TUNNEL})

#: Path rule: a proxy carries the traffic, so direct egress and client-side resolution are information only.
PROXY_METHODS = frozenset({Method.EXPLICIT_PROXY, Method.PAC_FILE, Method.SEP_PAC, Method.TRANS_PROXY, Method.PROXY_FORWARDING})

#: Methods that leave this computer without a path of their own when they are named but not in use here.
NO_PATH_UNLESS_IN_USE = AGENT_METHODS | {Method.IPSEC, Method.MOBILE, Method.UPE, Method.PROXY_FORWARDING}


class Confidence(StrEnum):
    """How sure the mode is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


FactValue = str | int | float | bool | None


class ModeEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """One line that a person can check: the fact, its value, and what it says."""

    fact: str  # path into the facts: "services[WSSAgent].status"; or a check id for network evidence
    value: FactValue
    says: str


class Mode(msgspec.Struct, frozen=True, kw_only=True):
    """The connection mode with the reasons for it."""

    method: Method
    confidence: Confidence
    evidence: tuple[ModeEvidence, ...] = ()
    rivals: tuple[Method, ...] = ()
    contradictions: tuple[str, ...] = ()
    in_use: bool = True  # False: named by the caller or the profile, and not what this computer shows
    agent_captures: bool = False  # an agent here is active, or may be: then a bare connect may be its own answer
