"""``wssdiag pac eval``: what a PAC file answers, with injected names, addresses and time where they are given."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wssdiag.checks.pac import own_addresses
from wssdiag.checks.pac_fetch import SIZE_LIMIT_BYTES, fetch, inline, inline_too_large, is_web
from wssdiag.checks.wording import FAILURE_WORDS
from wssdiag.cli.exit_codes import Exit
from wssdiag.cli.output import check_writable, deliver
from wssdiag.model.codec import encode_pretty
from wssdiag.model.failure import Failure
from wssdiag.model.input_error import InputError
from wssdiag.model.observation import ResolveDetail
from wssdiag.model.shown import shown
from wssdiag.model.web_address import host_of
from wssdiag.pac.child import evaluator
from wssdiag.pac.evaluate import Evaluation
from wssdiag.pac.messages import Clock
from wssdiag.pac.script_text import text_of
from wssdiag.probes.wire import Wire
from wssdiag.report.failures import failure_words
from wssdiag.report.texts import gettext as _
from wssdiag.system.clock import SystemClock
from wssdiag.system.parse.facts import facts_of
from wssdiag.system.this_computer import this_system

if TYPE_CHECKING:
    from wssdiag.probes.network import Network

Resolve = Callable[[str], tuple[str, ...]]

#: In place of a file's name, where the address itself is wrong.
_OPTION = "--pac"

#: What a resolver could be asked for: no address of a page, no port, no blanks.
_NAME = re.compile(r"[^\s\x00-\x20\x7f/:]{1,254}")

#: What the systems of this world can turn into an instant; nobody asks for another year.
_YEARS = range(1971, 9999)


@dataclass(frozen=True)
class Asked:
    """One address; ``host`` None: the address's own."""

    url: str
    host: str | None = None


class TakeUrl(argparse.Action):
    """``--url``: begins a new question."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: str | Sequence[Any] | None, _option: object = None
    ) -> None:
        """Add it."""
        namespace.asked = (*(namespace.asked or ()), Asked(_written(parser, "--url", str(values))))


class TakeHost(argparse.Action):
    """``--host``: belongs to the address before it."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: str | Sequence[Any] | None, _option: object = None
    ) -> None:
        """Add it to the last question."""
        if not namespace.asked:
            parser.error(_("--host belongs to the --url before it"))
        namespace.asked = (*namespace.asked[:-1], Asked(namespace.asked[-1].url, _written(parser, "--host", str(values))))


def _written(parser: argparse.ArgumentParser, option: str, text: str) -> str:
    """The text; wrong use where its bytes are none in the language of this terminal, so that no script could be given them."""
    if not _is_text(text):
        parser.error(_("{option}: {text!r} is no text").format(option=option, text=text))
    return text


