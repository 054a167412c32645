"""Reads many sources at once, each in its own daemon thread, under one limit. Must not know what they read."""

from __future__ import annotations

import logging
import threading
import time
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wssdiag.model.capture import Capture

    #: A file's bytes, or several files by their names; None: nothing.
    Answer = bytes | Mapping[str, bytes] | None

_LOG = logging.getLogger(__name__)


def gather(sources: Mapping[str, Callable[[], Answer]], limit_s: float) -> Capture:
    """The files of the sources that answered within ``limit_s``; a source that hangs, fails or has nothing is absent.

    A source that gives several files names them itself; its own name stands for none of them.
    """
    answers: SimpleQueue[tuple[str, Answer]] = SimpleQueue()

    def read(name: str, source: Callable[[], Answer]) -> None:
        try:
            answers.put((name, source()))
        except Exception:  # noqa: BLE001 - psutil and winreg let through whatever the system does; the file is absent, the log says why
            _LOG.debug("%s was not read", name, exc_info=True)
            answers.put((name, None))

    for name, source in sources.items():
        threading.Thread(target=read, args=(name, source), name=f"capture-{name}", daemon=True).start()
    end = time.monotonic() + limit_s
    found: dict[str, bytes | Mapping[str, bytes]] = {}
    for _ in sources:
        try:
            name, data = answers.get(timeout=max(0.0, end - time.monotonic()))
        except Empty:
            _LOG.debug("not read within %s s: %s", limit_s, sorted(set(sources) - set(found)))
            break
        if data is not None:
            found[name] = data
    files: dict[str, bytes] = {}
    for name in sources:
        answer = found.get(name)
        files |= {name: answer} if isinstance(answer, bytes) else answer or {}
    return files
