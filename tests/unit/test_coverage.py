"""Which stages and personas have content: counted from the document alone."""

from __future__ import annotations

import itertools
import random

import pytest

from polku.journey import Journey, load_journey
from polku.journey.coverage import EVERYBODY, coverage, topicless_stages

TEXT = """
stages: [{key: a}, {key: b}, {key: c}]
personas: [{key: p}, {key: q}]
topics:
  - {key: all, stages: [a], pieces: [{key: x, state: published}]}
  - {key: one, stages: [b], personas: [p], pieces: [{key: x, state: ready}, {key: y, state: draft}]}
  - {key: two, stages: [b, c], personas: [q]}
"""


def read(text: str) -> Journey:
    return load_journey(text).journey


def test_a_cell_is_covered_planned_or_a_gap() -> None:
    """A done piece covers, a topic alone plans, nothing is a gap; a topic without personas is for all."""
    found = coverage(read(TEXT))
    states = {(cell.stage, cell.persona): cell.state for cell in found.cells}
    assert states == {
        ("a", "p"): "covered",
        ("a", "q"): "covered",
        ("b", "p"): "covered",
        ("b", "q"): "planned",
        ("c", "p"): "gap",
        ("c", "q"): "planned",
    }
    assert (found.gaps, found.count("gap", "q"), found.count("planned")) == (1, 0, 2)
    (b,) = [cell for cell in found.cells if (cell.stage, cell.persona) == ("b", "p")]
    assert (b.topics, b.done, b.under_way) == (("one",), 1, 1)


def test_without_personas_there_is_one_column() -> None:
    """Everybody: the gaps of the stages are still counted, also those of topics for nobody here."""
    found = coverage(read("stages: [{key: a}, {key: b}]\ntopics: [{key: t, stages: [a]}]"))
    assert found.personas == (EVERYBODY,)
    assert [cell.state for cell in found.cells] == ["planned", "gap"]
    assert topicless_stages(read(TEXT)) == ()
    assert topicless_stages(read("stages: [{key: a}]\ntopics: [{key: t}]")) == ("a",)


@pytest.mark.parametrize("seed", range(20))
def test_the_matrix_is_what_looking_at_each_piece_gives(seed: int) -> None:
    """Against going through every topic and piece for every cell."""
    chance = random.Random(seed)
    stages, personas = ["a", "b", "c", "d"], ["p", "q"][: chance.randint(1, 2)]
    topics = [
        {
            "key": f"t{i}",
            "stages": chance.sample(stages, chance.randint(0, 3)),
            "personas": chance.sample(personas, chance.randint(0, len(personas))),
            "pieces": [
                {"key": f"p{j}", "state": chance.choice(["idea", "draft", "ready", "published"])}
                for j in range(chance.randint(0, 2))
            ],
        }
        for i in range(chance.randint(0, 5))
    ]
    journey = Journey.model_validate(
        {
            "stages": [{"key": key} for key in stages],
            "personas": [{"key": key} for key in personas],
            "topics": topics,
        }
    )
    expected = []
    for stage, persona in itertools.product(stages, personas):
        state = "gap"
        for topic in topics:
            if stage not in topic["stages"]:
                continue
            if topic["personas"] and persona not in topic["personas"]:
                continue
            if state == "gap":
                state = "planned"
            for piece in topic["pieces"]:
                if piece["state"] in ("ready", "published"):
                    state = "covered"
        expected.append((stage, persona, state))
    found = coverage(journey)
    assert [(cell.stage, cell.persona, cell.state) for cell in found.cells] == expected
    assert found.gaps == sum(state == "gap" for *_, state in expected)
