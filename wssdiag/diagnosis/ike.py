"""The rule for IKE: stands in place of ``port-blocked`` for the IPsec gateways. Silence alone proves nothing: they ignore strangers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wssdiag.diagnosis.case import Case, Conclusion, answered, check, failed
from wssdiag.diagnosis.reaching import KINDS
from wssdiag.model.check import CheckResult, Status
from wssdiag.model.failure import PORT_CLOSED, Failure
from wssdiag.model.finding import Certainty, Kind, Severity, Subject
from wssdiag.model.location import Need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wssdiag.model.location import Location

#: Somebody said no. Silence is none: gateways ignore strangers.
_SAID_NO = PORT_CLOSED - {Failure.TIMED_OUT}

_Asked = list[tuple["Location", CheckResult]]


def ike_no_answer(case: Case) -> Iterator[Conclusion]:
    """Refused or prohibited; or one of 500 and 4500 answers and the other does not; or, as a doubt, nothing answers on either.

    Of gateways that are alternatives, one that nothing closes is enough.
    """
    gateways: dict[str, _Asked] = {}
    for location in case.locations.values():
        result = case.results.get(f"udp.{location.id}")
        if location.protocol == "ike" and result and result.observations:
            gateways.setdefault(location.host or location.id, []).append((location, result))
    found = [(asked[0][0].need is Need.ALTERNATIVE, tuple(_of_gateway(case, asked))) for asked in gateways.values()]
    spare = any(alternative and all(row.severity is Severity.NOTICE for row in rows) for alternative, rows in found)
    for alternative, rows in found:
        yield from (_as_alternative(row, spare=spare) if alternative else row for row in rows)


def _as_alternative(row: Conclusion, *, spare: bool) -> Conclusion:
    """What a closed gateway means where others may serve as well; a doubt stays one."""
    worst = Severity.NOTICE if spare else Severity.MAJOR
    return replace(row, severity=row.severity if row.severity is Severity.NOTICE else worst)


def _of_gateway(case: Case, asked: _Asked) -> Iterator[Conclusion]:
    living = next((result for _, result in asked if answered(result)), None)
    closed = [(row, result, KINDS[seen.failure or Failure.REFUSED]) for row, result in asked if (seen := failed(result, _SAID_NO))]
    silent = [(row, result) for row, result in asked if result.status is Status.UNKNOWN and not result.observations[-1].ok]
    for location, result, kind in closed:
        yield _about(case, location, result, kind, Severity.BLOCKER, Certainty.CERTAIN, shown=(result,))
    for location, result in silent if living else ():
        yield _about(
            case, location, result, Kind.DROPPED, Severity.BLOCKER, Certainty.CERTAIN, shown=(result, *((living,) if living else ()))
        )
    if silent and len(silent) == len(asked):
        location, result = silent[0]
        yield _about(case, location, result, Kind.DROPPED, Severity.NOTICE, Certainty.POSSIBLE, shown=tuple(row for _, row in silent))


def _about(  # noqa: PLR0913 - one row of a finding; a parameter object would be the finding again
    case: Case,
    location: Location,
    result: CheckResult,
    kind: Kind,
    severity: Severity,
    certainty: Certainty,
    *,
    shown: tuple[CheckResult, ...],
) -> Conclusion:
    target = result.observations[-1].target
    subject = Subject(
        endpoint=location.id, host=location.host, address=target.address, port=location.port, transport=location.transport, kind=kind
    )
    evidence = tuple(check(row) for row in shown)
    values = {
        "host": location.host or target.address or "",
        "address": target.address or "",
        "port": str(location.port),
        "kind": kind,
    }
    return Conclusion("ike-no-answer", case.judged(location, severity), certainty, evidence, (result.id,), subject, values)
