"""The address from which this computer's web traffic leaves, as a page of the organisation's choice sees it. Pure.

Owns what such a page may say: one address as text, or a JSON object with "ip". Whatever else comes is no answer, and proves nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING, Final

import msgspec

from wssdiag.catalogue.service_dates import day_of
from wssdiag.model.codec import DecodeError, decode
from wssdiag.model.observation import HttpDetail

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from wssdiag.model.check import CheckResult
    from wssdiag.model.observation import Observation
    from wssdiag.model.service_list import ServiceList

FAMILY: Final = "egress"

#: White space of both forms (RFC 8259 section 2). Other space is not what such a page sends.
_WHITE: Final = " \t\r\n"

_OK: Final = 200

#: The service announces new ranges weeks before they are used: an older list still knows the service's addresses, but not all of them.
_FRESH: Final = timedelta(days=60)


class _Answer(msgspec.Struct):
    """The JSON form; other members may stand beside it."""

    ip: str


def egress_ip(results: Mapping[str, CheckResult]) -> str | None:
    """The address that the run's check was told; None where there was none, or its answer is no such answer."""
    seen = (row for check_id, result in results.items() if check_id.startswith(f"{FAMILY}.") for row in result.observations)
    return next((address for row in seen if (address := address_of(row))), None)


def address_of(seen: Observation) -> str | None:
    """The address in an answer, in its shortest spelling. The start of the page that a report keeps must be all of it."""
    detail = seen.detail
    if not seen.ok or not isinstance(detail, HttpDetail) or detail.status != _OK:
        return None
    return address_in(detail.body_start)


def address_in(text: str) -> str | None:
    """The public address that a page says; None for everything else."""
    told = text.strip(_WHITE)
    if told.startswith("{"):
        try:
            told = decode(told, _Answer).ip
        except DecodeError:
            return None
    try:
        address = ip_address(told)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    return str(address) if address.is_global and not address.is_multicast and "%" not in told else None


def is_fresh(published: ServiceList, at: str) -> bool:
    """Whether the list is so new that an address which is not in it is not the service's. What is no time is not.

    When it was taken is not enough: an old file that is read today was taken today. A list without any date is ordinary, and goes by
    the day on which it was taken.
    """
    try:
        began = datetime.fromisoformat(at)
        age = began - datetime.fromisoformat(published.fetched)
    except (ValueError, TypeError):  # TypeError: one of them has no zone
        return False
    return -_FRESH < age < _FRESH and (not published.revised or _is_recent(published.revised, began.date()))


def _is_recent(revised: str, today: date) -> bool:
    day = day_of(revised)
    return day is not None and -_FRESH < today - day < _FRESH
