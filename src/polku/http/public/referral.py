"""/p/r/<code>: somebody came by a friend's link. Nobody learns who the friend is, and no event names them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
from itsdangerous import BadSignature, URLSafeSerializer
from starlette.responses import RedirectResponse, Response

from polku.errors import NotFound, PolkuError, Problem
from polku.events.identity import identity_hash
from polku.forms.load import load_form
from polku.http.public.site import Site
from polku.http.public.visit import Visit
from polku.store.micros import to_micros

COOKIE = "polku_referral"
COOKIE_SECONDS = 30 * 24 * 3600
CODE_LONGEST = 40


@dataclass(frozen=True)
class Referral:
    """Whose link it was, and the visitor's own id since they opened it."""

    identity: int
    code: str
    visitor: str


def answer(visit: Visit) -> Response:
    """Tells `Referral Visited` of the visitor, and leads to the form that takes those who come."""
    site = visit.site
    code = visit.key[:CODE_LONGEST]
    identity = site.control.referrals.identity_of(code)
    form = landing(site)
    if identity is None or form is None:
        raise NotFound(Problem("api.no-route", "r", {"path": "/p/r", "method": "GET"}))
    before = read_referral(visit, "")
    known = before is not None and before.identity == identity
    visitor = before.visitor if before is not None and known else f"ref:{secrets.token_hex(12)}"
    if not known and not visit.by_machine:
        _remember(site, visitor, visit.now)
        referrer = str(site.person_of(identity) or identity)
        site.receipts.tell(
            ("anonymous", visitor),
            "Referral Visited",
            visit.now,
            {"form": form, "referrer": referrer},
            f"referral:{visitor}",
            channel="referral",  # where they came from, for what the referred cost and become
        )
    found = RedirectResponse(f"../form/{form}?ref={code}", status_code=303)
    if visit.request.headers.get("sec-gpc") != "1":  # who asks not to be followed is not
        said = _signer(site).dumps([code, visitor])
        found.set_cookie(
            COOKIE,
            str(said),
            max_age=COOKIE_SECONDS,
            path="/",
            httponly=True,
            samesite="lax",
            secure=visit.request.url.scheme == "https",
        )
    return found


def read_referral(visit: Visit, code: str) -> Referral | None:
    """The referral a request carries: the cookie's, or the code's of the form."""
    site = visit.site
    visitor = ""
    try:
        said = _signer(site).loads(visit.request.cookies.get(COOKIE, ""))
        if not code or said[0] == code:
            code, visitor = str(said[0]), str(said[1])
    except (BadSignature, ValueError, TypeError, IndexError):
        pass
    identity = site.control.referrals.identity_of(code[:CODE_LONGEST]) if code else None
    return None if identity is None else Referral(identity, code, visitor)


def referral_made(site: Site, referrer: int, user: str, form: str, at: datetime) -> None:
    """Tells the referrer's `Referral Made`, once for each new person (by user id); nobody refers
    themselves."""
    identity = identity_hash(site.control.identity_key, "user", user)
    other = site.person_of(referrer)
    if not other or (site.person_of(identity) or identity) == other:
        return
    site.receipts.tell(
        referrer, "Referral Made", at, {"form": form}, f"referral:{referrer}:{identity}"
    )


def landing(site: Site) -> str | None:
    """The key of the form with `referral: true`; the first by key when there are many."""
    for each in site.control.definitions.all("form"):
        if each.state == "closed":
            continue
        versions = site.control.definitions.versions("form", each.key)
        try:
            if versions and load_form(versions[0].body).referral:
                return each.key
        except PolkuError:
            continue
    return None


def _signer(site: Site) -> URLSafeSerializer:
    return URLSafeSerializer(site.control.link_key, salt="polku.referral")


def _remember(site: Site, visitor: str, at: datetime) -> None:
    identity = identity_hash(site.control.identity_key, "anonymous", visitor)
    columns = {
        "identity": pa.array([identity], pa.int64()),
        "kind": ["anonymous"],
        "value": [visitor],
        "first_seen": pa.array([to_micros(at)], pa.int64()),
    }
    site.control.identities.remember(pa.table(columns))
