"""The PAC file from its address to the proxies that it names: which cause, and which path."""

from __future__ import annotations

import pytest

from tests.fakes import FakeProxy, Page, Peer
from tests.world import PAC_ADDRESS, PAC_URL, PROXY, PROXY_ADDRESS, SERVICE_PROXY, UNTRUSTED, World, codes
from wssdiag.model.check import Status
from wssdiag.model.failure import Failure
from wssdiag.model.finding import Certainty, Severity
from wssdiag.model.mode import Method
from wssdiag.model.observation import Step
from wssdiag.model.profile import Endpoints, Expect, Profile, Signatures
from wssdiag.probes.network import Journey

HOST = "pac.office.example"
TYPE = (("content-type", "application/x-ns-proxy-autoconfig"),)


def answering(answer: str) -> str:
    return f"function FindProxyForURL(url, host) {{ return '{answer}'; }}"


SERVICE = answering(f"PROXY {SERVICE_PROXY}:8080")


def office(world: World, status: int = 200, port: int = 3128) -> World:
    world.network.truth[PROXY] = (PROXY_ADDRESS,)
    world.network.proxies[PROXY_ADDRESS, port] = FakeProxy(status)
    return world


def test_a_file_that_leads_to_the_service_is_healthy_and_protected() -> None:
    world = World()
    world.set_pac(SERVICE)
    report = world.run(None)
    assert (report.mode.method, codes(report), report.verdict.status) == ("pac-file", [], "healthy")
    assert report.network.protected == "yes"
    assert {row.id for row in report.checks} >= {"pac.file", f"proxy.pac.{SERVICE_PROXY}-8080", "web.method"}
    through = next(row for row in report.checks if row.id == "web.method")
    assert through.observations[-1].via == "proxy"


@pytest.mark.parametrize("how", [Failure.TIMED_OUT, Failure.REFUSED])
def test_a_pac_host_that_cannot_be_reached(how: Failure) -> None:
    world = World()
    world.set_pac(SERVICE)
    world.network.block(PAC_ADDRESS, 443, how)
    report = world.run(None)
    assert codes(report) == ["pac-unreachable"]
    assert (report.verdict.status, report.network.protected) == ("degraded", "no")
    (row,) = (row for row in report.findings if row.code == "pac-unreachable")
    assert (row.severity, row.subject.host, row.values["host"]) == (Severity.BLOCKER, HOST, HOST)


def test_a_pac_host_whose_certificate_does_not_hold_is_not_fetched() -> None:
    world = World()
    world.set_pac(SERVICE)
    world.network.peers["*", HOST] = Peer(system=UNTRUSTED, mozilla=UNTRUSTED)
    assert codes(world.run(None)) == ["pac-unreachable"]


@pytest.mark.parametrize("how", [Failure.NO_ROUTE, Failure.UNREACHABLE])
def test_a_private_address_without_a_way_is_another_network(how: Failure) -> None:
    world = World()
    world.set_pac(SERVICE)
    world.network.block(PAC_ADDRESS, 443, how)
    assert codes(world.run(None)) == ["pac-internal-only"]


def test_a_public_address_without_a_way_is_no_other_network() -> None:
    world = World()
    world.network.truth[HOST] = ("45.30.0.1",)
    world.set_pac(SERVICE)
    world.network.block("45.30.0.1", 443, Failure.UNREACHABLE)
    assert codes(world.run(None)) == ["pac-unreachable"]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://wpad/wpad.dat", "pac-internal-only"),
        ("http://pac.corp/x", "pac-internal-only"),
        ("http://pac.example.com/x", "pac-unreachable"),
    ],
)
def test_a_name_that_only_another_resolver_can_know(url: str, code: str) -> None:
    world = World()
    world.set_pac(SERVICE, url)
    host = url.split("/")[2]
    world.network.says[host] = Failure.NAME_NOT_FOUND
    report = world.run(None)
    assert codes(report) == [code]
    (row,) = (row for row in report.findings if row.code == code)
    assert row.confidence is (Certainty.LIKELY if code == "pac-internal-only" else Certainty.CERTAIN)


