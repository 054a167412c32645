"""Processes, services, products, connections, traced files and the agents' certificates -> facts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from wssdiag.model.facts import AgentCertificate, Connection, Process, Product, Service, TracedFile
from wssdiag.system.parse.macos_services import macos_services
from wssdiag.system.parse.rows import ABSENT, rows_of

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture
    from wssdiag.model.unknown import Unknown

#: Fields of a closed vocabulary: in lower case, whatever the reader wrote.
_SERVICE_WORDS = frozenset({"status", "start_type"})
_CONNECTION_WORDS = frozenset({"status", "transport"})


def processes_of(capture: Capture) -> tuple[Process, ...] | Unknown:
    """The running processes."""
    return rows_of(capture, "processes.json", Process)


def services_of(capture: Capture) -> tuple[Service, ...] | Unknown:
    """The services: the table where there is one, else what macOS's own listings say."""
    services = rows_of(capture, "services.json", Service, partial(_lower, names=_SERVICE_WORDS))
    return macos_services(capture) if services is ABSENT else services


def products_of(capture: Capture) -> tuple[Product, ...] | Unknown:
    """The installed products."""
    return rows_of(capture, "products.json", Product)


def connections_of(capture: Capture) -> tuple[Connection, ...] | Unknown:
    """The sockets of the processes."""
    return rows_of(capture, "connections.json", Connection, partial(_lower, names=_CONNECTION_WORDS))


def files_of(capture: Capture) -> tuple[TracedFile, ...] | Unknown:
    """The footprint's paths that were looked for."""
    return rows_of(capture, "files.json", TracedFile)


def certificates_of(capture: Capture) -> tuple[AgentCertificate, ...] | Unknown:
    """The CA files of an agent; fingerprints in lower case without colons."""
    return rows_of(capture, "certificates.json", AgentCertificate, _fingerprint)


def _lower(row: dict[str, Any], *, names: frozenset[str]) -> dict[str, Any]:
    return {key: value.lower() if key in names and isinstance(value, str) else value for key, value in row.items()}


def _fingerprint(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "sha256": str(row.get("sha256", "")).replace(":", "").lower()}
