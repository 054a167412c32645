"""The grammar of the command line. Wrong use gets one line that says what and where."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from wssdiag import __version__
from wssdiag.catalogue.values import METHOD_WORDS
from wssdiag.cli import option_values, pac_options
from wssdiag.cli.exit_codes import Exit
from wssdiag.model.fix import Action
from wssdiag.model.pace import INTERVAL_S, USUAL_RUN_S
from wssdiag.model.private import Kind
from wssdiag.model.service_list import LIST_URL
from wssdiag.report.texts import gettext as _
from wssdiag.triage.together import BY

if TYPE_CHECKING:
    from collections.abc import Sequence


class Parser(argparse.ArgumentParser):
    """argparse with its error in one line and the exit code of the contract."""

    def error(self, message: str) -> NoReturn:
        """One line, exit 2."""
        from wssdiag.report.retold.retell import retold  # noqa: PLC0415 - it knows every text of a report

        sys.stderr.write(f"{self.prog}: {retold(' '.join(message.split()))}\n")
        sys.exit(Exit.WRONG_USE)


def command_line() -> Parser:
    """The parser of all commands."""
    parser = Parser(
        prog="wssdiag",
        description=_("Finds out why this computer can't reach, or isn't protected by, Symantec Web Security Service (Cloud SWG)."),
        epilog=_(
            "Without arguments the window opens; a bundle alone is shown in it. wssdiag is an independent tool and not made by the vendor."
        ),
    )
    parser.add_argument("--version", action="version", version=f"wssdiag {__version__}")
    parser.add_argument("--self-test", action="store_true", help=_("test this program itself on this computer; nothing is sent"))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _check(commands)
    _watch(commands)
    _offline(commands)
    _pac(commands)
    _catalogue(commands)
    _fixes(commands)
    _triage(commands)
    _bundle(commands)
    return parser


def _add(commands: argparse._SubParsersAction[Parser], name: str, does: str) -> Parser:
    """A command that says what it does in the list and at the head of its own help."""
    return commands.add_parser(name, help=does, description=f"{does[:1].upper()}{does[1:]}.")


def _check(commands: argparse._SubParsersAction[Parser]) -> None:
    check = _add(commands, "check", _("find out how this computer is connected, check it, name the cause"))
    _add_run(check)
    check.add_argument("--facts", type=Path, metavar="FILE", help=_("facts, a report, a bundle or a capture, in place of this computer"))
    check.add_argument("--proxy-auth", action="store_true", help=_("answer a proxy's sign-in as this user (not in this version yet)"))
    check.add_argument("--list-hosts", action="store_true", help=_("print every host that would be contacted, and why; send nothing"))
    _add_output(check, "text", "json", "ndjson", "markdown", "html", "csv", "ticket", "ticket-markdown")


def _watch(commands: argparse._SubParsersAction[Parser]) -> None:
    watch = _add(commands, "watch", _("check again and again, and tell only what changed; Ctrl+C ends it"))
    pace = _("from the start of a check to the start of the next; by default {}").format(f"{INTERVAL_S:.0f}")
    watch.add_argument("--interval", type=option_values.interval, default=INTERVAL_S, metavar="S", help=pace)
    watch.add_argument("--count", type=option_values.count, metavar="N", help=_("end after so many checks"))
    _add_run(watch)
    _add_format(watch, "text", "ndjson")
    _add_language(watch)


def _add_run(parser: argparse.ArgumentParser) -> None:
    """What is asked of a run, and by which files."""
    parser.add_argument(
        "--method",
        type=option_values.method,
        metavar="METHOD",
        help=_("auto, or judge this method: {}").format(", ".join(option_values.METHODS)),
    )
    role = _("what this computer is: one that browses, or the server with the Auth Connector")
    parser.add_argument("--role", choices=("client", "auth-connector"), default="client", help=role)
    parser.add_argument(
        "--only", type=option_values.ids, default=(), metavar="IDS", help=_("only these checks and what they need: tcp.*,dns.*")
    )
    end = _("end after so many seconds; by default {}").format(f"{USUAL_RUN_S:.0f}")
    parser.add_argument("--skip", type=option_values.ids, default=(), metavar="IDS", help=_("without these checks"))
    parser.add_argument("--deadline", type=option_values.seconds, default=USUAL_RUN_S, metavar="S", help=end)
    _add_files(parser)


def _offline(commands: argparse._SubParsersAction[Parser]) -> None:
    detect = _add(commands, "detect", _("how this computer is connected, by its settings; nothing is sent"))
    detect.add_argument("--facts", type=Path, metavar="FILE", help=_("facts, a report, a bundle or a capture, in place of this computer"))
    detect.add_argument("--capture", type=Path, metavar="DIR", dest="facts", help=_("the same as --facts"))
    _add_files(detect)
    _add_output(detect, "text", "json")
    capture = _add(commands, "capture", _("raw evidence of this computer, into a folder; nothing is sent"))
    capture.add_argument("--output", type=Path, metavar="DIR", required=True, help=_("the folder to write; it must be new or empty"))
    facts = _add(commands, "facts", _("what this computer says of itself, as JSON"))
    facts.add_argument("--capture", type=Path, metavar="DIR", help=_("a capture, in place of this computer"))
    _add_output(facts, "json")
    ports = _add(commands, "ports", _("the required locations, ports and protocols"))
    row = _("only what this method needs: {}").format(", ".join(METHOD_WORDS))
    ports.add_argument("--method", type=option_values.row, metavar="METHOD", help=row)
    _add_files(ports)
    _add_output(ports, "text", "csv", "markdown", "json")
    explain = _add(commands, "explain", _("diagnose a report, a bundle or a capture again, offline, with today's rules"))
    explain.add_argument("file", type=Path, metavar="FILE", help=_("a report, facts, a bundle, or the folder or zip of a capture"))
    explain.add_argument("--finding", metavar="CODE", help=_("only the evidence of this finding, also of one that follows from another"))
    _add_identity(explain)
    _add_files(explain)
    _add_output(explain, "text", "json", "markdown", "html", "csv", "ticket", "ticket-markdown")
    compare = _add(commands, "compare", _("two reports or bundles, before and after, check by check"))
    compare.add_argument("old", type=Path, metavar="OLD", help=_("the report or bundle of before"))
    compare.add_argument("new", type=Path, metavar="NEW", help=_("the report or bundle of after"))
    _add_identity(compare)
    _add_files(compare)
    _add_output(compare, "text", "json")
    causes = _add(commands, "causes", _("every cause that can be found, and its guide"))
    causes.add_argument("code", nargs="?", metavar="CODE", help=_("only this cause, with its guide; without it, the list"))
    _add_output(causes, "text", "json")


def _pac(commands: argparse._SubParsersAction[Parser]) -> None:
    pac = _add(commands, "pac", _("what a PAC file answers"))
    verbs = pac.add_subparsers(dest="verb", metavar="eval", required=True)
    asked = _add(verbs, "eval", _("evaluate a PAC file for some addresses"))
    asked.add_argument("--pac", required=True, metavar="FILE|URL", help=_("the PAC file"))
    asked.add_argument("--url", action=pac_options.TakeUrl, dest="asked", required=True, metavar="URL", help=_("an address; may repeat"))
    asked.add_argument("--host", action=pac_options.TakeHost, dest="asked", metavar="HOST", help=_("the host of the address before it"))
    asked.add_argument("--my-ip", action="append", type=pac_options.address, default=[], metavar="IP", help=_("this computer's address"))
    asked.add_argument(
        "--resolve",
        action="append",
        type=pac_options.resolution,
        default=[],
        metavar="NAME=IP",
        help=_("what a name resolves to; others do not"),
    )
    asked.add_argument("--offline", action="store_true", help=_("no name resolves but those of --resolve; nothing is fetched"))
    asked.add_argument("--now", type=pac_options.moment, metavar="ISO8601", help=_("the time that the script sees"))
    _add_output(asked, "text", "json")


def _catalogue(commands: argparse._SubParsersAction[Parser]) -> None:
    catalogue = _add(commands, "catalogue", _("the endpoint catalogue, and the service's own list of its addresses"))
    verbs = catalogue.add_subparsers(dest="verb", metavar="show|verify|update", required=True)
    show = _add(verbs, "show", _("what is in force, how sure it is, and where the two differ"))
    verify = _add(verbs, "verify", _("whether the catalogue and the kept list are sound"))
    update = _add(verbs, "update", _("take the service's own list, from its own address or from a file, and keep it"))
    for verb in (show, verify):
        verb.add_argument("--catalogue", type=Path, metavar="FILE", help=_("a catalogue in place of the one that comes with the program"))
        _add_output(verb, "text", "json")
    update.add_argument("--from", dest="source", default=LIST_URL, metavar="FILE|URL", help=_("the list; by default {}").format(LIST_URL))
    update.add_argument("--older", action="store_true", help=_("take it although it is older than the list that is kept"))
    update.add_argument("--profile", type=Path, metavar="FILE", help=_("what your organisation tells the tool"))
    _add_output(update, "text", "json")


def _fixes(commands: argparse._SubParsersAction[Parser]) -> None:
    fix = _add(commands, "fix", _("what can be put right from here, and doing it"))
    fix.add_argument("action", nargs="?", type=option_values.action, metavar="ACTION", help=", ".join(Action))
    fix.add_argument("--list", action="store_true", help=_("what can be done on this computer, and why something cannot"))
    fix.add_argument("--dry-run", action="store_true", help=_("say what would be changed, and do nothing"))
    fix.add_argument("--yes", action="store_true", help=_("do it without asking"))
    fix.add_argument("--profile", type=Path, metavar="FILE", help=_("what your organisation tells the tool"))
    undo = _add(commands, "undo", _("take back the last fix"))
    undo.add_argument("action", nargs="?", type=option_values.action, metavar="ACTION", help=_("the last fix of this kind"))
    undo.add_argument("--list", action="store_true", help=_("what was done, and what can be taken back"))
    for verb in (fix, undo):
        verb.add_argument("--lang", metavar="LANG", help=_("the language of texts; by default that of this computer"))


def _triage(commands: argparse._SubParsersAction[Parser]) -> None:
    triage = _add(commands, "triage", _("many bundles and reports as one table"))
    triage.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=_("a bundle, a report, or a folder with many of them"))
    by = _("what to count together; may repeat")
    triage.add_argument("--group-by", action="append", choices=tuple(BY), help=by)
    where = _("only rows with this in a column, * and ? as in file names; may repeat")
    triage.add_argument("--where", action="append", type=option_values.condition, default=[], metavar="COLUMN=VALUE", help=where)
    triage.add_argument("--since", type=option_values.instant, metavar="DATE", help=_("only runs since this day or time, in UTC"))
    index = _("where it is kept what was read before; by default beside this program's own data")
    triage.add_argument("--index", type=Path, metavar="FILE", help=index)
    again = _("read every report anew and judge it by today's rules, as explain does; slower")
    triage.add_argument("--judge-again", action="store_true", help=again)
    _add_identity(triage)
    _add_files(triage)
    _add_output(triage, "text", "csv", "json", "ndjson", "html")


def _bundle(commands: argparse._SubParsersAction[Parser]) -> None:
    bundle = _add(commands, "bundle", _("one file for support, with nothing private in it"))
    verbs = bundle.add_subparsers(dest="verb", metavar="create|verify|open|redact|lookup", required=True)
    create = _add(verbs, "create", _("check this computer, and write what support needs into one file"))
    create.add_argument("--from", type=Path, dest="source", metavar="REPORT", help=_("a saved report; nothing is checked then"))
    create.add_argument("--with-capture", action="store_true", help=_("also the raw settings of this computer, made private as the rest"))
    _add_run(create)
    verify = _add(verbs, "verify", _("whether every file in a bundle is there and unchanged"))
    opened = _add(verbs, "open", _("what a bundle says, what is in it, and what was replaced"))
    redact = _add(verbs, "redact", _("make a bundle of a report, a capture or another bundle"))
    verify.add_argument("file", type=Path, metavar="FILE", help=_("the bundle"))
    opened.add_argument("file", type=Path, metavar="FILE", help=_("the bundle"))
    redact.add_argument("file", type=Path, metavar="FILE", help=_("a report, a capture or a bundle"))
    for verb in (verify, opened, redact):
        _add_identity(verb)
    lookup = _add(verbs, "lookup", _("what a stand-in stands for; on the computer that made the bundle"))
    stand_in = _("an address, a host name or another stand-in, as it stands in a bundle")
    lookup.add_argument("stand_in", metavar="STAND-IN", help=stand_in)
    for verb in (create, redact):
        _add_bundle(verb)
    for verb in (create, redact, lookup):
        verb.add_argument("--case", type=Path, metavar="FILE", help=_("the file with the stand-ins of this case, in place of your own"))
        _add_language(verb)
    _add_files(opened)
    _add_files(redact)
    for verb in (verify, opened):
        _add_output(verb, "text", "json")


def _add_bundle(parser: argparse.ArgumentParser) -> None:
    """How a bundle is made."""
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("the new file; its name should end with .wssdiag"))
    told = _("encrypt it for this age key as well (age1...); may repeat")
    parser.add_argument("--encrypt-to", action="append", default=[], metavar="KEY", help=told)
    kept = _("do not replace these: {}").format(",".join(Kind))
    parser.add_argument("--keep", type=option_values.kinds, default=frozenset(), metavar="KINDS", help=kept)
    left = _("leave these files or folders out: log.txt,capture")
    parser.add_argument("--leave-out", type=option_values.names, default=(), metavar="PARTS", help=left)
    parser.add_argument("--preview", action="store_true", help=_("show all that would be written, and write nothing"))


def _add_identity(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--identity", type=Path, metavar="FILE", help=_("a file with the age key for an encrypted bundle"))


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", type=Path, metavar="FILE", help=_("what your organisation tells the tool"))
    parser.add_argument("--catalogue", type=Path, metavar="FILE", help=_("a catalogue in place of the one that comes with the program"))


def _add_output(parser: argparse.ArgumentParser, *formats: str) -> None:
    _add_format(parser, *formats)
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("write to a file in place of standard output"))
    _add_language(parser)


def _add_format(parser: argparse.ArgumentParser, *formats: str) -> None:
    told = _("the form of the output (else {})").format(formats[0])
    parser.add_argument("--format", choices=formats, default=formats[0], help=told)


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", metavar="LANG", help=_("the language of texts; by default that of this computer"))


def named_language(arguments: Sequence[str]) -> str | None:
    """What ``--lang`` names, known before the rest is parsed: the parser itself speaks that language. None where nothing is named."""
    for place, word in enumerate(arguments):
        option, equals, value = word.partition("=")
        if option == "--lang":
            return value if equals else next(iter(arguments[place + 1 :]), None)
    return None


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The arguments, or exit 2 with one line."""
    return command_line().parse_args(arguments)
