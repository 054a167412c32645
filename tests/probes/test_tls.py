from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from typing import TYPE_CHECKING

import pytest
import trustme

from tests.probes.deadlines import within
from tests.servers import authority as made
from tests.servers import tcp as peers
from wssdiag.model.failure import Failure
from wssdiag.probes.deadline import CancelledError
from wssdiag.probes.judge import Judges
from wssdiag.probes.network import TlsAsk
from wssdiag.probes.stream import TcpStream
from wssdiag.probes.tls import handshake

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wssdiag.model.observation import TlsDetail
    from wssdiag.probes.deadline import Deadline

NAME = "ctc.service.example"
ROOT = trustme.CA(organization_name="Good Root")


def shake(
    handle: Callable[[socket.socket], None],
    *,
    name: str | None = NAME,
    judged: bool = True,
    judges: Judges | None = None,
    deadline: Deadline | None = None,
) -> tuple[Failure | None, TlsDetail]:
    with peers.serve(handle) as port, contextlib.closing(TcpStream(socket.create_connection(("127.0.1.1", port)))) as stream:
        failure, detail, _ = handshake(
            stream, TlsAsk(server_name=name, judged=judged), judges or made.judges_of(ROOT), deadline or within()
        )
    return failure, detail


def presents(certificate: trustme.LeafCert) -> Callable[[socket.socket], None]:
    return made.over_tls(made.server_context(certificate))


def test_a_good_chain() -> None:
    failure, detail = shake(presents(made.leaf(ROOT, NAME, "127.0.1.1")))
    assert failure is None
    assert (detail.system_code, detail.mozilla_code, detail.leaf_code, detail.version) == (0, 20, None, "TLSv1.3")
    assert detail.chain[0].names == (NAME, "127.0.1.1")
    assert "Good Root" in detail.chain[0].issuer
    assert detail.chain[0].not_after > detail.chain[0].not_before > "2020"
    assert len(detail.chain[0].sha256) == 64


def test_the_whole_chain_is_captured_and_judged() -> None:
    intermediate = ROOT.create_child_ca()
    failure, detail = shake(presents(made.leaf(intermediate, NAME)))
    assert failure is None
    assert len(detail.chain) == 2
    assert detail.chain[0].issuer == detail.chain[1].subject


@pytest.mark.parametrize(
    ("names", "period", "asked", "failure", "code"),
    [
        ((NAME,), made.EXPIRED, NAME, Failure.CERT_EXPIRED, 10),
        ((NAME,), made.NOT_YET_VALID, NAME, Failure.CERT_NOT_YET_VALID, 9),
        (("other.example",), made.CURRENT, NAME, Failure.CERT_NAME, 62),
        (("other.example",), made.CURRENT, "127.0.1.1", Failure.CERT_NAME, 64),
    ],
)
def test_a_chain_that_does_not_hold(names: tuple[str, ...], period: made.Period, asked: str, failure: Failure, code: int) -> None:
    seen, detail = shake(presents(made.leaf(ROOT, *names, period=period)), name=asked)
    assert (seen, detail.system_code, detail.leaf_code) == (failure, code, code)
    assert len(detail.chain) == 1


def test_an_unknown_authority_is_untrusted_and_the_leaf_is_judged_beside_it() -> None:
    stranger = trustme.CA()
    seen, detail = shake(presents(made.leaf(stranger, NAME)))
    assert (seen, detail.system_code, detail.leaf_code) == (Failure.CERT_UNTRUSTED, 20, 0)
    seen, detail = shake(presents(made.leaf(stranger, "other.example")))
    assert (seen, detail.system_code, detail.leaf_code) == (Failure.CERT_UNTRUSTED, 20, 62)


def test_without_judgement_a_chain_that_does_not_hold_is_no_failure() -> None:
    failure, detail = shake(presents(made.leaf(trustme.CA(), NAME)), judged=False)
    assert (failure, detail.system_code) == (None, 20)


def test_without_a_name_none_is_sent_and_none_is_judged() -> None:
    names: list[str | None] = []
    context = made.server_context(made.leaf(ROOT, "other.example"))
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    failure, _ = shake(made.over_tls(context), name=None)
    assert failure is None
    assert names == [None]


