"""What FindProxyForURL answered, as a browser reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag.pac.answer import proxies_of


@pytest.mark.parametrize(
    ("answer", "proxies"),
    [
        ("DIRECT", ("DIRECT",)),
        ("direct", ("DIRECT",)),
        ("PROXY a:8080; DIRECT", ("PROXY a:8080", "DIRECT")),
        ("proxy a", ("PROXY a:80",)),
        ("HTTP a:1", ("PROXY a:1",)),
        ("HTTPS a", ("HTTPS a:443",)),
        ("SOCKS a", ("SOCKS4 a:1080",)),
        ("SOCKS5 a:1", ("SOCKS5 a:1",)),
        ("  PROXY\ta:1 ;; ;", ("PROXY a:1",)),
        ("PROXY [2001:db8::1]:8080", ("PROXY [2001:db8::1]:8080",)),
        ("PROXY [2001:db8::1]", ("PROXY [2001:db8::1]:80",)),
        ("PROXY 2001:db8::1", ("DIRECT",)),
        ("PROXY a:0; PROXY a:65536; PROXY a:x; PROXY :80; PROXY a b; DIRECT x; nonsense; PROXY b:1", ("PROXY b:1",)),
        ("PROXY http://a:80", ("DIRECT",)),
        ("PROXY ä:80", ("DIRECT",)),
        ("PROXY a:0080", ("PROXY a:80",)),
        (f"PROXY a:{'1' * 5000}; PROXY b:1", ("PROXY b:1",)),
        ("PROXY a\x1bc:80; PROXY a\x7f:1; PROXY [fe80::1%\x1bc]:1; PROXY b:1", ("PROXY b:1",)),
        ("PROXY a:80;; DIRECT ;", ("PROXY a:80", "DIRECT")),
        (";;; ; ", ("DIRECT",)),
        ("PROXY", ("DIRECT",)),
        ("PROXY ; SOCKS b", ("SOCKS4 b:1080",)),
        ("PrOxY a:80;direct", ("PROXY a:80", "DIRECT")),
        ("socks5 a", ("SOCKS5 a:1080",)),
        ("SOCKS4 a;SOCKS4 a:1", ("SOCKS4 a:1080", "SOCKS4 a:1")),
        ("https [::1]", ("HTTPS [::1]:443",)),
        ("http [2001:db8::1]:3128", ("PROXY [2001:db8::1]:3128",)),
        ("PROXY [2001:db8::1:8080; PROXY 2001:db8::1]:1; PROXY []:1; PROXY [nonsense]:1", ("DIRECT",)),
        ("PROXY a:; PROXY a:+1; PROXY a:1 ; PROXY a:-1; PROXY a:1x", ("PROXY a:1",)),
        ("PROXY a:80,DIRECT", ("DIRECT",)),
        ("PROXY a:80 DIRECT", ("DIRECT",)),
        ("PROXY user:secret@a:80; PROXY a:80/path; DIRECT", ("DIRECT",)),
        ("QUIC a:443; FTP a:21; DIRECT", ("DIRECT",)),
        ("DIRECT; PROXY a:1", ("DIRECT", "PROXY a:1")),
        ("\r\nPROXY a:1\r\n;\tDIRECT", ("PROXY a:1", "DIRECT")),
        ("PROXY 192.0.2.1:65535", ("PROXY 192.0.2.1:65535",)),
        ("", ("DIRECT",)),
        ("nonsense", ("DIRECT",)),
    ],
)
def test_the_list_of_proxies(answer: str, proxies: tuple[str, ...]) -> None:
    assert proxies_of(answer) == proxies


@given(st.text(alphabet="PROXYDIRECTSOCKS45HTTP a1:;[].\t", max_size=80))
def test_what_is_read_reads_the_same_again(answer: str) -> None:
    once = proxies_of(answer)
    assert once
    assert proxies_of("; ".join(once)) == once


@given(st.text(max_size=300))
def test_nothing_breaks_it(answer: str) -> None:
    assert proxies_of(answer)
