from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.lists import DOCUMENT, data, full, read
from tests.strategies import values
from wssdiag.catalogue.loader import load_builtin
from wssdiag.catalogue.published import Difference, applied, differences
from wssdiag.catalogue.rules import problems
from wssdiag.model.input_error import InputError
from wssdiag.model.location import Catalogue, Location, Provenance, Sureness
from wssdiag.model.service_list import ServiceHost, ServiceList

if TYPE_CHECKING:
    from typing import Any

BUILTIN = load_builtin()

#: Hosts that some row of the catalogue documents; what is unverified beside them is not the host.
DOCUMENTED = {row.host for row in BUILTIN.location if row.provenance.certainty is not Sureness.UNVERIFIED}


def listing(**hosts: tuple[str, ...]) -> ServiceList:
    """A list of these hosts, dots written as ``__``."""
    rows = tuple(ServiceHost(host=name.replace("__", "."), addresses=addresses) for name, addresses in hosts.items())
    return ServiceList(source="x", fetched="2026-11-26T12:00:00+00:00", revised="2026-09-12", hosts=rows)


def row_of(catalogue: Catalogue, name: str) -> Location:
    return next(row for row in catalogue.location if row.id == name)


def test_without_a_list_nothing_changes() -> None:
    assert applied(BUILTIN, None) is BUILTIN
    assert differences(BUILTIN, None) == ()


def test_a_host_that_the_list_does_not_name_stays_what_it_was() -> None:
    found = applied(BUILTIN, full())
    named = {row.host for row in full().hosts}
    assert [row for row in found.location if row.host not in named] == [row for row in BUILTIN.location if row.host not in named]
    assert msgspec.structs.replace(found, location=()) == msgspec.structs.replace(BUILTIN, location=())


def test_a_remembered_host_that_the_list_names_becomes_documented() -> None:
    before, after = row_of(BUILTIN, "auth-443"), row_of(applied(BUILTIN, full()), "auth-443")
    assert before.provenance.certainty is Sureness.UNVERIFIED
    assert after.addresses == ("35.245.151.226",)
    told = f"{before.provenance.source}; the service's own list of 2026-09-12"
    assert after.provenance == msgspec.structs.replace(before.provenance, source=told, certainty=Sureness.DOCUMENTED)
    assert msgspec.structs.replace(after, addresses=(), provenance=before.provenance) == before


def test_a_host_without_addresses_is_named_all_the_same() -> None:
    row = row_of(applied(BUILTIN, listing(pfms__wss__symantec__com=())), "pfms-443")
    assert (row.provenance.certainty, row.addresses) == (Sureness.DOCUMENTED, ())


@pytest.mark.parametrize(
    "row", [row for row in BUILTIN.location if row.provenance.certainty is Sureness.UNVERIFIED], ids=lambda row: row.id
)
def test_a_list_of_hosts_lifts_no_doubt_but_that_of_the_host(row: Location) -> None:
    everything = listing(**{(other.host or "").replace(".", "__"): ("35.1.1.1",) for other in BUILTIN.location if other.host})
    after = row_of(applied(BUILTIN, everything), row.id)
    lifted = row.host is not None and row.host not in DOCUMENTED
    assert (after.provenance.certainty is Sureness.DOCUMENTED) is lifted
    assert (after.addresses == ("35.1.1.1",)) is (row.host is not None)
    assert not lifted or "remembered" not in f"{after.when} {after.provenance.source}"


def test_other_addresses_are_used_and_flagged() -> None:
    found = listing(ctc__threatpulse__com=("130.211.30.3", "130.211.30.4"))
    after = row_of(applied(BUILTIN, found), "ctc-443")
    assert after.addresses == ("130.211.30.3", "130.211.30.4")
    assert after.provenance.source.endswith("; the service's own list of 2026-09-12")
    wanted = {"host": "ctc.threatpulse.com", "catalogue": ("130.211.30.2",), "published": after.addresses}
    assert differences(BUILTIN, found) == (Difference(location="ctc-443", **wanted), Difference(location="ua-ctc-443", **wanted))  # type: ignore[arg-type]