@pytest.mark.parametrize("kind", list(trustme.KeyType))
def test_any_kind_of_key_is_judged(kind: trustme.KeyType) -> None:
    root = trustme.CA(key_type=kind)
    certificate = root.issue_cert(NAME, key_type=kind)
    failure, detail = shake(presents(certificate), judges=made.judges_of(root))
    assert (failure, detail.system_code) == (None, 0)


@pytest.mark.parametrize(
    ("handle", "failure"),
    [
        (peers.reset_after_first_bytes, Failure.RESET),
        (peers.close_after_first_bytes, Failure.TLS_EOF),
        (peers.says(b"\x15\x03\x01\x00\x02\x02\x28"), Failure.TLS_ALERT),
        (peers.says(b"\x15\x03\x01\x00\x02\x02\x46"), Failure.TLS_VERSION),
        (peers.says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), Failure.TLS_MALFORMED),
        (peers.says(b"SSH-2.0-OpenSSH_9.2\r\n", first=True), Failure.TLS_MALFORMED),
        (peers.says(b"\x00" * 100), Failure.TLS_MALFORMED),
        (peers.says(b"\x16\x03\x03\x00\x04\x63\x63\x63\x63"), Failure.TLS_MALFORMED),
    ],
)
def test_handshakes_that_fail(handle: Callable[[socket.socket], None], failure: Failure) -> None:
    assert shake(handle)[0] is failure


@pytest.mark.parametrize("number", [40, 42, 46, 48, 49, 51, 71, 80, 86, 112, 116, 120])
def test_every_alert_is_told_by_its_number(number: int) -> None:
    failure, detail = shake(peers.says(b"\x15\x03\x03\x00\x02\x02" + bytes([number])))
    assert (failure, detail.alert) == (Failure.TLS_VERSION if number == 86 else Failure.TLS_ALERT, number)


def test_a_server_of_older_versions_only() -> None:
    """Its hello says TLS 1.0 (RFC 2246), which no current system would let a test server speak."""
    hello = b"\x02\x00\x00\x26\x03\x01" + bytes(32) + b"\x00\x00\x2f\x00"
    failure, _ = shake(peers.says(b"\x16\x03\x01" + len(hello).to_bytes(2, "big") + hello))
    assert failure is Failure.TLS_VERSION


def test_a_real_server_without_common_parameters() -> None:
    context = made.server_context(made.leaf(ROOT, NAME))
    context.set_ciphers("ECDHE-RSA-AES128-GCM-SHA256")
    context.maximum_version = ssl.TLSVersion.TLSv1_2  # an EC key and an RSA suite: no common parameters
    failure, detail = shake(made.over_tls(context))
    assert (failure, detail.alert) == (Failure.TLS_ALERT, 40)


def test_silence_ends_at_the_limit_and_says_how_much_had_come() -> None:
    began = time.monotonic()
    failure, detail = shake(peers.says_and_stays(b"\x16\x03\x03"), deadline=within(0.4))
    assert failure is Failure.TIMED_OUT
    assert detail.error == "LimitReachedError, 3 bytes received"
    assert detail.received_bytes == 3
    assert time.monotonic() - began < 1.5


def test_cancel() -> None:
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(CancelledError):
        shake(peers.silent, deadline=within(4.0, cancelled.is_set))


def test_names_that_no_certificate_can_hold() -> None:
    for name in ("", ".", "a" * 64 + ".example", "\0"):
        assert shake(peers.silent, name=name, deadline=within(0.3))[0] is not None


def test_a_verifier_that_hangs_is_left_behind() -> None:
    release = threading.Event()

    def hangs(_chain: Sequence[bytes], _name: str | None) -> int | None:
        release.wait(10)
        return 0

    handle = presents(made.leaf(ROOT, NAME))
    for mozilla, outcome in ((made.trusting(ROOT), None), (made.trusting_nobody(), Failure.UNKNOWN)):
        failure, detail = shake(handle, judges=Judges(system=hangs, mozilla=mozilla), deadline=within(0.5))
        assert (failure, detail.system_code) == (outcome, None)
    release.set()


def test_a_system_without_an_opinion() -> None:
    good = made.trusting(ROOT)
    handle = presents(made.leaf(ROOT, NAME))
    failure, detail = shake(handle, judges=Judges(system=lambda _chain, _name: None, mozilla=good))
    assert (failure, detail.system_code, detail.mozilla_code) == (None, None, 0)
