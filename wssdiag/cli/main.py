"""The command line's composition root: parse, build, dispatch, and the one place where its failures become exit codes."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import PurePath
from typing import TYPE_CHECKING

from wssdiag import paths
from wssdiag.cli.commands import COMMANDS
from wssdiag.cli.exit_codes import Exit
from wssdiag.cli.output import say, say_refusal
from wssdiag.cli.parser import command_line, named_language
from wssdiag.model.input_error import InputError
from wssdiag.model.language import SOURCE
from wssdiag.model.shown import shown
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import speak
from wssdiag.system.language import system_language
from wssdiag.system.logfile import log_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wssdiag.cli.commands import Command

#: What scripts read is in English, unless they name a language.
_ENGLISH = frozenset({"json", "ndjson"})


def main(arguments: Sequence[str] | None = None, commands: Mapping[str, Command] = COMMANDS) -> int:
    """Run one command; returns the exit code."""
    wanted = sys.argv[1:] if arguments is None else arguments
    language = named_language(wanted) or system_language(os.environ)
    speak(language)
    if names_a_file(wanted):
        say(_("wssdiag: {name}: there is no such file and no such command").format(name=shown(wanted[0])))
        return Exit.WRONG_USE
    parser = command_line()
    options = parser.parse_args(wanted)
    given = vars(options)
    options.lang = given.get("lang") or (SOURCE if given.get("format") in _ENGLISH else language)
    if options.self_test:
        from wssdiag.selftest.main import self_test  # noqa: PLC0415 - its servers are of no use to any other command

        return self_test()
    if options.command is None:
        parser.print_help()
        return Exit.DONE
    log_to(paths.log_file())
    try:
        return commands[options.command](options)
    except InputError as error:
        say_refusal(error, options.command)
        return Exit.WRONG_USE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away; the interpreter must not complain about it at exit
        return Exit.DONE
    except Exception:
        logging.getLogger(__name__).exception("command %s", options.command)
        say(_("wssdiag {command}: wssdiag itself failed; the details are in {file}").format(command=options.command, file=paths.log_file()))
        return Exit.OWN_FAILURE


def names_a_file(arguments: Sequence[str]) -> bool:
    """Whether the one argument can only be meant as a file to open; what is there never comes here (``wssdiag.__main__``)."""
    return len(arguments) == 1 and not arguments[0].startswith("-") and bool(PurePath(arguments[0]).suffix)
