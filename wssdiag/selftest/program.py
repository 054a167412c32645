"""The tests of what the program brings along: catalogue, guides, translations, report, the process for PAC files."""

from __future__ import annotations

from wssdiag import __version__, paths
from wssdiag.catalogue.guides import load_knowledge
from wssdiag.catalogue.loader import load_builtin
from wssdiag.catalogue.shipped import load_footprint, load_other_clients, load_signatures
from wssdiag.diagnosis.causes import CAUSES
from wssdiag.model.codec import decode, encode
from wssdiag.model.facts import Facts
from wssdiag.model.mode import Confidence, Method, Mode
from wssdiag.model.report import NetworkState, Report, Verdict, VerdictStatus
from wssdiag.pac.child import evaluator
from wssdiag.report.html import TEMPLATE, render_html
from wssdiag.report.texts import DOMAIN, translated
from wssdiag.selftest.part import expect
from wssdiag.system.clock import SystemClock
from wssdiag.system.parse.facts import facts_of
from wssdiag.system.this_computer import this_system

_SCRIPT = 'function FindProxyForURL(url, host) { return dnsResolve(host) ? "PROXY proxy.invalid:8080" : "DIRECT"; }'

#: A text that every translation has.
_TEXT = "Settings"


def resources() -> None:
    """The catalogue, and a guide for every cause."""
    expect(load_builtin().location and load_footprint() and load_signatures() and load_other_clients(), "the catalogue is empty")
    missing = {cause.code for cause in CAUSES} - set(load_knowledge("en"))
    expect(not missing, f"no guide for {', '.join(sorted(missing))}")


def translations() -> None:
    """Every language in which there are guides speaks, and has a guide for every cause."""
    languages = sorted(folder.name for folder in (paths.resources() / "knowledge").iterdir() if folder.name != "en")
    expect(languages, "there is no translation")
    for language in languages:
        expect(translated(_TEXT, language) != _TEXT, f"{language}: no texts in {DOMAIN}.mo")
        missing = {cause.code for cause in CAUSES} - {path.stem for path in (paths.resources() / "knowledge" / language).glob("*.toml")}
        expect(not missing, f"{language}: no guide for {', '.join(sorted(missing))}")


def facts() -> None:
    """What is known of this computer survives JSON."""
    known = facts_of(this_system(SystemClock()).capture())
    expect(decode(encode(known), Facts) == known, "the facts of this computer do not survive JSON")


def report() -> None:
    """A report survives JSON, and becomes a page."""
    made = Report(
        run_id="self-test",
        tool_version=__version__,
        catalogue_version="",
        started=SystemClock().now().isoformat(),
        elapsed_ms=0.0,
        verdict=Verdict(status=VerdictStatus.HEALTHY, cause=None, headline=""),
        mode=Mode(method=Method.UNKNOWN, confidence=Confidence.LOW),
        network=NetworkState(),
        checks=(),
        findings=(),
        facts=facts_of(this_system(SystemClock()).capture()),
    )
    expect(decode(encode(made), Report) == made, "a report does not survive JSON")
    page = render_html(made, load_knowledge("en"), (paths.resources() / TEMPLATE).read_text(encoding="utf-8"))
    expect(made.run_id in page, "the page of a report does not name it")


def pac() -> None:
    """A script is evaluated by a process of its own."""
    with evaluator(lambda _name: ("192.0.2.1",)) as asked:
        loaded = asked.load(_SCRIPT)
        found = next(asked.find([("http://host.invalid/", "host.invalid")]))
    expect(found.answer == "PROXY proxy.invalid:8080", found.message or loaded.message or found)
