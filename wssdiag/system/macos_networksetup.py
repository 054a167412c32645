"""macOS's settings service by service, also of those that are not in use now, and what DHCP said. Must not know what the lines mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.model.unknown import Unknown
from wssdiag.system.secrets import without_credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    #: Runs a program and gives what it prints.
    Run = Callable[[Sequence[str]], bytes | Unknown]

_PROGRAM = "networksetup"

#: Every question costs some hundredths of a second.
_SERVICE_LIMIT = 8
_INTERFACE_LIMIT = 4

_QUESTIONS = ("-getwebproxy", "-getsecurewebproxy", "-getautoproxyurl", "-getproxyautodiscovery", "-getproxybypassdomains")

#: DHCPv4 option 114, the captive portal API (RFC 8910 section 2.1); ipconfig(8) takes an option's number.
_CAPTIVE_PORTAL = "114"


def networksetup_text(run: Run) -> bytes | None:
    """``macos/networksetup.txt``: the hardware ports, then each service's answers below a line ``== SERVICE: QUESTION``."""
    ports = run((_PROGRAM, "-listallhardwareports"))
    if isinstance(ports, Unknown):
        return None
    parts = [ports]
    for service in _services(run):
        for question in _QUESTIONS:
            answer = run((_PROGRAM, question, service))
            if not isinstance(answer, Unknown):
                parts += [f"== {service}: {question.removeprefix('-get')}\n".encode(), answer, b"\n"]
    return without_credentials(b"".join(parts).decode("utf-8", errors="replace")).encode()


def portal_api(run: Run, interfaces: Iterable[str]) -> str | None:
    """The address of the captive portal API that DHCP gave one of the interfaces; None where none is known to have been given."""
    for name in list(interfaces)[:_INTERFACE_LIMIT]:
        answer = run(("ipconfig", "getoption", name, _CAPTIVE_PORTAL))
        text = "" if isinstance(answer, Unknown) else answer.decode("ascii", errors="replace").strip().rstrip("\0")
        # The standard wants https; whatever else is printed is no address.
        if text.startswith("https://") and text.isprintable() and " " not in text:
            return text
    return None


def _services(run: Run) -> list[str]:
    listing = run((_PROGRAM, "-listallnetworkservices"))
    if isinstance(listing, Unknown):
        return []
    # The first line explains the asterisk of those that are switched off.
    names = [line.removeprefix("*").strip() for line in listing.decode("utf-8", errors="replace").splitlines()[1:]]
    return [name for name in names if name][:_SERVICE_LIMIT]
