"""What publishing a journey would do to people: who is where now, and where the draft's rules would put them."""

from __future__ import annotations

from typing import Any

import numpy as np

from polku.care.plan import people_named
from polku.care.workplace import Workplace
from polku.errors import Language
from polku.journey import Journey, Loaded
from polku.journey.hash import rules_hash
from polku.stages.compile import compile_stages
from polku.stages.read import fold_all, stage_codes
from polku.studio.differences import differences
from polku.studio.hanging import hanging
from polku.studio.place import KIND, get, look
from polku.studio.texts import journey_or_none, read_text
from polku.studio.unpermitted import unpermitted
from polku.table import iso

EXAMPLES = 5

_MOVES = """
    WITH stands AS (
        SELECT coalesce(p.person, d.person) AS person, p.stage AS now, d.stage AS soon
        FROM people p FULL JOIN people_draft d ON p.person = d.person
    )
    SELECT now, soon, count(*) AS people,
           list_slice(list_sort(min(person, $examples)), 1, $examples) AS examples
    FROM stands GROUP BY now, soon ORDER BY people DESC, now, soon
"""
_NOW = "SELECT stage, count(*) FROM people GROUP BY stage"


def effects(at: Workplace, key: str, language: Language) -> dict[str, Any]:
    """As `GET /api/journeys/{key}/publishing` gives it: for a drawn journey, what letting it run would do.
    Raises NotFound."""
    running = look(at)
    found = get(at, key)
    newest = at.control.definitions.newest(KIND, found.key)
    now = at.control.definitions.newest(KIND, running)
    read = read_text(found.body)
    problems = list(read.problems)
    old = journey_or_none(now.body if now else None)
    new = read.journey if isinstance(read, Loaded) else None
    told: dict[str, Any] = {"same_rules": True, "stages": [], "moves": [], "moving": 0}
    if new is not None:
        problems += unpermitted(at, new)
    if old is not None and new is not None:
        problems += hanging(at, new)
        at.bring()
        told = _where(at, old, new)
    base = newest.body if newest and found.key == running else (now.body if now else None)
    return {
        "key": found.key,
        "running": found.key == running,
        "edition": found.edition,
        "nothing_new": newest is not None and newest.body == found.body,
        "problems": [each.as_dict(language) for each in problems],
        "blocked": any(each.level == "error" for each in problems),
        "changes": differences(base, found.body),
        **told,
        "as_of": iso(at.now().replace(microsecond=0)),
    }


def _where(at: Workplace, old: Journey, new: Journey) -> dict[str, Any]:
    """Who stands where now and under the draft, and who would move. When the rules are the same nobody does, and
    nothing is folded."""
    same = rules_hash(old) == rules_hash(new)
    keys = list(dict.fromkeys((*new.stage_keys, *old.stage_keys)))
    with at.warehouse.read() as con:
        if same:
            known = {code: name for name, code in at.warehouse.names("stage").items()}
            moves: list[Any] = [
                (code, code, people, []) for code, people in con.execute(_NOW).fetchall()
            ]
        else:
            compiled = compile_stages(new)
            known = {code: name for name, code in stage_codes(con, compiled).items()}
            con.register("people_draft", fold_all(con, compiled, at.naive_now()).people)
            try:
                moves = con.execute(_MOVES, {"examples": EXAMPLES}).fetchall()
            finally:
                con.unregister("people_draft")
    names = {stage.key: stage.name.both() for journey in (old, new) for stage in journey.stages}
    now: dict[str | None, int] = {}
    soon: dict[str | None, int] = {}
    for before, after, people, _ in moves:
        source, target = known.get(before), known.get(after)
        now[source] = now.get(source, 0) + people
        soon[target] = soon.get(target, 0) + people
    nowhere = [None] if now.get(None) or soon.get(None) else []
    moved = [each for each in moves if each[0] != each[1]]
    return {
        "same_rules": same,
        "stages": [
            {
                "key": key,
                "name": names.get(key) if key else None,
                "now": now.get(key, 0),
                "then": soon.get(key, 0),
                "gone": key is not None and key not in new.stage_keys,
                "new": key is not None and key not in old.stage_keys,
            }
            for key in (*keys, *nowhere)
        ],
        "moving": sum(people for _, _, people, _ in moved),
        "moves": [
            {
                "from": known.get(before),
                "to": known.get(after),
                "people": people,
                "examples": people_named(at, np.asarray(who, np.int64).tolist()),
            }
            for before, after, people, who in moved
        ],
    }
