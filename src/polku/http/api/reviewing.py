"""Decisions, reviews, the year, the stop list, findings of the data and the link of the idea box."""

from __future__ import annotations

import io
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from polku.http.auth import asker, needs
from polku.http.desk import Asked, AtDesk, Desk
from polku.http.outside import opened_here, outside
from polku.http.shapes.reviewing import (
    DecisionBody,
    Finding,
    IdeaBoxBody,
    IdeaLink,
    Minutes,
    NewDecision,
    NewStop,
    ReviewBody,
    ReviewHead,
    StopDecision,
    StopListBody,
    Year,
)
from polku.store.users import User

router = APIRouter()
Editor = Annotated[User, asker("editor")]
Key = Annotated[str, Query(max_length=200)]
Words = Annotated[str, Query(max_length=200)]


@router.get("/decisions", dependencies=[needs("viewer")])
def decisions(
    desk: AtDesk, journey: Key = "-", q: Words = "", improvement: int | None = None
) -> list[DecisionBody]:
    """The decision log, the newest first; those in which every word of `q` stands."""
    rows = desk.workspace.improve.log.all(journey, q=q, improvement=improvement)
    return [DecisionBody.model_validate(row) for row in rows]


@router.post("/decisions", status_code=201)
def decide(desk: AtDesk, said: NewDecision, who: Editor) -> DecisionBody:
    """A new line. It is never changed: a new one says otherwise."""
    row = desk.workspace.improve.log.add(
        said.journey,
        said.text,
        said.why,
        who=who.name,
        improvement=said.improvement,
        review=said.review,
    )
    return DecisionBody.model_validate(row)


@router.get("/decisions.csv", dependencies=[needs("viewer")])
def decisions_csv(desk: AtDesk, language: Asked, journey: Key = "-", q: Words = "") -> Response:
    """The same as a file for a spreadsheet."""
    text = desk.workspace.improve.log.csv(journey, language, q=q)
    headers = {"Content-Disposition": 'attachment; filename="decisions.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/reviews", dependencies=[needs("viewer")])
def reviews(desk: AtDesk, journey: Key = "-") -> list[ReviewHead]:
    """The reviews of a journey, the newest first."""
    rows = desk.workspace.improve.reviews.all(journey)
    return [ReviewHead.model_validate(row) for row in rows]


@router.post("/reviews", status_code=201)
def begin(desk: AtDesk, who: Editor) -> ReviewBody:
    """Begins a review of the running journey with its agenda; opens again the one that goes on."""
    return ReviewBody.model_validate(desk.workspace.improve.reviews.begin(who=who.name))


@router.get("/reviews/{id}", dependencies=[needs("viewer")])
def review(desk: AtDesk, id: int) -> ReviewBody:
    """One review."""
    return ReviewBody.model_validate(desk.workspace.improve.reviews.page(id))


@router.put("/reviews/{id}", dependencies=[needs("editor")])
def minutes(desk: AtDesk, id: int, said: Minutes) -> ReviewBody:
    """Keeps the minutes. 409 when the review has ended."""
    found = desk.workspace.improve.reviews.write(id, said.model_dump(mode="json"))
    return ReviewBody.model_validate(found)


@router.post("/reviews/{id}/end")
def end(desk: AtDesk, id: int, said: Minutes, who: Editor) -> ReviewBody:
    """Ends it: decisions go to the log, and the journey says when it was reviewed. 409 when it has ended."""
    found = desk.workspace.improve.reviews.end(id, said.model_dump(mode="json"), who=who.name)
    return ReviewBody.model_validate(found)


@router.post("/reviews/{id}/share")
def share(desk: AtDesk, id: int, who: Editor) -> ReviewBody:
    """A link by which anybody reads it, without anything that tells who the people are."""
    return ReviewBody.model_validate(desk.workspace.improve.reviews.share(id, who=who.name))


@router.delete("/reviews/{id}/share")
def unshare(desk: AtDesk, id: int, who: Editor) -> ReviewBody:
    """The link opens nothing any more."""
    return ReviewBody.model_validate(desk.workspace.improve.reviews.unshare(id, who=who.name))


@router.get("/calendar/{journey}", dependencies=[needs("viewer")])
def calendar(
    desk: AtDesk, journey: str, year: Annotated[int | None, Query(ge=1900, le=2199)] = None
) -> Year:
    """The year calendar of a journey, with campaigns."""
    return Year.model_validate(desk.workspace.improve.year(journey, year))


@router.get("/stop-list", dependencies=[needs("viewer")])
def stop_list(desk: AtDesk, journey: Key = "-") -> StopListBody:
    """What has no measurable effect."""
    return StopListBody.model_validate(desk.workspace.improve.stopping.page(journey))


@router.post("/stop-list", status_code=201)
def name(desk: AtDesk, said: NewStop, who: Editor) -> StopListBody:
    """Names something that the team itself has seen to be of no use."""
    found = desk.workspace.improve.stopping.name(
        said.journey, said.title, said.evidence, who=who.name
    )
    return StopListBody.model_validate(found)


@router.post("/stop-list/keep")
def keep(desk: AtDesk, said: StopDecision, who: Editor) -> StopListBody:
    """Goes on all the same, for a reason, which is written into the decision log."""
    found = desk.workspace.improve.stopping.keep(said.journey, said.id, said.why, who=who.name)
    return StopListBody.model_validate(found)


@router.post("/stop-list/stop")
def stop(desk: AtDesk, said: StopDecision, who: Editor) -> StopListBody:
    """Has been stopped; that is written into the decision log."""
    found = desk.workspace.improve.stopping.stop(said.journey, said.id, said.why, who=who.name)
    return StopListBody.model_validate(found)


@router.get("/findings", dependencies=[needs("viewer")])
def findings(desk: AtDesk) -> list[Finding]:
    """Frictions that the data proposes."""
    return [Finding.model_validate(each) for each in desk.workspace.improve.findings.all()]


@router.get("/idea-box", dependencies=[needs("viewer")])
def idea_box(desk: AtDesk, request: Request, journey: Key = "-") -> IdeaBoxBody:
    """The link of the idea box, with its picture."""
    return _box(desk, request, desk.workspace.improve.ideas.link(journey))


@router.post("/idea-box", status_code=201)
def renew(desk: AtDesk, request: Request, who: Editor, journey: Key = "-") -> IdeaBoxBody:
    """A new link; the one before it opens nothing any more."""
    return _box(desk, request, desk.workspace.improve.ideas.renew(journey, who=who.name))


@router.delete("/idea-box")
def close(desk: AtDesk, request: Request, who: Editor, journey: Key = "-") -> IdeaBoxBody:
    """No link is good any more."""
    desk.workspace.improve.ideas.close(journey, who=who.name)
    return _box(desk, request, None)


def _box(desk: Desk, request: Request, link: dict[str, Any] | None) -> IdeaBoxBody:
    if link is None:
        return IdeaBoxBody(link=None)
    base = outside(request, desk.workspace.settings.public.url)
    url, here = f"{base}/p/ideas/{link['token']}", opened_here(base)
    return IdeaBoxBody(
        link=IdeaLink(url=url, qr=_qr(url), created=link["created"], who=link["who"], here=here)
    )


def _qr(url: str) -> str:
    """The address as an SVG picture with a title, black on white: cameras need the contrast."""
    import segno

    out = io.BytesIO()
    made = segno.make(url, error="m", micro=False)
    made.save(
        out, kind="svg", scale=8, border=4, dark="#000", light="#fff", xmldecl=False, title="QR"
    )
    return out.getvalue().decode()
