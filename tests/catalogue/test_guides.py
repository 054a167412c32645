from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wssdiag.catalogue.guides import load_knowledge
from wssdiag.diagnosis.causes import CAUSES
from wssdiag.model.input_error import InputError

if TYPE_CHECKING:
    from pathlib import Path


def guide(code: str = "no-network", title: str = "No network", **step: str) -> str:
    keys = {"id": '"plug-in"', "who": '"user"', "do": '"Plug in the cable."', "minutes": "2"} | step
    lines = "\n".join(f"{key} = {value}" for key, value in keys.items())
    return f'code = "{code}"\ntitle = "{title}"\nmeans = "m"\nseen = "s {{host}}"\n[[step]]\n{lines}\n'


def write(folder: Path, lang: str, code: str, text: str) -> None:
    (folder / lang).mkdir(exist_ok=True)
    (folder / lang / f"{code}.toml").write_text(text, encoding="utf-8")


def test_a_language_stands_over_english_file_by_file(tmp_path: Path) -> None:
    write(tmp_path, "en", "no-network", guide())
    write(tmp_path, "en", "no-address", guide("no-address", "No address"))
    write(tmp_path, "de", "no-network", guide(title="Kein Netz"))
    write(tmp_path, "de_AT", "no-address", guide("no-address", "Keine Adresse, bitte"))
    titles = {
        lang: {code: one.title for code, one in load_knowledge(lang, tmp_path).items()}
        for lang in ("en", "de", "de_AT.UTF-8", "de-at", "fr")
    }
    assert titles["en"] == titles["fr"] == {"no-address": "No address", "no-network": "No network"}
    assert titles["de"] == {"no-address": "No address", "no-network": "Kein Netz"}
    assert titles["de_AT.UTF-8"] == titles["de-at"] == {"no-address": "Keine Adresse, bitte", "no-network": "Kein Netz"}


@pytest.mark.parametrize("lang", ["", "C", "C.UTF-8", "POSIX", "../../etc", "en/../..", "x" * 500])
def test_a_language_that_is_none_is_english_and_never_leaves_the_folder(tmp_path: Path, lang: str) -> None:
    write(tmp_path, "en", "no-network", guide())
    assert set(load_knowledge(lang, tmp_path)) == {"no-network"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (guide(code="other"), "code: 'other' is not the name of the file"),
        (guide(title=" "), "title: empty"),
        (guide(title="{host"), "title: a brace without its partner"),
        (guide(title="{a.b}"), "title: '{a.b}' is not a placeholder: small letters and '_' only"),
        (guide(title="{}"), "title: '{}' is not a placeholder: small letters and '_' only"),
        (guide(title="{host!r}"), "title: '{host}' is not a placeholder: small letters and '_' only"),
        (guide(do='""'), "step[0].do: empty"),
        (guide(do='"{0}"'), "step[0].do: '{0}' is not a placeholder: small letters and '_' only"),
        (guide(os='["beos"]'), "step[0].os[0]: 'beos' is not one of: windows, macos, linux"),
        (guide(kinds='["lost"]'), "step[0].kinds[0]: 'lost' is not one of: dropped, refused, reset, unreachable"),
        (guide(minutes="-1"), "step[0].minutes: -1 is less than nothing"),
        (guide(minutes='"two"'), "step[0].minutes: expected a whole number, not text"),
        (guide(who='"me"'), "step[0].who: 'me' is not one of: user, helpdesk, network, vendor"),
        (guide(risk='"some"'), "step[0].risk: 'some' is not one of: none, low, high"),
        (guide(colour='"red"'), "step[0].colour: unknown key"),
        (guide() + '[[step]]\nid = "plug-in"\nwho = "user"\ndo = "x"\nminutes = 1\n', "step[1].id: 'plug-in' stands here already, at [0]"),
        ('code = "no-network"\ntitle = "t"\nmeans = "m"\nseen = "s"\nstep = []\n', "step: missing: a guide has at least one step"),
    ],
)
def test_a_wrong_guide_names_its_file_and_place(tmp_path: Path, text: str, line: str) -> None:
    write(tmp_path, "en", "no-network", text)
    with pytest.raises(InputError) as caught:
        load_knowledge("en", tmp_path)
    assert str(caught.value) == f"{tmp_path / 'en' / 'no-network.toml'}: {line}"


def test_an_action_of_a_guide_is_one_that_the_tool_can_do(tmp_path: Path) -> None:
    write(tmp_path, "en", "no-network", guide(action='"reboot"'))
    with pytest.raises(InputError, match=r"step\[0\]\.action: 'reboot' is not one of: flush-dns, "):
        load_knowledge("en", tmp_path)


def test_the_shipped_guides_are_sound_and_of_known_causes() -> None:
    assert set(load_knowledge("en")) <= {cause.code for cause in CAUSES}
