"""The sources of proxy settings side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.detection.settings_compared import compared, in_force, lead_apart, server_for_https, way_of
from wssdiag.model.facts import ProxyKind, ProxyServer, ProxySetting


def manual(host: str, who: str = "system", source: str = "gnome", scheme: str = "all") -> ProxySetting:
    servers = (ProxyServer(scheme=scheme, host=host, port=8080),)
    return ProxySetting(source=source, applies_to=who, kind=ProxyKind.MANUAL, servers=servers)


def pac(url: str, who: str = "system", source: str = "gnome") -> ProxySetting:
    return ProxySetting(source=source, applies_to=who, kind=ProxyKind.PAC, pac_url=url)


def direct(who: str = "system", source: str = "gnome") -> ProxySetting:
    return ProxySetting(source=source, applies_to=who, kind=ProxyKind.DIRECT)


def detection(url: str | None = None, who: str = "system") -> ProxySetting:
    return ProxySetting(source="scutil", applies_to=who, kind=ProxyKind.AUTO_DETECT, pac_url=url)


OFFICE = manual("proxy.example")


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (OFFICE, manual("other.example"), True),
        (OFFICE, manual("Proxy.Example."), False),
        (OFFICE, manual("127.0.0.1"), False),  # a relay leads elsewhere
        (OFFICE, manual("[::1]".strip("[]")), False),
        (OFFICE, direct(), True),
        (direct(), direct(), False),
        (pac("http://a.example/"), pac("http://b.example/"), True),
        (pac("http://a.example/"), pac("http://a.example/"), False),
        (pac("http://a.example/"), OFFICE, False),  # nobody knows what the file answers
        (pac("http://a.example/"), direct(), True),
        (OFFICE, manual("other.example", scheme="socks"), False),  # no https address goes there
    ],
)
def test_what_leads_apart(one: ProxySetting, other: ProxySetting, *, apart: bool) -> None:
    assert lead_apart(one, other) is apart
    assert lead_apart(other, one) is apart


def test_the_first_that_says_something_is_in_force_for_its_group() -> None:
    nothing, file, second, own = detection(), pac("http://a.example/"), OFFICE, manual("own.example", "firefox", "firefox")
    assert in_force((nothing, file, second, own)) == {"system": file, "firefox": own}
    rows = compared((nothing, file, second, own))
    assert [row.in_force for row in rows] == [False, True, False, True]
    assert [row.differs for row in rows] == [False, False, False, None]


def test_detection_that_found_a_file_is_in_force() -> None:
    found = detection("http://wpad/wpad.dat")
    assert in_force((found, OFFICE)) == {"system": found}


def test_who_leads_elsewhere_than_the_system() -> None:
    rows = compared((OFFICE, manual("other.example", "firefox"), direct("command-line"), manual("proxy.example", "services")))
    assert [row.differs for row in rows] == [False, True, True, False]


def test_without_the_system_s_own_nothing_differs() -> None:
    assert [row.differs for row in compared((manual("a.example", "firefox"), manual("b.example", "chrome")))] == [False, False]


def test_the_way_for_a_reader() -> None:
    assert way_of(OFFICE) == "proxy.example:8080"
    assert way_of(pac("http://a.example/")) == "http://a.example/"
    assert way_of(direct()) == "direct"
    http, https = ProxyServer(scheme="http", host="h", port=1), ProxyServer(scheme="https", host="s", port=2)
    both = ProxySetting(source="", applies_to="", kind=ProxyKind.MANUAL, servers=(http, https))
    assert server_for_https(both) == https


SETTINGS = st.lists(st.sampled_from([OFFICE, pac("http://a.example/"), direct(), detection(), manual("o.example", "firefox")]), max_size=8)


@given(SETTINGS)
def test_each_source_has_one_row_and_each_group_one_in_force(settings: list[ProxySetting]) -> None:
    rows = compared(settings)
    assert [row.setting for row in rows] == settings
    for group in {row.setting.applies_to for row in rows}:
        says = [row for row in settings if row.applies_to == group and (row.kind is not ProxyKind.AUTO_DETECT or row.pac_url)]
        forced = [row.setting for row in rows if row.setting.applies_to == group and row.in_force]
        assert forced[:1] == says[:1]
