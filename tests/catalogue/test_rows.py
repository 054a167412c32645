from __future__ import annotations

import msgspec
import pytest

from tests.world import builtin
from wssdiag.catalogue.merge import filled_by_dns, merged
from wssdiag.catalogue.rows import (
    PUBLISHED,
    authentication,
    goes_direct,
    has_cause_of_its_own,
    is_of_the_organisation,
    is_pac_host,
    only_inside,
    row_of_proxy,
)
from wssdiag.model.observation import Transport
from wssdiag.model.profile import Endpoints, ExtraEndpoint, Profile

PROFILE = Profile(
    endpoints=Endpoints(
        identity_provider="https://idp.example/",
        auth_connector="ac.example",
        domain_controllers=("dc.example",),
        extra=(ExtraEndpoint(id="own", host="own.example", port=443, transport=Transport.TCP),),
    )
)
LOCATIONS = {row.id: row for row in merged(builtin()[0], PROFILE).location}


def ids(wanted: object) -> set[str]:
    return {key for key, row in LOCATIONS.items() if wanted(row)}  # type: ignore[operator]


def test_rows_with_a_cause_of_their_own() -> None:
    directory = {f"directory-{port}.dc.example" for port in (139, 445, 389, 3268, 135, 88, "49152-65535")}
    inside = {"idp-443.idp.example", "logon-80.ac.example", *directory}
    assert ids(has_cause_of_its_own) == {"saml-8443", *inside}
    assert ids(is_of_the_organisation) == inside


def test_the_logon_application_is_apart() -> None:
    assert ids(only_inside) == {"logon-80.ac.example"}


def test_who_takes_no_notice_of_proxies() -> None:
    hosts_of_files = {"pfms-443", "pac-443", "default-pac-443"}
    assert ids(is_pac_host) == hosts_of_files
    assert ids(goes_direct) == {"logon-80.ac.example", *hosts_of_files}


def test_the_authentication_service() -> None:
    (found,) = authentication(LOCATIONS.values())
    assert found.id == "auth-443"
    assert authentication([LOCATIONS["ctc-443"], LOCATIONS["own"]]) == ()


def test_the_addresses_of_the_services_own_list_come_first() -> None:
    rows = [msgspec.structs.replace(LOCATIONS["auth-443"], id=f"auth-443.{number}", group=PUBLISHED) for number in (1, 2)]
    assert [row.id for row in authentication([*LOCATIONS.values(), *rows])] == ["auth-443.1", "auth-443.2"]


def test_a_controller_that_dns_names_is_the_organisations_own() -> None:
    (template,) = (row for row in builtin()[0].location if row.id == "directory-389")
    found = filled_by_dns(template, "dc1.corp.example")
    assert (found.id, found.host, found.placeholder, found.port) == ("directory-389.dc1.corp.example", "dc1.corp.example", None, 389)
    assert is_of_the_organisation(found)
    assert not is_of_the_organisation(template)


@pytest.mark.parametrize(
    ("host", "port", "row"),
    [
        ("proxy.threatpulse.net", 8080, "proxy-8080"),
        ("GCATO2-vip1.threatpulse.net.", 8080, "proxy-8080"),
        ("threatpulse.net", 8080, None),
        ("proxy.threatpulse.net.example", 8080, None),
        ("proxy.threatpulse.net", 3128, None),
        ("45.1.2.3", 8080, None),
    ],
)
def test_the_row_that_a_proxy_is(host: str, port: int, row: str | None) -> None:
    found = row_of_proxy(host, port, builtin()[0])
    assert (found.id if found else None) == row
