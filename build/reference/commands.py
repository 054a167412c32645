"""commands.md: the commands, their options and exit codes, from the parser of the command line."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from build.reference.comments import said_of
from build.reference.markdown import code, codes, page, plain, points, sentence, table
from build.reference.texts import data, text
from wssdiag.cli.exit_codes import Exit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_EVERYWHERE = ", ".join(str(int(one)) for one in (Exit.WRONG_USE, Exit.OWN_FAILURE, Exit.INTERRUPTED))


@dataclass(frozen=True)
class Said:
    """``texts/commands.toml``: what the parser does not say."""

    formats: Mapping[str, str]
    exits: Mapping[str, Mapping[str, str]]


def said() -> Said:
    """All that there is to say."""
    return Said(**data("commands"))


def commands_page(parser: argparse.ArgumentParser, more: Said) -> str:
    """The whole page. ``KeyError`` names a command or an option that nothing is said of."""
    listed = tuple(leaves(parser))
    prog = parser.prog
    return page(
        "Commands",
        "the parser of the command line",
        text("commands"),
        table(
            ("Command", "What it does"),
            ((f"[`{prog} {name}`](#{prog}-{name.replace(' ', '-')})", plain(sentence(does))) for name, does, _ in listed),
        ),
        "## Without a command",
        table(("Option", "What it does"), ((_names(one), plain(one.help or "")) for one in options(parser))),
        "## Exit codes",
        table(("Code", "Meaning"), ((str(int(one)), plain(said_of(one))) for one in Exit)),
        f"{_EVERYWHERE} mean the same for every command; what the others mean stands at each. `--self-test` ends with 0 or 3.",
        "## Forms of output",
        table(("`--format`", "What it is"), ((code(name), text) for name, text in more.formats.items())),
        *(block for name, does, one in listed for block in _command(f"{prog} {name}", name, does, one, more)),
    )


def leaves(parser: argparse.ArgumentParser, before: str = "") -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    """Each command with its help text and its parser; ``"bundle create"`` is one."""
    for group in _actions(parser):
        if not isinstance(group, argparse._SubParsersAction):  # noqa: SLF001 - argparse has no public way to ask what a parser knows
            continue
        helps = {choice.dest: choice.help or "" for choice in group._choices_actions}  # noqa: SLF001 - as above
        for name, one in group.choices.items():
            below = tuple(leaves(one, f"{before}{name} "))
            yield from below or ((f"{before}{name}", helps[name], one),)


def options(parser: argparse.ArgumentParser) -> tuple[argparse.Action, ...]:
    """Every argument of one parser but its sub-commands and ``--help``."""
    left_out = (argparse._SubParsersAction, argparse._HelpAction)  # noqa: SLF001 - as above
    return tuple(one for one in _actions(parser) if not isinstance(one, left_out))


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    return parser._actions  # noqa: SLF001 - as above


def _command(whole: str, name: str, does: str, parser: argparse.ArgumentParser, more: Said) -> Iterator[str]:
    known = options(parser)
    positional = tuple(one for one in known if not one.option_strings)
    needed = tuple(one for one in known if one.option_strings and one.required)
    yield f"## {whole}"
    yield plain(sentence(does))
    words = (whole, *(f"{one.option_strings[-1]} {_value(one)}" for one in needed), *map(_place, positional), "[OPTIONS]")
    yield f"```\n{' '.join(words)}\n```"
    rows = [(_names(one), _does(name, one) + _choices(one), _default(one)) for one in (*positional, *known)]
    yield table(("Argument", "What it does", "By default"), dict.fromkeys(rows))
    yield "Exit codes:"
    yield points((*(f"**{number}**: {text}" for number, text in more.exits[name].items()), f"{_EVERYWHERE}: see [exit codes](#exit-codes)"))


def _names(action: argparse.Action) -> str:
    value = _value(action)
    if not action.option_strings:
        return code(value)
    return code(f"{action.option_strings[-1]} {value}".rstrip())


def _does(command: str, action: argparse.Action) -> str:
    """The help text. ``KeyError`` where there is none: the parser itself says what every option is."""
    if not action.help:
        message = f"{command} {action.option_strings[-1] if action.option_strings else action.dest}"
        raise KeyError(message)
    return plain(action.help)


def _value(action: argparse.Action) -> str:
    """The word for the value of an argument; empty for a switch."""
    if action.nargs == 0:
        return ""
    return str(action.metavar or (action.dest if not action.choices else action.dest.replace("_", "-")).upper())


def _place(action: argparse.Action) -> str:
    value = _value(action)
    return {"?": f"[{value}]", "+": f"{value} [{value} ...]"}.get(str(action.nargs), value)


def _choices(action: argparse.Action) -> str:
    return f": {codes(map(str, action.choices))}" if action.choices else ""


def _default(action: argparse.Action) -> str:
    """What holds where an option is left out, as it would be typed."""
    if action.required:
        return "must be given"
    value = action.default
    if isinstance(value, float):
        return code(f"{value:g}")
    return code(value) if isinstance(value, str) and value != argparse.SUPPRESS else ""
