"""The nouns of what the tool can put right by itself: actions, what they change, and what became of them."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Action(StrEnum):
    """The fixes of the contract."""

    FLUSH_DNS = "flush-dns"
    OPEN_SIGN_IN_PAGE = "open-sign-in-page"
    OPEN_SETTINGS = "open-settings"
    START_AGENT = "start-agent"
    RENEW_DHCP = "renew-dhcp"
    SYNC_CLOCK = "sync-clock"
    RESET_WINHTTP = "reset-winhttp"
    PROXY_OFF = "proxy-off"
    PAC_OFF = "pac-off"


class Privilege(StrEnum):
    """As whom an action is done."""

    USER = "user"  # as the person who sits here: the settings are that person's own
    ELEVATED = "elevated"  # as an administrator, and then never on anything that belongs to one person


class Reversal(StrEnum):
    """What can be taken back of an action."""

    RESTORED = "restored"  # every value is put back
    NOT_NEEDED = "not-needed"  # nothing that lasts is changed
    IMPOSSIBLE = "impossible"  # what is gone is gone: a lease, a clock's reading


class Page(StrEnum):
    """A page of the system's settings."""

    NETWORK = "network"
    PROXY = "proxy"
    DATE = "date"


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One value of one store: what it was, and what it is to be; None where it is not set at all."""

    store: str  # "gsettings", "kioslaverc", "registry"
    key: str  # in the store's own form: "org.gnome.system.proxy mode"
    before: str | None
    after: str | None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A fix that changed values, in the journal, as far as it is known to have come."""

    id: str
    action: str
    at: str  # UTC, ISO 8601
    changes: tuple[Change, ...]
    done: bool = False  # False: it was cut off, or failed; some of its changes may be there
    undone: bool = False

    @property
    def open(self) -> bool:
        """Whether there is something to take back."""
        return not self.undone


class Refusal(StrEnum):
    """Why a fix is not done."""

    LEFT_OUT = "left-out"  # the profile lists what may be done, and this is not among it
    NOT_NAMED = "not-named"  # it weakens protection, and no profile allows it
    NOTHING_SET = "nothing-set"  # no such setting is in force
    POLICY = "policy"  # the organisation has set it
    SERVICE = "service"  # it leads to the service itself
    ANOTHER_PERSON = "another-person"  # the program runs as somebody else than the person whose settings these are
    NOT_READ = "not-read"  # whether it may be changed cannot be told: the settings could not be read


class FixOutcome(StrEnum):
    """What became of a fix, or of taking one back."""

    DONE = "done"
    REFUSED = "refused"  # it may not be done here
    NOTHING = "nothing"  # everything was as it should be already
    FAILED = "failed"  # the system would not
    CHANGED_SINCE = "changed-since"  # a value is another one than was looked at, or than the fix left: nothing was touched
    FOREIGN = "foreign"  # the journal names a place that this program never changes: nothing was touched


class FixResult(msgspec.Struct, frozen=True):
    """What was done. ``reason`` is the system's own, ``change`` the one that stands in the way, ``refusal`` why it may not be done."""

    outcome: FixOutcome
    reason: str = ""
    change: Change | None = None
    refusal: Refusal | None = None
