"""What support gets as pictures: looked at, long, incomplete, encrypted, saved, not shown, refused, and before there is anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.gui import export_samples
from tests.gui.fakes import FakeBundling, FakeMending, FakeSession, as_bundling, as_mending, as_session
from tests.gui.spoken import guides
from wssdiag.gui.export_foot import State
from wssdiag.gui.export_preview import previews_of
from wssdiag.gui.export_screen import ExportScreen
from wssdiag.gui.exporting import Exporting, Order, Prepared, Refused, Shown, Written
from wssdiag.gui.relay import Relay
from wssdiag.gui.window import MainWindow
from wssdiag.gui.work import Detected, Ended, Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.gui.scenes import Scenes
    from wssdiag.bundle.contents import Contents
    from wssdiag.gui.theme import Theme


class Waiting(Exporting):
    """Nothing is done until a test says what came of it."""

    def __init__(self) -> None:
        """Needs nothing."""

    def prepare(self, report: object, *, with_capture: bool = False) -> Order:
        """Not begun."""
        return Order()


def export_window(
    theme: Theme, scenes: Scenes, contents: Contents | None = None, *, recipient: str = "", part: str = ""
) -> tuple[MainWindow, ExportScreen]:
    """Shown, with what was made ready; ``part`` is the one that is looked at."""
    relay = Relay()
    work = Work(lambda: as_session(FakeSession(scenes.healthy, guides())), relay, lambda _session: as_mending(FakeMending()))
    export = ExportScreen(Waiting(), relay, theme, lambda *_: None)
    window = MainWindow(work, relay, theme, choose=lambda _parent: None, save=export)
    window.show()
    relay.batch.emit((Detected(scenes.port_blocked.facts, scenes.port_blocked.mode, guides()),))
    if contents is not None:
        relay.batch.emit((Ended(0, scenes.port_blocked),))
    window._show_aside(export)
    if contents is not None:
        tell(export, Prepared(Order(), contents, previews_of(contents), as_bundling(FakeBundling(recipient=recipient)), "A summary"))
    for item in export.tree.items():
        kept = export.tree.part_of(item)
        if kept is not None and kept.name == part:
            export.tree.setCurrentItem(item)
    return window, export


def tell(export: ExportScreen, message: Prepared | Written | Shown | Refused) -> None:
    """As if the worker had said so."""
    export._order = message.order
    export._take((message,))


def _with_key(theme: Theme, scenes: Scenes, key: str) -> MainWindow:
    window, export = export_window(theme, scenes, scenes.contents, part="log.txt")
    export.key.setText(key)
    return window


def _saved(theme: Theme, scenes: Scenes, *, seen: bool = True) -> MainWindow:
    window, export = export_window(theme, scenes, scenes.contents)
    file = Path("/home/kim/Documents/wssdiag-2026-11-23.wssdiag")
    tell(export, Written(Order(), file))
    tell(export, Shown(Order(), file.parent, seen=seen))
    return window


def _refused(theme: Theme, scenes: Scenes) -> MainWindow:
    window, export = export_window(theme, scenes, scenes.contents)
    export._go(State.SAVING)
    tell(export, Refused(Order(), "No space left on device"))
    return window


def _not_ready(theme: Theme, scenes: Scenes) -> MainWindow:
    window, export = _preparing(theme, scenes)
    tell(export, Refused(Order(), "the file of the case cannot be read: permission denied"))
    return window


def _preparing(theme: Theme, scenes: Scenes) -> tuple[MainWindow, ExportScreen]:
    window, export = export_window(theme, scenes)
    export.opened(scenes.port_blocked)
    return window, export


def _searched(theme: Theme, scenes: Scenes) -> MainWindow:
    window, export = export_window(theme, scenes, scenes.contents, part="log.txt")
    export.view.words.setText("probes")
    return window


def _technician(theme: Theme, scenes: Scenes) -> MainWindow:
    window, _export = export_window(theme, scenes, scenes.contents, part="report.json")
    window.header.depth_switch.setChecked(True)
    return window


EXPORT: dict[str, Callable[[Theme, Scenes], MainWindow]] = {
    "export": lambda theme, scenes: export_window(theme, scenes, scenes.contents)[0],
    "export-part": lambda theme, scenes: export_window(theme, scenes, scenes.contents, part="log.txt")[0],
    "export-long": lambda theme, scenes: export_window(theme, scenes, export_samples.long(), part="log.txt")[0],
    "export-no-text": lambda theme, scenes: export_window(theme, scenes, export_samples.long(), part="capture/macos/settings.plist")[0],
    "export-empty-part": lambda theme, scenes: export_window(theme, scenes, export_samples.silent(), part="log.txt")[0],
    "export-incomplete": lambda theme, scenes: export_window(theme, scenes, export_samples.incomplete())[0],
    "export-encrypted": lambda theme, scenes: export_window(theme, scenes, scenes.contents, recipient=export_samples.RECIPIENT)[0],
    "export-key": lambda theme, scenes: _with_key(theme, scenes, export_samples.OTHER_KEY),
    "export-no-key": lambda theme, scenes: _with_key(theme, scenes, "age1holiday"),
    "export-search": _searched,
    "export-saved": _saved,
    "export-not-shown": lambda theme, scenes: _saved(theme, scenes, seen=False),
    "export-refused": _refused,
    "export-not-ready": _not_ready,
    "export-preparing": lambda theme, scenes: _preparing(theme, scenes)[0],
    "export-empty": lambda theme, scenes: export_window(theme, scenes)[0],
    "export-technician": _technician,
}
