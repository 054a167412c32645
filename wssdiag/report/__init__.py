"""One report, many renderings: text, markdown for a ticket, an offline page. Renderings choose words and layout; they conclude nothing."""
