"""Every text of the catalogue's and the profile's checks is in the table, and is said in German with its place as it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.report.retold.known import DOCUMENTS, strangers, table_text, unused
from tests.report.retold.problems import Problem, in_source, problems
from wssdiag.catalogue import document, service_reader
from wssdiag.catalogue.footprint import Footprint, OtherClients
from wssdiag.catalogue.knowledge import Guide
from wssdiag.catalogue.profile import parse_profile
from wssdiag.catalogue.servicepoints import parse
from wssdiag.catalogue.signatures import SignatureList
from wssdiag.model.input_error import InputError
from wssdiag.model.location import Catalogue
from wssdiag.model.profile import Profile
from wssdiag.report.retold import documents
from wssdiag.report.retold.refusals import refusal_line, told_line, told_warning
from wssdiag.report.texts import speak

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HEAD = 'schema = "wssdiag.profile/1"\n'


def of_catalogue() -> list[Problem]:
    return [one for one in problems() if one.where.startswith("catalogue/")]


def test_every_problem_of_a_document_is_in_a_table() -> None:
    assert strangers(of_catalogue()) == []


def test_every_text_of_the_table_is_still_said() -> None:
    assert unused(DOCUMENTS, problems()) == []


@pytest.mark.parametrize(
    "code",
    [
        'raise InputError(name, "", "it is no such thing")',
        'raise InputError(name, "", f"{kind} is no such thing")',
        'reader.fail("place", f"is no JSON: the {part} is no such thing" if part else "empty")',
        'why = "it is no such thing"\n    raise InputError(name, "", why or "empty")',
        'yield "host", "it is no such thing"',
        'return None if right else "it is no such thing"',
    ],
)
def test_a_new_problem_would_be_found(code: str) -> None:
    assert len(strangers(in_source(f"def check(value: str) -> str | None:\n    {code}\n", "catalogue/values.py"))) == 1


def test_what_a_value_is_has_a_word() -> None:
    words = {*document._NAMES.values(), *service_reader._KINDS.values(), *(f"a {kind}" for kind in ("date", "datetime", "time"))}
    assert words == set(documents.TYPES)


@pytest.mark.parametrize("wanted", [Catalogue, Profile, Guide, Footprint, OtherClients, SignatureList])
def test_no_value_may_be_of_two_types(wanted: type) -> None:
    """Such a pair would be one more text."""
    assert not [one for one in _unions(msgspec.inspect.type_info(wanted)) if len(one) > 1]


def _unions(found: object) -> Iterator[Sequence[object]]:
    match found:
        case msgspec.inspect.UnionType(types=types):
            some = [one for one in types if not isinstance(one, msgspec.inspect.NoneType)]
            yield some
            for one in some:
                yield from _unions(one)
        case msgspec.inspect.StructType(fields=fields):
            for field in fields:
                yield from _unions(field.type)
        case msgspec.inspect.VarTupleType(item_type=item) | msgspec.inspect.ListType(item_type=item):
            yield from _unions(item)


@pytest.mark.parametrize(
    ("profile", "line"),
    [
        ("organisation = 3", "p.toml: organisation: erwartet wird: Text; hier steht: eine ganze Zahl"),
        ("organisation = 2026-03-04", "p.toml: organisation: erwartet wird: Text; hier steht: ein Datum"),
        ("colour = 3", "p.toml: colour: unbekannter Schlüssel"),
        ('organisation = "', "p.toml: Zeile 2, Spalte 17: illegal character '\\n'"),
        ('[helpdesk]\nemail = "nobody"', "p.toml: helpdesk.email: keine E-Mail-Adresse"),
        (
            '[[endpoints.extra]]\nid = "a"\nhost = "a.example"\nport = 70000\ntransport = "tcp"',
            "p.toml: endpoints.extra[0].port: 70000 ist kein Port (1 bis 65535)",
        ),
        ('[endpoints]\nproxies = ["a b"]', "p.toml: endpoints.proxies[0]: 'a b' ist kein Hostname"),
        ('[endpoints]\nproxies = [""]', "p.toml: endpoints.proxies[0]: '' ist kein Hostname"),
        (
            '[endpoints]\nproxies = ["a.example:1", "a.example:1"]',
            "p.toml: endpoints.proxies[1]: 'a.example:1' steht hier schon, bei [0]",
        ),
        ('[policy]\nallow_fixes = ["none"]', "p.toml: policy.allow_fixes[0]: 'none' gehört nicht zu: "),
    ],
)
def test_what_is_wrong_with_a_profile_is_said_in_german(profile: str, line: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_profile((HEAD + profile + "\n").encode(), "p.toml")
    speak("de")
    assert refusal_line(refused.value).startswith(line)
    assert told_line(str(refused.value)).startswith(line)


def test_what_is_left_out_of_a_list_is_said_in_german() -> None:
    ranges = ["10.0.0.0/8", "0.0.0.0/1", "203.0.112.0/24"]
    section = [{"cluster": "A", "ingress_ips": ["8.8.8.0/24"], "egress_ranges": ranges}]
    taken = parse(msgspec.json.encode({"wss_datapath": section}), "list.json", "2026-01-01T00:00:00", date(2026, 1, 1))
    speak("de")
    assert [told_line(line) for line in taken.left_out] == [
        "wss_datapath[0].ingress_ips[0]: 8.8.8.0/24 (ein Netz, wo eine Adresse stehen soll)",
        "wss_datapath[0].egress_ranges[0]: 10.0.0.0/8 (privat, lokal, Multicast oder reserviert)",
        "wss_datapath[0].egress_ranges[1]: 0.0.0.0/1 (größer als ein /8)",
    ]
    assert told_line("and 4 more") == "und 4 weitere"


def test_a_warning_is_said_in_german_with_its_problem() -> None:
    text = "p.toml: helpdesk.email: not an e-mail address - the profile is not used, and only the service's own hosts are contacted"
    assert told_warning(text) == text
    speak("de")
    assert told_warning(text).startswith("p.toml: helpdesk.email: keine E-Mail-Adresse - das Profil wird nicht verwendet")
    assert told_warning("something else") == "something else"


def test_a_value_that_is_a_sentence_is_no_text_of_a_table() -> None:
    assert table_text("is no JSON: it is no such thing") is None
    assert table_text("is no JSON: nested too deeply") == "is no JSON: {reason}"
