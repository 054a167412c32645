"""The service's own list of its hosts and addresses, from the vendor's JSON: strict and bounded. Pure.

Owns the shape of the document as far as it is publicly known (``docs/design/0007-every-row-on-the-wire.md`` says how far). What is wrong
ends it with one line; a network that nobody out there can own is left out and told; what is unknown is passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from wssdiag.catalogue.service_dates import revised
from wssdiag.catalogue.service_hosts import hosts_of
from wssdiag.catalogue.service_reader import Reader
from wssdiag.model.codec import DecodeError, decode
from wssdiag.model.service_list import ServiceList, Site
from wssdiag.model.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

#: Some hundred networks with their dates are a hundred KiB.
SIZE_LIMIT_BYTES: Final = 8 * 1024 * 1024

#: Values that the document may hold at all, told from its commas and brackets before any memory is spent on them.
_MOST_PARTS: Final = 250_000

_UTF8_MARK: Final = b"\xef\xbb\xbf"

_HOSTS: Final = "wss_management"
_SITES: Final = "wss_datapath"

#: Sections that name networks beside those of the sites, from which traffic leaves.
_EGRESS: Final = ("wss_egress_routing", "wss_kps", "web_isolation")

_RANGES = re.compile(r"(?:.*_)?ranges(?:_ipv6)?")
_INGRESS = re.compile(r"ingress_ips(?:_ipv6)?")
_AUTHENTICATION = "auth"

_KEY_CHARACTERS: Final = 40


def parse(data: bytes, source: str, fetched: str, today: date) -> ServiceList:
    """The list with what of it is in force today, or :class:`InputError` with the place. ``fetched``: when it was read, UTC."""
    reader = Reader(source, today)
    document = _document(reader, data)
    hosts = hosts_of(reader, document.get(_HOSTS), _HOSTS)
    sites = tuple(_sites(reader, document.get(_SITES)))
    egress = tuple(dict.fromkeys(network for section in _EGRESS for network in _egress(reader, document.get(section), section)))
    reader.check_cover()
    if not hosts and not egress and not any(site.ingress or site.ranges for site in sites):
        reader.fail("", "is no list of the service: it names no site, no host and no network that is in force")
    return ServiceList(
        source=shown(source),
        fetched=fetched,
        revised=revised(document, reader.begun, today),
        hosts=hosts,
        sites=sites,
        egress=egress,
        left_out=reader.left_out,
    )


def _document(reader: Reader, data: bytes) -> dict[str, Any]:
    if len(data) > SIZE_LIMIT_BYTES:
        reader.fail("", f"larger than {SIZE_LIMIT_BYTES // 1024 // 1024} MiB")
    if sum(data.count(sign) for sign in (b",", b"[", b"{")) > _MOST_PARTS:
        reader.fail("", f"holds more than {_MOST_PARTS} values")
    try:
        return reader.table(decode(data.removeprefix(_UTF8_MARK), object), "")
    except DecodeError as error:
        reader.fail("", f"is no JSON: {shown(str(error))}")


def _sites(reader: Reader, section: object) -> Iterator[Site]:
    """The sites that are in force and have something that is."""
    for entry, place in reader.rows(section, _SITES):
        row = reader.table(entry, place)
        site = _site(reader, row, place)
        if reader.in_force(row) and (site.ingress or site.ranges or site.authentication):
            yield site


def _site(reader: Reader, row: dict[str, Any], place: str) -> Site:
    location = reader.text(row.get("location"), f"{place}.location")
    name = reader.text(row.get("cluster"), f"{place}.cluster") or location
    if not name:
        reader.fail(f"{place}.cluster", "missing")
    ingress: list[str] = []
    ranges: list[str] = []
    authentication: list[str] = []
    for key, value in row.items():
        at = f"{place}.{shown(key, _KEY_CHARACTERS)}"
        if _AUTHENTICATION in key.lower():
            authentication += reader.addresses_among(value, at)
        elif _INGRESS.fullmatch(key):
            ingress += reader.addresses(value, at)
        elif _RANGES.fullmatch(key):
            ranges += reader.networks(value, at)
    return Site(
        name=name,
        location=location,
        ingress=tuple(dict.fromkeys(ingress)),
        ranges=tuple(dict.fromkeys(ranges)),
        authentication=tuple(dict.fromkeys(authentication)),
    )


def _egress(reader: Reader, section: object, name: str) -> Iterator[str]:
    """All networks of a section: under whatever key of ranges they stand, by country or in one list."""
    for entry, place in reader.rows(section, name):
        row = reader.table(entry, place)
        if reader.in_force(row):
            for key, value in row.items():
                if _RANGES.fullmatch(key):
                    yield from reader.networks(value, f"{place}.{shown(key, _KEY_CHARACTERS)}")
