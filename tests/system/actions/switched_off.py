"""The end of the computer's power in the middle of something."""

from __future__ import annotations


class SwitchedOffError(BaseException):
    """The computer lost its power: nothing after this line happened."""
