from __future__ import annotations

from msgspec.structs import replace

from tests.gui import details_samples, samples
from wssdiag.gui.evidence import Note
from wssdiag.gui.settings_rows import settings_lead, settings_rows
from wssdiag.model.facts import Facts, ProxyKind, ProxySetting
from wssdiag.report.path import StationState


def _facts(*settings: ProxySetting) -> Facts:
    return replace(samples.FACTS, proxy_settings=settings)


def test_every_source_stands_there_with_who_follows_it_and_how_it_stands() -> None:
    rows = settings_rows(_facts(*details_samples.SETTINGS))
    assert [row.shape(0) for row in rows] == [
        StationState.FINE,
        StationState.WAITING,
        StationState.UNKNOWN,
        StationState.ATTENTION,
        StationState.ATTENTION,
    ]
    assert [row.cells[0] for row in rows] == ["In force", "Not in force", "May differ", "Leads elsewhere", "Leads elsewhere"]
    assert rows[3].cells[1:] == ("Services", "WinHTTP", "No proxy")


def test_long_lists_of_exceptions_are_bounded_and_counted() -> None:
    note = settings_rows(_facts(*details_samples.SETTINGS))[2].what
    assert isinstance(note, Note)
    exceptions = dict(note.rows)["Not for"].splitlines()
    assert len(exceptions) == 41
    assert exceptions[-1] == "and 20 more"


def test_the_lead_says_whether_programs_are_led_apart() -> None:
    pac, detect, firefox, winhttp, _environment = details_samples.SETTINGS
    assert "elsewhere" in settings_lead(_facts(pac, detect, firefox, winhttp))
    assert "only the PAC file tells" in settings_lead(_facts(pac, firefox))
    assert "same place" in settings_lead(_facts(pac))


def test_without_rows_the_lead_says_why() -> None:
    assert settings_rows(samples.FACTS) == ()
    assert "not read in this sample" in settings_lead(samples.FACTS)
    assert "No source" in settings_lead(_facts())
    assert "when the check has ended" in settings_lead(None)


def test_hidden_characters_of_an_address_do_not_reach_the_table() -> None:
    hostile = ProxySetting(source="firefox", applies_to="firefox", kind=ProxyKind.PAC, pac_url="http://a\u202eb.example/")
    row = settings_rows(_facts(hostile))[0]
    assert "\u202e" not in row.tip + str(row.cells)
