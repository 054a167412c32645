"""Whether an answer is the service's own page that asks who is there. Pure; a name in a page proves no more than its signature does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wssdiag.catalogue.signatures import Sign, Signature, recognised
from wssdiag.model.observation import HttpDetail, Observation, ProxyDetail, Via

if TYPE_CHECKING:
    from collections.abc import Iterable


def asks_who(seen: Observation, signatures: Iterable[Signature]) -> Signature | None:
    """The signature of the credential page that came in place of an answer by a proxy, or None. A redirect to the page counts as one."""
    detail = seen.detail
    if seen.via is not Via.PROXY or not isinstance(detail, ProxyDetail | HttpDetail):
        return None
    return recognised(Sign.CREDENTIAL_PAGE, f"{dict(detail.headers).get('location', '')} {detail.body_start}", signatures)
