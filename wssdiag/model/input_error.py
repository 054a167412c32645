"""What is wrong with a file that a person handed in: one line that names the file, the place in it, and the problem."""

from __future__ import annotations


class InputError(ValueError):
    """A bad input file. ``place`` is a key path (``location[3].port``) or a line of the file, empty where the whole file is meant."""

    def __init__(self, file: str, place: str, problem: str) -> None:
        super().__init__(": ".join(part for part in (file, place, problem) if part))
        self.file = file
        self.place = place
        self.problem = problem
