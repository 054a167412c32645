"""A report whose every text is out to do harm."""

from __future__ import annotations

import msgspec

from tests.report import samples
from wssdiag.model.check import Status
from wssdiag.model.mode import ModeEvidence
from wssdiag.model.report import NetworkState, Report

MARKUP = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
LONG = "x" * 400
WIDE = "漢" * 120
TERMINAL = "\x1b[2J\x1b]0;owned\x07\u202egpj"
LINES = "first\n# heading\n| a | b |\n- item\n```\nhttp://evil.example/ www.evil.example @everyone **bold** [a](javascript:x)"
TEXTS = (MARKUP, LONG, WIDE, TERMINAL, LINES)


def report(text: str) -> Report:
    """The blocked port, with ``text`` in every place that comes from outside."""
    base = samples.port_blocked()
    first, *others = base.findings
    values = dict.fromkeys(first.values, text)
    finding = msgspec.structs.replace(first, values=values, subject=msgspec.structs.replace(first.subject, host=text))
    checks = [
        msgspec.structs.replace(check, title=text, summary=text, blocked_by=text if check.blocked_by else None, status=Status.FAIL)
        for check in base.checks
    ]
    return msgspec.structs.replace(
        base,
        run_id=text,
        tool_version=text,
        catalogue_version=text,
        started=text,
        findings=(finding, *(msgspec.structs.replace(one, code=f"new-{text}", title=text, masked_by=text) for one in others)),
        checks=tuple(checks) * 4,
        mode=msgspec.structs.replace(base.mode, evidence=(ModeEvidence(fact=text, value=text, says=text),) * 20, contradictions=(text,)),
        network=NetworkState(sign_in_url=text, egress_ip=text, protected_evidence=(text,)),
        facts=msgspec.structs.replace(base.facts, os_version=text),
    )
