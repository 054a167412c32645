"""How many addresses a second a long PAC file answers, in the child process with every name traced, beside pacparser in this one."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from tests.bench.figures import ratio, spread
from wssdiag.pac.child import evaluator

if TYPE_CHECKING:
    from collections.abc import Iterator

_RULES = 2000
_ADDRESSES = 10_000

#: pacparser is far slower: a part of the addresses tells its rate.
_SAMPLE = 500

_SHARES = ((0.4, "dnsDomainIs(host, '.d{0}.example.com')"), (0.7, "shExpMatch(host, '*.g{0}.example.*')"))
_SEED = 1


def pac(rounds: int) -> Iterator[str]:
    """Lines to print."""
    chance = random.Random(_SEED)
    script = _script(chance)
    addresses = _addresses(chance)
    ours = [_ours(script, addresses) for _ in range(rounds)]
    yield f"PAC file of {_RULES} rules, {_ADDRESSES} addresses, half of which no rule takes:"
    yield f"  wssdiag, in its child, names traced: {spread(ours, 'addresses/s', 0)}"
    try:
        theirs = [_pacparser(script, addresses[:_SAMPLE]) for _ in range(rounds)]
    except ImportError:
        yield "  pacparser: not run, it is not installed"
        return
    yield f"  pacparser, in this process, of {_SAMPLE} addresses: {spread(theirs, 'addresses/s', 0)}"
    yield f"  wssdiag / pacparser = {ratio(ours, theirs)}"


def _script(chance: random.Random) -> str:
    rules = "\n".join(
        f"  if ({_condition(chance.random(), number)}) return 'PROXY p{number % 7}.example:8080';" for number in range(_RULES)
    )
    return f"function FindProxyForURL(url, host) {{\n{rules}\n  return 'DIRECT';\n}}\n"


def _condition(draw: float, number: int) -> str:
    for share, text in _SHARES:
        if draw < share:
            return text.format(number)
    if draw < 0.8:
        return f"localHostOrDomainIs(host, 'w{number}.example.com')"
    return f"isInNet(host, '10.{number % 256}.{number // 256}.0', '255.255.255.0')"


def _addresses(chance: random.Random) -> list[tuple[str, str]]:
    hosts = [f"x.d{chance.randrange(_RULES)}.example.com" if number % 2 else f"h{number}.other.example" for number in range(_ADDRESSES)]
    return [(f"https://{host}/", host) for host in hosts]


def _ours(script: str, addresses: list[tuple[str, str]]) -> float:
    with evaluator(lambda _name: ("192.0.2.1",)) as pac_file:
        if pac_file.load(script).failure:
            message = "the script does not load"
            raise RuntimeError(message)
        begun = time.perf_counter()
        answers = [row.answer for row in pac_file.find(addresses)]
        elapsed = time.perf_counter() - begun
    if None in answers:
        message = "the script failed"
        raise RuntimeError(message)
    return len(answers) / elapsed


def _pacparser(script: str, addresses: list[tuple[str, str]]) -> float:
    import pacparser  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - of this comparison alone

    pacparser.init()
    try:
        pacparser.parse_pac_string(script.replace("isInNet(host,", "isInNet('192.0.2.1',"))  # its own resolver must not be asked
        begun = time.perf_counter()
        for url, host in addresses:
            pacparser.find_proxy(url, host)
        return len(addresses) / (time.perf_counter() - begun)
    finally:
        pacparser.cleanup()
