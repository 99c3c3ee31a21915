"""Why somebody is in a programme or is not: their entries, their way, and what they did that did not bring them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from polku.care.messages import message_dict
from polku.care.person_facts import facts_of, find_person
from polku.care.places import Place, programme_places
from polku.care.plan import people_named
from polku.care.reasons import entry_reason, exit_reason, port_reason
from polku.care.texts import compiled, parsed, parsed_or_none
from polku.care.why_not import why_not
from polku.care.workplace import KIND, Workplace
from polku.conditions.person import PersonFacts
from polku.errors import Language
from polku.programmes.actions import CompiledProgramme
from polku.programmes.outline import outline
from polku.table import iso

Words = dict[str, str]


@dataclass(frozen=True)
class Rows:
    """What the engine wrote of one person in one programme. Rows are (place, entry, at, …)."""

    entries: list[tuple[Place, int, datetime]]
    steps: list[tuple[Place, int, datetime]]
    positions: dict[int, tuple[Place, datetime, datetime | None]]


def explain(at: Workplace, key: str, person: str, language: Language) -> dict[str, Any]:
    """As `GET /api/programmes/{key}/explain` gives it. Raises NotFound."""
    definition = at.get(key)
    at.bring()
    who = find_person(at, person)
    rows, facts = rows_of(at, key, who), facts_of(at, who)
    messages = [each for each in at.control.deliveries.of(who) if each.programme == key]
    entries = [
        _entry(at, place, entry, moment, rows, facts)
        | {"messages": [message_dict(m, language) for m in messages if m.entry == entry]}
        for place, entry, moment in sorted(rows.entries, key=lambda row: row[2], reverse=True)
    ]
    (named,) = people_named(at, [who])
    return {
        **named,
        "programme": key,
        "entries": entries,
        "not_entered": why_not(at, definition, facts, rows.entries, _left(rows)),
        "as_of": iso(at.now().replace(microsecond=0)),
    }


def stored_rows(at: Workplace, key: str, who: int) -> list[dict[str, Any]]:
    """The engine's rows of a person in a programme, in the order in which they came to be."""
    names = at.warehouse.names("place")
    codes = {code: word for word, code in names.items() if word.startswith(f"{key}@")}
    found = []
    with at.warehouse.read() as con:
        for table, when, due in (
            ("entries", '"at"', "NULL"),
            ("steps", '"at"', "NULL"),
            ("outbox", '"at"', "NULL"),
            ("positions", "since", "due"),
        ):
            rows = con.execute(
                f"SELECT place, entry, {when}, {due} FROM {table} WHERE person = ?", [who]
            ).fetchall()
            found += [(table, *row) for row in rows if row[0] in codes]
    runs = _order(at, key)
    found.sort(key=lambda row: (row[3], row[2], runs.get(codes[row[1]].partition(">")[0], -1)))
    return [
        {
            "at": iso(moment),
            "table": table,
            "place": codes[place],
            "entry": str(entry),
            "due": None if due is None else iso(due),
        }
        for table, place, entry, moment, due in found
    ]


def rows_of(at: Workplace, key: str, who: int) -> Rows:
    """Reads them."""
    places = {code: place for place, code in programme_places(at.warehouse.names("place"), key)}
    with at.warehouse.read() as con:

        def read(columns: str, table: str) -> list[Any]:
            found = con.execute(f"SELECT {columns} FROM {table} WHERE person = ?", [who]).fetchall()
            return [(places[row[0]], *row[1:]) for row in found if row[0] in places]

        return Rows(
            entries=read('place, entry, "at"', "entries"),
            steps=read('place, entry, "at"', "steps"),
            positions={
                row[1]: (row[0], row[2], row[3])
                for row in read("place, entry, since, due", "positions")
            },
        )


def _left(rows: Rows) -> dict[int, datetime]:
    """Entry → when it was over."""
    return {entry: moment for place, entry, moment in rows.steps if place.node == "exit"}


def _entry(
    at: Workplace, place: Place, entry: int, moment: datetime, rows: Rows, facts: PersonFacts
) -> dict[str, Any]:
    body = at.control.definitions.version(KIND, place.programme, place.version).body
    run, programme = compiled(body, place.version), parsed(body).programme
    order = {action.key: number for number, action in enumerate(run.actions)}
    mine = [row for row in rows.steps if row[1] == entry]
    mine.sort(key=lambda row: (row[2], order.get(row[0].node, len(order))))
    over = next(((p, when) for p, _, when in mine if p.node == "exit"), None)
    here = rows.positions.get(entry)
    return {
        "entry": str(entry),
        "at": iso(moment),
        "why": entry_reason(programme),
        "arm": "holdout" if place.port == "holdout" else "cared",
        "version": place.version,
        "path": [
            {
                "node": p.node,
                "words": words_of(at, p),
                "at": iso(when),
                "port": p.port,
                "why": port_reason(_action(at, p), p.port or "", facts, when, at.world().meanings),
            }
            for p, _, when in mine
            if p.node != "exit"
        ],
        "where": None if here is None else _where(at, *here),
        "left": None
        if over is None
        else {"at": iso(over[1]), "why": exit_reason(programme, over[0].port or "")},
    }


def _where(at: Workplace, place: Place, since: datetime, due: datetime | None) -> dict[str, Any]:
    words = words_of(at, place)
    return {
        "node": place.node,
        "words": words,
        "since": iso(since),
        "due": None if due is None else iso(due),
        "waits": words,
    }


def words_of(at: Workplace, place: Place) -> Words:
    """A step as a sentence, as it stood in that version."""
    body = at.control.definitions.version(KIND, place.programme, place.version).body
    for node in outline(parsed(body).programme):
        if node.key == place.node:
            words: Words = node.words.both()
            return words
    return {"fi": place.node, "en": place.node}


def _action(at: Workplace, place: Place) -> Any:
    body = at.control.definitions.version(KIND, place.programme, place.version).body
    run: CompiledProgramme = compiled(body, place.version)
    return next((action for action in run.actions if action.key == place.node), None)


def _order(at: Workplace, key: str) -> dict[str, int]:
    """The word of each step's place → its number in its version."""
    found: dict[str, int] = {}
    for version in at.control.definitions.versions(KIND, key):
        if parsed_or_none(version.body) is None:
            continue
        run = compiled(version.body, version.version)
        found |= {run.place(action.key): n for n, action in enumerate(run.actions)}
        found[run.place("exit")] = len(run.actions)
    return found
