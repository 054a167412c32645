"""What argparse finds wrong is said in German, and so is why a PAC file gives no answer."""

from __future__ import annotations

import pytest

from tests.report.retold.known import strangers, unused
from tests.report.retold.problems import problems
from wssdiag.cli.parser import command_line
from wssdiag.report.retold import options
from wssdiag.report.texts import speak


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("check", "more"), "wssdiag: unbekannte Argumente: more"),
        (("explain",), "wssdiag explain: diese Argumente fehlen: FILE"),
        (("check", "--role", "king"), "wssdiag check: Argument --role: ungültige Wahl: 'king' (möglich sind 'client', 'auth-connector')"),
        (("check", "--role"), "wssdiag check: Argument --role: ein Wert fehlt"),
        (("check", "--list-hosts=7"), "wssdiag check: Argument --list-hosts: der Wert '7' gehört nicht dazu"),
        (("check", "--pro", "7"), "wssdiag check: mehrdeutige Option: --pro kann --profile, --proxy-auth bedeuten"),
        (("check", "--deadline", "0"), "wssdiag check: Argument --deadline: '0' ist keine "),
    ],
)
def test_wrong_use_is_said_in_german(arguments: tuple[str, ...], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    speak("de")
    with pytest.raises(SystemExit):
        command_line().parse_args(arguments)
    assert capsys.readouterr().err.startswith(line)


def test_every_failure_of_a_script_is_in_a_table() -> None:
    told = [one for one in problems() if one.where.startswith(("pac/", "cli/pac"))]
    assert strangers(told) == []
    assert unused(options.PAC, told) == []
