"""The command line's composition root: parse, build, dispatch, and the one place where its failures become exit codes."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from wssdiag import paths
from wssdiag.cli import catalogue, check, fix, offline, pac, watch
from wssdiag.cli.exit_codes import Exit
from wssdiag.cli.output import say
from wssdiag.cli.parser import command_line
from wssdiag.model.input_error import InputError
from wssdiag.report.texts import gettext as _
from wssdiag.system.logfile import log_to

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

_COMMANDS: dict[str, Callable[[argparse.Namespace], Exit]] = {
    "check": check.check,
    "detect": offline.detect,
    "capture": offline.capture,
    "facts": offline.facts,
    "ports": offline.ports,
    "explain": offline.explain,
    "compare": offline.compare,
    "causes": offline.causes,
    "pac": pac.evaluate,
    "catalogue": catalogue.catalogue,
    "fix": fix.fix,
    "undo": fix.undo,
    "watch": watch.watch,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = command_line()
    options = parser.parse_args(arguments)
    if options.self_test:
        from wssdiag.selftest.main import self_test  # noqa: PLC0415 - its servers are of no use to any other command

        return self_test()
    if options.command is None:
        parser.print_help()
        return Exit.DONE
    log_to(paths.log_file())
    try:
        return _COMMANDS[options.command](options)
    except InputError as error:
        say(f"wssdiag {options.command}: {error}")
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