@pytest.mark.parametrize(
    ("page", "code", "status"),
    [
        (Page(404, "", TYPE), "pac-http-error", "degraded"),
        (Page(401, "", TYPE), "pac-http-error", "degraded"),
        (Page(302, "", (("location", "ftp://x/"),)), "pac-http-error", "degraded"),
        (Page(200, "\n <!DOCTYPE html><html></html>", TYPE), "pac-not-script", "degraded"),
        (Page(200, "function FindProxyForURL(", TYPE), "pac-syntax-error", "degraded"),
        (Page(200, "var x = 1;", TYPE), "pac-syntax-error", "degraded"),
        (Page(200, "", TYPE), "pac-syntax-error", "degraded"),
        (Page(200, "function FindProxyForURL(u, h) { return nothing; }", TYPE), "pac-runtime-error", "degraded"),
        (Page(200, "function FindProxyForURL(u, h) { for (;;); }", TYPE), "pac-runaway", "broken"),
        (Page(200, SERVICE + "/*" + "x" * 1024 * 1024 + "*/", TYPE), "pac-too-large", "degraded"),
    ],
)
def test_a_file_of_no_use(page: Page, code: str, status: str) -> None:
    world = World()
    world.set_pac(page)
    report = world.run(None)
    assert codes(report) == [code]
    assert report.verdict.status == status


def test_redirects_are_followed_and_have_an_end() -> None:
    world = World()
    world.set_pac(Page(302, "", (("location", "/other.pac"),)))
    world.network.pages["https://pac.office.example/other.pac"] = Page(200, SERVICE, TYPE)
    assert codes(world.run(None)) == []
    world.network.pages["https://pac.office.example/other.pac"] = Page(301, "", (("location", PAC_URL),))
    assert codes(world.run(None)) == ["pac-http-error"]


def test_the_first_proxy_that_answers_carries() -> None:
    world = office(World())
    world.set_pac(answering(f"PROXY {PROXY}:3129; PROXY {SERVICE_PROXY}:8080; DIRECT"))
    world.network.block(PROXY_ADDRESS, 3129, Failure.REFUSED)
    report = world.run(None)
    assert (codes(report), report.verdict.status, report.network.protected) == ([], "healthy", "yes")


@pytest.mark.parametrize(("tail", "severity", "status"), [("", Severity.BLOCKER, "broken"), ("; DIRECT", Severity.MAJOR, "degraded")])
def test_no_proxy_answers(tail: str, severity: Severity, status: str) -> None:
    world = office(World())
    world.set_pac(answering(f"PROXY {PROXY}:3129{tail}"))
    world.network.block(PROXY_ADDRESS, 3129, Failure.REFUSED)
    report = world.run(None)
    assert codes(report) == ["pac-dead-proxy"]
    assert report.verdict.status == status
    assert next(row for row in report.findings if row.code == "pac-dead-proxy").severity is severity


def test_a_proxy_that_says_no_is_not_dead() -> None:
    world = office(World(), 403)
    world.set_pac(answering(f"PROXY {PROXY}:3128"))
    assert "pac-dead-proxy" not in codes(world.run(None))
    assert codes(world.run(None)) == ["proxy-denied"]


def test_direct_first_goes_around_the_service() -> None:
    world = World()
    world.set_pac(answering("DIRECT"))
    report = world.run(None)
    assert (codes(report), report.verdict.status, report.network.protected) == (["pac-goes-direct"], "degraded", "no")
    world.profile = Profile(expect=Expect(method=Method.DIRECT))
    assert codes(world.run(None)) == []


def test_direct_for_one_site_is_an_exception() -> None:
    world = World()
    world.set_pac(f"function FindProxyForURL(u, h) {{ return h == 'www.google.com' ? 'DIRECT' : 'PROXY {SERVICE_PROXY}:8080'; }}")
    assert "pac-goes-direct" not in codes(world.run(None))


