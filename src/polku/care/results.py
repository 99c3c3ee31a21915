"""The results of a programme: the cared for against the holdout, and what became of the messages."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from polku.analytics.programme_results import Results, programme_results
from polku.care.counts import ENTER
from polku.care.lots import holdout_lots, versions_of
from polku.care.places import programme_places
from polku.care.standing import standing
from polku.care.texts import parsed
from polku.care.workplace import Workplace
from polku.programmes.model import Programme
from polku.science.newcombe import Difference
from polku.science.wilson import Share, share
from polku.store.definitions import Definition
from polku.store.delivery_counts import delivery_counts
from polku.table import iso

WINDOW = timedelta(days=30)
REACTIONS = {
    "opened": ("Email Opened",),
    "clicked": ("Email Link Clicked",),
    "unsubscribed": ("Unsubscribed",),
}
_NOTHING = Results(
    Share(None, None, None, 0), Share(None, None, None, 0), (0, 0), 0, 0,
    Difference(None, None, None, 0), "too-few", (),
)  # fmt: skip


def results(at: Workplace, key: str) -> dict[str, Any]:
    """As `GET /api/programmes/{key}/results` gives them. Raises NotFound, DocumentError (a draft that cannot be
    read and was never published)."""
    definition = at.get(key)
    at.bring()
    programme = measured(at, definition)
    window = window_of(programme)
    found = compare(at, programme, window)
    arms = zip((found.cared, found.held), found.reached, strict=True)
    cared, held = (_arm(side, reached) for side, reached in arms)
    lift = found.lift
    return {
        "definition": definition_words(programme, window),
        "window_days": window / timedelta(days=1),
        "cared": cared,
        "holdout": held,
        "open": found.open,
        "lift": {
            "value": lift.value,
            "low": lift.low,
            "high": lift.high,
            "verdict": found.verdict,
            "n": lift.n,
        },
        "series": [
            {"day": day, "cared": cared_then, "holdout": held_then}
            for day, cared_then, held_then in found.by_day
        ],
        "messages": messages(at, key),
        "as_of": iso(at.now().replace(microsecond=0)),
    }


def measured(at: Workplace, definition: Definition) -> Programme:
    """The programme whose goal is measured: the version that runs, else the draft."""
    version = standing(definition).version
    body = definition.body
    if version is not None:
        body = at.control.definitions.version("programme", definition.key, version).body
    return parsed(body).programme


def window_of(programme: Programme) -> timedelta:
    """How long after the entry the goal counts."""
    within = programme.goal.within if programme.goal else None
    return WINDOW if within is None else timedelta(microseconds=within.microseconds)


def compare(at: Workplace, programme: Programme, window: timedelta) -> Results:
    """The comparison over all versions; of nobody when there is no goal."""
    goal = programme.goal
    if goal is None:
        return _NOTHING
    names = at.warehouse.names("place")
    arms: dict[str, list[int]] = {"in": [], "holdout": []}
    places = list(programme_places(names, programme.key))
    for place, code in places:
        if place.node == ENTER and place.port in arms:
            arms[place.port].append(code)
    stage = None
    if goal.stage is not None:
        stage = at.warehouse.names("stage").get(goal.stage, -1)
    codes = {kind: at.warehouse.names(kind) for kind in ("event", "channel", "source")}
    with at.warehouse.read() as con:
        return programme_results(
            con,
            cared=arms["in"],
            held=arms["holdout"],
            goal=goal.event,
            stage=stage,
            codes=codes,
            window=window,
            as_of=at.naive_now(),
            lots=holdout_lots(places, versions_of(at.control.definitions, programme.key, places)),
        )


def goal_share(at: Workplace, definition: Definition) -> Share | None:
    """The share of the cared for who reached the goal; None without a goal or a text that can be read."""
    from polku.care.texts import parsed_or_none

    if parsed_or_none(definition.body) is None and standing(definition).version is None:
        return None
    programme = measured(at, definition)
    if programme.goal is None:
        return None
    found = compare(at, programme, window_of(programme))
    return share(found.reached[0], found.cared.n)


def messages(at: Workplace, key: str) -> dict[str, int | None]:
    """What became of the programme's messages, by the deliveries and by what people did."""
    states: Counter[str] = Counter()
    for each in delivery_counts(at.control.db, at.now()):
        if each.programme == key:
            states[each.state] += each.messages
    return {
        "wanted": states.total(),
        "sent": states["sent"],
        "refused": states["refused"] + states["failed"],
        **_reactions(at, key),
    }


def _reactions(at: Workplace, key: str) -> dict[str, int | None]:
    """How many did each; None where nothing of the kind has ever been told: not known, not 0."""
    codes = at.warehouse.names("event")
    wanted = {
        codes[name]: what for what, names in REACTIONS.items() for name in names if name in codes
    }
    found: dict[str, int | None] = dict.fromkeys(REACTIONS)
    found |= dict.fromkeys(wanted.values(), 0)
    if not wanted:
        return found
    with at.warehouse.read() as con:
        rows = con.execute(
            f"""SELECT event, count(DISTINCT coalesce({_property("message")}, uid::VARCHAR)) FROM events
            WHERE event IN (SELECT unnest($codes)) AND {_property("programme")} = $key
            AND coalesce({_property("machine")}, 'false') <> 'true' GROUP BY event""",
            {"codes": list(wanted), "key": key},
        ).fetchall()
    for code, people in rows:
        found[wanted[code]] = (found[wanted[code]] or 0) + people
    return found


def _property(name: str) -> str:
    return f"json_extract_string(properties, '$.{name}')"


def definition_words(programme: Programme, window: timedelta) -> dict[str, str]:
    """What is compared, as a sentence."""
    if programme.goal is None:
        return {
            "fi": "Hoitomallilla ei ole tavoitetta, joten tuloksia ei voi verrata.",
            "en": "The programme has no goal, so there is nothing to compare.",
        }
    days = f"{window / timedelta(days=1):g}"
    goal = programme.goal
    if goal.event is not None:
        fi, en = goal.event.named("fi"), goal.event.named("en")
    else:
        fi, en = f'vaihe "{goal.stage}"', f'the stage "{goal.stage}"'
    return {
        "fi": f"Kuinka moni saavutti tavoitteen ({fi}) {days.replace('.', ',')} päivän kuluessa siitä, kun tuli "
        "mukaan. Verrokit valittiin arvalla, eikä heitä hoidettu. Jokainen lasketaan kerran.",
        "en": f"How many reached the goal ({en}) within {days} days of coming in. The holdout was drawn by lot and not "
        "cared for. Each person counts once.",
    }


def _arm(side: Share, reached: int) -> dict[str, Any]:
    return {
        "people": side.n,
        "reached": reached,
        "value": side.value,
        "low": side.low,
        "high": side.high,
    }
