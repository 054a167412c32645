"""The service's own list over the network: HTTPS alone, by the proxy that is set, nowhere that the organisation does not allow."""

from __future__ import annotations

import msgspec
import pytest

from tests.fakes import FakeProxy, Page, Peer
from tests.world import EXPIRED, PROXY, PROXY_ADDRESS, UNTRUSTED, World
from wssdiag.catalogue.servicepoints import SIZE_LIMIT_BYTES
from wssdiag.model.failure import Failure
from wssdiag.model.profile import Policy, Profile
from wssdiag.model.service_list import LIST_URL
from wssdiag.probes.network import Journey, ProxyHop
from wssdiag.session import Download, download, is_fetchable, may_fetch

HOST = "servicepoints.threatpulse.com"
ADDRESS = "45.20.0.1"
BODY = '{"wss_management": {}}'


def world(page: Page | Failure | None = None, contact: str = "all") -> World:
    """A world in which the list is served."""
    found = World(profile=Profile(policy=msgspec.convert({"contact_hosts": contact}, Policy)))
    found.network.truth |= {HOST: (ADDRESS,), "mirror.example": ("45.20.0.2",)}
    found.network.pages[LIST_URL] = page or Page(200, BODY)
    return found


def moved(where: str, status: int = 302) -> Page:
    return Page(status, "", (("location", where),))


def journeys(found: World) -> list[Journey]:
    return [ask for ask in found.network.asked if isinstance(ask, Journey)]


def test_what_is_there_comes() -> None:
    found = world()
    assert download(found.session, LIST_URL) == Download(BODY.encode())
    (journey,) = journeys(found)
    assert (journey.host, journey.port, journey.proxy) == (HOST, 443, None)
    assert journey.tls is not None
    assert (journey.tls.server_name, journey.tls.judged) == (HOST, True)
    assert journey.http is not None
    assert journey.http.body_limit == SIZE_LIMIT_BYTES


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (Page(404, "gone"), "an unexpected status (404)"),
        (Page(500), "an unexpected status (500)"),
        (Page(304), "an unexpected status (304)"),
        (Failure.HTTP_MALFORMED, "what answers does not speak HTTP"),
        (Failure.RESET, "the connection was cut"),
        (Page(200, "x" * (SIZE_LIMIT_BYTES + 1)), "a larger page than expected"),
        (moved(f"http://{HOST}/"), "redirected to what is no https address"),
        (moved("ftp://mirror.example/"), "redirected to what is no https address"),
        (moved("https://user:word@mirror.example/"), "redirected to what is no https address"),
        (moved("https://["), "redirected to what is no https address"),
        (moved("//bad host/"), "redirected to what is no https address"),
        (Page(302), "redirected to what is no https address"),
        (moved(LIST_URL), "redirected too often"),
    ],
)
def test_what_does_not_come_is_told_in_a_clause(page: Page | Failure, why: str) -> None:
    assert download(world(page).session, LIST_URL) == Download(why=why)


@pytest.mark.parametrize("code", [UNTRUSTED, EXPIRED])
def test_a_certificate_that_does_not_hold_ends_it(code: int) -> None:
    found = world()
    found.network.peers[ADDRESS, "*"] = Peer(system=code, mozilla=0)
    came = download(found.session, LIST_URL)
    assert came.body == b""
    assert came.why.startswith("the certificate ")


@pytest.mark.parametrize("failure", [Failure.NAME_NOT_FOUND, Failure.DNS_SERVFAIL])
def test_a_name_that_does_not_resolve(failure: Failure) -> None:
    found = world()
    found.network.says[HOST] = failure
    assert download(found.session, LIST_URL).why


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_https_is_followed(status: int) -> None:
    found = world(moved("https://mirror.example:8443/list", status))
    found.network.pages["https://mirror.example:8443/list"] = moved("/other")
    found.network.pages["https://mirror.example:8443/other"] = Page(200, BODY)
    assert download(found.session, LIST_URL) == Download(BODY.encode())
    assert [(row.host, row.port) for row in journeys(found)] == [(HOST, 443), ("mirror.example", 8443), ("mirror.example", 8443)]


def test_this_computer_s_own_proxy_is_the_way() -> None:
    found = world()
    found.set_proxy()
    assert download(found.session, LIST_URL).body == BODY.encode()
    assert journeys(found)[0].proxy == ProxyHop(host=PROXY, port=3128)
    found.network.proxies[PROXY_ADDRESS, 3128] = FakeProxy(status=407)
    assert download(found.session, LIST_URL) == Download(why=f"the proxy asks for a sign-in (by the proxy {PROXY}:3128)")


def test_a_redirect_to_where_the_organisation_does_not_allow_it_ends_it() -> None:
    found = world(moved("https://mirror.example/"), contact="service-only")
    why = "redirected to mirror.example, which the organisation's profile does not allow"
    assert download(found.session, LIST_URL) == Download(why=why)
    assert len(journeys(found)) == 1


@pytest.mark.parametrize(("contact", "own", "other"), [("all", True, True), ("service-only", True, False), ("none", False, False)])
def test_whom_the_organisation_allows_to_be_asked(contact: str, own: bool, other: bool) -> None:
    session = world(contact=contact).session
    assert may_fetch(session, LIST_URL) is own
    assert may_fetch(session, "https://mirror.example/") is other


@pytest.mark.parametrize(
    ("url", "right"),
    [
        (LIST_URL, True),
        ("https://mirror.example:8443/x?y", True),
        ("http://mirror.example/", False),
        ("https://", False),
        ("https://user@mirror.example/", False),
        ("https://mirror.example:99999/", False),
        ("https://a\u202eb.example/", False),
        ("ftp://mirror.example/", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_what_is_fetched_at_all(url: str, right: bool) -> None:
    assert is_fetchable(url) is right