def _is_text(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def evaluate(options: argparse.Namespace) -> Exit:
    """Evaluate and tell; exit 1 when the script fails for any of the addresses."""
    check_writable(options.output)
    network = Wire(SystemClock(), lambda: False, SystemClock().monotonic())
    rows = _rows(options, network)
    deliver(encode_pretty({"results": [_as_json(row) for row in rows]}) if options.format == "json" else _as_text(rows), options.output)
    return Exit.PROBLEM if any(row.failure for row in rows) else Exit.DONE


def _rows(options: argparse.Namespace, network: Network) -> tuple[Evaluation, ...]:
    asked = tuple((one.url, one.host if one.host is not None else _host_in(one.url)) for one in options.asked)
    script, failure = _script(options.pac, network, offline=options.offline)
    if script is None:
        words = FAILURE_WORDS[failure or Failure.UNKNOWN]
        return tuple(Evaluation(url, host, failure=failure or Failure.UNKNOWN, message=words) for url, host in asked)
    table = dict(options.resolve)
    resolve = partial(_by_table, table) if table or options.offline else partial(_by_system, network)
    clock, zone = options.now or (None, None)
    with evaluator(resolve, tuple(options.my_ip) or _own_addresses(), clock, zone) as pac:
        loaded = pac.load(script)
        if loaded.failure:
            return tuple(Evaluation(url, host, failure=loaded.failure, message=loaded.message) for url, host in asked)
        return tuple(pac.find(asked))


def _host_in(url: str) -> str:
    """The host of an address; :class:`InputError` where it has none, and so nothing to ask a script for."""
    host = host_of(url)
    if not host:
        option = "--url"
        raise InputError(option, "", _("{url} names no host, and no --host follows").format(url=shown(url) or _("an empty text")))
    return host


def _script(source: str, network: Network, *, offline: bool) -> tuple[str | None, Failure | None]:
    """The text, or why there is none; :class:`InputError` for a file that cannot be read."""
    if source.lower().startswith("data:"):
        text = inline(source) if _is_text(source) else None
        if text is None and _is_text(source) and inline_too_large(source):
            return None, Failure.BODY_TOO_LARGE
        if text is None:
            raise InputError(_OPTION, "", _("this data address does not hold"))
        return text, None
    if is_web(source) and _is_text(source):
        if offline:
            raise InputError(_OPTION, "", _("an address can't be fetched with --offline"))
        fetched = fetch(network, source)
        return fetched.text, fetched.failure
    try:
        with Path(source).open("rb") as file:
            body = file.read(SIZE_LIMIT_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError(shown(source), "", getattr(error, "strerror", None) or _("cannot be read")) from error
    if len(body) > SIZE_LIMIT_BYTES:
        raise InputError(source, "", _("larger than 1 MiB, which no browser takes"))
    return text_of(body), None


def _by_table(table: dict[str, tuple[str, ...]], name: str) -> tuple[str, ...]:
    return table.get(name, ())


def _by_system(network: Network, name: str) -> tuple[str, ...]:
    seen = network.resolve(name)
    return seen.detail.addresses if seen.ok and isinstance(seen.detail, ResolveDetail) else ()


def _own_addresses() -> tuple[str, ...]:
    return own_addresses(facts_of(this_system(SystemClock()).capture()))


def _as_json(row: Evaluation) -> dict[str, Any]:
    return {
        "url": row.url,
        "host": row.host,
        "answer": row.answer,
        "proxies": list(row.proxies),
        "names": list(row.names),
        "elapsed_ms": round(row.elapsed_ms, 3),
        "failure": row.failure,
        "message": row.message,
    }


def _as_text(rows: Sequence[Evaluation]) -> str:
    lines: list[str] = []
    for row in rows:
        lines.append(shown(row.url) if row.host == host_of(row.url) else f"{shown(row.url)} ({shown(row.host)})")
        if row.failure:
            lines.append("    " + _("fails: {words} ({message})").format(words=failure_words(row.failure), message=row.message))
        else:
            lines.append(f"    {'; '.join(row.proxies)}")
        if row.names:
            lines.append("    " + _("it looked up: {names}").format(names=", ".join(map(shown, row.names))))
    return "".join(f"{line}\n" for line in lines)


def address(text: str) -> str:
    """``--my-ip``: without its zone, which no script sees."""
    try:
        return str(ip_address(text)).partition("%")[0]
    except ValueError:
        raise argparse.ArgumentTypeError(_("{!r} is no IP address").format(text)) from None


def resolution(text: str) -> tuple[str, tuple[str, ...]]:
    """``--resolve NAME=IP[,IP...]``; without an address the name does not resolve."""
    name, equals, values = text.partition("=")
    if not equals or not _NAME.fullmatch(name) or not _is_text(name):
        raise argparse.ArgumentTypeError(_("{!r} is no NAME=IP").format(text))
    return name.lower(), tuple(address(value.strip()) for value in values.split(",") if value.strip())


def moment(text: str) -> tuple[Clock, str]:
    """``--now``: with an offset it sets instant and zone, without one it is wall time in the zone of TZ (UTC if unset)."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("{!r} is no time: 2026-03-04T09:00 or 2026-03-04T09:00+01:00").format(text)) from None
    if when.year not in _YEARS:
        raise argparse.ArgumentTypeError(_("{!r}: the year must be between 1971 and 9998").format(text))
    offset = when.utcoffset()
    if offset is None:
        return Clock(wall=when.isoformat()), os.environ.get("TZ") or "UTC"
    return Clock(instant=when.astimezone(UTC).timestamp()), _zone(offset)


def _zone(offset: timedelta) -> str:
    """An offset as POSIX spells a zone in TZ: with the sign the other way round (POSIX.1-2017, 8.3)."""
    seconds = int(offset.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    return f"XXX{'-' if seconds >= 0 else '+'}{hours}:{rest // 60:02}"
