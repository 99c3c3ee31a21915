"""/p/permission/<token>: may we show what you said of us? Yes, no, and taken back; only a press says it."""

from __future__ import annotations

from typing import Any, Literal

from starlette.responses import Response

from polku.delivery.links import Permission
from polku.delivery.permission import about
from polku.delivery.receivers import receivers
from polku.delivery.render.variables import person_values
from polku.errors import Language
from polku.http.public.page import words
from polku.http.public.visit import Visit

SOURCE = "permission"
TEXT = "1"
"""The number of the words one agrees to: another when they change."""


def answer(visit: Visit) -> Response:
    """Shows what is asked about; keeps the answer."""
    site, voices = visit.site, visit.site.workspace.voices
    link = site.links.read(Permission, visit.key)
    person = site.somebody(link.person)
    language = visit.language(person.language)
    if not person.person:
        return _page(visit, language, None, None) if not link.person else visit.gone()
    voice = voices.asked_of(link)
    if voice is None or voice.person != person.person:
        return visit.gone(language=language)
    if visit.posted:
        if not site.limits.posts.allows(visit.address):
            return visit.slow_down(language)
        given = visit.fields.get("do") == "yes"
        signed: Literal["first_name", "nobody"] = (
            "first_name" if visit.fields.get("signed") == "first_name" else "nobody"
        )
        if given or visit.fields.get("do") == "no":
            voices.answer(
                voice,
                given=given,
                signed=signed,
                source=SOURCE,
                version=f"permission:{language}:{TEXT}",
                statement=statement(visit, language),
            )
    row = voices.get(about(voice.uid))
    first = person_values(
        receivers(site.control, site.settings, [person.person])[person.person]
    ).get("first_name")
    return _page(visit, language, row, str(first) if first else None)


def statement(visit: Visit, language: Language) -> str:
    """The words one agrees to."""
    company = visit.site.settings.company.name or visit.site.settings.workspace.name
    return words(language)["permission_statement"].replace("{company}", company)


def _page(
    visit: Visit,
    language: Language,
    row: dict[str, Any] | None,
    first: str | None,
) -> Response:
    t = words(language)
    row = row or {"text": t["permission_sample"], "state": "asked"}
    score = row.get("score")
    said = {"permitted": t["permission_given"], "refused": t["permission_not_given"]}
    return visit.page(
        "permission",
        language,
        title=t["permission_title"],
        inert="id" not in row,
        note=said.get(row["state"], ""),
        statement=statement(visit, language),
        text=row.get("text") or "",
        score=t["permission_score"].replace("{score}", f"{score:g}") if score is not None else "",
        product=row.get("product") or "",
        picture=row.get("picture") or "",
        link=row.get("link") or "",
        permitted=row["state"] == "permitted",
        refused=row["state"] == "refused",
        first=t["permission_first"].replace("{name}", first) if first else "",
        by_first=bool(row.get("signed")) or row["state"] != "permitted",
    )
