"""What the pages name is there: commands, causes, checks, methods, exit codes, keys, labels, places of files."""

from __future__ import annotations

import ast
import re
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix
from platformdirs.windows import Windows

from tests.structure.pages import Page, page, pages
from tests.structure.source import ROOT, program
from wssdiag import paths
from wssdiag.catalogue.loader import load_builtin
from wssdiag.catalogue.profile import parse_profile
from wssdiag.cli.exit_codes import Exit
from wssdiag.cli.parser import command_line
from wssdiag.diagnosis.causes import BY_CODE
from wssdiag.model.check import Status
from wssdiag.model.finding import Certainty, Severity
from wssdiag.model.fix import Action
from wssdiag.model.mode import Method
from wssdiag.model.private import Kind
from wssdiag.model.report import VerdictStatus
from wssdiag.remedy.fixes import FIXES
from wssdiag.report.path import Station

if TYPE_CHECKING:
    from collections.abc import Iterator

    from platformdirs.api import PlatformDirsABC

PAGES = pages()
TECHNICIAN = page("docs/technician.md")
DECIDES = page("docs/how-it-decides.md")
GUIDES = (page("README.md"), page("docs/user.md"), TECHNICIAN, page("docs/support.md"), DECIDES)
DESIGN = page("docs/design/0001-one-run.md")
GERMAN = ROOT / "resources" / "translations" / "de" / "LC_MESSAGES" / "wssdiag.po"

#: In the technician's manual.
FEWEST_CALLS = 40

#: In the README and in the technician's manual.
FEWEST_PROFILES = 2

WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
KEY = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)*(?:F\d+|[A-Z0-9,]|Left|Right|Delete|Enter|Esc)")
NUMBERED = re.compile(r"(Ctrl|Alt)\+(\d)")

#: Words with a hyphen that are none of the program's: names of its files, of its options' values, of other programs.
OTHER_WORDS = {"wssdiag-cli", "auth-connector", "age-keygen"}

VERDICTS = {member.value for member in VerdictStatus}
WORDS = {
    *BY_CODE,
    *(member.value for closed in (Method, Action, Status, Certainty, Severity, Kind) for member in closed),
    *VERDICTS,
    *OTHER_WORDS,
}


