"""The stores and the works of Linux: on GNOME's own program, with its settings in a file, and on a real file of KDE's."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.world import World
from wssdiag.model.fix import Action, Change, Page
from wssdiag.model.unknown import Unknown
from wssdiag.system.actions.linux import linux_hands
from wssdiag.system.actions.work import Call, Wish, Work
from wssdiag.system.parse.facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="changes the settings of a Linux desktop")

MODE = "org.gnome.system.proxy mode"
KDE = "# mine\n[Proxy Settings]\nNoProxyFor=\xe4\nProxyType=1\nhttpsProxy=http://proxy.office.example 3128\n\n[Other]\nx=1\n".encode(
    "latin-1"
)

#: Kills itself at the n-th write, before or after it; then another process takes back what the journal tells.
KILLED = """
    import os, sys
    from dataclasses import replace
    from pathlib import Path
    from wssdiag.model.fix import Action, Change
    from wssdiag.session.fixing import Fixing
    from wssdiag.system.actions.journal import Journal
    from wssdiag.system.actions.linux import linux_hands
    from wssdiag.system.actions.work import Hands, Work
    from wssdiag.system.clock import SystemClock

    number, late, undo = int(sys.argv[1]), sys.argv[2] == "late", sys.argv[3] == "undo"
    home = Path(os.environ["HOME"])
    hands = linux_hands(os.environ, home)
    left = [number]

    def deadly(write):
        def written(key, value):
            if not left[0] and not late:
                os.kill(os.getpid(), 9)
            answer = write(key, value)
            if not left[0]:
                os.kill(os.getpid(), 9)
            left[0] -= 1
            return answer
        return written

    stores = hands.stores if undo else {name: replace(store, write=deadly(store.write)) for name, store in hands.stores.items()}
    fixing = Fixing(Hands(stores, hands.work), Journal(home / "undo.jsonl"), SystemClock())
    if undo:
        print([str(fixing.undo(entry).outcome) for entry in fixing.entries() if entry.open])
    else:
        changes = (
            Change(store="gsettings", key="org.gnome.system.proxy mode", before="'manual'", after="'none'"),
            Change(store="kioslaverc", key="ProxyType", before="1", after="0"),
        )
        fixing.do(Action.PROXY_OFF, Work(changes))
