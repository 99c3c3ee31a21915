"""/p/ideas/<token>: the idea box. Anybody with the link gives ideas and votes; no login, one vote a browser."""

from __future__ import annotations

import re
import secrets
from typing import Any

from starlette.responses import RedirectResponse, Response

from polku.errors import Language
from polku.http.public.page import words
from polku.http.public.visit import Visit
from polku.improve.ideas import AUTHOR_LONGEST, TEXT_LONGEST, TITLE_LONGEST
from polku.store.improvements import Improvement
from polku.store.shares import Share

COOKIE = "polku_ideas"
_BROWSER = re.compile(r"[0-9a-f]{32}")
_YEAR = 365 * 24 * 3600
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def answer(visit: Visit) -> Response:
    """Shows the ideas; takes one, or a vote."""
    box = visit.site.workspace.improve.ideas
    share = box.opened(visit.key)
    language = visit.language()
    if not visit.posted:
        return _page(visit, share, language)
    if visit.fields.get("do") == "idea":
        return _add(visit, share, language)
    return _vote(visit, share, language)


def _add(visit: Visit, share: Share, language: Language) -> Response:
    t = words(language)
    fields = {name: _text(visit, name) for name in ("title", "text", "author", "stage")}
    if visit.fields.get("website"):  # a machine that fills in everything hears what everybody hears
        return _back(language, "added")
    if not fields["title"]:
        return _page(visit, share, language, fields, fault=t["ideas_missing"])
    longest = {"title": TITLE_LONGEST, "text": TEXT_LONGEST, "author": AUTHOR_LONGEST}
    for name, most in longest.items():
        if len(fields[name]) > most:
            fault = t["ideas_long"].replace("{most}", str(most))
            return _page(visit, share, language, fields, fault=fault)
    ticket = visit.site.tickets.read(
        f"ideas:{share.token}", visit.fields.get("ticket", ""), visit.now
    )
    if ticket is None or ticket.too_old or ticket.too_young:
        return _page(visit, share, language, fields, fault=t["form_again"])
    limits = visit.site.limits
    if not (limits.ideas.allows(visit.address) and limits.tickets.allows(ticket.number)):
        return visit.slow_down(language)
    visit.site.workspace.improve.ideas.add(share, **fields)
    return _back(language, "added")


def _vote(visit: Visit, share: Share, language: Language) -> Response:
    said = visit.fields.get("vote", "")
    on = visit.fields.get("do") == "vote"
    if not said.isascii() or not said.isdigit() or len(said) > 15:
        return _page(visit, share, language)
    if not visit.site.limits.votes.allows(visit.address):
        return visit.slow_down(language)
    known = _browser(visit)
    browser = known or secrets.token_hex(16)
    visit.site.workspace.improve.ideas.vote(share, int(said), browser, on=on)
    back = _back(language, "voted" if on else "unvoted", f"#idea-{said}")
    if not known:  # nothing is kept in a browser before it votes
        back.set_cookie(
            COOKIE,
            browser,
            max_age=_YEAR,
            path="/p/ideas",
            httponly=True,
            samesite="lax",
            secure=visit.request.url.scheme == "https",
        )
    return back


def _back(language: Language, done: str, place: str = "") -> RedirectResponse:
    """The page again, so that reloading it sends nothing twice."""
    return RedirectResponse(f"?lang={language}&done={done}{place}", status_code=303)


def _page(
    visit: Visit,
    share: Share,
    language: Language,
    fields: dict[str, str] | None = None,
    *,
    fault: str = "",
) -> Response:
    t = words(language)
    site = visit.site
    voted = site.workspace.improve.ideas.voted(_browser(visit))
    stages = {
        stage.key: stage.name.in_(language) for stage in site.workspace.journey.journey.stages
    }
    done = {each: t[f"ideas_{each}"] for each in ("added", "voted", "unvoted")}
    return visit.page(
        "ideas",
        language,
        title=t["ideas_title"],
        status=422 if fault else 200,
        fault=fault,
        note="" if fault else done.get(visit.asked("done"), ""),
        stages=[{"key": key, "name": name} for key, name in stages.items()],
        said=fields or dict.fromkeys(("title", "text", "author", "stage"), ""),
        ticket=site.tickets.give(f"ideas:{share.token}", visit.now),
        ideas=[
            _idea(each, stages, t, voted=each.id in voted)
            for each in site.workspace.improve.ideas.ideas(share)
        ],
        title_longest=TITLE_LONGEST,
        text_longest=TEXT_LONGEST,
        author_longest=AUTHOR_LONGEST,
    )


def _idea(row: Improvement, stages: dict[str, str], t: Any, *, voted: bool) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "text": row.text,
        "author": row.author,
        "stage": stages.get(row.stage or "", ""),
        "state": row.state,
        "state_name": t[f"ideas_state_{row.state}"],
        "votes": t["ideas_vote_one"]
        if row.votes == 1
        else t["ideas_vote_other"].replace("{n}", str(row.votes)),
        "voted": voted,
        "open": row.state not in ("done", "rejected"),
    }


def _text(visit: Visit, name: str) -> str:
    return _NOT_TEXT.sub("", visit.fields.get(name, "")).strip()


def _browser(visit: Visit) -> str:
    said = visit.request.cookies.get(COOKIE, "")
    return said if _BROWSER.fullmatch(said) else ""
