from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import World
from wssdiag.detection.authority import Authority, re_signed
from wssdiag.model.facts import AgentCertificate, Facts
from wssdiag.model.observation import Certificate, TlsDetail
from wssdiag.model.profile import Expect, Profile, Signatures
from wssdiag.model.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = "ab" * 32
NAME = "CN=Service CA,O=Example\\, Ltd"


def facts(*rows: AgentCertificate) -> Facts:
    return msgspec.structs.replace(World().session.detect()[0], certificates=rows)


def chain(*issuers: str, sha256: str = "00", root: bool = False, codes: tuple[int | None, ...] = (None, None, None)) -> TlsDetail:
    """One certificate an issuer; with ``root`` the last issuer's own, self-signed, after them."""
    names = (*((issuer, "CN=a.example") for issuer in issuers), *([(issuers[-1], issuers[-1])] if root else []))
    rows = tuple(Certificate(subject=subject, issuer=issuer, not_before="", not_after="", sha256=sha256) for issuer, subject in names)
    system, mozilla, leaf = codes
    return TlsDetail(chain=rows, system_code=system, mozilla_code=mozilla, leaf_code=leaf)


def test_nothing_is_known_where_nobody_tells() -> None:
    nobody = Authority.of(facts(), Profile())
    assert not nobody.excludes(chain("CN=Somebody"))
    assert not nobody.signs(chain("CN=Symantec Web Security"))
    unread = msgspec.structs.replace(facts(), certificates=Unknown("not read"))
    assert not Authority.of(unread, Profile()).excludes(chain("CN=Somebody"))


def test_a_fingerprint_proves_in_either_case() -> None:
    declared = Authority.of(facts(), Profile(expect=Expect(root_ca_sha256=(ROOT.upper(),))))
    assert declared.proven(chain("CN=Anybody", sha256=ROOT)) == "CN=a.example"
    assert declared.proven(chain("CN=Anybody", sha256="cd" * 32)) is None


def test_a_name_signs_and_does_not_prove() -> None:
    declared = Authority.of(facts(), Profile(signatures=Signatures(interception_issuers=("Service CA",))))
    assert declared.signs(chain("O=Example,CN=Service CA"))
    assert declared.proven(chain("O=Example,CN=Service CA")) is None
    assert not declared.signs(chain("CN=Other CA"))


@pytest.mark.parametrize("issuer", [NAME, "o=example\\, ltd, cn=service ca", "O=Example\\, Ltd,CN=Service CA"])
def test_the_agents_own_file_is_known_by_its_name(issuer: str) -> None:
    agent = Authority.of(facts(AgentCertificate(path="ca.crt", sha256=ROOT, subject=NAME)), Profile())
    assert agent.signs(chain(issuer))
    assert not agent.signs(chain("CN=Service CA"))


def test_a_file_without_a_subject_names_nobody() -> None:
    agent = Authority.of(facts(AgentCertificate(path="ca.crt", sha256=ROOT)), Profile())
    assert not agent.signs(chain(""))
    assert not agent.excludes(chain("CN=Somebody"))


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ((0, 19, None), True),
        ((19, 19, 0), True),
        ((19, 19, 62), False),
        ((0, 0, None), False),
        ((10, 10, None), False),
        ((None, None, None), False),
    ],
)
def test_re_signed(codes: tuple[int | None, ...], expected: bool) -> None:
    assert re_signed(chain("CN=A", codes=codes)) is expected
    assert not re_signed(chain(codes=codes))


FILE = AgentCertificate(path="ca.crt", sha256=ROOT, subject=NAME)
DECLARED = Profile(expect=Expect(root_ca_sha256=(ROOT,)))
NAMED = Profile(expect=Expect(root_ca_sha256=(ROOT,)), signatures=Signatures(interception_issuers=("Service CA",)))


@pytest.mark.parametrize(
    ("authority", "root_sent", "expected"),
    [
        (Authority.of(facts(), DECLARED), True, True),
        (Authority.of(facts(), DECLARED), False, False),
        (Authority.of(facts(), NAMED), False, True),
        (Authority.of(facts(FILE), DECLARED), False, True),
        (Authority.of(facts(FILE), Profile(expect=Expect(root_ca_sha256=("ef" * 32,)))), False, False),
        (Authority.of(facts(FILE), Profile()), False, True),
    ],
)
def test_who_is_surely_not_the_service(authority: Authority, root_sent: bool, expected: bool) -> None:
    """Where the root is not sent, only a name tells the service from a stranger."""
    assert authority.excludes(chain("CN=Stranger", root=root_sent)) is expected


@given(st.lists(st.sampled_from(["CN=A", "O=B\\, C", "OU=D"]), min_size=1, max_size=3, unique=True).flatmap(st.permutations))
def test_the_order_of_a_name_says_nothing(parts: Sequence[str]) -> None:
    agent = Authority.of(facts(AgentCertificate(path="p", sha256=ROOT, subject=",".join(sorted(parts)))), Profile())
    assert agent.named(chain(", ".join(parts)))


def test_a_bundle_of_trusted_roots_is_nobodys_own() -> None:
    """Whatever these roots sign would else be the service's, and every public site would prove protection."""
    roots = tuple(AgentCertificate(path="/etc/cacert.pem", sha256=f"{number:064x}", subject=f"CN=Root {number}") for number in range(140))
    marked = tuple(msgspec.structs.replace(row, variable="SSL_CERT_FILE") for row in (*roots, FILE))
    for rows in (roots, marked, marked[:1]):
        made = Authority.of(facts(*rows), Profile())
        assert made == Authority.of(facts(), Profile())
        assert not made.named(chain("CN=Root 1", root=True))
        assert made.proven(chain("CN=Root 1", sha256=f"{1:064x}")) is None
    both = Authority.of(facts(*marked, FILE), Profile())
    assert both.fingerprints == {ROOT}


def test_a_chain_that_a_ca_variable_names_as_well_stays_the_agents_own() -> None:
    chain_of_two = (FILE, msgspec.structs.replace(FILE, sha256=f"{2:064x}"))
    marked = tuple(msgspec.structs.replace(row, variable="NODE_EXTRA_CA_CERTS") for row in chain_of_two)
    assert Authority.of(facts(*chain_of_two, *marked), Profile()) == Authority.of(facts(*chain_of_two), Profile())
    assert ROOT in Authority.of(facts(*chain_of_two, *marked), Profile()).fingerprints
