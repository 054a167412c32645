from __future__ import annotations

import pytest

from wssdiag.model.fix import Action, Change, Entry, FixOutcome, FixResult, Privilege, Refusal, Reversal
from wssdiag.remedy.fixes import FIXES, Fix
from wssdiag.report import fixes as words
from wssdiag.report.layout import Style


@pytest.mark.parametrize("fix", FIXES, ids=lambda fix: fix.action)
def test_every_fix_says_what_it_does_as_whom_and_what_can_be_taken_back(fix: Fix) -> None:
    texts = words.about(fix, fix.reversal)
    assert all(texts)
    assert ("wssdiag undo" in texts[-1]) is (fix.reversal is Reversal.RESTORED)
    assert ("administrator" in texts[1]) is (fix.privilege is Privilege.ELEVATED)
    assert all(len(sentence.split()) <= 25 for text in texts for sentence in text.split(". "))


def test_every_refusal_has_its_own_sentence() -> None:
    texts = [words.refused(one) for one in Refusal]
    assert len(set(texts)) == len(texts)


def test_not_set_is_told_from_empty_and_hostile_text_from_a_command() -> None:
    assert words.change(Change(store="registry", key="K", before=None, after="")) == "K: (not set) -> "
    assert "\x1b" not in words.change(Change(store="registry", key="K\x1b[31m", before="\x1b]0;x\x07", after=None))


@pytest.mark.parametrize(
    ("done", "undone", "said"), [(True, False, "can be taken back"), (False, False, "cut off"), (True, True, ": taken back")]
)
def test_an_entry_says_how_far_it_came(done: bool, undone: bool, said: str) -> None:
    change = Change(store="gsettings", key="mode", before="'manual'", after="'none'")
    entry = Entry(id="1", action=Action.PROXY_OFF, at="2026-03-04T12:00:00+00:00", changes=(change,), done=done, undone=undone)
    first, second = words.entry_line(entry, Style())
    assert first.startswith("2026-03-04 12:00 UTC")
    assert said in first
    assert "'manual' -> 'none'" in second


def test_a_password_in_an_address_is_not_shown() -> None:
    row = Change(store="registry", key="AutoConfigURL", before="http://me:secret@pac.example/p.pac", after=None)
    assert "secret" not in words.change(row)
    assert "pac.example" in words.change(row)


@pytest.mark.parametrize("outcome", [FixOutcome.FAILED, FixOutcome.CHANGED_SINCE, FixOutcome.FOREIGN, FixOutcome.REFUSED])
def test_what_did_not_end_well_says_why(outcome: FixOutcome) -> None:
    refusal = Refusal.POLICY if outcome is FixOutcome.REFUSED else None
    assert words.failed(FixResult(outcome, "access is denied", refusal=refusal))


@pytest.mark.parametrize("refusal", list(Refusal))
def test_the_list_says_a_refusal_in_whole_sentences(refusal: Refusal) -> None:
    text = " ".join(line.strip() for line in words.listed(FIXES[0], refusal, "", Style()))
    assert text.endswith(f". Not possible here. {words.refused(refusal)}")


def test_the_list_repeats_what_the_system_said_and_is_silent_where_a_fix_is_possible() -> None:
    possible = words.listed(FIXES[0], None, "", Style())
    assert words.listed(FIXES[0], None, "no network is connected", Style()) == [*possible, "  Not here: no network is connected"]
