"""A run from the question to the report: the conductor between the pure core and the two faces.

``Session`` is handed everything; ``local_session`` makes the one of this computer.
"""

from wssdiag.session.download import Download, download, is_fetchable, may_fetch
from wssdiag.session.judge import judged_again, on_facts_alone
from wssdiag.session.local import local_fixings, local_mending, local_session
from wssdiag.session.request import DEADLINE_S, Request
from wssdiag.session.session import Session
from wssdiag.session.watch import Pace, Watch

__all__ = [
    "DEADLINE_S",
    "Download",
    "Pace",
    "Request",
    "Session",
    "Watch",
    "download",
    "is_fetchable",
    "judged_again",
    "local_fixings",
    "local_mending",
    "local_session",
    "may_fetch",
    "on_facts_alone",
]
