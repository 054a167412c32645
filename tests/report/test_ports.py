from __future__ import annotations

import csv
import io
import json
import re
import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.catalogue.loader import load_builtin
from wssdiag.catalogue.merge import merged
from wssdiag.catalogue.values import METHOD_WORDS
from wssdiag.model.location import Catalogue, Location, Need, Provenance, Sureness
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Endpoints, ExtraEndpoint, Profile
from wssdiag.model.shown import shown
from wssdiag.report.ports import COLUMNS, as_csv, as_json, as_markdown, as_text
from wssdiag.report.ports_text import WIDTH
from wssdiag.report.reference import SECTIONS, by_address, by_host, rows

CATALOGUE = load_builtin()


def location(**changes: object) -> Location:
    sound = Location(
        id="a-443",
        methods=("wss-agent",),
        host="a.example",
        port=443,
        transport=Transport.TCP,
        protocol="tls",
        purpose="control",
        provenance=Provenance(source="page", certainty=Sureness.DOCUMENTED),
    )
    return msgspec.structs.replace(sound, **changes)


def catalogue(*locations: Location) -> Catalogue:
    return Catalogue(version="1", location=locations)


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_rows_stand_in_the_order_of_the_reference_and_none_is_lost() -> None:
    listed = rows(CATALOGUE)
    titles = list(dict.fromkeys(row.section for row in listed))
    assert titles == [section.title for section in SECTIONS if section.title in titles]
    assert {row.id for row in listed} == {row.id for row in CATALOGUE.location}


def test_a_location_of_two_sections_stands_in_both() -> None:
    assert [row.section for row in rows(CATALOGUE) if row.id == "proxy-8080"] == ["Proxy Forwarding", "Explicit Proxy, PAC file"]


@pytest.mark.parametrize("method", METHOD_WORDS)
def test_a_method_shows_what_it_needs_and_nothing_else(method: str) -> None:
    listed = rows(CATALOGUE, method)
    assert {row.id for row in listed} == {row.id for row in CATALOGUE.location if method in row.methods}
    assert all(method in row.methods for row in listed)


def test_every_section_word_is_a_method_and_every_method_has_a_section() -> None:
    assert sorted(word for section in SECTIONS for word in section.methods) == sorted(METHOD_WORDS)


@pytest.mark.parametrize("method", [None, *METHOD_WORDS])
def test_text_fits_a_terminal(method: str | None) -> None:
    text = as_text(CATALOGUE, method)
    assert max(len(line) for line in text.splitlines()) <= WIDTH == 80
    assert all(line == line.rstrip() for line in text.splitlines())
    assert "\t" not in text
    assert text.isascii()


def test_text_says_host_address_port_need_certainty_and_source_of_a_row() -> None:
    lines = as_text(CATALOGUE, "wss-agent").splitlines()
    at = next(index for index, line in enumerate(lines) if "ctc.threatpulse.com" in line)
    assert lines[at].split() == ["TCP", "443", "ctc.threatpulse.com", "required"]
    assert lines[at + 1].split() == ["tls", "130.211.30.2", "documented"]
    assert "KB 373521" in " ".join(lines[at : at + 7])


def test_text_shows_a_port_range_and_a_protocol_without_ports() -> None:
    text = as_text(CATALOGUE)
    assert "\nTCP 49152-65535  (your domain controllers)" in text
    assert "\nESP              (IPsec address of your data centre)" in text
    assert "(not established)" in text


def test_words_that_belong_together_stay_on_one_line() -> None:
    assert not re.search(r"\b(TCP|UDP|KB)\n\s+[0-9]", as_text(CATALOGUE))


def test_the_longest_host_still_fits() -> None:
    host = ".".join(["a" * 63] * 3) + ".example"
    text = as_text(catalogue(location(host=host, methods=("saml",), purpose="b" * 300)))
    assert max(len(line) for line in text.splitlines()) <= WIDTH


def test_a_method_without_locations_says_so() -> None:
    assert "No location is listed for this method." in as_text(CATALOGUE, "direct")
    assert "No location is listed for this method." in as_markdown(CATALOGUE, "direct")
    assert read_csv(as_csv(CATALOGUE, "direct")) == [list(COLUMNS)]
    assert json.loads(as_json(CATALOGUE, "direct"))["locations"] == []


