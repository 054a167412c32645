"""A topic of the help as a small page. Pure; all text is escaped."""

from __future__ import annotations

from html import escape

from wssdiag.gui.theme import Size, Theme
from wssdiag.gui.words import MESSAGE_LIMIT, plain
from wssdiag.report.help import Part, Topic
from wssdiag.report.texts import gettext as _


def page_of_topic(topic: Topic, theme: Theme) -> str:
    """The whole topic."""
    body = "".join(_piece(part, text, theme) for part, text in topic.pieces)
    return _page(topic.title, body, theme)


def page_of_no_result(words: str, theme: Theme) -> str:
    """Nothing holds what was looked for."""
    title = _("Nothing in the help holds all of these words")
    text = _("You looked for: {words}").format(words=words)
    advice = _("Try fewer words, or a part of a name, an address or a port.")
    return _page(title, f"<p>{_text(text)}</p>" + _piece(Part.NOTE, advice, theme), theme)


def _page(title: str, body: str, theme: Theme) -> str:
    return (
        f"<style>h2 {{ font-size:{Size.TITLE.value}px; margin:0 0 8px 0; }} h3 {{ font-size:{Size.BODY.value}px; margin:18px 0 4px 0; }} "
        f"p {{ margin:4px 0; }} p.term {{ font-weight:600; margin:12px 0 2px 0; }} p.note {{ color:{theme.muted}; }} "
        f"td {{ background-color:{theme.surface}; }}</style>"
        f'<div style="font-size:{Size.SMALL.value}px; color:{theme.text}"><h2>{_text(title)}</h2>{body}</div>'
    )


def _piece(part: Part, text: str, theme: Theme) -> str:
    if part is Part.HEADING:
        return f"<h3>{_text(text)}</h3>"
    if part is Part.MESSAGE:
        frame = f'width="100%" border="1" cellpadding="8" cellspacing="0" style="border-collapse:collapse; border-color:{theme.line}"'
        return f"<table {frame}><tr><td>{_text(text)}</td></tr></table>"
    look = {Part.TERM: ' class="term"', Part.NOTE: ' class="note"'}.get(part, "")
    return f"<p{look}>{_text(text)}</p>"


def _text(text: str) -> str:
    return escape(plain(text, MESSAGE_LIMIT)).replace("\n", "<br>")
