"""The list of programmes by stage, and the templates."""

from __future__ import annotations

from typing import Any

from polku.care.counts import Counts, ProgrammeCounts
from polku.care.drafts import problems_of
from polku.care.results import goal_share
from polku.care.standing import standing
from polku.care.texts import parsed, parsed_or_none
from polku.care.workplace import KIND, Workplace
from polku.errors import DocumentError
from polku.science.wilson import Share
from polku.store.definitions import Definition
from polku.table import iso


def programmes(at: Workplace, counts: Counts) -> dict[str, Any]:
    """As `GET /api/programmes` gives them: every stage in the journey's order, empty ones too."""
    at.bring()
    counted = counts.all()
    rows = [
        row(at, each, counted.get(each.key, ProgrammeCounts()))
        for each in at.control.definitions.all(KIND)
    ]
    stages = at.journey().journey.stages
    known = {stage.key for stage in stages}
    return {
        "stages": [
            {
                "key": stage.key,
                "name": stage.name.both(),
                "exit": stage.exit,
                "programmes": [each for each in rows if each["stage"] == stage.key],
            }
            for stage in stages
        ],
        "unbound": [each for each in rows if each["stage"] not in known],
        "as_of": iso(at.now().replace(microsecond=0)),
    }


def row(at: Workplace, definition: Definition, counts: ProgrammeCounts) -> dict[str, Any]:
    """A programme in the list."""
    found = problems_of(at, definition.body)
    levels = [problem.level for problem in found]
    return {
        **facts(at, definition, counts),
        "problems": {level: levels.count(level) for level in ("error", "warning", "hint")},
    }


def facts(at: Workplace, definition: Definition, counts: ProgrammeCounts) -> dict[str, Any]:
    """What the list and the page share."""
    loaded = parsed_or_none(definition.body)
    programme = loaded.programme if loaded else None
    version = standing(definition).version
    return {
        "key": definition.key,
        "name": programme.name.both()
        if programme
        else {"fi": definition.key, "en": definition.key},
        "stage": programme.stage if programme else None,
        "state": definition.state,
        "version": version,
        "inside": counts.people_inside,
        "entered_30d": counts.entered_recently,
        "sent_30d": counts.sent_recently,
        "goal": share_dict(goal_share(at, definition)),
        "holdout": programme.holdout if programme else 0,
        "changed": iso(definition.updated),
        "who": definition.who,
        "draft_differs": _differs(at, definition, version),
    }


def share_dict(share: Share | None) -> dict[str, Any] | None:
    """A share as the API gives it."""
    return None if share is None else dict(vars(share))


def templates(at: Workplace) -> list[dict[str, Any]]:
    """As `GET /api/programmes/templates` gives them; `stage_hint` is None where the journey has no stage for it."""
    from polku.programmes.templates import templates as all_templates

    return [
        {
            "key": each.key,
            "name": each.name.both(),
            "description": each.description.both(),
            "stage_hint": _stage(at, each.key),
            "steps": each.steps,
        }
        for each in all_templates()
    ]


def _stage(at: Workplace, template: str) -> str | None:
    from polku.programmes.templates import from_template

    try:
        return parsed(from_template(template, at.journey().journey, at.language)).programme.stage
    except DocumentError:
        return None


def _differs(at: Workplace, definition: Definition, version: int | None) -> bool:
    if version is None:
        return False
    published = at.control.definitions.version(KIND, definition.key, version)
    return published.body != definition.body
