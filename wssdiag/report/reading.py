"""How to read a result: what each word of it means. One table for each closed list, translated when it is asked for."""

from __future__ import annotations

from wssdiag.model.check import Status
from wssdiag.model.finding import Certainty, Severity
from wssdiag.model.report import VerdictStatus
from wssdiag.report import wording
from wssdiag.report.path import Station, StationState, state_word, station_name
from wssdiag.report.texts import gettext as _

#: A term and what it means; an empty meaning makes it an introduction.
Pairs = tuple[tuple[str, str], ...]


def reading() -> tuple[tuple[str, str, Pairs], ...]:
    """Name, title and terms of each topic."""
    return (
        ("verdict", _("What the result means"), _verdict()),
        ("path", _("The path at the top"), _stations()),
        ("shapes", _("The shapes on the path"), _shapes()),
        ("findings", _("How sure a conclusion is, and how much it matters"), _findings()),
        ("checks", _("What a check can say"), _checks()),
    )


def _verdict() -> Pairs:
    means = {
        VerdictStatus.HEALTHY: _("Everything that matters was tried, and nothing is wrong."),
        VerdictStatus.DEGRADED: _(
            "Something is wrong, but web traffic gets through. "
            "Where it could not be tried, as by a method that this computer does not use, no finding is a blocker."
        ),
        VerdictStatus.BROKEN: _(
            "Something is wrong, and web traffic does not get through as it should. Where it could not be tried, a finding is a blocker."
        ),
        VerdictStatus.INCOMPLETE: _("Nothing wrong was found, but something that matters could not be tried or told."),
    }
    return (
        *((wording.verdict(status), text) for status, text in means.items()),
        (
            _("One cause, many consequences"),
            _("One cause can make many checks fail. The result names the cause; its consequences stand in the details."),
        ),
    )


def _stations() -> Pairs:
    means = {
        Station.COMPUTER: _("The programs and settings of this computer, and its clock."),
        Station.NETWORK: _("The connection to the first device of your network, and a sign-in page where there is one."),
        Station.NAMES: _("Whether the names of sites are turned into addresses."),
        Station.INTERNET: _("Well-known sites, and the proxy or the office tunnel where there is one."),
        Station.SERVICE: _("The hosts of the service that this computer's connection needs."),
        Station.WEB: _("Whether web pages open, and whether they go through the service."),
    }
    return tuple((station_name(station, None), text) for station, text in means.items())


def _shapes() -> Pairs:
    means = {
        StationState.WAITING: _("An empty circle. Nothing was tried here yet."),
        StationState.WORKING: _("A ring. Checks are under way."),
        StationState.FINE: _("A check mark. What was tried here works."),
        StationState.ATTENTION: _("A triangle. Something here is wrong, but the way goes on."),
        StationState.BROKEN: _("A cross. The way ends here; the line behind it is dashed."),
        StationState.UNKNOWN: _("A question mark. What was tried proves neither one nor the other."),
    }
    return tuple((state_word(state), text) for state, text in means.items())


def _findings() -> Pairs:
    sure = {
        Certainty.CERTAIN: _("The evidence proves it."),
        Certainty.LIKELY: _("The evidence fits this best."),
        Certainty.POSSIBLE: _("The evidence allows it, and proves nothing."),
    }
    weight = {
        Severity.BLOCKER: _("Something that is required does not work."),
        Severity.MAJOR: _("Something important does not work as it should."),
        Severity.MINOR: _("It disturbs, and the rest works."),
        Severity.NOTICE: _("Good to know. It is no problem by itself."),
    }
    return (
        *((_capital(wording.certainty(one)), text) for one, text in sure.items()),
        *((_capital(wording.severity(one)), text) for one, text in weight.items()),
    )


def _checks() -> Pairs:
    means = {
        Status.PASS: _("It came out as it should."),
        Status.WARN: _("It works, but something about it is not as it should be."),
        Status.FAIL: _("It did not come out as it should."),
        Status.UNKNOWN: _("It ran, and what came back proves nothing."),
        Status.SKIPPED: _("It was not run, because something that it needs had failed."),
        Status.ERROR: _("wssdiag made a mistake there. This says nothing about your network."),
        Status.CANCELLED: _("The run was stopped before it was done."),
    }
    return tuple((_capital(wording.status(status)), text) for status, text in means.items())


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