@pytest.mark.parametrize(("kind", "notice"), [("text/html", True), ("", True), ("application/x-javascript-config; charset=utf-8", False)])
def test_the_type_of_the_file(kind: str, *, notice: bool) -> None:
    world = World()
    world.set_pac(Page(200, SERVICE, (("content-type", kind),) if kind else ()))
    report = world.run(None)
    assert ("pac-wrong-type" in {row.code for row in report.findings}) is notice
    assert report.verdict.status == "healthy"


def test_a_name_that_takes_long_is_slow_for_every_page() -> None:
    world = World()
    world.set_pac(f"function FindProxyForURL(u, h) {{ dnsResolve('slow.example'); return 'PROXY {SERVICE_PROXY}:8080'; }}")
    assert codes(world.run(None)) == []


def test_a_named_method_takes_the_profile_s_file() -> None:
    world = World(profile=Profile(endpoints=Endpoints(pac_url=PAC_URL)))
    world.network.truth[HOST] = (PAC_ADDRESS,)
    world.network.pages[PAC_URL] = Page(404)
    assert codes(world.run("pac-file")) == ["pac-http-error"]


def test_a_kind_of_proxy_that_is_not_spoken_here_is_unknown() -> None:
    world = World()
    world.set_pac(answering("SOCKS5 socks.example:1080"))
    report = world.run(None)
    assert (codes(report), report.verdict.status) == ([], "incomplete")


def test_a_proxy_inside_tls_carries() -> None:
    world = office(World())
    world.set_pac(answering(f"HTTPS {PROXY}:3128"))
    report = world.run(None)
    assert (codes(report), report.verdict.status) == ([], "healthy")
    steps = next(row for row in report.checks if row.id == f"proxy.pac.{PROXY}-3128").observations
    assert [seen.step for seen in steps][-3:] == [Step.CONNECT, Step.TLS, Step.PROXY]


def test_a_proxy_inside_tls_that_cannot_prove_itself_is_dead() -> None:
    world = office(World())
    world.set_pac(answering(f"HTTPS {PROXY}:3128"))
    world.network.peers[PROXY_ADDRESS, PROXY] = Peer(system=UNTRUSTED, mozilla=UNTRUSTED)
    assert codes(world.run(None)) == ["pac-dead-proxy"]


REFUSALS = [
    (FakeProxy(403), ["proxy-denied"], "broken"),
    (FakeProxy(503), ["proxy-cannot-reach-service"], "broken"),
    (FakeProxy(407, schemes=("Basic",)), ["proxy-auth-required"], "incomplete"),
    (FakeProxy(403, body="Example sign-in"), ["roaming-sign-in"], "incomplete"),
]


@pytest.mark.parametrize(("answer", "said", "verdict"), REFUSALS)
def test_a_browser_stays_with_the_first_proxy_that_answers(answer: FakeProxy, said: list[str], verdict: str) -> None:
    world = office(World(profile=Profile(signatures=Signatures(credential_page=("Example sign-in",)))))
    world.network.proxies[PROXY_ADDRESS, 3128] = answer
    world.set_pac(answering(f"PROXY {PROXY}:3129; PROXY {PROXY}:3128; PROXY {SERVICE_PROXY}:8080"))
    world.network.block(PROXY_ADDRESS, 3129, Failure.REFUSED)
    report = world.run(None)
    assert ([row.code for row in report.findings if row.masked_by is None], report.verdict.status) == (said, verdict)
    assert report.network.protected == "unknown"
    web = next(row for row in report.checks if row.id == "web.method")
    assert web.status is not Status.PASS


def test_a_proxy_that_refuses_is_nobody_s_matter_where_another_stands_before_it() -> None:
    world = office(World(), status=403)
    world.set_pac(answering(f"PROXY {SERVICE_PROXY}:8080; PROXY {PROXY}:3128"))
    report = world.run(None)
    assert (codes(report), report.verdict.status) == ([], "healthy")


