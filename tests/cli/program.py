"""The command line called in this process, as a shell would see it: exit code, standard output, standard error."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wssdiag.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PROVENANCE = '{ source = "test", certainty = "documented" }'


@dataclass(frozen=True)
class Ended:
    """What a command left."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:  # noqa: ANN401 - JSON
        """The one JSON document of standard output."""
        return json.loads(self.out)

    def is_one_line_error(self) -> bool:
        """Wrong use or bad input: code 2, one line, nothing on standard output."""
        return self.code == 2 and self.err.count("\n") == 1 and self.err.startswith("wssdiag") and not self.out


@dataclass(frozen=True)
class Program:
    """Calls commands; its folder is empty at first."""

    folder: Path
    streams: pytest.CaptureFixture[str]

    def __call__(self, *arguments: object) -> Ended:
        """Run one command."""
        self.streams.readouterr()
        try:
            code = int(main([str(argument) for argument in arguments]))
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        streams = self.streams.readouterr()
        return Ended(code, streams.out, streams.err)

    def write(self, name: str, text: str | bytes) -> Path:
        """A file in the folder."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path


def catalogue(*ports: int, control: int | None = None) -> str:
    """A catalogue of loopback ports that wss-agent needs, and a control."""
    rows = ['schema = "wssdiag.catalogue/1"', 'version = "test"']
    for port in ports:
        rows += ["[[location]]", f'id = "here-{port}"', 'methods = ["wss-agent"]', 'host = "127.0.1.1"', f"port = {port}"]
        rows += ['transport = "tcp"', 'protocol = "tcp"', 'purpose = "A test"', f"provenance = {PROVENANCE}"]
    if control:
        rows += ["[[control]]", 'id = "control"', 'host = "127.0.1.1"', f"port = {control}", 'transport = "tcp"', 'operator = "Test"']
    return "\n".join(rows)
