"""What the rows of the reference say beside names: made by ``wssdiag.catalogue.merge`` and ``wssdiag.report.reference``.

What stands in the catalogue's own files is translated from there. The sections have the vendor's headings, in any language.
"""

from __future__ import annotations

from wssdiag.report.texts import to_translate

ROWS = to_translate(
    "(IPsec address of your data centre)",
    "(data centre of your tenant)",
    "(not established)",
    "(where your PAC file is)",
    "(your Auth Connector server)",
    "(your domain controllers)",
    "(your identity provider)",
    "(your own proxy)",
    "Authentication service of data centre {site}, asked by the Auth Connector",
    "Named by your organisation",
    "No access method",
    "documented",
    "inferred",
    "named by the organisation",
    "one of {name}",
    "optional",
    "required",
    "unverified",
)
