"""What a report says in English is said again in the reader's language, and stays as it is where it is none of the program's sentences."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.checks.wording import FAILURE_WORDS
from wssdiag.report import wording
from wssdiag.report.failures import failure_words
from wssdiag.report.retold.retell import TEXTS, retold, retold_values
from wssdiag.report.texts import speak

if TYPE_CHECKING:
    from wssdiag.model.failure import Failure


LANGUAGE = "de"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("DNS server 192.0.2.53", "DNS-Server 192.0.2.53"),
        ("Known-good site www.example.com, TCP 443", "Vergleichsseite www.example.com, TCP 443"),
        ("Connection to 2001:db8::1, TCP 443", "Verbindung zu 2001:db8::1, TCP 443"),
        ("Exchange with a.example, UDP 49152-65535", "Austausch mit a.example, UDP 49152-65535"),
        ("connected in 12 ms", "verbunden in 12 ms"),
        ("not finished", "nicht fertig"),
    ],
)
def test_a_sentence_is_said_with_its_values(sentence: str, said: str) -> None:
    assert retold(sentence) == said


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Answer of ctc.example: Software updates of the agent", "Antwort von ctc.example: Softwareupdates des Agenten"),
        ("192.0.2.7: refused", "192.0.2.7: abgelehnt"),
        ("the handshake holds; 192.0.2.7: refused", "der Handshake gelingt; 192.0.2.7: abgelehnt"),
        ("a.example: refused (by agent)", "a.example: abgelehnt (durch den Agenten)"),
        (
            "unified-agent is installed, but its service is stopped",
            "Unified Agent ist installiert, aber der Dienst dazu ist nicht aktiv (stopped)",
        ),
        ("192.0.2.7: refused; then 192.0.2.8 in 3 ms", "192.0.2.7: abgelehnt; dann 192.0.2.8 in 3 ms"),
        (
            "ep gives 192.0.2.1, which ep-all does not have; ep and ep1 differ (ep.example: 192.0.2.1)",
            "ep nennt 192.0.2.1, ep-all aber nicht; ep und ep1 unterscheiden sich (ep.example: 192.0.2.1)",
        ),
        ("gnome sets it for system", "eingestellt in: Einstellungen von GNOME; gilt für: Browser und die meisten Programme"),
        (
            "wss-agent is in use, and winhttp also sets proxy.example:8080",
            "WSS Agent ist in Gebrauch; eingestellt ist außerdem proxy.example:8080 (WinHTTP)",
        ),
        ("of-a-newer-program sets it for some", "eingestellt in: of-a-newer-program; gilt für: some"),
    ],
)
def test_a_sentence_in_a_sentence_is_said_too(sentence: str, said: str) -> None:
    assert retold(sentence) == said


@pytest.mark.parametrize("failure", FAILURE_WORDS)
def test_a_failure_has_the_words_of_every_face(failure: Failure) -> None:
    assert retold(FAILURE_WORDS[failure]) == failure_words(failure)
    assert retold(f"192.0.2.7: {FAILURE_WORDS[failure]}") == f"192.0.2.7: {failure_words(failure)}"


@pytest.mark.parametrize("host", ["Name", "answers", "refused", "www.example.com", "the internet"])
def test_what_a_host_is_called_stays(host: str) -> None:
    """Even where a host has the name of a text."""
    assert retold(f"DNS server {host.replace(' ', '-')}") == f"DNS-Server {host.replace(' ', '-')}"


@pytest.mark.parametrize("text", ["", " ", "{", "{host}", "{}", "%s", "x" * 10_000, "Connection refused by peer", "a\nb"])
def test_what_others_wrote_stays(text: str) -> None:
    assert retold(text) == text


@given(st.sampled_from(TEXTS), st.text(max_size=40) | st.sampled_from(["{x}", "{0}", "}", "{count.__class__}", "{host}", "a {b} c"]))
def test_nothing_breaks_it(text: str, value: str) -> None:
    """A report from elsewhere may hold anything in place of a value, braces as well."""
    filled = re.sub(r"\{\w+\}", lambda _place: value, text)
    for sentence in (filled, text + value, value + text, f"{value} ahead", f"1 {value} behind", f"1 day {value} ahead"):
        assert isinstance(retold(sentence), str)
        assert retold_values({"offset": sentence, "target": sentence, "purpose": sentence})


@pytest.mark.parametrize(
    "words",
    [
        "connection reset: server is ahead",
        "your administrator is not far behind",
        "5 {x} ahead",
        "1 } ahead",
        "1 {count:>999999} ahead",
        "Our intranet is far behind",
    ],
)
def test_what_others_wrote_is_not_lost(words: str) -> None:
    assert retold(words) == words
    assert retold_values({"offset": words, "purpose": words}) == {"offset": words, "purpose": words}


@pytest.mark.parametrize("name", ["proxy", "services", "agent", "none", "y", "answers", "Save...", "Connected"])
def test_what_a_host_is_called_is_never_said_again(name: str) -> None:
    """Labels and buttons are texts too, and a host may be called so."""
    assert retold_values({"target": name, "control": name, "host": name}) == {"target": name, "control": name, "host": name}
    assert retold(f"they agree ({name})") in {f"sie stimmen überein ({name})", "sie stimmen überein (antwortet)"}


def test_a_hostile_table_is_said_in_time() -> None:
    """A safety limit, of three times what it took: 7,000 sentences are what the largest bundle holds."""
    begun = time.process_time()
    for number in range(700):
        retold(f"{': ' * 150}{number}")
        retold(f"{'a; ' * 120}{number} (x)")
    assert time.process_time() - begun < 6


@given(st.sampled_from(TEXTS), st.text(max_size=20))
def test_english_stays_as_it_is(text: str, value: str) -> None:
    speak("en")
    try:
        assert retold(text.replace("{host}", value)) == text.replace("{host}", value)
    finally:
        speak("de")


@pytest.mark.parametrize(
    ("offset", "said"),
    [
        ("1 day 2 hours ahead", "geht 1 Tag 2 Stunden vor"),
        ("3 minutes behind", "geht 3 Minuten nach"),
        ("1 hour 1 minute behind", "geht 1 Stunde 1 Minute nach"),
    ],
)
def test_how_far_a_clock_is_off(offset: str, said: str) -> None:
    assert retold_values({"offset": offset}) == {"offset": said}


def test_seconds_have_the_sign_of_the_language() -> None:
    assert retold_values({"median": "1.5", "host": "1.5", "answer": "1.5"}) == {"median": "1,5", "host": "1.5", "answer": "1.5"}
    assert retold_values({"median": "1.5.2"}) == {"median": "1.5.2"}
    assert wording.duration(6_200) == "6,2 s"
    speak("en")
    assert retold_values({"median": "1.5"}) == {"median": "1.5"}
    assert wording.duration(6_200) == "6.2 s"


def test_only_values_that_are_sentences_are_said_again() -> None:
    """A word of a closed list is a guide's matter, which looks it up as it is."""
    values = {"kind": "refused", "host": "answers", "control": "www.example.com (port 443)", "target": "the internet"}
    assert retold_values(values) == values | {"control": "www.example.com (Port 443)", "target": "Zielen im Internet"}
