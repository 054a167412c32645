"""What an organisation chooses to keep stays, and nothing else."""

from __future__ import annotations

import pytest

from tests.lab.redacted import reader
from wssdiag.bundle.case import Case
from wssdiag.bundle.redaction.public import Public
from wssdiag.bundle.redaction.redaction import Redaction
from wssdiag.model.private import Kind, Seeds

TEXT = "user=kmeier at erp01.acme.example 10.1.2.3 3c:52:82:ab:cd:ef SSID=CafeLuna password=Winter26 4d36e972-e325-11ce-bfc1-08002be10318"

FOUND = {
    Kind.ADDRESSES: "10.1.2.3",
    Kind.NAMES: "erp01.acme.example",
    Kind.ACCOUNTS: "kmeier",
    Kind.HARDWARE: "3c:52:82:ab:cd:ef",
    Kind.WIFI: "CafeLuna",
    Kind.IDS: "4d36e972-e325-11ce-bfc1-08002be10318",
}


@pytest.mark.parametrize("kind", list(Kind))
def test_one_kind_is_kept_and_the_others_go(kind: Kind) -> None:
    session = reader()
    redaction = Redaction(Case(), Public.of(session.catalogue, session.background), Seeds(), frozenset({kind}))
    text = redaction.text(TEXT.replace("SSID=CafeLuna ", "") + "\nSSID=CafeLuna", "log.txt")
    for other, private in FOUND.items():
        assert (private in text) == (other is kind), other
    assert "Winter26" not in text


def test_the_stand_ins_are_the_marks_of_a_preview() -> None:
    session = reader()
    redaction = Redaction(Case(), Public.of(session.catalogue, session.background), Seeds())
    text = redaction.text("user=kmeier at erp01.acme.example", "log.txt")
    assert {mark for mark in redaction.marks if mark in text} >= {"user-1", "n1", "n2"}
