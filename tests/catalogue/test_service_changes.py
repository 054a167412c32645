from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given

from tests.catalogue.lists import DOCUMENT, full
from tests.catalogue.test_published import CATALOGUES, LISTS
from wssdiag.catalogue.loader import load_builtin
from wssdiag.catalogue.service_changes import Change, Changes, RowChange, changes, is_older
from wssdiag.model.service_list import ServiceHost, ServiceList

if TYPE_CHECKING:
    from wssdiag.model.location import Catalogue

BUILTIN = load_builtin()
KEPT = full()


def test_from_none_to_a_list_everything_is_added() -> None:
    found = changes(BUILTIN, None, KEPT)
    assert found.sites == Change(added=("GCAMO1", "GCATO2"))
    assert found.hosts == Change(added=("auth.threatpulse.com", "ctc.threatpulse.com", "portal.threatpulse.com"))
    assert found.networks == Change(added=tuple(sorted(KEPT.networks)))
    assert [row.location for row in found.locations if row.host == "auth.threatpulse.com"] == ["auth-443"]


def test_from_one_list_to_another() -> None:
    toronto = msgspec.structs.replace(KEPT.sites[0], ranges=("168.149.136.0/24", "168.149.200.0/24"), ingress=("168.149.136.99",))
    new = msgspec.structs.replace(
        KEPT,
        sites=(toronto, msgspec.structs.replace(KEPT.sites[1], name="GCAVA1")),
        hosts=(
            KEPT.hosts[0],
            ServiceHost(host="ctc.threatpulse.com", addresses=("130.211.30.9",)),
            ServiceHost(host="new.threatpulse.com"),
        ),
    )
    found = changes(BUILTIN, KEPT, new)
    assert found.sites == Change(added=("GCAVA1",), removed=("GCAMO1",), changed=("GCATO2",))
    assert found.hosts == Change(added=("new.threatpulse.com",), removed=("auth.threatpulse.com",), changed=("ctc.threatpulse.com",))
    assert found.networks == Change(added=("168.149.200.0/24",), removed=("168.149.139.0/24", "2607:f8b0:4000::/48"))
    assert found.locations == (
        RowChange(location="ctc-443", host="ctc.threatpulse.com", before=("130.211.30.2",), after=("130.211.30.9",)),
        RowChange(location="ua-ctc-443", host="ctc.threatpulse.com", before=("130.211.30.2",), after=("130.211.30.9",)),
        RowChange(location="auth-443", host="auth.threatpulse.com", before=("35.245.151.226",), after=()),
    )
    assert not found.nothing


def test_where_and_when_it_was_taken_is_no_change() -> None:
    assert changes(BUILTIN, KEPT, msgspec.structs.replace(KEPT, source="y", fetched="2027-01-01T00:00:00+00:00")).nothing


@given(CATALOGUES, LISTS)
def test_a_list_differs_in_nothing_from_itself(catalogue: Catalogue, found: ServiceList) -> None:
    assert changes(catalogue, found, found) == Changes()


@pytest.mark.parametrize(
    ("new", "kept", "older"),
    [
        ("2026-09-12", "2026-09-12", False),
        ("2026-09-13", "2026-09-12", False),
        ("2026-09-11", "2026-09-12", True),
        ("", "2026-09-12", True),
        ("2026-09-12", "", False),
        ("", "", False),
    ],
)
def test_which_is_the_older(new: str, kept: str, older: bool) -> None:
    assert is_older(msgspec.structs.replace(KEPT, revised=new), msgspec.structs.replace(KEPT, revised=kept)) is older
    assert not is_older(msgspec.structs.replace(KEPT, revised=new), None)


def test_the_sample_has_every_section() -> None:
    assert set(DOCUMENT) >= {"wss_management", "wss_datapath", "wss_egress_routing", "wss_kps", "web_isolation"}
