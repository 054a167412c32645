"""Whether a Wi-Fi sign-in page stands in the way: judged before everything else. Pure.

Proof is a wrong answer in place of two unrelated operators' own, or one 511 (RFC 6585 section 6), or what the network's own captive portal
API or the operating system says.
4xx, other 5xx and the service's own pages never count: a filter that refuses probe sites is no sign-in page.
Each interface that was asked for itself is judged by itself, and only where the default way gave no right answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.catalogue.signatures import Sign, recognised
from wssdiag.detection.portal_api import CHECK_ID, state_of
from wssdiag.model.observation import HttpDetail
from wssdiag.model.report import SignIn
from wssdiag.model.web_address import host_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wssdiag.catalogue.signatures import Signature
    from wssdiag.detection.portal_api import PortalState
    from wssdiag.model.check import CheckResult
    from wssdiag.model.facts import Facts
    from wssdiag.model.location import Catalogue, SignInProbe

_NETWORK_AUTHENTICATION_REQUIRED = 511

#: Unrelated operators whose answer must be replaced before it is believed: one odd probe site misleads.
_OPERATORS = 2

#: What Windows (NLM) and NetworkManager call it.
SAYS_CAPTIVE = frozenset({"webhijack", "portal"})


def judge(
    facts: Facts, results: Mapping[str, CheckResult], catalogue: Catalogue, signatures: tuple[Signature, ...] = ()
) -> tuple[SignIn, str | None]:
    """The state, and the address of the sign-in page where it is known."""
    answers = [
        (interface, probe, answer)
        for interface, probe, answer in _answers(results, catalogue)
        if not _page_of_the_service(answer, signatures)
    ]
    state, page = _by_default(facts, results, [row[1:] for row in answers if row[0] is None], catalogue)
    if state is not SignIn.UNKNOWN:
        return state, page
    interfaces = dict.fromkeys(interface for interface, _, _ in answers if interface)
    ways = [_by_answers([row[1:] for row in answers if row[0] == interface], catalogue) for interface in interfaces]
    required = [way for way in ways if way[0] is SignIn.REQUIRED]
    return next(iter(required or [way for way in ways if way[0] is SignIn.NONE]), (SignIn.UNKNOWN, None))


def by_interface(probe: SignInProbe, interface: str) -> str:
    """The id of the check that asks a probe site by one interface."""
    return f"sign-in.{probe.id}.{'-'.join(interface.lower().split())}"


def _by_default(
    facts: Facts, results: Mapping[str, CheckResult], answers: list[tuple[SignInProbe, HttpDetail]], catalogue: Catalogue
) -> tuple[SignIn, str | None]:
    """By the way that everything goes: its answers, the network's own word and the system's."""
    state, page = _by_answers(answers, catalogue)
    said = {value.casefold() for value in (facts.networkmanager, facts.windows_nlm) if isinstance(value, str)}
    captive = _captive(results)
    if captive or said & SAYS_CAPTIVE:
        return SignIn.REQUIRED, (captive.page if captive else None) or page
    return (state, page) if state is SignIn.REQUIRED else (state, None)


def _by_answers(answers: list[tuple[SignInProbe, HttpDetail]], catalogue: Catalogue) -> tuple[SignIn, str | None]:
    """What the answers by one way prove, and the first page that stood in the place of a probe site's."""
    wrong = {probe.owner: answer for probe, answer in answers if _replaced(probe, answer, catalogue)}
    demanded = [answer for _, answer in answers if answer.status == _NETWORK_AUTHENTICATION_REQUIRED]
    page = next((_location(answer) or answer.url for answer in (*wrong.values(), *demanded)), None)
    if demanded or len(wrong) >= _OPERATORS:
        return SignIn.REQUIRED, page
    return (SignIn.NONE if any(right_answer(probe, answer) for probe, answer in answers) else SignIn.UNKNOWN), page


def right_answer(probe: SignInProbe, answer: HttpDetail) -> bool:
    """Whether a probe site answered for itself. Where no body is expected there must be none."""
    if answer.status != probe.status:
        return False
    return probe.body in answer.body_start if probe.body else not answer.body_size


def _captive(results: Mapping[str, CheckResult]) -> PortalState | None:
    """What the network's captive portal API said, where it was asked, answered over a chain that holds, and said that one must sign in."""
    result = results.get(CHECK_ID)
    last = result.observations[-1] if result and result.observations else None
    state = state_of(last.detail) if last and last.ok and isinstance(last.detail, HttpDetail) else None
    return state if state and state.captive else None


def _answers(results: Mapping[str, CheckResult], catalogue: Catalogue) -> Iterator[tuple[str | None, SignInProbe, HttpDetail]]:
    """Interface (None: by the routes), probe and answer."""
    for probe in catalogue.sign_in_probe:
        for check_id, result in results.items():
            for seen in result.observations if check_id.startswith(f"sign-in.{probe.id}") else ():
                own = by_interface(probe, seen.interface) if seen.interface else f"sign-in.{probe.id}"
                if check_id == own and seen.answered and isinstance(seen.detail, HttpDetail):
                    yield seen.interface, probe, seen.detail


def _replaced(probe: SignInProbe, answer: HttpDetail, catalogue: Catalogue) -> bool:
    """2xx with a wrong body, or 3xx to another host that is not the service's own."""
    status = answer.status or 0
    if 200 <= status < 300:  # noqa: PLR2004 - success (RFC 9110 section 15.3)
        return not right_answer(probe, answer)
    if 300 <= status < 400:  # noqa: PLR2004 - redirection (RFC 9110 section 15.4)
        host = host_of(_location(answer))
        return bool(host) and host != host_of(probe.url) and not _of_the_service(host, catalogue)
    return False


def _page_of_the_service(answer: HttpDetail, signatures: tuple[Signature, ...]) -> bool:
    """Whether the service itself answered in the place of the site: it blocks it, or asks who is there."""
    pages = (recognised(sign, answer.body_start, signatures) for sign in (Sign.BLOCK_PAGE, Sign.CREDENTIAL_PAGE))
    headers = (recognised(Sign.RESPONSE_HEADER, f"{name}: {value}", signatures) for name, value in answer.headers)
    return any(pages) or any(headers)


def _location(answer: HttpDetail) -> str | None:
    return dict(answer.headers).get("location")


def _of_the_service(host: str, catalogue: Catalogue) -> bool:
    hosts = {row.host for row in catalogue.location if row.host}
    domains = {".".join(name.split(".")[-2:]) for name in hosts}
    return host in hosts or any(host.endswith(f".{domain}") for domain in domains)
