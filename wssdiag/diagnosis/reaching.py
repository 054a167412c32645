"""Rules for reaching the service by port: the first half of the third table of the causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.catalogue.rows import has_cause_of_its_own, is_of_the_organisation
from wssdiag.catalogue.values import split_host
from wssdiag.diagnosis.case import Case, Conclusion, answered, check, failed, spoke_tls
from wssdiag.diagnosis.round_trips import opens_at_times
from wssdiag.model.check import CheckResult, Status, deepest
from wssdiag.model.failure import HANDSHAKE_CUT, PORT_CLOSED, Failure
from wssdiag.model.finding import Certainty, Kind, Scope, Severity, Subject
from wssdiag.model.location import Location, Need
from wssdiag.model.mode import Method
from wssdiag.model.observation import Observation, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = {Failure.TIMED_OUT: Kind.DROPPED, Failure.REFUSED: Kind.REFUSED, Failure.UNREACHABLE: Kind.UNREACHABLE}

#: The same handshake again, and one for a name that has nothing to do with the service.
_REPEATED = ("again", "other-name")

#: Fewer hosts than this are a location's fault, not the service's.
_SERVICE_HOSTS = 2


def service_unreachable(case: Case) -> Iterator[Conclusion]:
    """Every required location of the method is unreachable, and so is everything else of the service; the controls answer."""
    control = case.answering_control()
    of_the_service = [row for row in case.locations.values() if not is_of_the_organisation(row)]
    tried = [(row, result) for row in of_the_service if (result := _connect(case, row)) and result.ran]
    if control is None or case.by_proxy or any(not failed(result, PORT_CLOSED, Step.CONNECT) for _, result in tried):
        return
    if any(opens_at_times(case, row) or _answers(case, row) for row in of_the_service):
        return
    required = [row for row, _ in tried if row.need is Need.REQUIRED and case.by_need(row) is Severity.BLOCKER]
    hosts = tuple(dict.fromkeys(row.host or row.id for row, _ in tried))
    if not required or len(hosts) < _SERVICE_HOSTS:
        return
    ids = tuple(result.id for _, result in tried)
    yield Conclusion(
        "service-unreachable",
        Severity.BLOCKER,
        Certainty.CERTAIN,
        (*(check(check_id) for check_id in ids), check(control)),
        ids,
        values={"hosts": ", ".join(hosts), "control": control_name(control)},
    )


def port_blocked(case: Case) -> Iterator[Conclusion]:
    """A location's port is dropped, refused, reset or unreachable, and a control shows that the network otherwise works."""
    for location in case.locations.values():
        control = _control(case, location)
        if control is None or has_cause_of_its_own(location):
            continue
        result = _connect(case, location)
        seen = None if opens_at_times(case, location) else failed(result, PORT_CLOSED, Step.CONNECT)
        if result and seen:
            yield _blocked(case, location, result, seen, KINDS[seen.failure or Failure.TIMED_OUT], control)
            continue
        handshake = case.results.get(f"tls.{location.id}")
        cut = failed(handshake, HANDSHAKE_CUT, Step.TLS)
        if handshake and cut and (repeats := cut_for_every_name(case, location)):
            yield _blocked(case, location, handshake, cut, Kind.RESET, control, repeats=repeats)


def tls_reset(case: Case) -> Iterator[Conclusion]:
    """Twice: TCP opens, the handshake with the service's name is cut, the same address with another name is not."""
    for location in case.locations.values():
        result = case.results.get(f"tls.{location.id}")
        repeat = case.results.get(f"again.{location.id}")
        other = case.results.get(f"other-name.{location.id}")
        cut, again = (failed(row, HANDSHAKE_CUT, Step.TLS) for row in (result, repeat))
        if not (result and repeat and other and cut and again and other.status is Status.PASS) or not _is_not_cut(other, cut, again):
            continue
        yield Conclusion(
            "tls-reset",
            case.by_need(location),
            Certainty.CERTAIN,
            (check(result), check(repeat), check(other)),
            (result.id,),
            _subject(location, cut),
            {"purpose": location.purpose, "host": location.host or "", "address": cut.target.address or ""},
        )


def _control(case: Case, location: Location) -> CheckResult | None:
    """What answers by the path on which a location is reached; None where nothing does, or where a proxy leads to it.

    In a method that browses by the service's proxy its other ports are reached around it. Where that proxy itself is out of reach, so is
    everything else on its host, and behind a site's tunnel all of its names: its own cause says it. A proxy of the organisation's own
    answers inside its network: that tells nothing of the way out, by which a PAC file is fetched.
    """
    if not case.by_proxy:
        return case.answering_control()
    if not _reached_around(case, location):
        return None
    closed = [row for row in case.family("proxy.tcp") if failed(row, PORT_CLOSED, Step.CONNECT)]
    if any(case.mode.method is Method.TRANS_PROXY or _same_host(row, location) for row in closed):
        return None
    outside = (*case.family("direct"), *(row for row in case.family("proxy.tcp") if _is_of_the_service(case, row)))
    return next((row for row in outside if answered(row)), None)


