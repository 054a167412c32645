"""What one serving process is told: the JSON that the stage writes and the process reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """All of the process's world. Addresses and names are lower-case text."""

    tcp_ports: list[int]
    udp_ports: list[int] = field(default_factory=list)
    listening: list[list[Any]] = field(default_factory=list)  # [address, port], beside ``tcp_ports`` on every address
    zone: dict[str, list[str]] = field(default_factory=dict)  # name -> addresses, for CONNECT and to know who is served where
    certificates: dict[str, str] = field(default_factory=dict)  # name -> PEM file; "" is the one of addresses that belong to nobody
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)  # "host" or "host/path" -> page; "" -> every host
    cuts: list[dict[str, Any]] = field(default_factory=list)  # of plan.Cut
    handshakes: dict[str, dict[str, Any]] = field(default_factory=dict)  # host -> plan.Handshake
    proxies: list[list[Any]] = field(default_factory=list)  # [address, port] at which HTTP proxy is spoken; address "" is any
    proxy: dict[str, Any] = field(default_factory=lambda: {"mode": "open", "status": 200, "schemes": [], "body": ""})
    clock_offset_s: float = 0.0
    clocks: dict[str, float] = field(default_factory=dict)  # host -> its own offset
