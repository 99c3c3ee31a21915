"""A programme's page: the draft, its steps with live counts, its versions."""

from __future__ import annotations

from collections import Counter
from typing import Any

from polku.care.counts import Counts, ProgrammeCounts
from polku.care.drafts import problems_of
from polku.care.flow import arrived
from polku.care.listing import facts, share_dict
from polku.care.standing import standing
from polku.care.texts import parsed_or_none
from polku.care.workplace import KIND, Workplace
from polku.errors import Language, Problem
from polku.programmes.model import Programme
from polku.science.wilson import share
from polku.store.definitions import Definition
from polku.store.micros import from_micros
from polku.table import iso

MESSAGE_KINDS = frozenset({"send", "survey", "offer"})


def page(at: Workplace, counts: Counts, key: str, language: Language) -> dict[str, Any]:
    """As `GET /api/programmes/{key}` gives it. Raises NotFound."""
    from polku.programmes.dump import programme_document

    definition = at.get(key)
    at.bring()
    counted = counts.of(key)
    found = problems_of(at, definition.body)
    loaded = parsed_or_none(definition.body)
    programme = loaded.programme if loaded else None
    stands = standing(definition)
    paused = stands.paused_since
    return {
        **facts(at, definition, counted),
        "body": definition.body,
        "edition": definition.edition,
        "paused": None if paused is None else iso(from_micros(paused)),
        "overdue": stands.settled,
        "document": programme_document(programme, both_languages=True) if programme else None,
        "problems": [problem.as_dict(language) for problem in found],
        "words": frame_words(programme) if programme else None,
        "nodes": nodes(at, definition, programme, counted, found) if programme else [],
        "versions": [
            {
                "version": each.version,
                "published": iso(each.published),
                "who": each.who,
                "note": each.note,
                "inside": counted.inside_version(each.version),
            }
            for each in at.control.definitions.versions(KIND, key)
        ],
        "as_of": iso(at.now().replace(microsecond=0)),
    }


def frame_words(programme: Programme) -> dict[str, Any]:
    """Entry, goal, exits and re-entry in both languages."""
    from polku.programmes.words import entry_words, exit_words, goal_words, reentry_words

    def both(words: Any, part: Any) -> dict[str, str]:
        return {"fi": words(part, "fi"), "en": words(part, "en")}

    return {
        "entry": both(entry_words, programme.entry),
        "goal": both(goal_words, programme.goal) if programme.goal else None,
        "exits": [both(exit_words, each) for each in programme.exits],
        "reentry": both(reentry_words, programme.reentry),
    }


def nodes(
    at: Workplace,
    definition: Definition,
    programme: Programme,
    counts: ProgrammeCounts,
    problems: list[Problem],
) -> list[dict[str, Any]]:
    """The steps and arms in the order of the document, with their counts."""
    from polku.programmes.outline import outline

    wrong = Counter(str(each.params["node"]) for each in problems if "node" in each.params)
    came = arrived(at, definition.key, counts)
    found = []
    for node in outline(programme):
        if node.kind == "arm":
            parent, _, port = node.key.partition(">")
            inside, passed, onward = 0, counts.through(parent, port), None
        else:
            inside, passed = counts.inside_at(node.key), counts.passed(node.key)
            onward = share(passed, max(came[node.key], passed + inside))
        sends = node.kind in MESSAGE_KINDS
        found.append(
            {
                "key": node.key,
                "kind": node.kind,
                "name": node.name.both() if node.name else None,
                "words": node.words.both(),
                "depth": node.depth,
                "arm": node.arm,
                "day": node.day,
                "parent": node.parent,
                "inside": inside,
                "passed": passed,
                "onward": share_dict(onward),
                "problems": wrong[node.key],
                "sent": counts.messages[node.key, "sent"] if sends else None,
                "refused": _refused(counts, node.key) if sends else None,
            }
        )
    return found


def _refused(counts: ProgrammeCounts, node: str) -> int:
    return counts.messages[node, "refused"] + counts.messages[node, "failed"]