"""


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which GNOME's settings are in a file of their own, and a proxy is set by hand in both desktops."""
    for name in ("HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    monkeypatch.setenv("GSETTINGS_BACKEND", "keyfile")
    (tmp_path / ".config").mkdir()
    (tmp_path / ".config" / "kioslaverc").write_bytes(KDE)
    gsettings("set", "org.gnome.system.proxy", "mode", "manual")
    return tmp_path


def gsettings(*arguments: str) -> str:
    return subprocess.run(["gsettings", *arguments], check=True, capture_output=True, text=True).stdout.strip()


def wish(action: Action, source: str = "") -> Wish:
    return Wish(action=action, source=source, page=Page.DATE, url="http://probe.example/")


FACTS = facts_of(World().system.capture())


@pytest.mark.parametrize(("action", "mode"), [(Action.PROXY_OFF, "manual"), (Action.PAC_OFF, "auto")])
def test_gnome(desktop: Path, action: Action, mode: str) -> None:
    gsettings("set", "org.gnome.system.proxy", "mode", mode)
    hands = linux_hands({}, desktop)
    work = hands.work(wish(action, "gnome"), FACTS)
    assert isinstance(work, Work)
    (change,) = work.changes
    assert change == Change(store="gsettings", key="org.gnome.system.proxy mode", before=f"'{mode}'", after="'none'")
    store = hands.stores["gsettings"]
    assert store.write(change.key, change.after) is None
    assert gsettings("get", "org.gnome.system.proxy", "mode") == "'none'"
    assert store.put_back(change.key, change.before) is None
    assert gsettings("get", "org.gnome.system.proxy", "mode") == f"'{mode}'"
    assert isinstance(hands.work(wish(Action.PAC_OFF if action is Action.PROXY_OFF else Action.PROXY_OFF, "gnome"), FACTS), Unknown)


def test_gnome_is_never_at_a_default_on_the_way_to_a_value() -> None:
    """A kill there would leave what is neither before nor after, and undo would refuse."""
    programs = Programs(gsettings=b"'manual'\n")
    assert linux_hands({}, Path("/nowhere"), programs).stores["gsettings"].write(MODE, "'none'") is None
    assert programs.asked == [f"gsettings set {MODE} 'none'"]


def test_gnome_s_default_is_put_back_as_one(desktop: Path) -> None:
    gsettings("reset", *MODE.split())
    store = linux_hands({}, desktop).stores["gsettings"]
    assert store.write(MODE, "'manual'") is None
    assert store.put_back(MODE, "'none'") is None
    assert gsettings("get", *MODE.split()) == "'none'"
    assert "mode" not in (desktop / ".config" / "glib-2.0" / "settings" / "keyfile").read_text()


def test_kde(desktop: Path) -> None:
    path = desktop / ".config" / "kioslaverc"
    path.chmod(0o640)
    hands = linux_hands({"XDG_CONFIG_HOME": str(desktop / ".config")}, desktop / "elsewhere")
    work = hands.work(wish(Action.PROXY_OFF, "kde"), FACTS)
    assert isinstance(work, Work)
    (change,) = work.changes
    store = hands.stores["kioslaverc"]
    assert store.write(change.key, change.after) is None
    assert path.read_bytes() == KDE.replace(b"ProxyType=1", b"ProxyType=0")
    assert store.write(change.key, change.before) is None
    assert path.read_bytes() == KDE
    assert path.stat().st_mode & 0o777 == 0o640
    assert [row.name for row in path.parent.iterdir() if row.name.startswith(".kioslaverc")] == []


def test_a_link_to_the_file_stays_a_link(desktop: Path) -> None:
    path = desktop / ".config" / "kioslaverc"
    path.rename(desktop / "real")
    path.symlink_to(desktop / "real")
    assert linux_hands({}, desktop).stores["kioslaverc"].write("ProxyType", "0") is None
    assert path.is_symlink()
    assert b"ProxyType=0" in (desktop / "real").read_bytes()


@pytest.mark.parametrize("value", ["", "1\n[Other]\nexec=evil", "3"])
def test_a_forged_value_writes_no_line(desktop: Path, value: str) -> None:
    assert isinstance(linux_hands({}, desktop).stores["kioslaverc"].write("ProxyType", value), Unknown)
    assert (desktop / ".config" / "kioslaverc").read_bytes() == KDE


def test_what_an_administrator_has_locked_is_not_offered(desktop: Path) -> None:
    (desktop / ".config" / "kioslaverc").write_bytes(KDE.replace(b"ProxyType=", b"ProxyType[$i]="))
    assert linux_hands({}, desktop).work(wish(Action.PROXY_OFF, "kde"), FACTS) == Unknown("an administrator has locked this setting")


@pytest.mark.parametrize("late", ["late", "early"])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_killed_in_the_middle_and_taken_back_by_another_process(desktop: Path, number: int, late: str) -> None:
    def ended(undo: str) -> subprocess.CompletedProcess[str]:
        argv = [sys.executable, "-c", textwrap.dedent(KILLED), str(number), late, undo]
        return subprocess.run(argv, check=False, capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[3])

    assert ended("do").returncode == (0 if number == 2 else -9)
    back = ended("undo")
    assert back.returncode == 0, back.stderr
    assert back.stdout.strip() in {"['done']", "['nothing']"}
    assert gsettings("get", "org.gnome.system.proxy", "mode") == "'manual'"
    assert (desktop / ".config" / "kioslaverc").read_bytes() == KDE


class Programs:
    """Programs that are here: what each was asked, and what it answers."""

    def __init__(self, **answers: bytes) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, argv: Sequence[str]) -> bytes | Unknown:
        """As :func:`wssdiag.system.command.run`."""
        self.asked.append(" ".join(argv))
        return self.answers.get(argv[0], Unknown(f"{argv[0]} is not on this computer"))


def calls(programs: Programs, action: Action) -> tuple[Call, ...]:
    def start(argv: Sequence[str]) -> Unknown | None:
        answer = programs(argv)
        return answer if isinstance(answer, Unknown) else None

    work = linux_hands({}, Path("/nowhere"), programs, start).work(wish(action), FACTS)
    assert isinstance(work, Work)
    return work.calls


