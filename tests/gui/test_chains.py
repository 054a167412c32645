from __future__ import annotations

from typing import TYPE_CHECKING

from tests.gui import details_samples, samples
from wssdiag.gui.chains import chains_lead, chains_of, judgement, trust_of
from wssdiag.model.observation import TlsDetail
from wssdiag.report.path import StationState

if TYPE_CHECKING:
    from wssdiag.gui.chains import Node
    from wssdiag.model.check import CheckResult


def _check(detail: TlsDetail) -> CheckResult:
    return samples.check("tls.x", "x", observations=details_samples.steps("a.example", 0, detail))


def _line(node: Node) -> list[str]:
    """The names from a host down to the last issuer."""
    return [node.name, *(_line(node.children[0]) if node.children else [])]


def test_below_a_host_stands_its_certificate_and_below_each_its_issuer() -> None:
    tree = chains_of((_check(TlsDetail(chain=details_samples.public_chain("a.example"), system_code=0, mozilla_code=0)),))
    assert len(tree) == 1
    assert _line(tree[0]) == ["a.example (198.51.100.7) 443/tcp", "a.example", "Example Issuing CA 3", "Example Root (not sent)"]


def test_a_root_that_was_sent_ends_the_chain() -> None:
    tree = chains_of((_check(details_samples.private_chain("a.example", "Corp CA", system_code=0, mozilla_code=19)),))
    assert _line(tree[0])[-1] == "Corp CA"


def test_who_trusts_a_chain_is_told_by_shape_and_word() -> None:
    told = {
        (0, 0): (StationState.FINE, "Trusted"),
        (0, 19): (StationState.ATTENTION, "Trusted on this computer only"),
        (20, 0): (StationState.BROKEN, "The certificate is not trusted"),
        (10, 10): (StationState.BROKEN, "The certificate has expired"),
        (None, 19): (StationState.BROKEN, "The certificate is not trusted"),
        (None, 0): (StationState.FINE, "Trusted"),
        (None, None): (StationState.UNKNOWN, "Nobody judged it"),
    }
    for (system, mozilla), expected in told.items():
        assert trust_of(TlsDetail(system_code=system, mozilla_code=mozilla)) == expected
    assert [judgement(code) for code in (0, None, 62)] == ["trusted", "not judged", "the certificate is for another name (code 62)"]


def test_somebody_who_signs_in_the_sites_name_is_named_in_the_note() -> None:
    signed = chains_of((_check(details_samples.private_chain("a.example", "Corp CA", system_code=0, mozilla_code=19, leaf_code=0)),))
    assert "no public root" in dict(signed[0].note.rows)["Signed by"]
    honest = chains_of((_check(TlsDetail(chain=details_samples.public_chain("a.example"), system_code=0, mozilla_code=0)),))
    assert not dict(honest[0].note.rows)["Signed by"]


def test_a_certificate_is_told_with_its_names_its_dates_and_its_sum() -> None:
    tree = chains_of((_check(details_samples.private_chain("a.example", "Corp CA", system_code=0, mozilla_code=19)),))
    fields = dict(tree[0].children[0].note.rows)
    assert fields["Issuer"] == "CN=Corp CA"
    assert fields["Names"].splitlines()[-1] == "and 20 more"
    assert fields["Valid until"] == "2027-03-01 00:00 UTC"
    assert fields["SHA-256"].replace(" ", "") == "d4" * 32


def test_a_chain_of_a_hundred_certificates_is_bounded() -> None:
    one = details_samples.certificate("CN=a", "CN=b")
    tree = chains_of((_check(TlsDetail(chain=(one,) * 100)),))
    assert len(_line(tree[0])) < 20


def test_a_comma_in_a_name_is_part_of_it_and_hidden_characters_are_none() -> None:
    one = details_samples.certificate("CN=Example\\, Inc.,O=x", "O=No name \u202e at all")
    tree = chains_of((_check(TlsDetail(chain=(one,))),))
    assert _line(tree[0])[1] == "Example, Inc."
    assert "\u202e" not in "".join(_line(tree[0]))


def test_the_lead_counts_what_is_not_trusted_everywhere() -> None:
    trusted = _check(TlsDetail(chain=details_samples.public_chain("a.example"), system_code=0, mozilla_code=0))
    private = _check(details_samples.private_chain("b.example", "Corp CA", system_code=0, mozilla_code=19))
    assert chains_lead(()) == "No certificate was seen."
    assert chains_lead(chains_of((trusted, trusted))) == "2 chains, all of them trusted."
    assert chains_lead(chains_of((trusted, private))) == "1 of 2 chains is not trusted everywhere."
