"""Bundles for both faces: what will be in one, made private and judged again, and the file.

Owns the order of the work. What is private is the redaction's matter, how a file is written that of ``bundle.write``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from wssdiag import paths
from wssdiag.bundle.case import keep_case, open_case
from wssdiag.bundle.contents import Contents, Failed, Part, Role, Took
from wssdiag.bundle.read import CAPTURE_FOLDER, FILE_LIMIT_BYTES, REPORT_NAME, bundle_of
from wssdiag.bundle.redaction.public import Public
from wssdiag.bundle.redaction.redaction import Redaction
from wssdiag.bundle.secrecy import check_recipients, encrypted
from wssdiag.bundle.write import check_free, files_of, packed, write_file
from wssdiag.model.codec import encode_pretty
from wssdiag.model.facts import Facts
from wssdiag.model.input_error import InputError
from wssdiag.model.private import Kind, Seeds
from wssdiag.model.shown import shown
from wssdiag.model.unknown import Unknown
from wssdiag.session.judge import judged_again, on_facts_alone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wssdiag.bundle.case import Case
    from wssdiag.model.capture import Capture
    from wssdiag.model.report import Report
    from wssdiag.session.equipment import Equipment
    from wssdiag.session.evidence import Evidence

FACTS_NAME = "facts.json"
PAGE_NAME = "report.html"
LOG_NAME = "log.txt"

#: What led to a fault is in the last lines; the rest is older than the run.
_LOG_BYTES = 128 * 1024


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the files of a bundle's making are."""

    case: Path
    key: Path  # of this computer
    marker: Path  # of what is being written
    log: Path


