"""What is wrong with a command line beside its values: argparse says it, in English. And why a PAC file gives no answer.

Made by Python's argparse, as far as this program's commands let it, and by ``wssdiag.pac`` and ``wssdiag.cli.pac``.
"""

from __future__ import annotations

from wssdiag.report.texts import to_translate

COMMAND_LINE = to_translate(
    "ambiguous option: {option} could match {words}",
    "argument {option}: expected at least one argument",
    "argument {option}: expected one argument",
    "argument {option}: ignored explicit argument {given}",
    "argument {option}: invalid choice: {given} (choose from {words})",
    "argument {option}: {reason}",
    "the following arguments are required: {names}",
    "unrecognized arguments: {names}",
)

PAC = to_translate(
    "it asks for more than {most} names",
    "it takes more than {seconds} seconds in all",
    "no script was loaded",
    "the PAC file can't be had: {failure}",
    "the answer is longer than {most} characters",
    "the script did not end, and its process was stopped",
    "there is no JavaScript engine for this system",
    "there is no function FindProxyForURL",
)