@pytest.mark.parametrize("addresses", [("130.211.30.2",), ()])
def test_the_same_addresses_are_no_difference(addresses: tuple[str, ...]) -> None:
    found = listing(ctc__threatpulse__com=addresses)
    assert differences(BUILTIN, found) == ()
    assert applied(BUILTIN, found) == BUILTIN


def test_the_same_addresses_in_another_order_and_spelling_are_none() -> None:
    row = msgspec.structs.replace(row_of(BUILTIN, "ctc-443"), addresses=("2607:F8B0:0::1", "130.211.30.2"))
    own = Catalogue(version="1", location=(row,))
    found = listing(ctc__threatpulse__com=("130.211.30.2", "2607:f8b0::1"))
    assert applied(own, found) == own
    assert differences(own, found) == ()


def test_where_the_catalogue_has_no_address_the_list_contradicts_nothing() -> None:
    assert differences(BUILTIN, full()) == ()
    assert row_of(applied(BUILTIN, full()), "portal-443").addresses == ("35.245.151.224", "34.82.146.64")


def test_what_comes_of_it_is_a_sound_catalogue() -> None:
    assert list(problems(applied(BUILTIN, full()))) == []


HOSTS = ["ctc.threatpulse.com", "portal.threatpulse.com", "auth.threatpulse.com", "other.example"]
ADDRESSES = st.lists(st.sampled_from(["130.211.30.2", "35.245.151.224", "2607:f8b0::1"]), unique=True, max_size=3).map(tuple)
LISTS = values(
    ServiceList,
    revised=st.sampled_from(["", "2026-09-12"]),
    hosts=st.lists(
        st.builds(ServiceHost, host=st.sampled_from(HOSTS), addresses=ADDRESSES), unique_by=lambda row: row.host, max_size=4
    ).map(tuple),
)
ROWS = values(
    Location,
    host=st.none() | st.sampled_from([*HOSTS, "CTC.threatpulse.com"]),
    addresses=ADDRESSES,
    provenance=values(Provenance, source=st.sampled_from(["page", "KB 1"])),
)
CATALOGUES = values(Catalogue, location=st.lists(ROWS, max_size=5).map(tuple))


@given(CATALOGUES, LISTS)
def test_applied_again_nothing_changes(catalogue: Catalogue, found: ServiceList) -> None:
    once = applied(catalogue, found)
    assert applied(once, found) == once
    assert differences(once, found) == ()
    assert [row.id for row in once.location] == [row.id for row in catalogue.location]


@given(
    st.lists(
        st.sampled_from(["0.0.0.0/0", "10.0.0.0/8", "::/0", "4.0.0.0/6", "192.168.0.1", "168.149.136.0/24", "127.0.0.0/8"]), max_size=6
    )
)
def test_a_poisoned_list_never_makes_a_private_or_huge_network_the_service_s(poison: list[str]) -> None:
    sections: dict[str, Any] = {
        "wss_kps": [{"ranges": poison}],
        "wss_datapath": [*DOCUMENT["wss_datapath"], {"cluster": "P", "ingress_ips": [], "x_ranges": [{"range": text} for text in poison]}],
        "wss_management": dict.fromkeys(HOSTS, poison),
    }
    try:
        found = read(data(**sections))
    except InputError:
        return
    for address in ("10.1.2.3", "192.168.0.1", "127.0.0.1", "8.8.8.8", "5.6.7.8", "::1", "2a00::1"):
        assert found.network_of(address) is None
    allowed = {text for row in BUILTIN.location for text in row.addresses}
    for row in applied(BUILTIN, found).location:
        assert all(text in allowed or ip_network(text).is_global for text in row.addresses)