def ids(page: Page) -> str:
    return page.name


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_every_command_is_one(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    wrong: list[str] = []
    for arguments in (*page.calls, *page.mentions):
        try:
            command_line().parse_args(arguments)
        except SystemExit as end:
            said = capsys.readouterr().err.strip()
            if end.code and not (arguments in page.mentions and "required" in said):
                wrong.append(f"{' '.join(arguments)}: {said}")
    assert wrong == []


def test_commands_are_found() -> None:
    assert len(TECHNICIAN.calls) > FEWEST_CALLS, "the pages are read in vain"


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_every_cause_that_a_command_names_is_one(page: Page) -> None:
    asked = [command_line().parse_args(arguments) for arguments in page.calls if arguments[:1] in {("causes",), ("explain",)}]
    codes = [code for options in asked for code in (getattr(options, "code", None), getattr(options, "finding", None)) if code]
    assert {code for code in codes if code != "CODE"} - set(BY_CODE) == set()


def test_every_profile_is_one() -> None:
    shown = [(page.name, profile) for page in PAGES for profile in page.profiles]
    assert len(shown) >= FEWEST_PROFILES, "the pages are read in vain"
    for name, profile in shown:
        parse_profile(profile.encode(), name)


@pytest.mark.parametrize("page", GUIDES, ids=ids)
def test_every_word_of_the_program_is_one(page: Page) -> None:
    assert {span for span in page.spans if WORD.fullmatch(span)} - WORDS == set()


@pytest.mark.parametrize("page", GUIDES, ids=ids)
def test_every_check_is_one(page: Page) -> None:
    templates = [template for cell, _does, _needs in DESIGN.table("id") for template in cell.split(", ")]
    known = [re.compile(_pattern(template)) for template in templates]
    families = {template.partition(".")[0] for template in templates}
    named = {span for span in page.spans if span.partition(".")[0] in families and re.fullmatch(r"[a-z0-9.:<>*-]+", span) and "." in span}
    assert {span for span in named if not any(pattern.fullmatch(span) for pattern in known)} == set()


def _pattern(template: str) -> str:
    """``tcp.<location>`` as a pattern that knows the locations; what is named as in the table fits as well."""
    catalogue = load_builtin()
    of_a_host = r"(?:\.[a-z0-9.-]+)?"  # a row of the profile's own hosts: "ipsec-500.<host>"
    parts = {"location": [re.escape(row.id) + of_a_host for row in catalogue.location], "control": [row.id for row in catalogue.control]}
    words = re.split(r"(<[a-z]+>)", template)
    return "".join(_choice(word, parts.get(word.strip("<>"), [])) for word in words)


def _choice(word: str, values: list[str]) -> str:
    if not word.startswith("<"):
        return re.escape(word)
    return "(?:" + "|".join((re.escape(word), *(values or [".+"]))) + ")"


def test_every_exit_code_is_told() -> None:
    assert {int(cells[0]) for cells in TECHNICIAN.table("exit code")} == set(Exit)
    assert {cells[0]: int(cells[2]) for cells in page("README.md").table("verdict")} == {
        "healthy": Exit.DONE,
        "degraded": Exit.PROBLEM,
        "broken": Exit.PROBLEM,
        "incomplete": Exit.COULD_NOT_TELL,
    }


def test_every_status_is_told() -> None:
    assert [cells[0] for cells in TECHNICIAN.table("status")] == list(Status)


def test_every_method_is_told() -> None:
    assert {word for cells in TECHNICIAN.table("method") for word in cells[0].split(", ")} == set(Method)


def test_every_fix_is_told() -> None:
    told = {cells[0]: (cells[1], cells[2].replace(" ", "-")) for cells in TECHNICIAN.table("fix")}
    assert told == {fix.action: (fix.privilege, fix.reversal) for fix in FIXES}


def test_every_key_is_one() -> None:
    named = [key for cells in TECHNICIAN.table("key") for key in cells[0].split(" to ")]
    assert {key for key in named if not NUMBERED.fullmatch(key)} - _keys() == set()
    assert {key for key in named if KEY.fullmatch(key) is None} == set()
    last = {found[1]: int(found[2]) for key in named if (found := NUMBERED.fullmatch(key))}
    assert last == {"Alt": len(Station), "Ctrl": len(TECHNICIAN.table("view"))}


def _keys() -> set[str]:
    """Every key that the window's source names."""
    strings = (
        node.value for source in program() if "/gui/" in source.name for node in ast.walk(source.tree) if isinstance(node, ast.Constant)
    )
    return {text for text in strings if isinstance(text, str) and KEY.fullmatch(text)}


def test_every_view_is_one() -> None:
    tree = ast.parse((ROOT / "wssdiag" / "gui" / "details.py").read_text(encoding="utf-8"))
    views = next(node.value for node in ast.walk(tree) if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "views")
    titles = [node.value for node in ast.walk(views) if isinstance(node, ast.Constant)]
    assert [cells[0] for cells in TECHNICIAN.table("view")] == titles


def test_every_label_is_on_the_screen() -> None:
    english, german = _translated()
    for named, words in ((page("docs/user.md"), english), (TECHNICIAN, english), (page("docs/de/user.md"), german)):
        assert {label for label in named.labels if not label.endswith("?") and label != "wssdiag"} - words == set()


def _translated() -> tuple[set[str], set[str]]:
    """The texts of the window, in English and in German; an ellipsis tells a menu's entry from a button and is no word."""
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', GERMAN.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {pair[0] for pair in pairs}, {pair[1] for pair in pairs}


def test_the_german_page_is_the_same_page() -> None:
    english, german = page("docs/user.md"), page("docs/de/user.md")
    assert _shape(german.text) == _shape(english.text)
    assert re.findall(r"pictures/([a-z-]+)-de-", german.text) == re.findall(r"pictures/([a-z-]+)-en-", english.text)


def _shape(text: str) -> list[str]:
    """How each line begins, as far as that is Markdown."""
    begins = (re.match(r"#+ |\* |\d\. |\||!\[", line) for line in text.splitlines())
    return [found[0] if found else "" for found in begins]


#: What Windows itself answers.
PROGRAMS = r"C:\Program Files"


@pytest.fixture
def folders(monkeypatch: pytest.MonkeyPatch) -> tuple[PlatformDirsABC, ...]:
    """Those of the three systems, for a person whose folder is ``~``."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_DIRS", "XDG_DATA_DIRS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/~")
    monkeypatch.setenv("WIN_PD_OVERRIDE_LOCAL_APPDATA", "C:\\~\\AppData\\Local")
    monkeypatch.setenv("WIN_PD_OVERRIDE_COMMON_APPDATA", "C:\\ProgramData")
    return tuple(system("wssdiag", appauthor=False) for system in (Windows, MacOS, Unix))


def test_every_place_of_a_file_is_told(folders: tuple[PlatformDirsABC, ...]) -> None:
    told = {cells[0]: cells[1:] for cells in TECHNICIAN.table("what")}
    wanted = {what: tuple(_told(folder) for folder in places) for what, places in _places(folders)}
    last = "the same, of an administrator"
    wanted[last] = (rf"{PROGRAMS}\wssdiag\undo.jsonl", *wanted[last][1:])  # by the system's own call, in wssdiag.paths
    assert told == wanted


def _places(folders: tuple[PlatformDirsABC, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    data = {
        "earlier checks": paths.history_folder(),
        "the service's own list": paths.service_list_file(),
        "what stands for what in bundles": paths.case_file(),
        "key of this computer for bundles": paths.bundle_key_file(),
        "index of triage": paths.triage_index_file(),
        "what can be taken back": paths.undo_journal(elevated=False),
    }
    shared = (paths.machine_wide(platform, {}, lambda: Path(PROGRAMS))[0] for platform in ("win32", "darwin", "linux"))
    yield "profile", tuple(f"{folder}/{paths.PROFILE_NAME}" for folder in shared)
    yield "log", tuple(f"{one.user_log_dir}/{paths.log_file().name}" for one in folders)
    yield "settings of the window", tuple(f"{one.user_config_dir}/{paths.settings_file().name}" for one in folders)
    yield "place of the window", tuple(f"{one.user_state_dir}/{paths.place_file().name}" for one in folders)
    for what, place in data.items():
        yield what, tuple(f"{one.user_data_dir}/{place.name}" for one in folders)
    yield "the same, of an administrator", tuple(f"{one.site_data_dir}/undo.jsonl" for one in folders)


def _told(place: str) -> str:
    """As the page writes it."""
    written = str(PureWindowsPath(place.replace("/", "\\"))) if "\\" in place or place.startswith("C:") else str(PurePosixPath(place))
    return written.removeprefix("C:\\" if written.startswith("C:\\~") else "/" if written.startswith("/~") else "")


def test_every_example_is_a_scenario_of_the_lab() -> None:
    assert len(re.findall(r"\(\.\./tests/scenarios/[a-z0-9-]+\.toml\)", DECIDES.text)) >= 2