class Bundling:
    """Makes bundles of one computer by its organisation's profile. Every call does I/O and blocks."""

    def __init__(self, equipment: Equipment, shelf: Shelf, seeds: Seeds, keep: frozenset[Kind] = frozenset()) -> None:
        self._equipment = equipment
        self._shelf = shelf
        self._seeds = seeds
        self._policy = equipment.background.profile.bundle
        self._keep = keep | {kind for kind in Kind if kind in self._policy.include}
        self._case: Case | None = None

    @property
    def recipient(self) -> str:
        """For whom the organisation wants bundles to be encrypted; empty: it does not say."""
        return self._policy.recipient or ""

    def prepared(self, report: Report, *, with_capture: bool = False) -> Contents:
        """A bundle of this computer, in memory: what a preview shows is what is written. :class:`InputError` for a case that is no case."""
        log, failed = self._log()
        raw: Capture | None = None
        took: tuple[Took, ...] = ()
        if with_capture:
            started = self._equipment.clock.monotonic()
            raw = self._equipment.system.capture()
            took = (Took(collector="capture", elapsed_ms=1000 * (self._equipment.clock.monotonic() - started)),)
        made = self._made(report, log, raw)
        return msgspec.structs.replace(made, failed=(*made.failed, *failed), took=(*made.took, *took))

    def again(self, evidence: Evidence) -> Contents:
        """A bundle of what a person handed in, perhaps of another computer: nothing of this one comes into it."""
        judged = evidence.judged
        report = on_facts_alone(self._equipment, judged) if isinstance(judged, Facts) else judged
        log = evidence.bundle.files.get(LOG_NAME, b"").decode("utf-8", "replace") if evidence.bundle else ""
        return self._made(report, log, evidence.capture)

    def check(self, path: Path, recipients: tuple[str, ...] = ()) -> None:
        """Tell before a run what would be told behind it; :class:`InputError`."""
        check_free(path.absolute())
        check_recipients(self._recipients(recipients))

    def write(self, contents: Contents, path: Path, recipients: tuple[str, ...] = ()) -> None:
        """Write a new file, encrypted for the recipients and for the organisation's where there is one.

        :class:`InputError` where that cannot be done: then nothing is written. The stand-ins are kept first, or nobody could look them up.
        """
        wanted = self._recipients(recipients)
        data = packed(files_of(contents))
        try:
            bundle_of(data, str(path))
        except InputError as error:
            raise InputError(str(path), "", f"no reader would take it ({error.problem}); leave out the capture") from error
        if wanted:
            data = encrypted(data, wanted, self._shelf.key)
        if len(data) > FILE_LIMIT_BYTES:
            raise InputError(str(path), "", "too large; leave out the capture")
        if self._case is not None:
            _keep(self._case, self._shelf.case)
        write_file(data, path, self._shelf.marker)

    def _recipients(self, named: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*named, *((self.recipient,) if self.recipient else ()))))

    def _made(self, report: Report, log: str, raw: Capture | None) -> Contents:
        from wssdiag.report.html import TEMPLATE, render_html  # noqa: PLC0415 - its template engine must not hold up the first window

        self._case = open_case(self._shelf.case)
        public = Public.of(self._equipment.catalogue, self._equipment.background)
        redaction = Redaction(self._case, public, self._seeds, self._keep)
        private = msgspec.structs.replace(redaction.report(report), redacted=True)
        private = judged_again(self._equipment, private)
        page = render_html(private, self._equipment.knowledge, (paths.resources() / TEMPLATE).read_text("utf-8"))
        parts = [
            Part(name=REPORT_NAME, role=Role.REPORT, data=encode_pretty(private)),
            Part(name=FACTS_NAME, role=Role.FACTS, data=encode_pretty(private.facts)),
            Part(name=PAGE_NAME, role=Role.PAGE, data=page.encode()),
            Part(name=LOG_NAME, role=Role.LOG, data=redaction.text(log, LOG_NAME).encode()),
        ]
        if raw is not None:
            capture = redaction.capture(raw)
            parts += [Part(name=CAPTURE_FOLDER + name, role=Role.CAPTURE, data=capture[name]) for name in sorted(capture)]
        names = {part.name for part in parts}
        contents = Contents(
            started=private.started,
            parts=tuple(parts),
            replaced=tuple(row for row in redaction.replaced if row.part in names or "/" in row.part),  # or of a file that is left out
            failed=tuple(_unknown(private.facts)),
            took=(Took(collector="checks", elapsed_ms=report.elapsed_ms),),
            marks=redaction.marks,
        )
        return contents.without(named_parts(contents, self._policy.exclude))

    def _log(self) -> tuple[str, tuple[Failed, ...]]:
        """The last lines of the program's log; none where it never wrote one."""
        try:
            with self._shelf.log.open("rb") as file:
                size = file.seek(0, 2)
                file.seek(max(0, size - _LOG_BYTES))
                tail = file.read(_LOG_BYTES)
        except FileNotFoundError:
            return "", ()
        except OSError as error:
            return "", (Failed(collector="log", why=error.strerror or "cannot be read"),)
        whole = tail if size <= _LOG_BYTES else tail.partition(b"\n")[2]
        return whole.decode("utf-8", "replace"), ()


def named_parts(contents: Contents, words: tuple[str, ...]) -> frozenset[str]:
    """The parts that are meant by their names, or by the folder in front of them: "log.txt", "capture", "capture/windows"."""
    names = (part.name for part in contents.parts)
    return frozenset(name for name in names if any(name == word or name.startswith(word.rstrip("/") + "/") for word in words if word))


def leaves_out(contents: Contents, word: str) -> bool:
    """Whether a word names what can be left out, be it in this bundle or not: by a slip of the pen nothing may come along."""
    if named_parts(contents, (word,)):
        return word != REPORT_NAME
    has_capture = any(part.role is Role.CAPTURE for part in contents.parts)
    return word in {FACTS_NAME, PAGE_NAME, LOG_NAME} or (not has_capture and f"{word}/".startswith(CAPTURE_FOLDER))


def _unknown(facts: Facts) -> Iterator[Failed]:
    for field in facts.__struct_fields__:
        value = getattr(facts, field)
        if isinstance(value, Unknown):
            yield Failed(collector=field, why=value.unknown)


def _keep(case: Case, path: Path) -> None:
    try:
        keep_case(case, path)
    except OSError as error:
        why = error.strerror or "cannot be written"
        raise InputError(shown(str(path)), "", f"{why}; the stand-ins cannot be kept, and no bundle was written") from error