def test_a_proxy_that_refuses_one_site_of_many_is_said() -> None:
    world = office(World(), status=403)
    world.set_pac(
        f"function FindProxyForURL(u, h) {{ return 'PROXY ' + (h == 'www.google.com' ? '{PROXY}:3128' : '{SERVICE_PROXY}:8080'); }}"
    )
    report = world.run(None)
    assert (codes(report), report.verdict.status) == (["proxy-denied"], "degraded")


INSIDE = f"function FindProxyForURL(u, h) {{ return isPlainHostName(h) ? 'PROXY {PROXY}:3129' : 'PROXY {SERVICE_PROXY}:8080'; }}"


@pytest.mark.parametrize(("how", "status"), [(Failure.REFUSED, Status.FAIL), (None, Status.PASS)])
def test_a_proxy_for_addresses_inside_is_tried_and_nobody_s_dead_proxy(how: Failure | None, status: Status) -> None:
    world = office(World())
    world.set_pac(INSIDE)
    world.network.proxies[PROXY_ADDRESS, 3129] = FakeProxy(status=403)
    if how:
        world.network.block(PROXY_ADDRESS, 3129, how)
    report = world.run(None)
    assert (codes(report), report.verdict.status) == ([], "healthy")
    assert next(row for row in report.checks if row.id == f"proxy.pac.{PROXY}-3129").status is status
    hosts = [ask.host for ask in world.network.asked if isinstance(ask, Journey) and ask.proxy and ask.proxy.port == 3129]
    assert hosts == ["intranet"]


def test_every_proxy_of_a_long_list_is_tried() -> None:
    world = office(World())
    ports = range(4001, 4041)
    world.set_pac(answering("; ".join(f"PROXY {PROXY}:{port}" for port in ports)))
    for port in ports:
        world.network.block(PROXY_ADDRESS, port, Failure.REFUSED)
    report = world.run(None)
    assert {row.id for row in report.checks if row.id.startswith("proxy.pac.")} == {f"proxy.pac.{PROXY}-{port}" for port in ports}
    assert codes(report) == ["pac-dead-proxy"]


WAITS = [(30.0, 8.0, 4.0), (10.0, 8.0, 4.0), (40.0, 18.0, 18.0), (120.0, 30.0, 30.0)]


@pytest.mark.parametrize(("deadline_s", "patience_s", "first_byte_s"), WAITS)
def test_a_longer_run_waits_as_long_as_a_browser(deadline_s: float, patience_s: float, first_byte_s: float) -> None:
    world = World()
    world.set_pac(SERVICE)
    world.run(None, deadline_s=deadline_s)
    ask = next(ask.http for ask in world.network.asked if isinstance(ask, Journey) and ask.http and ask.http.url == PAC_URL)
    assert (ask.patience_s, ask.first_byte_s) == (patience_s, first_byte_s)


@pytest.mark.parametrize(
    "url",
    [
        "data:,function FindProxyForURL(u,h){return 'DIRECT'}",
        "data:text/plain;base64,ZnVuY3Rpb24gRmluZFByb3h5Rm9yVVJMKHUsaCl7cmV0dXJuICdESVJFQ1QnfQ==",
    ],
)
def test_a_file_inside_its_own_address(url: str) -> None:
    world = World(profile=Profile(endpoints=Endpoints(pac_url=url)))
    result = next(row for row in world.run("pac-file").checks if row.id == "pac.file")
    assert result.status == "pass"


def test_a_file_inside_its_own_address_that_is_too_large() -> None:
    """A browser throws it away whole, as one that it fetches: it is not cut, and evaluated as far as it goes."""
    url = f"data:,{SERVICE}/*{'x' * 1024 * 1024}*/"
    report = World(profile=Profile(endpoints=Endpoints(pac_url=url))).run("pac-file")
    result = next(row for row in report.checks if row.id == "pac.file")
    assert (result.status, [seen.failure for seen in result.observations]) == ("fail", [Failure.BODY_TOO_LARGE])
    assert "pac-too-large" in codes(report)
