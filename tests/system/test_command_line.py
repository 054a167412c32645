"""What one program puts together another takes apart: Windows hands over one text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wssdiag.system.command import command_line

ARGUMENTS = st.lists(st.text(st.sampled_from("ab \t\"\\&|%^<>'$ü") | st.characters(exclude_characters="\0"), max_size=8), max_size=5)


def taken_apart(text: str) -> list[str]:
    """As Microsoft's page "Parsing C command-line arguments" says: 2n backslashes before a quote are n, and it opens or closes; 2n+1 are n
    and a quote; elsewhere they are themselves.
    """
    found: list[str] = []
    current: str | None = None
    quoted = False
    backslashes = 0
    for character in [*text, ""]:
        if character == "\\":
            backslashes += 1
            continue
        if character == '"':
            current = (current or "") + "\\" * (backslashes // 2) + '"' * (backslashes % 2)
            quoted ^= not backslashes % 2
        else:
            if backslashes:
                current = (current or "") + "\\" * backslashes
            if character == "" or (character in " \t" and not quoted):
                found += [] if current is None else [current]
                current = None
            else:
                current = (current or "") + character
        backslashes = 0
    return found


@given(ARGUMENTS)
def test_every_argument_arrives_as_it_is(arguments: list[str]) -> None:
    assert taken_apart(command_line(arguments)) == arguments


def test_the_program_of_this_project() -> None:
    assert command_line(["fix", "reset-winhttp", "--yes"]) == "fix reset-winhttp --yes"
    assert command_line(["C:\\a b\\", ""]) == '"C:\\a b\\\\" ""'
