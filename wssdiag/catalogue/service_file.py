"""The service's own list as this user keeps it: one JSON file, complete or not there at all, and checked again whenever it is read.

Must not decide whether a list is taken (the command line does), nor what it changes (:mod:`wssdiag.catalogue.published` does).
"""

from __future__ import annotations

import os
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wssdiag.catalogue import values
from wssdiag.catalogue.service_dates import day_of
from wssdiag.catalogue.service_hosts import host_name
from wssdiag.catalogue.service_reader import Reader
from wssdiag.catalogue.servicepoints import SIZE_LIMIT_BYTES
from wssdiag.model.codec import DecodeError, decode, encode_pretty
from wssdiag.model.input_error import InputError
from wssdiag.model.service_list import ServiceList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.catalogue.values import Problem


def read_list(path: Path) -> ServiceList | None:
    """The kept list; None where there is none. :class:`InputError` for a file that cannot be read, or that this program did not write."""
    data = read_bytes(path)
    if data is None:
        return None
    try:
        kept = decode(data, ServiceList)
    except DecodeError as error:
        raise InputError(str(path), "", f"is no list of the service that wssdiag kept: {error}") from error
    for place, problem in _problems(kept, Reader(str(path), date.min)):
        raise InputError(str(path), place, problem)
    return kept


def read_bytes(path: Path) -> bytes | None:
    """A list's file up to one byte beyond the limit; None where there is none, :class:`InputError` where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(SIZE_LIMIT_BYTES + 1)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise InputError(str(path), "", getattr(error, "strerror", None) or "cannot be read") from error


def keep_list(path: Path, service_list: ServiceList) -> None:
    """Put the list into its place; what was there stays until the new one is written whole. :class:`InputError` where it cannot be."""
    part: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False) as file:
            part = Path(file.name)
            file.write(encode_pretty(service_list))
            file.flush()
            os.fsync(file.fileno())  # a computer that loses power must not find an empty file in its place
        part.replace(path)
    except OSError as error:
        if part is not None:
            part.unlink(missing_ok=True)
        raise InputError(str(path), "", error.strerror or "cannot be written") from error


def _problems(kept: ServiceList, reader: Reader) -> Iterator[Problem]:
    """What the parser would not have let in. The reader itself ends at what is no address, or too much."""
    yield from values.each("", filter(None, (kept.source, *kept.left_out)), values.line_of_text)
    if _moment(kept.fetched) is None:
        yield "fetched", "is no time"
    if kept.revised and day_of(kept.revised) is None:
        yield "revised", "is no date"
    for index, host in enumerate(kept.hosts):
        place = f"hosts[{index}]"
        if host_name(host.host) != host.host:
            yield f"{place}.host", "is no host name"
        yield from _believed(f"{place}.addresses", host.addresses, reader.addresses(list(host.addresses), f"{place}.addresses"))
    for index, site in enumerate(kept.sites):
        place = f"sites[{index}]"
        if not reader.text(site.name, f"{place}.name"):
            yield f"{place}.name", "empty"
        reader.text(site.location, f"{place}.location")
        yield from _believed(f"{place}.ingress", site.ingress, reader.addresses(list(site.ingress), f"{place}.ingress"))
        yield from _believed(f"{place}.ranges", site.ranges, reader.networks(list(site.ranges), f"{place}.ranges"))
        addresses = reader.addresses(list(site.authentication), f"{place}.authentication")
        yield from _believed(f"{place}.authentication", site.authentication, addresses)
    yield from _believed("egress", kept.egress, reader.networks(list(kept.egress), "egress"))
    reader.check_cover()


def _believed(place: str, stored: tuple[str, ...], read: tuple[str, ...]) -> Iterator[Problem]:
    if stored != read:
        yield place, "holds what the program does not write: a value twice, spelt otherwise, or one that is no service's"


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
