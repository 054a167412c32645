"""What each action does on Windows. Must not decide who may, nor touch another person's settings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from wssdiag.model.fix import Action, Page
from wssdiag.model.unknown import Unknown
from wssdiag.model.web_address import is_web_page
from wssdiag.system import windows_calls, windows_services
from wssdiag.system.actions import windows_values
from wssdiag.system.actions.windows_proxy import switched_off_work, winhttp_work
from wssdiag.system.actions.work import Call, Hands, Wish, Work, first_of, leased, run_for_a_while

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wssdiag.model.facts import Facts
    from wssdiag.system.actions.work import Store

    Run = Callable[[Sequence[str]], bytes | Unknown]

#: Addresses of the pages of the settings (Microsoft, "Launch the Windows Settings app").
_PAGES = {
    Page.NETWORK: "ms-settings:network-status",
    Page.PROXY: "ms-settings:network-proxy",
    Page.DATE: "ms-settings:dateandtime",
}

#: Windows' own time service, and the documented command by which it sets the clock at once.
_CLOCK = "w32time"
_SET_CLOCK = ("w32tm", "/resync")


class Functions(NamedTuple):
    """What is done by Windows' functions; a test hands in others."""

    flush_dns: Callable[[], Unknown | None] = windows_calls.flush_dns
    open_page: Callable[[str], Unknown | None] = windows_calls.open_page
    start_service: Callable[[str], Unknown | None] = windows_services.start_service
    renew_lease: Callable[[str], Unknown | None] = windows_calls.renew_lease


def windows_hands(registry: Store | None = None, run: Run = run_for_a_while, functions: Functions | None = None) -> Hands:
    """What can be changed on this Windows computer, for the person that this program runs as."""
    store = registry or windows_values.registry_store()
    do = functions or Functions()

    def work(wish: Wish, facts: Facts) -> Work | Unknown:
        match wish.action:
            case Action.FLUSH_DNS:
                return Work(calls=(Call("DnsFlushResolverCache", do.flush_dns),))
            case Action.OPEN_SIGN_IN_PAGE:
                return _opened(do, wish.url) if is_web_page(wish.url) else Unknown("there is no address to open")
            case Action.OPEN_SETTINGS:
                return _opened(do, _PAGES[wish.page])
            case Action.START_AGENT:
                return _each("StartService", do.start_service, wish.services) or Unknown("no service of an agent stands still")
            case Action.RENEW_DHCP:
                return _each("IpRenewAddress", do.renew_lease, leased(facts)) or Unknown("no connected network has its address by DHCP")
            case Action.SYNC_CLOCK:
                return Work(calls=(*_calls("StartService", do.start_service, (_CLOCK,)), first_of(run, _SET_CLOCK)))
            case Action.RESET_WINHTTP:
                return winhttp_work(store)
            case _:
                return switched_off_work(wish, facts, store)

    return Hands({windows_values.NAME: store}, work)


def _opened(do: Functions, address: str) -> Work:
    return Work(calls=(Call(f"open {address}", partial(do.open_page, address)),))


def _each(says: str, do: Callable[[str], Unknown | None], names: tuple[str, ...]) -> Work | None:
    return Work(calls=_calls(says, do, names)) if names else None


def _calls(says: str, do: Callable[[str], Unknown | None], names: tuple[str, ...]) -> tuple[Call, ...]:
    return tuple(Call(f"{says} {name}", partial(do, name)) for name in names)
