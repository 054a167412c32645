from __future__ import annotations

import msgspec

from tests.world import CTC, DATACENTRE, PORTAL, World, builtin
from wssdiag.diagnosis.background import Background
from wssdiag.diagnosis.causes import BY_CODE, ORDER
from wssdiag.diagnosis.diagnose import diagnosed, findings_of
from wssdiag.diagnosis.rules import RULES
from wssdiag.model.failure import Failure
from wssdiag.model.profile import Endpoints, Profile


def test_findings_stand_by_severity_then_by_the_list() -> None:
    world = World(profile=Profile(endpoints=Endpoints(datacentres=(DATACENTRE,))))
    world.network.block(CTC, 443)
    world.network.block(PORTAL, 443)
    world.network.says["support.broadcom.com"] = Failure.NAME_NOT_FOUND
    found = world.run().findings
    assert [(row.severity, row.code) for row in found][:3] == [
        ("blocker", "port-blocked"),
        ("notice", "dns-name-blocked"),
        ("notice", "port-blocked"),
    ]
    assert [row.subject.endpoint for row in found][::2][:2] == ["ctc-443", "portal-443"]


def test_one_finding_for_a_code_and_subject() -> None:
    world = World()
    world.system.files["hosts.txt"] = f"45.99.99.99 {CTC}\n45.99.99.99 {CTC}\n"
    world.network.hosts_file[CTC] = "45.99.99.99"
    found = [row for row in world.run().findings if row.code == "hosts-file-override"]
    assert len(found) == 1


def test_the_title_is_the_guides() -> None:
    world = World()
    world.network.block(CTC, 443)
    report = world.run()
    guide = builtin()[2]["port-blocked"]
    assert report.findings[0].title == guide.title.format_map(report.findings[0].values)
    assert report.verdict.headline == report.findings[0].title
    assert findings_of(report, Background())[0].title == "port-blocked"


def test_who_can_fix_it() -> None:
    world = World()
    world.network.block(CTC, 443)
    found = world.run().findings[0]
    assert found.who == BY_CODE[found.code].who


def test_a_report_can_be_judged_again_and_stays_the_same() -> None:
    world = World()
    world.network.block(CTC, 443)
    report = world.run()
    background = world.session.background
    assert diagnosed(report, background) == report
    assert diagnosed(msgspec.structs.replace(report, findings=()), background).findings == report.findings


def test_rules_stand_in_the_order_of_the_causes() -> None:
    names = [rule.__name__.replace("_", "-") for rule in RULES]
    known = [ORDER[name] for name in names if name in ORDER]
    assert known == sorted(known)
