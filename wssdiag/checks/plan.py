"""What to try: the first wave from mode, facts and catalogue, the later waves from what was seen. Pure; starts nothing.

Three waves at most. A check is planned once; ids are unique in a run.
"""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import DIRECTORY, PROXY_PROTOCOLS, is_pac_host, is_row
from wssdiag.checks import pac
from wssdiag.checks.authentication import list_check, published_locations
from wssdiag.checks.connector_path import path_checks
from wssdiag.checks.controllers import found_by, found_locations, search_checks
from wssdiag.checks.controls import control_checks, datagram_controls, direct_checks
from wssdiag.checks.directory import directory_checks
from wssdiag.checks.doubt import doubts
from wssdiag.checks.egress import egress_checks
from wssdiag.checks.ep import answer_checks
from wssdiag.checks.identity import saying_whose
from wssdiag.checks.large_packets import echo_checks
from wssdiag.checks.leaks import leak_checks
from wssdiag.checks.names import name_check, policy_checks, server_checks
from wssdiag.checks.open_rows import open_checks
from wssdiag.checks.paths import path_doubts
from wssdiag.checks.proxy import connect_check_id, proxy_checks
from wssdiag.checks.proxy_rows import is_judged, path_to, row_checks
from wssdiag.checks.reach import location_checks, names_needed
from wssdiag.checks.round_trips import round_trip_checks
from wssdiag.checks.sign_in_by_interface import sign_in_doubts
from wssdiag.checks.sites import with_authentication_required
from wssdiag.checks.situation import AUTH_CONNECTOR, Situation, applies, is_of_the_service, proxy_in_use
from wssdiag.checks.web import clock_checks, no_way, sign_in_checks, web_check
from wssdiag.model.location import Need, Sureness
from wssdiag.model.observation import Transport
from wssdiag.model.web_address import is_literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wssdiag.checks.check import Check, Results
    from wssdiag.model.check import CheckResult
    from wssdiag.model.location import Location
    from wssdiag.probes.network import ProxyHop

#: The first wave and what may follow from it; more would be a search, not a diagnosis.
WAVES = 3

#: Before the first wave there are no results.
_NOTHING_YET: Results = MappingProxyType({})


def locations(situation: Situation, results: Results = _NOTHING_YET) -> tuple[Location, ...]:
    """The locations that this run judges, each host and port once, by the row that needs it most; later also those that were found.

    In the methods that browse by a proxy the proxy itself is judged by its own checks, and the site's tunnel is not this computer's.
    """
    chosen_rows: dict[tuple[str | tuple[str, ...], int | None, str], Location] = {}
    for row in (*situation.catalogue.location, *published_locations(situation), *found_locations(situation, results)):
        if not applies(row, situation) or (situation.by_proxy and not _is_judged_by_proxy(row, situation)):
            continue
        key = (row.host or row.addresses, row.port, row.transport)
        if key not in chosen_rows or _weight(row) > _weight(chosen_rows[key]):
            chosen_rows[key] = row
    return tuple(chosen_rows.values())


def _is_judged_by_proxy(row: Location, situation: Situation) -> bool:
    """The host of a PAC file in use is judged by the file's own check; another one does not matter to this computer then."""
    if row.transport is Transport.UDP or (is_pac_host(row) and pac.by_pac(situation)):
        return False
    return row.protocol not in PROXY_PROTOCOLS or is_judged(row, situation)


def plan(situation: Situation) -> tuple[Check, ...]:
    """The first wave. Where a PAC file decides the path, everything that goes by it waits for the file.

    Nothing where the organisation forbids every contact: no proxy, no PAC file's host and no resolver of this network either.
    """
    if not situation.may_contact:
        return ()
    if pac.by_pac(situation):
        return _unique((*server_checks(situation), *sign_in_checks(situation), *pac.file_checks(situation)))
    proxy = proxy_in_use(situation)
    proxy_check = connect_check_id(proxy) if proxy else None
    checks: list[Check] = []
    if not proxy or not is_literal(proxy.host):
        checks += server_checks(situation)
    checks += sign_in_checks(situation)
    if proxy:
        checks += proxy_checks(proxy, situation)
    checks += pac.file_checks(situation)
    checks += datagram_controls(situation, locations(situation))
    checks += echo_checks(situation, locations(situation))
    if proxy and is_of_the_service(proxy, situation.catalogue):
        checks += direct_checks(situation, () if is_literal(proxy.host) else locations(situation))
    checks += _along(situation, proxy, proxy_check)
    if situation.has_path and situation.role == "client":
        checks.append(web_check(situation, proxy))
    checks += [*open_checks(situation), *list_check(situation), *search_checks(situation)]
    return _unique(checks)


def _along(situation: Situation, proxy: ProxyHop | None, proxy_check: str | None) -> tuple[Check, ...]:
    """Everything that goes by the path of the method."""
    return (
        *control_checks(situation, proxy, proxy_check),
        *_location_checks(situation, proxy, proxy_check),
        *round_trip_checks(situation, locations(situation), proxy, proxy_check),
        *clock_checks(situation, proxy, proxy_check),
        *egress_checks(situation, proxy, proxy_check),
    )


