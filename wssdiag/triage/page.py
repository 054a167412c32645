"""The table as one offline page: no script, nothing loaded from elsewhere, small plots of its own.

Owns what the template is given. The template is ``resources/report/triage.html.j2``; its text is handed in, as a report's page is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jinja2 import Environment, StrictUndefined

from wssdiag.report.retold.refusals import told_line
from wssdiag.report.texts import gettext as _
from wssdiag.report.texts import ngettext
from wssdiag.triage.plot import causes, over_time
from wssdiag.triage.text import count_line, heading_of
from wssdiag.triage.together import grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wssdiag.triage.row import Row

#: Where the template stands below the resources.
TEMPLATE: Final = "report/triage.html.j2"

#: A page that still opens at once.
_GROUPS_SHOWN: Final = 200
_ROWS_SHOWN: Final = 1000


def render_page(rows: Sequence[Row], by: Sequence[str], template: str) -> str:
    """The page. Every value is escaped; rows hold no control and bidirectional characters."""
    read = [row for row in rows if not row.error]
    broken = [row for row in rows if row.error]
    days, steps = over_time(read)
    groups = grouped(read, by)
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.globals["_"] = _
    environment.globals["told_line"] = told_line
    return environment.from_string(template).render(
        counted=count_line(len(read), len(broken)),
        bars=causes(read),
        steps=steps,
        step=ngettext("One bar is {count} day.", "One bar is {count} days.", days).format(count=days),
        heads=[heading_of(name) for name in by],
        groups=groups[:_GROUPS_SHOWN],
        more_groups=_more(len(groups) - _GROUPS_SHOWN),
        rows=read[:_ROWS_SHOWN],
        more_rows=_more(len(read) - _ROWS_SHOWN),
        broken=broken[:_ROWS_SHOWN],
        more_broken=_more(len(broken) - _ROWS_SHOWN),
    )


def _more(left: int) -> str:
    return ngettext("{count} more; see --format csv", "{count} more; see --format csv", left).format(count=left) if left > 0 else ""
