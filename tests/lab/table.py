"""The lab's result for people (a table), for scripts (JSON) and for build servers (JUnit XML). Pure."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.lab.judge import Verdict


def header(width: int) -> str:
    """The first line."""
    return f"{'scenario':<{width}}  {'expected':<24}  {'found':<24}  {'seconds':>7}  ok"


def line(verdict: Verdict, width: int) -> str:
    """One row, and below it what was not as expected."""
    mark = "yes" if verdict.right else "NO"
    row = f"{verdict.scenario:<{width}}  {verdict.expected:<24}  {verdict.found:<24}  {verdict.seconds:>7.2f}  {mark}"
    return "\n".join([row, *(f"{'':<{width}}    {fault}" for fault in verdict.faults)])


def closing(verdicts: Sequence[Verdict]) -> str:
    """The last line."""
    right = sum(verdict.right for verdict in verdicts)
    alarms = sum(len(verdict.false_alarms) for verdict in verdicts)
    return f"{right} of {len(verdicts)} scenarios right, {alarms} false alarms"


def junit(verdicts: Sequence[Verdict]) -> str:
    """JUnit XML."""
    wrong = sum(not verdict.right for verdict in verdicts)
    suite = ET.Element("testsuite", name="lab", tests=str(len(verdicts)), failures=str(wrong))
    for verdict in verdicts:
        case = ET.SubElement(suite, "testcase", classname="lab", name=verdict.scenario, time=f"{verdict.seconds:.3f}")
        if not verdict.right:
            ET.SubElement(case, "failure", message=verdict.faults[0]).text = "\n".join(verdict.faults)
    return ET.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"