@pytest.mark.parametrize(
    ("action", "asked"),
    [
        (Action.FLUSH_DNS, "resolvectl flush-caches"),
        (Action.OPEN_SIGN_IN_PAGE, "xdg-open http://probe.example/"),
        (Action.OPEN_SETTINGS, "gnome-control-center datetime"),
    ],
)
def test_calls(action: Action, asked: str) -> None:
    programs = Programs(**{asked.split(maxsplit=1)[0]: b""})
    assert [call.do() for call in calls(programs, action)] == [None]
    assert programs.asked == [asked]


UUID = "6b2b2c3e-1f60-4b5b-9a4e-0c3f1b8f7a10"


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("ethernet", None),
        ("wifi", Unknown("only a cable can be connected again without asking; turn Wi-Fi off and on by hand")),
    ],
)
def test_the_same_connection_is_made_again_and_only_over_a_cable(kind: str, answer: Unknown | None) -> None:
    programs = Programs(nmcli=f"{kind}\n{UUID}\n".encode())
    assert [call.do() for call in calls(programs, Action.RENEW_DHCP)] == [answer]
    assert (programs.asked[-1] == f"nmcli --wait 15 connection up uuid {UUID} ifname eth0") is (answer is None)


def test_without_networkmanager_the_lease_is_renewed() -> None:
    programs = Programs(networkctl=b"")
    assert [call.do() for call in calls(programs, Action.RENEW_DHCP)] == [None]
    assert programs.asked[-1] == "networkctl renew eth0"
    assert [call.do() for call in calls(Programs(), Action.RENEW_DHCP)] == [Unknown("networkctl is not on this computer")]


@pytest.mark.parametrize(("now", "changed"), [(b"no\n", True), (b"yes\n", False)])
def test_the_clock_is_kept_by_a_time_service(now: bytes, changed: bool) -> None:
    programs = Programs(timedatectl=now, chronyc=b"")
    work = linux_hands({}, Path("/nowhere"), programs).work(wish(Action.SYNC_CLOCK), FACTS)
    assert isinstance(work, Work)
    assert work.changes == ((Change(store="timedatectl", key="NTP", before="no", after="yes"),) if changed else ())
    linux_hands({}, Path("/nowhere"), programs).stores["timedatectl"].write("NTP", "no")
    assert programs.asked[-1] == "timedatectl set-ntp false"


def test_a_clock_that_no_service_keeps_says_so() -> None:
    work = linux_hands({}, Path("/nowhere"), Programs()).work(wish(Action.SYNC_CLOCK), FACTS)
    assert isinstance(work, Unknown)
    assert work.unknown.startswith("the system's time service cannot be asked: timedatectl ")


@pytest.mark.parametrize("action", [Action.START_AGENT, Action.RESET_WINHTTP])
def test_what_linux_does_not_have(action: Action) -> None:
    assert isinstance(linux_hands({}, Path("/nowhere"), Programs()).work(wish(action), FACTS), Unknown)


def test_no_other_address_than_a_page_s_is_opened() -> None:
    hostile = Wish(action=Action.OPEN_SIGN_IN_PAGE, url="file:///etc/passwd")
    assert isinstance(linux_hands({}, Path("/nowhere"), Programs()).work(hostile, FACTS), Unknown)


def test_a_lock_for_everybody_counts(desktop: Path) -> None:
    (desktop / "xdg").mkdir()
    (desktop / "xdg" / "kioslaverc").write_text("[Proxy Settings][$i]\nProxyType=1\n")
    hands = linux_hands({"XDG_CONFIG_DIRS": f"/nowhere:{desktop / 'xdg'}"}, desktop)
    assert hands.work(wish(Action.PROXY_OFF, "kde"), FACTS) == Unknown("an administrator has locked this setting")


def test_what_is_no_file_is_not_read(desktop: Path) -> None:
    path = desktop / ".config" / "kioslaverc"
    path.unlink()
    subprocess.run(["mkfifo", str(path)], check=True)
    assert linux_hands({}, desktop).stores["kioslaverc"].read("ProxyType") == Unknown("kioslaverc is no file")
