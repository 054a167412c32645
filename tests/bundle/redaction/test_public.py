"""What is nobody's own stays in every text, whatever was learnt elsewhere; what the organisation's profile names goes."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from tests.lab.redacted import reader, redaction_of
from tests.world import World, builtin
from wssdiag.bundle.case import Case
from wssdiag.bundle.redaction.public import Public
from wssdiag.bundle.redaction.redaction import Redaction
from wssdiag.catalogue.merge import merged
from wssdiag.model.private import Seeds
from wssdiag.model.profile import Controls, Endpoints, Profile

CATALOGUE = builtin()[0]

HOSTS = {
    *(row.host for row in CATALOGUE.location if row.host),
    *(row.host for row in CATALOGUE.control),
    *(urlsplit(row.url).hostname or "" for row in CATALOGUE.sign_in_probe),
    *(urlsplit(row.url).hostname or "" for row in CATALOGUE.clock_source),
}
ADDRESSES = {
    *(address for row in CATALOGUE.location for address in row.addresses),
    *(address for row in CATALOGUE.control for address in row.addresses),
    *(row.address for row in CATALOGUE.resolver),
}
IDS = {
    *(f"control.{step}.{row.id}" for row in CATALOGUE.control for step in ("tcp", "udp", "tls", "echo")),
    *(f"control.dns.{row.host}" for row in CATALOGUE.control),
    *(f"sign-in.{row.id}" for row in CATALOGUE.sign_in_probe),
    *(f"clock.{row.id}" for row in CATALOGUE.clock_source),
    *(f"{step}.{row.id}" for row in CATALOGUE.location for step in ("tcp", "tls", "http")),
    *(f"second-opinion.{row.host}.{one.id}" for row in CATALOGUE.location if row.host for one in CATALOGUE.resolver),
}

SENTENCES = ("Known-good site {}", "{} failed", "{}: timed out after 3 s", "tried ({}), then nothing", "blocked by {}.", "host={};port=443")


def unlucky() -> Redaction:
    """A redaction that holds every word of a public name or id for private: from certificates, and as what a computer here is called."""
    words = {word for text in (*HOSTS, *IDS) for word in re.split(r"[.-]", text)} - {"control", "resolver"}
    redaction = redaction_of(reader(), seeds=Seeds(accounts=tuple(sorted(words)), hosts=tuple(sorted(words))))
    for host in sorted(HOSTS):
        redaction.text(f"CN=*.{host.partition('.')[2]},O={host.split('.')[-2]}", "log.txt")
    return redaction


@pytest.mark.parametrize("kind", [HOSTS, ADDRESSES, IDS], ids=["hosts", "addresses", "ids of checks"])
def test_what_is_nobodys_own_stays_in_every_text(kind: set[str]) -> None:
    redaction = unlucky()
    for text in sorted(kind):
        for said in (text, text.upper()) if kind is not IDS else (text,):
            for sentence in SENTENCES:
                kept = redaction.text(sentence.format(said), "log.txt")
                assert said in kept, (sentence.format(said), kept)


def test_what_the_field_of_an_id_keeps_a_text_keeps() -> None:
    report = World().run()
    redaction = unlucky()
    kept = [made.id for made, row in zip(redaction.report(report).checks, report.checks, strict=True) if made.id == row.id]
    assert len(kept) > len(report.checks) / 2
    assert [text for text in kept if text not in redaction.text(f"{text} failed", "log.txt")] == []


def test_the_word_alone_and_a_name_of_ones_own_go() -> None:
    redaction = unlucky()
    text = redaction.text("debian, cloudflare.corp.example and gstatic on dns.quad9.net", "log.txt")
    assert text.endswith(" on dns.quad9.net")
    assert not {"debian", "corp", "gstatic"} & set(re.split(r"\W+", text))


def test_what_the_profile_names_goes() -> None:
    profile = Profile(controls=Controls(names=("known-good.ours.example",)), endpoints=Endpoints(datacentres=("gate.ours.example",)))
    session = reader()
    background = replace(session.background, profile=profile)
    redaction = Redaction(Case(), Public.of(merged(session.catalogue, profile), background), Seeds())
    text = redaction.text("Known-good site known-good.ours.example; tcp gate.ours.example; portal.threatpulse.com", "log.txt")
    assert "ours" not in text
    assert text.endswith("portal.threatpulse.com")
