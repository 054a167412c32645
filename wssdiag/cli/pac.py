"""``wssdiag pac eval``: what a PAC file answers, with injected names, addresses and time where they are given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wssdiag.checks.pac import own_addresses
from wssdiag.checks.pac_fetch import SIZE_LIMIT_BYTES, fetch, inline, inline_too_large, is_web
from wssdiag.checks.wording import FAILURE_WORDS
from wssdiag.cli.exit_codes import Exit
from wssdiag.cli.output import check_writable, deliver
from wssdiag.cli.pac_options import is_text
from wssdiag.model.codec import encode_pretty
from wssdiag.model.failure import Failure
from wssdiag.model.input_error import InputError
from wssdiag.model.observation import ResolveDetail
from wssdiag.model.shown import shown
from wssdiag.model.web_address import host_of
from wssdiag.pac.child import evaluator
from wssdiag.pac.evaluate import Evaluation
from wssdiag.pac.script_text import text_of
from wssdiag.probes.wire import Wire
from wssdiag.report.failures import failure_words
from wssdiag.report.retold import options
from wssdiag.report.retold.retell import retold_of
from wssdiag.report.texts import gettext as _
from wssdiag.system.clock import SystemClock
from wssdiag.system.parse.facts import facts_of
from wssdiag.system.this_computer import this_system

if TYPE_CHECKING:
    import argparse

    from wssdiag.probes.network import Network

Resolve = Callable[[str], tuple[str, ...]]

#: In place of a file's name, where the address itself is wrong.
_OPTION = "--pac"


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
        message = f"the PAC file can't be had: {FAILURE_WORDS[failure or Failure.UNKNOWN]}"
        return tuple(Evaluation(url, host, failure=failure or Failure.UNKNOWN, message=message) for url, host in asked)
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
        text = inline(source) if is_text(source) else None
        if text is None and is_text(source) and inline_too_large(source):
            return None, Failure.BODY_TOO_LARGE
        if text is None:
            raise InputError(_OPTION, "", _("this data address does not hold"))
        return text, None
    if is_web(source) and is_text(source):
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
            lines.append(
                "    "
                + _("fails: {words} ({message})").format(words=failure_words(row.failure), message=retold_of(row.message, options.PAC))
            )
        else:
            lines.append(f"    {'; '.join(row.proxies)}")
        if row.names:
            lines.append("    " + _("it looked up: {names}").format(names=", ".join(map(shown, row.names))))
    return "".join(f"{line}\n" for line in lines)
