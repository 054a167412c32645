"""The functions of a PAC file, as browsers have them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pac.asking import OWN, evaluated, value
from wssdiag.model.failure import Failure
from wssdiag.pac.messages import Clock

NAMES = {"www.example.com": ("2001:db8::80", "192.0.2.80"), "six.example": ("2001:db8::6",), "gone.example": ()}

EXPRESSIONS = [
    ('isPlainHostName("www")', "true"),
    ('isPlainHostName("www.example.com")', "false"),
    ('isPlainHostName("::1")', "false"),
    ('isPlainHostName("")', "true"),
    ('dnsDomainIs("www.example.com", ".example.com")', "true"),
    ('dnsDomainIs("example.com", ".example.com")', "false"),
    ('dnsDomainIs("wwwexample.com", "example.com")', "true"),
    ('dnsDomainIs("www.example.com", "")', "true"),
    ('localHostOrDomainIs("www", "www.example.com")', "true"),
    ('localHostOrDomainIs("www.example.com", "www.example.com")', "true"),
    ('localHostOrDomainIs("ww", "www.example.com")', "false"),
    ('dnsDomainLevels("www")', "0"),
    ('dnsDomainLevels("a.b.c")', "2"),
    ('dnsResolve("www.example.com")', '"192.0.2.80"'),
    ('dnsResolve("WWW.Example.COM")', '"192.0.2.80"'),
    ('dnsResolve("six.example")', "null"),
    ('dnsResolve("gone.example")', "null"),
    ('dnsResolve("192.0.2.1")', '"192.0.2.1"'),
    ("dnsResolve(null)", "null"),
    ('isInNet(dnsResolve("gone.example"), "0.0.0.0", "0.0.0.0")', "false"),
    ('dnsResolveEx("www.example.com")', '"2001:db8::80;192.0.2.80"'),
    ('dnsResolveEx("gone.example")', '""'),
    ('dnsResolveEx("2001:db8::1")', '"2001:db8::1"'),
    ('isResolvable("six.example")', "false"),
    ('isResolvableEx("six.example")', "true"),
    ("myIpAddress()", '"192.0.2.10"'),
    ("myIpAddressEx()", '"192.0.2.10;2001:db8::10"'),
    ('isInNet("192.0.2.7", "192.0.2.0", "255.255.255.0")', "true"),
    ('isInNet("192.0.3.7", "192.0.2.0", "255.255.255.0")', "false"),
    ('isInNet("www.example.com", "192.0.2.0", "255.255.255.0")', "true"),
    ('isInNet("gone.example", "0.0.0.0", "0.0.0.0")', "false"),
    ('isInNet("300.0.2.7", "0.0.0.0", "0.0.0.0")', "false"),
    ('isInNet("192.0.2.7", "example", "255.0.0.0")', "false"),
    ('isInNet("10.1.2.3", "10.0.0.0", "255.0.255.0")', "false"),
    ('isInNet("10.1.0.3", "10.0.0.0", "255.0.255.0")', "true"),
    ('isInNetEx("192.0.2.7", "192.0.2.0/24")', "true"),
    ('isInNetEx("192.0.2.129", "192.0.2.0/25")', "false"),
    ('isInNetEx("2001:db8:1::7", "2001:db8::/32")', "true"),
    ('isInNetEx("2001:db9::7", "2001:db8::/32")', "false"),
    ('isInNetEx("192.0.2.7", "::/0")', "false"),
    ('isInNetEx("192.0.2.7", "0.0.0.0/33")', "false"),
    ('isInNetEx("192.0.2.7", "192.0.2.0")', "false"),
    ('isInNetEx("::ffff:192.0.2.7", "::ffff:0:0/96")', "true"),
    ('isInNetEx("1::2::3", "::/0")', "false"),
    ('isInNetEx("1:2:3:4:5:6:7:8:9", "::/0")', "false"),
    ('sortIpAddressList("192.0.2.2; 2001:db8::1;192.0.2.1")', '"2001:db8::1;192.0.2.1;192.0.2.2"'),
    ('sortIpAddressList("")', "false"),
    ('sortIpAddressList("192.0.2.1;nonsense")', "false"),
    ('shExpMatch("http://a.example/ari/x", "*/ari/*")', "true"),
    ('shExpMatch("www.example.com", "*.example.com")', "true"),
    ('shExpMatch("wwwxexample.com", "*.example.com")', "false"),
    ('shExpMatch("abc", "a?c")', "true"),
    ('shExpMatch("ab", "a?c")', "false"),
    ('shExpMatch("aa", "a*a")', "true"),
    ('shExpMatch("a", "a*a")', "false"),
    ('shExpMatch("abcbc", "a*bc")', "true"),
    ('shExpMatch("abXbYb", "a*b*b*b")', "true"),
    ('shExpMatch("abXb", "a*b*b*b")', "false"),
    ('shExpMatch("", "*")', "true"),
    ('shExpMatch("www.b.example", "(www|ftp).b.example")', "true"),
    ('shExpMatch("a+", "a+")', "false"),
    # what the browsers' own texts of these functions do with odd arguments (net/proxy_resolution/pac_js_library.h, ProxyAutoConfig.cpp)
    ("dnsDomainIs('www.example.com')", "pac_runtime"),
    ("dnsDomainIs(undefined, '.com')", "pac_runtime"),
    ("dnsDomainIs('www.example.com', 5)", "false"),
    ("dnsDomainIs('a', 'example.com')", "false"),
    ("dnsDomainIs('WWW.EXAMPLE.COM', '.example.com')", "false"),
    ("dnsDomainIs('www.example.com.', '.example.com')", "false"),
    ("localHostOrDomainIs('', '.example.com')", "true"),
    ("localHostOrDomainIs('www.example.org', 'www.example.com')", "false"),
    ("localHostOrDomainIs('www.exa', 'www.example.com')", "false"),
    ("localHostOrDomainIs(undefined, 'undefined.example')", "true"),
    ("localHostOrDomainIs('www')", "pac_runtime"),
    ("dnsDomainLevels('')", "0"),
    ("dnsDomainLevels('a.b.')", "2"),
    ("dnsDomainLevels(5)", "pac_runtime"),
    ("isPlainHostName('2001:db8::1')", "false"),
    ("isPlainHostName('a.')", "false"),
    ("dnsResolve()", "null"),
    ("dnsResolve(5)", "null"),
    ("dnsResolve('2001:db8::1')", "null"),
    ("dnsResolve('')", "null"),
    ("dnsResolve('a b')", "null"),
    ("dnsResolve('x'.repeat(300))", "null"),
    ("dnsResolveEx()", '""'),
    ("isResolvable()", "false"),
    ("isResolvableEx('192.0.2.1')", "true"),
    ("isInNet(null, '0.0.0.0', '0.0.0.0')", "false"),
    ("isInNet()", "false"),
    ("isInNet('192.0.2.7', '192.0.2.0')", "false"),
    ("isInNet('192.0.2.7', '192.0.2', '255.255.255.0')", "false"),
    ("isInNet('192.0.2.7', '192.0.2.0', '255.255.255.256')", "false"),
    ("isInNet('192.0.2.7', '192.0.2.0', '/24')", "false"),
    ("isInNet('192.0.2.010', '192.0.2.10', '255.255.255.255')", "true"),
    ("isInNet('2001:db8::1', '0.0.0.0', '0.0.0.0')", "false"),
    ("isInNet('255.255.255.255', '255.255.255.0', '255.255.255.0')", "true"),
    ("isInNet(' 192.0.2.7', '192.0.2.0', '255.255.255.0')", "false"),
    ("convert_addr('1.2.3.4')", "16909060"),
    ("convert_addr('255.255.255.255')", "-1"),
    ("convert_addr('300.0.0.1')", "738197505"),
    ("convert_addr('1.2')", "16908288"),
    ("convert_addr('')", "0"),
    ("isInNetEx('192.0.2.7', '192.0.2.7/32')", "true"),
    ("isInNetEx('192.0.2.7', '0.0.0.0/0')", "true"),
    ("isInNetEx('2001:db8::1', '::/0')", "true"),
    ("isInNetEx('2001:DB8::1', '2001:db8::/128')", "false"),
    ("isInNetEx('2001:DB8::1', '2001:db8::/64')", "true"),
    ("isInNetEx('192.0.2.7', '192.0.2.0/-1')", "false"),
    ("isInNetEx('192.0.2.7', '192.0.2.0/24/8')", "false"),
    ("isInNetEx('www.example.com', '192.0.2.0/24')", "false"),
    ("isInNetEx()", "false"),
    ("sortIpAddressList('192.0.2.1')", '"192.0.2.1"'),
    ("sortIpAddressList('10.0.0.2;9.0.0.1;2001:db8::2;::1')", '"::1;2001:db8::2;9.0.0.1;10.0.0.2"'),
    ("sortIpAddressList()", "false"),
    ("sortIpAddressList('192.0.2.1;')", "false"),
    ("shExpMatch('www.example.com', 'WWW.example.com')", "false"),
    ("shExpMatch('a.b', 'a?b')", "true"),
    ("shExpMatch('ab', 'a*b*')", "true"),
    ("shExpMatch('a*b', 'a*b')", "true"),
    ("shExpMatch('', '')", "true"),
    ("shExpMatch('x', '')", "false"),
    ("shExpMatch('x', '?')", "true"),
    ("shExpMatch('', '?')", "false"),
    ("shExpMatch('b', '[a-c]')", "true"),
    ("shExpMatch('b', '[^a]')", "true"),
    ("shExpMatch('a5', 'a\\\\d')", "true"),
    ("shExpMatch('192.0.2.7', '192.0.2.*')", "true"),
    ("shExpMatch('http://h:80/p?q=1', '*?q=*')", "true"),
    ("shExpMatch(undefined, 'undef*')", "true"),
    ("shExpMatch('x')", "pac_runtime"),
    ("shExpMatch('x', null)", "pac_runtime"),
    ("myIpAddress('ignored')", '"192.0.2.10"'),
    ("alert() === undefined && alert('a', 'b') === undefined", "true"),
    ("dnsDomainIs.length + shExpMatch.length + isInNet.length", "7"),
    ("typeof alert('x')", '"undefined"'),
    ("typeof getClientVersion", '"undefined"'),
    ("typeof process + typeof require + typeof std", '"undefinedundefinedundefined"'),
]

#: A Wednesday.
NOON = "2025-06-18T12:30:30"
TIMES = [
    ('weekdayRange("WED")', NOON, True),
    ('weekdayRange("THU")', NOON, False),
    ('weekdayRange("MON", "FRI")', NOON, True),
    ('weekdayRange("FRI", "MON")', NOON, False),
    ('weekdayRange("FRI", "WED")', NOON, True),
    ('weekdayRange("wed")', NOON, False),
    ('weekdayRange("WED", "GMT")', NOON, True),
    ("timeRange(12)", NOON, True),
    ("timeRange(13)", NOON, False),
    ("timeRange(11, 12)", NOON, True),
    ("timeRange(22, 4)", "2025-06-18T23:00:00", False),
    ("timeRange(12, 0, 12, 30)", NOON, True),
    ("timeRange(12, 31, 13, 0)", NOON, False),
    ("timeRange(23, 0, 1, 0)", "2025-06-18T00:30:00", True),
    ("timeRange(23, 0, 1, 0)", NOON, False),
    ("timeRange(12, 30, 30, 12, 30, 30)", NOON, True),
    ("timeRange(12, 30, 31, 12, 31, 0)", NOON, False),
    ("timeRange(0, 23, 'GMT')", NOON, True),
    ("timeRange()", NOON, False),
    ("timeRange('12')", NOON, True),
    ("timeRange(0, 24)", NOON, True),
    ("timeRange(0, 0, 24, 0)", "2025-06-18T23:59:59", True),
    ("timeRange(0, 0, 0, 0, 0, 30)", "2025-06-18T00:00:30", True),
    ("timeRange(0, 0, 0, 0, 0, 30)", "2025-06-18T00:00:31", False),
    ("timeRange(23, 59, 59, 0, 0, 0)", "2025-06-18T00:00:00", True),
    ("timeRange(12, 'GMT')", NOON, True),
    ("timeRange('x')", NOON, False),
    ("weekdayRange()", NOON, False),
    ("weekdayRange('GMT')", NOON, False),
    ('weekdayRange("SUN", "SAT")', NOON, True),
    ('weekdayRange("WED", "nonsense")', NOON, False),
    ('weekdayRange("SAT", "SUN", "GMT")', "2025-06-22T23:59:59", True),
    ("dateRange('18')", NOON, True),
    ("dateRange(18, 'GMT')", NOON, True),
    ("dateRange('JUN', 'GMT')", NOON, True),
    ("dateRange(31)", "2025-08-31T00:00:00", True),
    ("dateRange(31, 1)", "2025-09-01T00:00:00", True),
    ('dateRange("DEC", "JAN")', "2025-01-31T23:59:59", True),
    ('dateRange("DEC", "JAN")', "2025-02-01T00:00:00", False),
    ('dateRange(24, "DEC", 1, "JAN")', "2026-01-01T23:59:59", True),
    ('dateRange(24, "DEC", 1, "JAN")', "2026-01-02T00:00:00", False),
    ('dateRange(1, "JAN", 2025, 31, "DEC", 2025)', "2025-12-31T23:59:59", True),
    ('dateRange(1, "JAN", 2025, 31, "DEC", 2025)', "2026-01-01T00:00:00", False),
    ('dateRange(29, "FEB")', "2024-02-29T12:00:00", True),
    ("dateRange(18)", NOON, True),
    ("dateRange(17)", NOON, False),
    ('dateRange("JUN")', NOON, True),
    ("dateRange(2025)", NOON, True),
    ("dateRange(1, 18)", NOON, True),
    ("dateRange(19, 25)", NOON, False),
    ("dateRange(25, 18)", NOON, True),
    ('dateRange("JAN", "MAR")', "2025-02-28T12:00:00", True),
    ('dateRange("SEP", "FEB")', "2025-03-02T12:00:00", False),
    ('dateRange("NOV", "FEB")', "2025-12-31T23:59:59", True),
    ('dateRange(1, "JUN", 15, "AUG")', NOON, True),
    ('dateRange(1, "JUN", 15, "AUG")', "2025-08-16T00:00:00", False),
    ('dateRange(15, "NOV", 31, "JAN")', "2025-01-31T12:00:00", True),
    ('dateRange("MAY", 2025, "JUL", 2026)', NOON, True),
    ('dateRange("OCT", 1995, "MAR", 1996)', NOON, False),
    ("dateRange(2024, 2025)", NOON, True),
    ('dateRange(1, "JUN", 2025, 17, "JUN", 2025)', NOON, False),
    ('dateRange("jun")', NOON, False),
    ("dateRange()", NOON, False),
    ("new Date().getFullYear() === 2025 && new Date().getHours() === 12", NOON, True),
    ("new Date(0).getTime() === 0", NOON, True),
    ("Date.now() === new Date().getTime() && typeof Date() === 'string'", NOON, True),
    ("new Date() instanceof Date", NOON, True),
]


@pytest.mark.parametrize(("expression", "expected"), EXPRESSIONS, ids=[row[0] for row in EXPRESSIONS])
def test_a_function_answers_as_in_a_browser(expression: str, expected: str) -> None:
    assert value(expression, names=NAMES) == expected


@given(st.text(alphabet="ab*.?", max_size=8), st.text(alphabet="ab.", max_size=8))
def test_a_pattern_means_what_it_means_as_a_regular_expression(pattern: str, text: str) -> None:
    expected = re.fullmatch(pattern.replace(".", r"\.").replace("*", ".*").replace("?", "."), text) is not None
    assert value(f"shExpMatch({text!r}, {pattern!r})") == str(expected).lower()


@pytest.mark.parametrize(("expression", "now", "expected"), TIMES, ids=[f"{row[0]} {row[1]}" for row in TIMES])
def test_time_is_the_injected_time(expression: str, now: str, expected: bool) -> None:
    assert value(expression, clock=Clock(wall=now)) == str(expected).lower()


@pytest.mark.parametrize("arguments", ["1, 2, 3", "1, 2, 3, 4, 5", "'GMT'", "1, 2, 3, 4, 5, 6, 7"])
def test_the_wrong_number_of_times_is_an_error_of_the_script(arguments: str) -> None:
    assert value(f"timeRange({arguments})") == Failure.PAC_RUNTIME


def test_an_unknown_own_address_is_loopback() -> None:
    assert value("myIpAddress()", own=()) == '"127.0.0.1"'
    assert value("myIpAddressEx()", own=()) == '""'


def test_the_first_own_ipv4_address_is_the_own_address() -> None:
    assert value("myIpAddress()", own=tuple(reversed(OWN))) == '"192.0.2.10"'


@pytest.mark.parametrize(
    ("script", "answer"),
    [
        ("function FindProxyForURL(url, host) { return url + ' ' + host; }", "http://www.example.com/ www.example.com"),
        ("function FindProxyForURLEx(url, host) { return 'DIRECT'; }", "DIRECT"),
        ("function FindProxyForURLEx(u, h) { return 'PROXY ex:1'; } function FindProxyForURL(u, h) { return 'DIRECT'; }", "DIRECT"),
        ("const FindProxyForURL = (url, host) => 'DIRECT';", "DIRECT"),
        ("<!-- a comment that browsers take\nfunction FindProxyForURL() { return '\\101'; }", "A"),
        ("var n = 0; function FindProxyForURL() { n = n + 010; return String(n); }", "8"),
        ("function dnsDomainIs() { return 'mine'; } function FindProxyForURL() { return dnsDomainIs(); }", "mine"),
        ("var at = dnsResolve('www.example.com'); function FindProxyForURL() { return 'PROXY ' + at; }", "PROXY 192.0.2.80"),
        ("function FindProxyForURL() { return ''; }", ""),
    ],
)
def test_scripts_that_browsers_take_are_taken(script: str, answer: str) -> None:
    assert evaluated(script, names=NAMES).answer == answer


def test_a_script_that_cannot_be_read_says_where() -> None:
    assert evaluated("function FindProxyForURL() {\n  return 'DIRECT;\n}\n").message.endswith("(line 2)")
    assert evaluated("var x =").message.endswith("(line 1)")


@pytest.mark.parametrize(
    ("script", "failure"),
    [
        ("", Failure.PAC_SYNTAX),
        ("<html></html>", Failure.PAC_SYNTAX),
        ("var x =", Failure.PAC_SYNTAX),
        ("var FindProxyForURL = 5;", Failure.PAC_SYNTAX),
        ("throw new Error('at load')", Failure.PAC_SYNTAX),
        ("function FindProxyForURL() { return nothing_of_that_name; }", Failure.PAC_RUNTIME),
        ("function FindProxyForURL() { throw 'a text'; }", Failure.PAC_RUNTIME),
        ("function FindProxyForURL() { }", Failure.PAC_RUNTIME),
        ("function FindProxyForURL() { return null; }", Failure.PAC_RUNTIME),
        ("function FindProxyForURL() { return shExpMatch('a', '('); }", Failure.PAC_RUNTIME),
        ("function FindProxyForURL(u, h) { return FindProxyForURL(u, h) + 1; }", Failure.PAC_RUNTIME),
        ("function FindProxyForURL() { return 'PROXY a:1;'.repeat(1e5); }", Failure.PAC_RUNTIME),
        ("function FindProxyForURL() { return '\\ud800'; }", Failure.PAC_RUNTIME),
        ("JSON.stringify = null; Object.prototype.answer = 'x'; function FindProxyForURL() { return 5; }", Failure.PAC_RUNTIME),
    ],
)
def test_a_script_that_fails_says_how(script: str, failure: Failure) -> None:
    row = evaluated(script)
    assert row.failure is failure
    assert row.answer is None
    assert row.message
    assert row.proxies == ()
