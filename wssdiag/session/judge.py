"""A report judged by today's rules: mode, network state, findings and verdict drawn anew from its facts and results."""

from __future__ import annotations

import dataclasses
import uuid
from typing import TYPE_CHECKING

import msgspec

from wssdiag import __version__
from wssdiag.catalogue.merge import merged
from wssdiag.checks.plan import locations
from wssdiag.detection.detect import detect
from wssdiag.detection.protection import Evidence
from wssdiag.detection.weigh import network_state, weigh
from wssdiag.diagnosis.diagnose import diagnosed
from wssdiag.model.profile import Profile
from wssdiag.model.report import NetworkState, Report, Verdict, VerdictStatus

if TYPE_CHECKING:
    from wssdiag.model.facts import Facts
    from wssdiag.session.equipment import Equipment

#: What stands in a report until it is judged.
UNJUDGED = Verdict(status=VerdictStatus.INCOMPLETE, cause=None, headline="")


def on_facts_alone(equipment: Equipment, facts: Facts) -> Report:
    """The report that facts give without a single check: the mode, and the findings that the facts alone prove."""
    mode = detect(facts, equipment.background.footprint, equipment.catalogue, equipment.background.profile, None)
    report = Report(
        run_id=uuid.uuid4().hex,
        tool_version=__version__,
        catalogue_version=equipment.catalogue.version,
        started=facts.collected_at or equipment.clock.now().isoformat(timespec="milliseconds"),
        elapsed_ms=0.0,
        verdict=UNJUDGED,
        mode=mode,
        network=NetworkState(),
        checks=(),
        findings=(),
        locations=locations(equipment.situation(mode, facts)),
        facts=facts,
    )
    return judged_again(equipment, report)


def _fitting(equipment: Equipment, report: Report) -> Equipment:
    """With the profile that the report is to be judged by, and its catalogue."""
    if not report.redacted and (report.profile is None or equipment.background.profile != Profile()):
        return equipment
    profile = report.profile or Profile()
    background = dataclasses.replace(equipment.background, profile=profile)
    base = equipment.base or equipment.catalogue
    return dataclasses.replace(equipment, background=background, catalogue=merged(base, profile))


def judged_again(equipment: Equipment, report: Report) -> Report:
    """A report with today's mode, network state, findings and verdict; its facts and results are what they were.

    One that does not say what its locations and proxies were is judged by those of today's catalogue. Where this computer has no profile,
    the one that stands in the report counts: whoever reads it elsewhere must come to what was meant there. A redacted report is judged by
    its own alone: no other knows its names.
    """
    equipment = _fitting(equipment, report)
    asked = None if report.mode.in_use else report.mode.method
    profile = equipment.background.profile
    mode = detect(report.facts, equipment.background.footprint, equipment.catalogue, profile, asked)
    background = equipment.background
    catalogue = equipment.situation(mode, report.facts, report.role).catalogue
    results = {result.id: result for result in report.checks}
    seen = Evidence(mode, report.facts, results, catalogue, profile, background.footprint, background.published, report.started)
    network = network_state(seen, background.signatures)
    checked = {result.endpoint for result in report.checks}
    listed = report.locations or tuple(row for row in catalogue.location if row.id in checked)
    met = {result.endpoint for result in report.checks if result.id.startswith("proxy.")}
    proxies = report.proxies or tuple(row for row in catalogue.location if row.id in met)
    kept = None if profile == Profile() else profile
    judged = msgspec.structs.replace(report, profile=kept, mode=weigh(seen, network), network=network, locations=listed, proxies=proxies)
    return diagnosed(judged, equipment.background)
