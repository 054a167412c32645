from __future__ import annotations

import re
from pathlib import Path

from wssdiag.diagnosis.causes import BY_CODE, CAUSES
from wssdiag.model.finding import Who
from wssdiag.remedy.rule_wishes import ASKERS

PAGE = Path(__file__).parents[2] / "docs" / "design" / "0009-what-to-ask-the-network-for.md"


def told() -> dict[str, str]:
    """Cause -> what the page says that is asked for."""
    section = PAGE.read_text("utf-8").split("## By cause")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| `")]
    return {code: row[1].strip() for row in rows for code in re.findall(r"`([a-z0-9-]+)`", row[0])}


def test_each_cause_that_the_network_can_fix_has_its_line() -> None:
    """What is asked for, or why nothing is."""
    assert set(told()) == {cause.code for cause in CAUSES if Who.NETWORK in cause.who}


def test_the_page_and_the_table_say_the_same() -> None:
    assert set(ASKERS) <= set(BY_CODE)
    assert {code for code, words in told().items() if not words.startswith("nothing")} == set(ASKERS)
