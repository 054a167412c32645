"""The arguments of ``wssdiag pac eval``: text in, values out, wrong use in one line. Part of the grammar; must not load what evaluates."""

from __future__ import annotations

import argparse
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from wssdiag.pac.messages import Clock
from wssdiag.report.texts import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    if not is_text(text):
        parser.error(_("{option}: {text!r} is no text").format(option=option, text=text))
    return text


def is_text(text: str) -> bool:
    """Whether it can be written in any encoding: what the shell could not decode cannot."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def address(text: str) -> str:
    """``--my-ip``: without its zone, which no script sees."""
    try:
        return str(ip_address(text)).partition("%")[0]
    except ValueError:
        raise argparse.ArgumentTypeError(_("{!r} is no IP address").format(text)) from None


def resolution(text: str) -> tuple[str, tuple[str, ...]]:
    """``--resolve NAME=IP[,IP...]``; without an address the name does not resolve."""
    name, equals, values = text.partition("=")
    if not equals or not _NAME.fullmatch(name) or not is_text(name):
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
