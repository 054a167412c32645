from __future__ import annotations

import inspect
import os
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
import trustme
from truststore import _api, _openssl

from tests.servers import authority as made
from wssdiag.model.failure import Failure
from wssdiag.probes.system_store import native_judge, standard_judges
from wssdiag.probes.verify_codes import code_of_system, failure_of_code

NAME = "a.example"
CHAIN = made.chain_of(made.leaf(trustme.CA(), NAME))


def test_the_standard_judges_have_an_opinion() -> None:
    judges = standard_judges()
    assert (judges.system(CHAIN, NAME), judges.mozilla(CHAIN, NAME), judges.system(CHAIN, None)) == (20, 20, 20)


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the store of these systems is no file")
def test_a_root_of_this_computer_is_seen(tmp_path: Path) -> None:
    root = trustme.CA()
    root.cert_pem.write_to_path(str(tmp_path / "roots.pem"))
    (tmp_path / "chain.pem").write_bytes(made.leaf(root, NAME).cert_chain_pems[0].bytes())
    program = (
        "import ssl, sys\nfrom wssdiag.probes.system_store import standard_judges\n"
        "judges = standard_judges(); chain = (ssl.PEM_cert_to_DER_cert(open(sys.argv[1]).read()),)\n"
        f"print(judges.system(chain, {NAME!r}), judges.mozilla(chain, {NAME!r}), judges.system(chain, 'b.example'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "chain.pem")],
        env={**os.environ, "SSL_CERT_FILE": str(tmp_path / "roots.pem")},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=True,
    )
    assert done.stdout.split() == [b"0", b"20", b"62"]


def test_truststores_private_doors_are_there() -> None:
    verify = _api._verify_peercerts_impl  # type: ignore[attr-defined] # the one of this system
    assert list(inspect.signature(verify).parameters) == ["ssl_context", "cert_chain", "server_hostname"]
    assert list(inspect.signature(_openssl._configure_context).parameters) == ["ctx"]


def test_a_systems_verifier_is_asked_for_chain_and_name() -> None:
    asked: list[tuple[bool, list[bytes], str | None]] = []

    def verify(context: ssl.SSLContext, chain: list[bytes], name: str | None) -> None:
        asked.append((context.check_hostname, chain, name))

    assert native_judge(verify)(CHAIN, NAME) == 0
    assert native_judge(verify)(CHAIN, None) == 0
    assert asked == [(True, list(CHAIN), NAME), (False, list(CHAIN), None)]


@pytest.mark.parametrize(
    ("period", "number", "code"),
    [(made.CURRENT, 0x800B0109, 19), (made.EXPIRED, 0x800B0101, 10), (made.NOT_YET_VALID, 0x800B0101, 9), (made.CURRENT, -67843, 20)],
)
def test_a_systems_refusal(period: made.Period, number: int, code: int) -> None:
    def verify(_context: ssl.SSLContext, _chain: list[bytes], _name: str | None) -> None:
        error = ssl.SSLCertVerificationError("translated")
        error.verify_code = number
        raise error

    assert native_judge(verify)(made.chain_of(made.leaf(trustme.CA(), NAME, period=period)), NAME) == code


def test_a_systems_verifier_that_fails_has_no_opinion() -> None:
    def verify(_context: ssl.SSLContext, _chain: list[bytes], _name: str | None) -> None:
        raise OSError(5, "broken")

    assert native_judge(verify)(CHAIN, NAME) is None


@pytest.mark.parametrize(
    ("number", "code", "failure"),
    [
        (0x800B0109, 19, Failure.CERT_UNTRUSTED),
        (0x800B010F, 62, Failure.CERT_NAME),
        (0x800B0101, 10, Failure.CERT_EXPIRED),
        (0x800B010C, 23, Failure.CERT_REVOKED),
        (-67843, 20, Failure.CERT_UNTRUSTED),
        (-67818, 10, Failure.CERT_EXPIRED),
        (-67819, 9, Failure.CERT_NOT_YET_VALID),
        (-67602, 62, Failure.CERT_NAME),
        (12345, 1, Failure.CERT_UNTRUSTED),
    ],
)
def test_systems_own_numbers(number: int, code: int, failure: Failure) -> None:
    assert code_of_system(number) == code
    assert failure_of_code(code) is failure


def test_windows_has_one_number_for_both_ends_of_a_period() -> None:
    assert code_of_system(0x800B0101, begun=False) == 9


def test_no_code_is_no_failure() -> None:
    assert failure_of_code(0) is failure_of_code(None) is None
