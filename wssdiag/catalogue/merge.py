"""The catalogue as one organisation has it: placeholders filled, own controls in place of the built-in ones, fewer where it says so. Pure.

A filled location is named ``<what>-<port>.<host>``: the template ``datacentre-443`` with the host ``gcato2-vip1.threatpulse.net`` gives
``datacentre-443.gcato2-vip1.threatpulse.net``, and so does it when more hosts come. Another port of the profile takes the place of the
template's (``own-proxy-3128.proxy.example``); colons of an IPv6 address become hyphens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from wssdiag.catalogue.values import METHOD_WORDS, split_host
from wssdiag.model.location import Catalogue, ClockSource, Control, Location, Provenance, Sureness
from wssdiag.model.observation import Transport
from wssdiag.model.web_address import DEFAULT_PORTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.profile import Controls, Endpoints, ExtraEndpoint, Profile

_HTTPS = 443
_PROTOCOLS = {"http": "http", "https": "tls"}

_FORWARDING = ("proxy-forwarding",)

#: How a row says that its organisation added it, and a filled one where its host is from.
OWN = "the organisation's profile"
FROM_PROFILE = f"host from {OWN}"
FROM_DNS = "host found by DNS"


def merged(catalogue: Catalogue, profile: Profile) -> Catalogue:
    """What a run may contact. Merging the outcome again changes nothing."""
    contact = profile.policy.contact_hosts
    if contact == "none":
        return Catalogue(version=catalogue.version)
    filled = tuple(row for template in catalogue.location for row in _filled(template, profile.endpoints))
    located = msgspec.structs.replace(catalogue, location=_with_extra(filled, profile.endpoints.extra))
    if contact == "service-only":
        return Catalogue(version=catalogue.version, location=located.location)
    return _with_controls(located, profile.controls)


def filled_by_dns(template: Location, host: str) -> Location:
    """A row with a placeholder for a host that DNS names. It is named as one from the profile would be."""
    return msgspec.structs.replace(
        template,
        id=_filled_id(template.id, host, template.port),
        host=host,
        placeholder=None,
        provenance=msgspec.structs.replace(template.provenance, source=f"{template.provenance.source}; {FROM_DNS}"),
    )


def checkable(location: Location) -> bool:
    """Whether a run can check the location at all: it has a host, and its protocol can be spoken from here. Others are only listed."""
    return bool(location.host or location.addresses) and location.transport is not Transport.IP and location.protocol != "esp"


def _filled(template: Location, endpoints: Endpoints) -> Iterator[Location]:
    targets = tuple(_targets(template, endpoints))
    if not targets:
        yield template
    for host, port, protocol in targets:
        row = placed(template, host, port, FROM_PROFILE)
        yield msgspec.structs.replace(row, protocol=protocol)


def placed(template: Location, host: str, port: int | None, said: str) -> Location:
    """A template with its host; ``said`` tells a reader where the host is from. What has no port keeps none."""
    port = port if template.port is not None else None
    return msgspec.structs.replace(
        template,
        id=_filled_id(template.id, host, port),
        host=host,
        placeholder=None,
        port=port,
        provenance=msgspec.structs.replace(template.provenance, source=f"{template.provenance.source}; {said}"),
    )


def _targets(template: Location, endpoints: Endpoints) -> Iterator[tuple[str, int | None, str]]:
    """Host, port and protocol of everything that the profile says for a placeholder."""
    given: dict[str, tuple[str, ...]] = {
        "datacentres": endpoints.datacentres,
        "proxies": endpoints.proxies,
        "ike_gateways": endpoints.ike_gateways,
        "domain_controllers": endpoints.domain_controllers,
        "auth_connector": (endpoints.auth_connector,) if endpoints.auth_connector else (),
        "identity_provider": (endpoints.identity_provider,) if endpoints.identity_provider else (),
        "pac_url": (endpoints.pac_url,) if endpoints.pac_url else (),
    }
    for value in given.get(template.placeholder or "", ()):
        if "://" not in value:
            host, port = split_host(value, template.port)
            # Forwarding has three ports at each data centre: the one that the profile names is the tunnel's.
            yield host.lower(), template.port if template.methods == _FORWARDING else port, template.protocol
            continue
        parts = urlsplit(value)
        if parts.hostname and parts.scheme in DEFAULT_PORTS:  # a PAC file of this computer (file://) has no host to reach
            yield parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme], _PROTOCOLS[parts.scheme]


def _filled_id(template: str, host: str, port: int | None) -> str:
    stem, _, last = template.rpartition("-")
    name = f"{stem}-{port}" if port is not None and last.isdigit() else template
    return f"{name}.{_slug(host)}"


def _slug(host: str) -> str:
    return host.lower().replace(":", "-")


def _with_extra(rows: tuple[Location, ...], extra: tuple[ExtraEndpoint, ...]) -> tuple[Location, ...]:
    """The organisation's own locations last; one with the id of a listed location takes its place."""
    own = {endpoint.id: _extra(endpoint) for endpoint in extra}
    replaced = tuple(own.pop(row.id, row) for row in rows)
    return (*replaced, *own.values())


def _extra(endpoint: ExtraEndpoint) -> Location:
    return Location(
        id=endpoint.id,
        methods=METHOD_WORDS,
        host=endpoint.host.lower(),
        port=endpoint.port,
        transport=endpoint.transport,
        protocol=str(endpoint.transport),
        purpose=endpoint.purpose or "named by the organisation",
        provenance=Provenance(source=OWN, certainty=Sureness.DOCUMENTED),
    )


def _with_controls(catalogue: Catalogue, own: Controls) -> Catalogue:
    """Each list that the profile gives replaces its own: ``names`` the controls by name, ``addresses`` those with addresses."""
    by_name = tuple(_named(name) for name in own.names) or tuple(row for row in catalogue.control if not row.addresses)
    by_address = tuple(_addressed(text) for text in own.addresses) or tuple(row for row in catalogue.control if row.addresses)
    return msgspec.structs.replace(
        catalogue,
        control=catalogue.control if not (own.names or own.addresses) else (*by_name, *by_address),
        sign_in_probe=own.sign_in_probes or catalogue.sign_in_probe,
        clock_source=tuple(_clock(url) for url in own.urls) or catalogue.clock_source,
    )


def _named(name: str) -> Control:
    # Nobody said who runs it: each name stands for an operator of its own.
    host = name.lower()
    return Control(id=f"name-{_slug(host)}-{_HTTPS}", host=host, port=_HTTPS, transport=Transport.TCP, operator=host)


def _addressed(text: str) -> Control:
    target, _, transport = text.partition("/")
    host, port = split_host(target, _HTTPS)
    kind = Transport(transport or "tcp")
    name = f"address-{_slug(host)}-{kind}-{port}"
    return Control(id=name, host=host, addresses=(host,), port=port or _HTTPS, transport=kind, operator=host)


def _clock(url: str) -> ClockSource:
    parts = urlsplit(url)
    host = parts.hostname or url
    return ClockSource(id=f"url-{_slug(host)}-{parts.port or DEFAULT_PORTS.get(parts.scheme, _HTTPS)}", url=url, operator=host)