def test_what_the_organisation_names_is_listed_once_for_every_method() -> None:
    extra = ExtraEndpoint(id="crm", host="crm.example", port=8443, transport=Transport.TCP, purpose="CRM")
    own = merged(CATALOGUE, Profile(endpoints=Endpoints(extra=(extra,))))
    for method in (None, "wss-agent", "saml"):
        listed = rows(own, method)
        assert [row.section for row in listed if row.id == "crm"] == ["Named by your organisation"]
        assert listed[-1].id == "crm"


def test_the_short_lists_leave_out_what_is_unverified_and_what_is_not_established() -> None:
    listed = rows(CATALOGUE)
    hosts = {one.target: one for one in by_host(listed)}
    assert "pfms.wss.symantec.com" not in hosts
    assert "(not established)" not in hosts
    assert hosts["proxy.threatpulse.net"].ports == "TCP 8080, TCP 8443; optional: TCP 8084, TCP 8880"
    addresses = {one.target: (one.ports, one.hosts) for one in by_address(listed)}
    assert addresses == {
        "199.19.250.205": ("TCP 80", ("ep.threatpulse.net",)),
        "199.19.248.205": ("optional: TCP 80", ()),
        "130.211.30.2": ("TCP 443", ("ctc.threatpulse.com",)),
    }
    assert "199.19.248.205" not in hosts


def test_an_alternative_names_its_group() -> None:
    listed = rows(catalogue(location(need=Need.ALTERNATIVE, group="entry")))
    assert listed[0].need == "one of entry"
    assert by_host(listed)[0].ports == "TCP 443"


def test_csv_ends_its_lines_as_rfc_4180_says() -> None:
    data = as_csv(CATALOGUE)
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == len(rows(CATALOGUE)) + 1


@pytest.mark.parametrize("hostile", ['=HYPERLINK("http://a.example")', "+1", "-1+1", "@SUM(A1)"])
def test_no_cell_of_the_csv_is_a_formula(hostile: str) -> None:
    table = read_csv(as_csv(catalogue(location(purpose=hostile, when=hostile))))
    assert table[1][COLUMNS.index("purpose")] == f"'{hostile}"
    assert table[1][COLUMNS.index("when")] == f"'{hostile}"


LINES = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"]),
    min_size=1,
    max_size=60,
).filter(lambda text: shown(text) == text)


@given(LINES, LINES, st.lists(st.ip_addresses().map(str), max_size=3))
def test_csv_comes_back_as_it_went(purpose: str, source: str, addresses: list[str]) -> None:
    provenance = Provenance(source=source, certainty=Sureness.INFERRED)
    table = read_csv(as_csv(catalogue(location(purpose=purpose, provenance=provenance, addresses=tuple(addresses)))))
    assert len(table) == 2
    cells = dict(zip(COLUMNS, table[1], strict=True))
    assert cells["purpose"] in {purpose, f"'{purpose}"}
    assert cells["source"] in {source, f"'{source}"}
    assert cells["addresses"].split() == addresses
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in table[1])


@given(LINES)
def test_markdown_tables_keep_their_columns_and_let_no_markup_through(text: str) -> None:
    provenance = Provenance(source=text, certainty=Sureness.DOCUMENTED)
    page = as_markdown(catalogue(location(purpose=text, when=text, provenance=provenance)))
    for line in page.splitlines():
        if line.startswith("| TCP"):
            assert line.replace("\\\\", "").replace("\\|", "").count("|") == 6
            assert "<" not in line.replace("\\\\", "").replace("\\<", "")


def test_markdown_reads_well() -> None:
    page = as_markdown(CATALOGUE, "wss-agent")
    assert "### WSS Agent\n\n| Port | Host and address |" in page
    assert "| TCP 443 tls | `ctc.threatpulse.com`<br>`130.211.30.2` | Traffic controller: tells the agent" in page
    assert "| `130.211.30.2` (ctc.threatpulse.com) | TCP 443 |" in page


def test_json_is_one_document_with_each_location_once() -> None:
    document = json.loads(as_json(CATALOGUE))
    assert list(document) == ["schema", "catalogue_version", "locations"]
    assert document["schema"] == "wssdiag.ports/1"
    assert document["catalogue_version"] == CATALOGUE.version
    ids = [row["id"] for row in document["locations"]]
    assert sorted(ids) == sorted(row.id for row in CATALOGUE.location)
    assert msgspec.convert(document["locations"], tuple[Location, ...], strict=False)


def test_hidden_characters_of_a_location_never_reach_a_terminal() -> None:
    text = as_text(catalogue(location(purpose="a\x1b[31m\u202eb", when="c\nd")))
    assert not [sign for sign in text if unicodedata.category(sign) in {"Cc", "Cf"} and sign != "\n"]
