"""Faults of plain web answers: wrong pages, a sign-in page on the router, a wrong Date header."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

import msgspec

from tests.lab.faults.fault import Fault
from tests.lab.network.zone import OFFICE
from tests.lab.plan import ROUTER_ADDRESS, SECOND_ROUTER_ADDRESS, SIGN_IN_HOST, SIGN_IN_PORT, Page

if TYPE_CHECKING:
    from tests.lab.plan import Plan

_SIGN_IN_URL = f"http://{SIGN_IN_HOST}/login"
_SIGN_IN_BODY = "<html><title>Welcome to the hotel</title><form action='/login'>Room number</form></html>"


class Answer(Fault, frozen=True, kw_only=True, tag="answer"):
    """Some hosts answer something else than they should, over HTTP and HTTPS: whatever is asked, or at one ``path`` alone."""

    to: tuple[str, ...]
    path: str = ""
    status: int
    body: str = ""
    headers: dict[str, str] = msgspec.field(default_factory=dict)

    def apply(self, plan: Plan) -> None:
        """Replace the page of each host, of the office's servers too."""
        for host in plan.zone.hosts(self.to):
            pages = plan.office.pages if host in OFFICE else plan.world.pages
            pages[f"{host}{self.path}"] = Page(self.status, self.body, dict(self.headers))


class ClockOff(Fault, frozen=True, kw_only=True, tag="clock-off"):
    """Everybody else's clock differs from the laptop's; with ``to``, the clocks of these hosts alone."""

    hours: float
    to: tuple[str, ...] = ()

    def apply(self, plan: Plan) -> None:
        """Shift Date headers."""
        if self.to:
            plan.world.clocks.update(dict.fromkeys(plan.zone.hosts(self.to), self.hours * 3600))
        else:
            plan.world.clock_offset_s = self.hours * 3600


class SignInPage(Fault, frozen=True, kw_only=True, tag="sign-in-page"):
    """The router answers all of port 80 itself until somebody signs in; names resolve, nothing else passes.

    On the ``second`` interface it stands in that one's way alone.
    With ``api`` the router tells by RFC 8908, at an address that the laptop's facts give, whether a sign-in is needed.
    """

    kind: Literal["redirect", "page", "511"]
    others: Literal["dropped", "refused"] = "dropped"  # what happens to all other traffic
    passes: tuple[str, ...] = ()  # names and addresses that are reached all the same
    on: Literal["first", "second"] = "first"  # which of the laptop's interfaces
    api: bool = False
    signed_in: bool = False  # somebody has signed in: everything passes

    def apply(self, plan: Plan) -> None:
        """Redirect port 80, stop the rest."""
        if self.api:
            plan.names.answers[SIGN_IN_HOST] = ROUTER_ADDRESS
            told = {"captive": not self.signed_in, "user-portal-url": f"https://{SIGN_IN_HOST}/login"}
            plan.sign_in_api = Page(200, json.dumps(told), {"Content-Type": "application/captive+json", "Cache-Control": "private"})
        if not self.signed_in:
            self._close(plan)

    def _close(self, plan: Plan) -> None:
        cable, router = ("lan0", ROUTER_ADDRESS) if self.on == "first" else ("lan1", SECOND_ROUTER_ADDRESS)
        if self.passes:
            passing = f'iifname "{cable}" ip daddr {{ {", ".join(plan.zone.addresses(self.passes))} }} accept'
            plan.packets.redirect.append(passing)
            plan.packets.forward.append(passing)
        pages = {
            "redirect": Page(302, "", {"Location": _SIGN_IN_URL}),
            "page": Page(200, _SIGN_IN_BODY, {"Content-Type": "text/html"}),
            "511": Page(511, _SIGN_IN_BODY, {"Content-Type": "text/html"}),
        }
        plan.sign_in_page = pages[self.kind]
        plan.packets.redirect.append(f'iifname "{cable}" ip daddr != {router} tcp dport 80 redirect to :{SIGN_IN_PORT}')
        if self.others == "refused":
            plan.packets.forward.append(f'iifname "{cable}" meta l4proto tcp reject with tcp reset')
        plan.packets.forward.append(f'iifname "{cable}" drop')
