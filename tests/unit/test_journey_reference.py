"""The reference page and the schema say what the model does."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from polku.conditions.registry import kinds
from polku.journey import Journey, load_journey
from polku.journey.content import Piece, Topic
from polku.journey.evidence import Evidence
from polku.journey.goal import Goal
from polku.journey.lane import Lane
from polku.journey.market import Market, Shares
from polku.journey.model import Channel, Stage, Touchpoint
from polku.journey.persona import Persona
from polku.journey.schema import schema
from polku.journey.script import Competitor, Contact, Hook, Objection, Proof, Thread
from polku.journey.templates import template, template_names
from polku.journey.year import CalendarItem

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "journey-document.md").read_text("utf-8")


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(
    ("part", "title"),
    [
        (Journey, "The journey"),
        (Stage, "A stage"),
        (Goal, "A goal"),
        (Persona, "A persona"),
        (Channel, "A channel and a touchpoint"),
        (Touchpoint, "A channel and a touchpoint"),
        (Lane, "Rows of the map"),
        (Evidence, "Rows of the map"),
        (Market, "The market"),
        (Shares, "The market"),
        (Topic, "Content"),
        (Piece, "Content"),
        (Thread, "The script"),
        (Hook, "The script"),
        (Objection, "Objections, proof and competitors"),
        (Proof, "Objections, proof and competitors"),
        (Competitor, "Objections, proof and competitors"),
        (Contact, "Contact"),
        (CalendarItem, "The year calendar"),
        *((kind, "Entry rules") for kind in kinds().values()),
    ],
)
def test_every_key_is_documented(part: type[Journey], title: str) -> None:
    """A key that is not on the page cannot be found."""
    keys = {field.alias or name for name, field in part.model_fields.items()}
    assert {key for key in keys if f"`{key}`" not in section(title)} == set()


def test_every_template_is_documented() -> None:
    """By the name that `polku init --template` takes."""
    assert [name for name in template_names() if f"`{name}`" not in section("Templates")] == []


def test_the_example_of_the_page_is_right() -> None:
    """Every YAML block of the page loads without errors or warnings."""
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
    assert blocks
    for block in blocks:
        assert {problem.level for problem in load_journey(block).problems} <= {"hint"}


@pytest.mark.parametrize("name", template_names())
def test_editors_find_nothing_wrong_in_a_template(name: str) -> None:
    """The JSON Schema accepts what the loader accepts."""
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(yaml.safe_load(template(name, "fi")))


@pytest.mark.parametrize(
    "text",
    [
        "stages: []",
        "stages: [{name: a}]",
        "stages: [{key: a, nme: b}]",
        "stages: [{key: a b}]",
        "stages: [{key: a, emotion_target: 3}]",
        "stages: [{key: a, enter: [{evnt: A}]}]",
        "stages: [{key: a, name: {sv: b}}]",
        "stages: [{key: a}]\ngoal: {name: g, from: a, to: b, target: 16}",
    ],
)
def test_editors_see_the_faults_that_the_loader_sees(text: str) -> None:
    """Unknown keys, missing keys, wrong values."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema()).validate(yaml.safe_load(text))