def _by_the_file(situation: Situation, known_ids: set[str], results: Mapping[str, CheckResult]) -> tuple[Check, ...]:
    """What a PAC file leads to: first the proxies that it names, then the rest by the first of them that works."""
    if pac.FILE not in results:
        return ()
    proxies = tuple(check for check in pac.proxy_checks(situation, results) if check.id not in known_ids)
    if proxies:
        return (*proxies, *(direct_checks(situation) if any(check.endpoint for check in proxies) else ()))
    way = pac.way_of(results)
    if way.stopped:
        return (no_way(way.stopped),)
    needs = (way.check,) if way.check and not way.refused else ()
    return (*_along(situation, way.proxy, way.check), web_check(situation, way.proxy, needs))


def extend(situation: Situation, planned: Iterable[str], results: Mapping[str, CheckResult]) -> tuple[Check, ...]:
    """What the results so far make worth trying; nothing that is planned already, and nothing where nothing may be."""
    if not situation.may_contact:
        return ()
    known_ids = set(planned)
    rows = locations(situation, results)
    pages = sign_in_doubts(situation, results)
    if pac.by_pac(situation):
        by_file = (*_by_the_file(situation, known_ids, results), *pages)
        return tuple(check for check in _unique(by_file) if check.id not in known_ids)
    more = (
        *_found_checks(situation, results),
        *doubts(situation, rows, results),
        *path_doubts(situation, rows, results),
        *leak_checks(situation, results),
        *answer_checks(situation, results),
        *path_checks(situation, results),
        *pages,
    )
    return tuple(check for check in _unique(more) if check.id not in known_ids)


def chosen(checks: Iterable[Check], only: tuple[str, ...], skip: tuple[str, ...]) -> tuple[Check, ...]:
    """The checks that ``--only`` and ``--skip`` leave, patterns included; ``only`` brings the needs of what it names.

    A location is judged by its deepest check: where that one is left out, the one before it is required in its place.
    """
    everything = tuple(checks)
    by_id = {check.id: check for check in everything}
    if only:
        wanted = {check.id for check in everything if matches(check.id, only)}
        frontier = list(wanted)
        while frontier:
            check = by_id.get(frontier.pop())
            missing = set(check.needs) - wanted if check else set()
            wanted |= missing
            frontier += missing
    else:
        wanted = set(by_id)
    wanted = {check_id for check_id in wanted if not matches(check_id, skip)}
    heirs = _heirs(everything, wanted)
    return tuple(replace(check, required=check.required or check.id in heirs) for check in everything if check.id in wanted)


def _heirs(checks: tuple[Check, ...], wanted: set[str]) -> set[str]:
    """The checks of a location that are its deepest, and so required where it is, because a deeper one is left out."""
    heirs: set[str] = set()
    for check in reversed(checks):
        if check.id not in wanted and (check.required or check.id in heirs):
            heirs |= {other.id for other in checks if other.id in check.needs and check.endpoint and other.endpoint == check.endpoint}
    return heirs & wanted


def matches(check_id: str, patterns: tuple[str, ...]) -> bool:
    """Whether an id is named by one of the patterns (``tcp.*``)."""
    return any(fnmatchcase(check_id, pattern) for pattern in patterns)


def _found_checks(situation: Situation, results: Mapping[str, CheckResult]) -> list[Check]:
    """The controllers that DNS named: their names need the check that found them, so that a re-check finds them again."""
    rows = found_locations(situation, results)
    hosts = tuple(dict.fromkeys(row.host for row in rows if row.host))
    names = [replace(name_check(host, situation), needs=found_by(host, situation, results)) for host in hosts]
    return [*names, *policy_checks(hosts, situation), *directory_checks(rows, situation)]


def _location_checks(situation: Situation, proxy: ProxyHop | None, proxy_check: str | None) -> list[Check]:
    rows = locations(situation)
    checks: list[Check] = []
    direct = [row for row in rows if names_needed(row, situation, path_to(row, situation, proxy))]
    in_use = proxy_in_use(situation)
    looked_up = {in_use.host} if in_use else set()  # by the proxy's own checks
    hosts = dict.fromkeys(row.host for row in direct if row.host and not is_literal(row.host) and row.host not in looked_up)
    checks += [name_check(host, situation) for host in hosts if host]
    checks += policy_checks((host for host in hosts if host), situation)
    for row in rows:
        if is_row(row, DIRECTORY):
            continue
        speak = row_checks if row.protocol in PROXY_PROTOCOLS else location_checks
        checks += [saying_whose(check, row, situation.published) for check in speak(row, situation, proxy, proxy_check)]
    if situation.role != AUTH_CONNECTOR:
        return checks
    return [*with_authentication_required(checks, rows), *directory_checks(rows, situation)]


def _weight(location: Location) -> tuple[bool, bool]:
    return location.provenance.certainty is not Sureness.UNVERIFIED, location.need is Need.REQUIRED


def _unique(checks: Iterable[Check]) -> tuple[Check, ...]:
    return tuple({check.id: check for check in reversed(tuple(checks))}.values())[::-1]
