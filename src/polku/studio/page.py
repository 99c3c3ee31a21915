"""What the screens show of a journey: a row of the list, and its page."""

from __future__ import annotations

from typing import Any

from polku.care.workplace import Workplace
from polku.errors import Language
from polku.journey import Journey, Loaded
from polku.journey.completeness import completeness
from polku.journey.dump import document
from polku.store.definitions import Definition, Version
from polku.studio.differences import differences
from polku.studio.place import FILE, KIND, get, look
from polku.studio.staleness import staleness
from polku.studio.texts import journey_or_none, plain_of, read_text
from polku.table import iso

LEVELS = ("error", "warning", "hint")


def rows(at: Workplace) -> list[dict[str, Any]]:
    """Every journey, the running one first, then by name."""
    look(at)
    found = [_row(at, each) for each in at.control.definitions.all(KIND)]
    return sorted(found, key=lambda row: (not row["running"], row["name"]["fi"].casefold()))


def page(at: Workplace, key: str, language: Language) -> dict[str, Any]:
    """One journey: its draft, what is wrong with it, and how it differs from what was published. Raises NotFound."""
    definition = get(at, key)
    newest = at.control.definitions.newest(KIND, definition.key)
    read = read_text(definition.body)
    journey = read.journey if isinstance(read, Loaded) else None
    return {
        **_facts(at, definition, newest, journey),
        "body": definition.body,
        "edition": definition.edition,
        "document": document(journey, both_languages=True) if journey else None,
        "problems": [problem.as_dict(language) for problem in read.problems],
        "changes": differences(newest.body, definition.body) if newest else [],
        "behind": _behind(at, definition, newest),
    }


def _row(at: Workplace, definition: Definition) -> dict[str, Any]:
    newest = at.control.definitions.newest(KIND, definition.key)
    read = read_text(definition.body)
    journey = read.journey if isinstance(read, Loaded) else None
    levels = [str(problem.level) for problem in read.problems]
    return {
        **_facts(at, definition, newest, journey),
        "problems": {level: levels.count(level) for level in LEVELS},
    }


def _facts(
    at: Workplace, definition: Definition, newest: Version | None, journey: Journey | None
) -> dict[str, Any]:
    # While the draft has faults, its parts are told as they were when it was published.
    shown = journey or journey_or_none(newest.body if newest else None)
    filled = completeness(journey) if journey else None
    return {
        "key": definition.key,
        "name": _name(definition, shown),
        "running": definition.state == "live",
        "version": newest.version if newest else None,
        "published": iso(newest.published) if newest else None,
        "draft_differs": newest is not None and newest.body != definition.body,
        "stages": len(shown.stages) if shown else 0,
        "goal": shown.goal.name.both() if shown and shown.goal else None,
        "owner": shown.owner.both() if shown and shown.owner else None,
        "completeness": {"filled": filled.filled, "total": filled.total} if filled else None,
        "updated": iso(definition.updated),
        "who": definition.who,
        "stale": staleness(shown, definition.created, at.now(), at.settings.workspace.timezone),
    }


def _name(definition: Definition, journey: Journey | None) -> dict[str, str]:
    if journey is not None:
        return journey.name.both()
    said = (plain_of(definition.body) or {}).get("name")
    if isinstance(said, dict):
        texts = [text for text in (said.get("fi"), said.get("en")) if isinstance(text, str)]
        said = texts[0] if texts else None
    name = said if isinstance(said, str) and said.strip() else definition.key
    return {"fi": name, "en": name}


def _behind(at: Workplace, definition: Definition, newest: Version | None) -> dict[str, Any] | None:
    """What was published, in the file or from elsewhere, after this draft was begun; None when nothing was."""
    based_on = definition.details.get("based_on")
    if newest is None or based_on in (None, newest.version) or newest.body == definition.body:
        return None
    before = at.control.definitions.version(KIND, definition.key, int(based_on))
    return {
        "version": newest.version,
        "who": newest.who,
        "by_file": newest.who == FILE,
        "changes": differences(before.body, newest.body),
    }
