"""What those who were moved over from another version have had already: a step is not done twice in an entry."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from polku.engine.book import Book
from polku.engine.columns import read, registered
from polku.engine.moments import Ints
from polku.engine.places import MOVED
from polku.programmes.actions import CompiledProgramme, EffectAction

Had = Mapping[int, Ints]
"""Number of an action → the entries, ascending, that did what it does in another version."""


def had_before(
    book: Book, run: CompiledProgramme, entries: Ints, places: Mapping[str, int]
) -> dict[int, Ints]:
    """Of these entries into a version. `places`: word → number. Nothing is asked of the data when nobody was
    ever moved over to this version."""
    here = f"{run.key}@{run.version}:"
    if not len(entries) or not any(
        word.startswith(here) and word.endswith(f">{MOVED}") for word in places
    ):
        return {}
    numbers = {a.key: i for i, a in enumerate(run.actions) if isinstance(a, EffectAction)}
    others = {
        code: numbers[word.partition(":")[2]]
        for word, code in places.items()
        if word.startswith(f"{run.key}@")
        and not word.startswith(here)
        and word.partition(":")[2] in numbers
    }
    if not others:
        return {}
    with registered(book.con, "polku_who", {"entry": entries}):
        place, entry = read(
            book.con,
            f"""SELECT place::BIGINT, entry FROM {book.prefix}outbox
            WHERE place IN ({", ".join(map(str, others))})
            AND entry IN (SELECT entry FROM polku_who)""",
        )
    number = np.array([others[code] for code in place.tolist()], np.int64)
    return {int(each): np.sort(entry[number == each]) for each in np.unique(number)}
