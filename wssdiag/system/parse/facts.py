"""A capture's facts, subject by subject. Must not know how a subject is spelt: that is each module's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.capture import CaptureHeader
from wssdiag.model.facts import Facts
from wssdiag.model.unknown import Unknown
from wssdiag.system.parse.browsers import browsers_of
from wssdiag.system.parse.connectivity import connectivity_of
from wssdiag.system.parse.domain import domain_of
from wssdiag.system.parse.environment import environment_of
from wssdiag.system.parse.hosts import hosts_of
from wssdiag.system.parse.interfaces import interfaces_of
from wssdiag.system.parse.name_policies import name_policies_of
from wssdiag.system.parse.neighbours import neighbours_of
from wssdiag.system.parse.proxies import proxy_settings_of
from wssdiag.system.parse.resolvers import resolvers_of
from wssdiag.system.parse.routes import routes_of
from wssdiag.system.parse.rows import json_of
from wssdiag.system.parse.software import certificates_of, connections_of, files_of, processes_of, products_of, services_of

if TYPE_CHECKING:
    from wssdiag.model.capture import Capture

#: Folders that one system alone writes: what it was, where the header does not say.
_FOLDERS = ("windows", "macos", "linux")


def facts_of(capture: Capture) -> Facts:
    """The facts. A file that is absent or broken makes its own facts Unknown, with the reason; never raises."""
    header = header_of(capture)
    connectivity = connectivity_of(capture)
    return Facts(
        os=header.os,
        os_version=header.os_version,
        collected_at=header.collected_at,
        user=header.user,
        interfaces=interfaces_of(capture),
        routes=routes_of(capture),
        neighbours=neighbours_of(capture),
        resolvers=resolvers_of(capture, header.os),
        hosts=hosts_of(capture),
        processes=processes_of(capture),
        services=services_of(capture),
        products=products_of(capture),
        connections=connections_of(capture),
        files=files_of(capture),
        certificates=certificates_of(capture),
        environment=environment_of(capture),
        proxy_settings=proxy_settings_of(capture, header.os),
        windows_nlm=connectivity.windows_nlm,
        networkmanager=connectivity.networkmanager,
        captive_portal_api=connectivity.captive_portal_api,
        browsers=browsers_of(capture),
        name_policies=name_policies_of(capture, header.os),
        domain=domain_of(capture, header.os),
    )


def header_of(capture: Capture) -> CaptureHeader:
    """``capture.json``; without a readable one the system is told by the folders that are there, else "unknown"."""
    header = json_of(capture, "capture.json", CaptureHeader)
    if not isinstance(header, Unknown):
        return header
    folders = {name.partition("/")[0] for name in capture if "/" in name}
    return CaptureHeader(os=next((name for name in _FOLDERS if name in folders), "unknown"))
