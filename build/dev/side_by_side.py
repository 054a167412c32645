"""Which tests may run at the same time, for ``dev.py test``, which runs two at a time. The hooks are for tests/conftest.py.

The tests of a file share what is dear to make; all that run in the one Windows below .work/wine share that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped] # it brings none

if TYPE_CHECKING:
    import pytest
    from xdist.remote import Producer  # type: ignore[import-untyped] # as above

#: They cannot be told from each other, and take minutes: begun first, they end while others are still under way.
_IN_WINDOWS = ("tests/frozen/", "tests/wine/")


class GroupScheduling(LoadScopeScheduling):  # type: ignore[misc] # as above
    """Gives a group to one worker."""

    def _split_scope(self, nodeid: str) -> str:  # named by xdist, whose manual tells to take its place
        return group_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> GroupScheduling:
    """Only where more than one worker was asked for."""
    return GroupScheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    items.sort(key=lambda item: not item.nodeid.startswith(_IN_WINDOWS))


def group_of(test: str) -> str:
    """The group of a test, by its name for pytest (``tests/model/test_codec.py::test_it``)."""
    return "windows" if test.startswith(_IN_WINDOWS) else test.partition("::")[0]