def _is_of_the_service(case: Case, proxy: CheckResult) -> bool:
    """Whether a proxy stands in the catalogue by itself, not by the organisation's profile: then it is out in the internet."""
    target = proxy.observations[-1].target if proxy.observations else None
    own = {split_host(text, None)[0].lower() for text in case.profile.endpoints.proxies}
    return proxy.endpoint is not None and target is not None and (target.host or "").lower() not in own


def closed_beside(case: Case, proxy: CheckResult) -> tuple[str, ...]:
    """The connects to other ports of a closed proxy's host that were in vain as well."""
    rows = [location for location in case.locations.values() if _same_host(proxy, location) and _reached_around(case, location)]
    connects = (_connect(case, location) for location in rows)
    return tuple(result.id for result in connects if result and failed(result, PORT_CLOSED, Step.CONNECT))


def _same_host(proxy: CheckResult, location: Location) -> bool:
    target = proxy.observations[-1].target
    return bool({target.host, target.address} & {location.host, *location.addresses})


def _reached_around(case: Case, location: Location) -> bool:
    """Whether its connect went to the location itself, and not to a proxy that leads there."""
    result = _connect(case, location)
    tried = [seen.target for seen in result.observations if seen.step is Step.CONNECT] if result else []
    return bool(tried) and all((row.host, row.port) == (location.host, location.port) for row in tried)


def _connect(case: Case, location: Location) -> CheckResult | None:
    return case.results.get(f"tcp.{location.id}")


def _is_not_cut(other: CheckResult, *cut: Observation) -> bool:
    """Whether another name was answered in TLS at the very address at which the service's own was cut, each time."""
    shown = other.observations[-1] if other.observations else None
    if shown is None or shown.step is not Step.TLS or shown.failure in HANDSHAKE_CUT | {Failure.TIMED_OUT}:
        return False
    return {row.target.address for row in cut} == {shown.target.address}


def _answers(case: Case, location: Location) -> bool:
    """Whether anything of a location answered: then it is not closed, whatever became of one connect."""
    rows = (case.results.get(f"{family}.{location.id}") for family in ("tcp", "tls", "again", "http", "connect", "udp"))
    return any(row and (case.heard(row) or spoke_tls(row)) for row in rows)


def cut_for_every_name(case: Case, location: Location) -> tuple[CheckResult, ...]:
    """The handshakes that are cut again, and for a name that has nothing to do with the service too: the port, not the name.

    Empty where one of them was not cut.
    """
    repeats = tuple(result for family in _REPEATED if (result := case.results.get(f"{family}.{location.id}")))
    cut = [failed(result, HANDSHAKE_CUT, Step.TLS) for result in repeats]
    return repeats if len(cut) == len(_REPEATED) and all(cut) else ()


def _blocked(  # noqa: PLR0913 - one row of a finding; a parameter object would be the finding again
    case: Case,
    location: Location,
    result: CheckResult,
    seen: Observation,
    kind: Kind,
    control: CheckResult,
    *,
    repeats: tuple[CheckResult, ...] = (),
) -> Conclusion:
    scope, witness = _scope(case, location, kind)
    shown = witness or control
    return Conclusion(
        "port-blocked",
        _by_need(case, location),
        Certainty.CERTAIN,
        tuple(check(check_id) for check_id in dict.fromkeys(row.id for row in (result, *repeats, shown, control))),
        (result.id,),
        _subject(location, seen, kind, scope),
        {
            "purpose": location.purpose,
            "host": location.host or seen.target.address or "",
            "address": seen.target.address or "",
            "port": str(location.port),
            "transport": location.transport.upper(),
            "kind": kind,
            "control": control_name(control),
        },
    )


def _subject(location: Location, seen: Observation, kind: Kind | None = None, scope: Scope | None = None) -> Subject:
    return Subject(
        endpoint=location.id,
        host=location.host,
        address=seen.target.address,
        port=location.port,
        transport=location.transport,
        kind=kind,
        scope=scope,
    )


def _scope(case: Case, location: Location, kind: Kind) -> tuple[Scope, CheckResult | None]:
    """How far the block reaches, by the controls on the same port. Behind an agent, and for a cut, their handshakes decide."""
    controls = case.controls_on(location.port or 0)
    opens = answered
    if kind is Kind.RESET or case.mode.agent_captures:
        controls = tuple(result for row in controls if (result := case.results.get(row.id.replace("tcp", "tls", 1))) and result.ran)
        opens = spoke_tls
    opened = next((result for result in controls if opens(result)), None)
    if opened:
        return Scope.DESTINATION, opened
    closed = next((result for result in controls if result.status in {Status.FAIL, Status.WARN}), None)
    return (Scope.PORT, closed) if closed else (Scope.UNKNOWN, None)


def _by_need(case: Case, location: Location) -> Severity:
    """Required blocks; an alternative only counts when its whole group is closed."""
    if location.need is not Need.ALTERNATIVE:
        return case.by_need(location)
    group = [row for row in case.locations.values() if row.group == location.group]
    works = any((result := deepest(case.results, row.id)) and result.ran and result.status is not Status.FAIL for row in group)
    return Severity.NOTICE if works else case.judged(location, Severity.MAJOR)


def control_name(control: CheckResult) -> str:
    """The control with the port that answered: where a whole port is closed, the same site may have answered on another."""
    target = control.observations[-1].target if control.observations else None
    if target is None:
        return control.id
    return f"{target.host or target.address} (port {target.port})"
