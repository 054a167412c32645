from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import values
from wssdiag.detection.egress import address_in, address_of, is_fresh
from wssdiag.model.observation import HttpDetail, Observation
from wssdiag.model.service_list import ServiceList

AT = "2026-03-04T12:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("45.88.1.1", "45.88.1.1"),
        (" \r\n45.88.1.1\n", "45.88.1.1"),
        ('{"ip": "45.88.1.1"}', "45.88.1.1"),
        ('\n{"city": "x", "ip": "45.88.1.1", "n": [1]}', "45.88.1.1"),
        ("2A03:2880:0::1", "2a03:2880::1"),
        ("::ffff:45.88.1.1", "45.88.1.1"),
        ("", None),
        ("45.88.1.1 45.88.1.2", None),
        ("45.88.1.1, 10.0.0.1", None),
        ("<html>45.88.1.1</html>", None),
        ('"45.88.1.1"', None),
        ('["45.88.1.1"]', None),
        ('{"ip": 45}', None),
        ('{"IP": "45.88.1.1"}', None),
        ('{"ip": " 45.88.1.1"}', None),
        ('{"ip": "45.88.1.1"', None),
        ("45.88.1.1/32", None),
        ("45.88.1.1:443", None),
        ("045.88.1.1", None),
        ("\u00a045.88.1.1", None),
        ("\u0664\u0665.88.1.1", None),
        ("10.1.2.3", None),
        ("127.0.0.1", None),
        ("::ffff:10.1.2.3", None),
        ("169.254.1.1", None),
        ("224.0.0.1", None),
        ("2a03:2880::1%eth0", None),
        ("fe80::1", None),
        ('{"ip": ' + '{"ip": ' * 100, None),
        ('{"ip": ' + "[" * 9000, None),
    ],
)
def test_what_a_page_may_say(text: str, address: str | None) -> None:
    assert address_in(text) == address


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")) | st.text().map(lambda text: json.dumps({"ip": text})))
def test_no_text_raises(text: str) -> None:
    address_in(text)


@given(st.ip_addresses(), st.sampled_from(("", " ", "\n", "\t\r\n")), st.booleans())
def test_every_public_address_is_read_in_both_forms(address: object, white: str, wrapped: bool) -> None:
    told = json.dumps({"ip": str(address)}) if wrapped else str(address)
    found = address_in(f"{white}{told}{white}")
    assert found is None or address_in(found) == found


@given(values(Observation))
def test_no_observation_raises(seen: Observation) -> None:
    address_of(seen)


def test_other_statuses_say_nothing() -> None:
    for status in (204, 301, 403, 500, None):
        detail = HttpDetail(status=status, body_start="45.88.1.1")
        assert address_of(Observation(step="http", target={}, offset_ms=0, elapsed_ms=0, detail=detail)) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fetched", "fresh"),
    [
        ("2026-03-04T11:00:00+00:00", True),
        ("2026-01-10T12:00:00Z", True),
        ("2025-12-01T12:00:00Z", False),
        ("2026-06-04T12:00:00Z", False),
        ("2026-03-04T11:00:00", False),
        ("", False),
        ("yesterday", False),
    ],
)
def test_an_old_list_accuses_nobody(fetched: str, fresh: bool) -> None:
    assert is_fresh(ServiceList(source="t", fetched=fetched, revised=""), AT) is fresh
    assert not is_fresh(ServiceList(source="t", fetched=fetched, revised=""), "nonsense")


@pytest.mark.parametrize(
    ("revised", "fresh"),
    [
        ("2026-03-04", True),
        ("2026-03-05", True),
        ("2026-01-10", True),
        ("", True),
        ("2026-01-02", False),
        ("2025-03-04", False),
        ("2027-03-04", False),
        ("2026-02-30", False),
        ("yesterday", False),
    ],
)
def test_an_old_file_that_was_read_today_is_old(revised: str, fresh: bool) -> None:
    """A list without any date is what the vendor may publish: it goes by the day on which it was taken."""
    assert is_fresh(ServiceList(source="t", fetched=AT, revised=revised), AT) is fresh
